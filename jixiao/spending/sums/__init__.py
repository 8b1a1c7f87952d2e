"""Sums of spending: the route an amount takes, what a quota still holds, how far a plan is spent."""

from __future__ import annotations

from .routes import STEPS, band_of, route

__all__ = ["STEPS", "band_of", "route"]
