"""Classes of expenditure with their names."""

from __future__ import annotations

from django import template

from jixiao.spending.renderings import classes

register = template.Library()
register.filter("economic", classes.economic)
register.filter("function", classes.function)
