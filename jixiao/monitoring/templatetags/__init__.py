"""Filters of the pages of monitoring."""
