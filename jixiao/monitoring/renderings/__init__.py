"""Words, charts and lines made of what is watched. Pure."""
