"""Questions of spending."""
