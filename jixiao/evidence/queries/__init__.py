"""Questions about ledgers, files, links and actuals."""
