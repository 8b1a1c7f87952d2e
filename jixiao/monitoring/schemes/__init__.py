"""Scoring schemes a forecast goes by, one file each."""
