"""指标库: the indicators a unit may take from, seeded and its own, and what they resemble."""
