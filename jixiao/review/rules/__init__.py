"""审核规则: one rule a file, registered by being placed here."""
