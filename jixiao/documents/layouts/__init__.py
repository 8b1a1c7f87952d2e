"""版式: one official form a file, registered by being placed here."""
