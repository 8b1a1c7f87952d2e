"""Pages and endpoints of the interface."""
