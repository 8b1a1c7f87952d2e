"""Pages of units: look, manage, set the years, take a list in."""
