"""Workbooks of units: the list as it stands, the template to fill, a list given back with its faults marked."""
