"""Per cents and points with one decimal."""

from __future__ import annotations

from fractions import Fraction

from django import template

from jixiao.spending.sums.progress import tenths

register = template.Library()


@register.filter
def points(value: Fraction | None) -> str:
    """Write per cents or points as short as they are told: 18.2, 25, -6.8; nothing for none."""
    return "" if value is None else tenths(value)
