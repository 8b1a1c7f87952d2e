"""Intentions of assets, each through the door; a module for each subject."""
