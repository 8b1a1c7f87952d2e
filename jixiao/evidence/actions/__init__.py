"""What is done to ledgers, files and links; the only modules of the room that write."""
