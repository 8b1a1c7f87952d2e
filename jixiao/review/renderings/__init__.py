"""Targets, findings and points laid out for the people who review them; pure."""
