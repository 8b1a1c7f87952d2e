"""The pages of assets; a module for each subject."""
