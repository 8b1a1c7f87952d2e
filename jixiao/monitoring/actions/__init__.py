"""Acts of monitoring."""
