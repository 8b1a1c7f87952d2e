"""Workbooks of ledgers, pure: templates, lists, and somebody's own with its faults marked."""
