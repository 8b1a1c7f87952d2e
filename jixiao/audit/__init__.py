"""日志: the one door for writes and the hash-chained event log."""
