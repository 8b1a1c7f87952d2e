"""The shelf of ledgers: one file each; placing it gives form, table, import, export, totals and measures."""
