"""Pieces of the desk that stand on it many times over, drawn at once: the four grades of a row, a list to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jixiao.review.queries import GRADES
from jixiao.review.queries.desk import Group

register = template.Library()
CHOICE = '<label class="rv-g{}"><input type="radio" name="grade:{}" value="{}"{}><span>{}</span></label>'
CHECKED = mark_safe(" checked")
DEPARTMENT = '<li><a class="rv-group-name" href="{}"><span>{}</span><span class="rv-count">{}</span></a></li>'
SELECTED = mark_safe(" selected")


@register.simple_tag
def grades(path: str, where: str, suggested: str, given: str, *, write: bool) -> SafeString:
    """Draw the grades of a row to choose from, the machine's marked; or only the machine's where nothing may be written."""
    if not write:
        return format_html('<span class="rv-chip rv-proposed" title="机审建议">{}</span>', suggested)
    rows = ((" rv-suggested" if one == suggested else "", path, one, CHECKED if one == given else "", one) for one in GRADES)
    choices = format_html_join("", CHOICE, rows)
    return format_html('<span class="rv-grades" role="radiogroup" aria-label="{} 等次，机审建议{}">{}</span>', where, suggested, choices)


@register.simple_tag
def options(choices: Iterable[tuple[object, str]], chosen: object) -> SafeString:
    """Draw the entries of a list to choose from."""
    rows = ((value, SELECTED if value == chosen else "", word) for value, word in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag
def departments(links: Iterable[tuple[Group, str]]) -> SafeString:
    """Draw the closed departments of the queue, each with how far it is."""
    return format_html_join("", DEPARTMENT, ((href, group.name, group.progress) for group, href in links))
