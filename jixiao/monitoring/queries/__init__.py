"""Questions of monitoring."""
