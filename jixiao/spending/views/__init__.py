"""Pages of spending."""
