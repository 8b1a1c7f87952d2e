"""Questions about assets; a module for each subject."""
