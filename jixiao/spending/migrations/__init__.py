"""Migrations of spending."""
