"""XD: the department plan, and what its parts and tables say together."""
