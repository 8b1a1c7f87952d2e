"""What pages say of monitoring: lights, statuses, points, values with their unit, bars."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jixiao.evidence.sums import saying
from jixiao.monitoring.facts import Light, Reading, Status
from jixiao.monitoring.renderings.bars import Bar, bar
from jixiao.monitoring.sums.forecasting import grade_of
from jixiao.spending.sums.progress import tenths
from jixiao.web.templatetags.frame import icon

register = template.Library()
SIGNS = {
    Light.RED: "octagon-fill",
    Light.YELLOW: "exclamation-triangle-fill",
    Light.GREEN: "check-circle-fill",
    Light.BLUE: "arrow-up-circle-fill",
    Light.GREY: "dash-circle",
}
MARKS = {
    Status.LOST: "octagon-fill",
    Status.SHORT: "exclamation-triangle-fill",
    Status.BLANK: "question-circle",
    Status.AHEAD: "dash-circle",
    Status.FINE: "check-circle-fill",
}


@register.simple_tag
def light(word: str, count: int | None = None) -> SafeString:
    """Draw a light: colour, sign and word together, with a count when given."""
    if not word:
        return format_html('<span class="mo-light mo-grey">{}<span>未生成</span></span>', icon("dash-circle"))
    found = Light(word)
    number = format_html(" <b>{}</b>", count) if count is not None else ""
    return format_html('<span class="mo-light mo-{}">{}<span>{}{}</span></span>', found.code, icon(SIGNS[found]), found.value, number)


@register.simple_tag
def standing_mark(status: Status) -> SafeString:
    """Draw how an indicator stands."""
    return format_html('<span class="mo-light mo-{}">{}<span>{}</span></span>', status.code, icon(MARKS[status]), status.value)


@register.filter
def points(value: Fraction | None) -> str:
    """Write points or per cents as short as they are told."""
    return "" if value is None else tenths(value)


@register.filter
def signed(value: Fraction | None) -> str:
    """Write points with their sign: +16.6, -12.2."""
    return "" if value is None else f"{'+' if value > 0 else ''}{tenths(value)}"


@register.filter
def hundredths(value: int | str | None) -> str:
    """Write a score kept in hundredths as a whole number; nothing where a page has none."""
    return "" if not isinstance(value, int) else str((value + 50) // 100)


@register.filter
def grade(value: int | str | None) -> str:
    """Return the grade of a score kept in hundredths; nothing where a page has none."""
    return "" if not isinstance(value, int) else grade_of(Fraction(value, 100))


@register.simple_tag
def told(row: Reading, value: Fraction | None) -> str:
    """Write a value of an indicator with its unit."""
    return "" if value is None else f"{saying.number(value, 2)}{row.unit}"


@register.simple_tag
def prospect(row: Reading) -> str:
    """Write where an indicator will be at year end: one number, or from to."""
    if row.ahead is None:
        return ""
    low, high = saying.number(row.ahead.low, 1), saying.number(row.ahead.high, 1)
    return f"{low}{row.unit}" if low == high else f"{low} – {high}{row.unit}"


@register.simple_tag
def bar_of(row: Reading) -> Bar | None:
    """Return the bar of an indicator."""
    return bar(row)


@register.filter
def of(table: dict[Any, Any], key: Any) -> Any:
    """Return what a table has under a key."""
    return table.get(key)


@register.filter
def wan2(fen: int | Fraction | None) -> str:
    """Write 分 in 万元 rounded to two decimals, for overviews: 1,245.08; the exact amount stands where the money is kept."""
    if fen is None:
        return ""
    scaled = round(Fraction(fen) / 10_000)
    text = f"{abs(scaled) // 100:,}.{abs(scaled) % 100:02d}"
    return f"-{text}" if scaled < 0 else text


@register.filter
def share100(value: Fraction | None) -> str:
    """Write a share in whole per cent."""
    return "" if value is None else f"{round(100 * value)}%"


@register.filter
def bare(value: Fraction | None) -> str:
    """Write a number without its unit, as exact as a field may hold."""
    return "" if value is None else saying.number(value, 6).replace(",", "")


@register.filter
def apart(value: Fraction | None) -> str:
    """Write how far apart two rates are, without a sign."""
    return "" if value is None else tenths(abs(value))


@register.filter
def light_code(word: str) -> str:
    """Return the style of a light by its word."""
    return Light(word).code if word else "grey"
