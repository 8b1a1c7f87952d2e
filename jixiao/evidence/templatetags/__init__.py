"""Tags of the pages of evidence."""
