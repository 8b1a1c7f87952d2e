"""IV: what the values of indicators say."""
