"""What spending writes, each intention through the door."""
