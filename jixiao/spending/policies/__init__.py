"""Approval policies: one file each; placing it offers it for adoption."""
