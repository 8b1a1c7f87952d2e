"""RL: whether goal, indicators and money belong together."""
