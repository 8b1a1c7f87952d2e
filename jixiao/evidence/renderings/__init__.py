"""Workbooks of ledgers, pure: templates and lists."""
