"""Arithmetic of units: the check digit, the season's days, what a list of units asks for."""
