"""Measurements, never part of the tests: what reading, checking and showing cost on this machine."""
