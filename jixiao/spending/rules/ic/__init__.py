"""内部监督: what a year of money shows of itself."""
