"""Arithmetic of ledgers, pure: reading what people write, counting it, and reckoning measures."""
