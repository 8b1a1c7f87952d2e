"""What people type about assets; a module for each subject."""
