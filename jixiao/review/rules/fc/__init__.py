"""完整性: what a form must hold, and rows that hold nothing."""
