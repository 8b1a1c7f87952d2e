"""What pages say of measures: shares, bars, exact numbers, names."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jixiao.evidence import book
from jixiao.evidence.sums import saying

register = template.Library()
WHOLE = 100


@register.filter
def share(value: Fraction | None) -> str:
    """Write a share in per cent with one decimal at most."""
    return "" if value is None else f"{saying.number(value * WHOLE, 1)}%"


@register.filter
def exact(value: Fraction | None) -> str:
    """Write an exact number with six decimals at most."""
    return "" if value is None else saying.number(value, 6)


@register.filter
def measure_word(code: str) -> str:
    """Name a measure by its code; one that left the shelf keeps its code."""
    found = book.measures().get(code)
    return found[1].word if found else code


@register.simple_tag
def share_bar(value: Fraction) -> SafeString:
    """Draw how far a goal is attained; the number stands beside it."""
    width = max(0, min(WHOLE, round(value * WHOLE)))
    return format_html(
        '<span class="ev-bar" aria-hidden="true"><svg viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="ev-done" width="{}" height="8"/></svg></span>',
        width,
    )


@register.filter
def exact1(value: Fraction | None) -> str:
    """Write a number with one decimal at most."""
    return "" if value is None else saying.number(value, 1)
