"""台账: ledgers of what really happened, the files that prove it, and the measures by which indicators fill themselves."""
