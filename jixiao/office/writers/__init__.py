"""Writers: blocks into Word and Excel files, the same blocks always into the same bytes."""
