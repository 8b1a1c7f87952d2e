"""Journeys through the product as its users take them: a real Chromium against the real server."""
