"""Reckoning of monitoring: pace, projection, judgement, points and the text a snapshot keeps. Pure."""
