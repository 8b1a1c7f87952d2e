"""工作台: what waits for me, what I sent, what came back, what I handled; the calendar of the season."""
