"""What people type into ledgers and links, parsed."""
