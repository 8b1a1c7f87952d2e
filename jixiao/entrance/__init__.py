"""登录: coming in and staying in: one-time passwords of the first start, the second factor, sessions listed and ended."""
