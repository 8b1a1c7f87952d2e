"""Writers: blocks into Word, Excel and PDF files, the same blocks always into the same bytes."""
