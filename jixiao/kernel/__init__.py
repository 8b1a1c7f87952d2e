"""词汇: the pure words every room speaks; standard library only."""
