"""What people type into spending."""
