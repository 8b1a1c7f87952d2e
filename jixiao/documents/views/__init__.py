"""Pages of files: what came in, what is found, what was done about it, what goes out."""
