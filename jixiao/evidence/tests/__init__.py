"""What is tried in the room of evidence."""
