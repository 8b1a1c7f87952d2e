"""What templates of every room may say: assets, icons, marks, amounts, keys. Loaded everywhere without {% load %}."""

from __future__ import annotations

import functools
import hashlib
import secrets
from decimal import Decimal
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Severity

register = template.Library()
MARKS = {
    Severity.BLOCK: "octagon-fill",
    Severity.ERROR: "x-circle-fill",
    Severity.WARN: "exclamation-triangle-fill",
    Severity.INFO: "info-circle",
}


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file with its fingerprint, so that browsers may keep it and still see a new one."""
    return f"{static(name)}?v={fingerprint(name)}"


@functools.cache
def fingerprint(name: str) -> str:
    """Return the first signs of the file's digest; LookupError names a file that is not there."""
    path = finders.find(name)
    if path is None:
        raise LookupError(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


@register.simple_tag
@functools.lru_cache(1024)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration beside words."""
    sprite = asset("vendor/icons.svg")
    if label:
        return format_html('<svg class="jx-icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name)
    return format_html('<svg class="jx-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def severity(level: Severity | int | str, count: int | None = None, *, word: bool = True) -> SafeString:
    """Draw a severity: shape, colour and word, with a count when given; ``word=False`` keeps the word for screen readers."""
    return _mark(Severity.of(level) if isinstance(level, str) else Severity(level), count, word=word)


@functools.lru_cache(1024)
def _mark(grade: Severity, count: int | None, *, word: bool) -> SafeString:
    name = format_html("{}" if word else '<span class="visually-hidden">{}</span>', grade.word)
    number = format_html(" <b>{}</b>", count) if count is not None else ""
    return format_html('<span class="jx-mark jx-{}">{}<span>{}{}</span></span>', grade.code, icon(MARKS[grade]), name, number)


@register.simple_tag
def once() -> SafeString:
    """Put a fresh key into a form: sent twice, it has one effect."""
    return format_html('<input type="hidden" name="key" value="{}">', secrets.token_urlsafe(18))


@register.filter
def yuan(value: Money | int | None) -> str:
    """Write 分 or an amount in 元 with separators: 2,000,000.00; nothing for none, for blank is not zero."""
    return "" if value is None else _money(value).grouped()


@register.filter
def wan(value: Money | int | None) -> str:
    """Write 分 or an amount in 万元 with two decimals, for columns: 574.90."""
    return "" if value is None else _money(value).wan2()


@register.filter
def percent(value: Decimal | int | None) -> str:
    """Write a percentage as short as exact: 25%, 48.1%."""
    return "" if value is None else f"{Decimal(value).normalize():f}%"


@register.filter
def size(value: int | None) -> str:
    """Write a size in the two units people know: 68 KB, 1.2 MB."""
    if value is None:
        return ""
    kilo = 1024
    return f"{value / kilo / kilo:.1f} MB" if value >= kilo * kilo else f"{max(1, round(value / kilo))} KB"


def _money(value: Money | int) -> Money:
    return value if isinstance(value, Money) else Money(value)
