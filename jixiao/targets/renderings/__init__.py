"""What the room shows without a database: the official table of a project, of a department."""
