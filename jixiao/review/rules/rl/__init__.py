"""RL: whether goal, indicators and money speak of one thing."""
