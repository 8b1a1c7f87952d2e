"""The shelves of monitoring: rules, presets of lights, scoring schemes; and the examination of a sheet."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Rule
from jixiao.kernel.shelf import entries
from jixiao.monitoring import presets as presets_shelf
from jixiao.monitoring import rules as rules_shelf
from jixiao.monitoring import schemes as schemes_shelf
from jixiao.monitoring.facts import Found, Lit, Sheet
from jixiao.monitoring.sums.lighting import Preset
from jixiao.monitoring.sums.scheming import Scheme

FIRST = "DEFAULT"


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return every rule of monitoring, by code."""
    return tuple(sorted(entries(rules_shelf).values(), key=lambda rule: (rule.code, rule.since)))


@lru_cache(maxsize=1)
def presets() -> dict[str, Preset]:
    """Return every way to light a project, the product's own first."""
    found = sorted(entries(presets_shelf).values(), key=lambda one: (one.code != FIRST, one.code))
    return {one.code: one for one in found}


def preset(code: str) -> Preset:
    """Return a preset by its code; refuses one that is not on the shelf."""
    found = presets().get(code)
    if found is None:
        msg = f"没有编号为「{code}」的亮灯口径，请另选一种"
        raise Refused(msg)
    return found


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """Return every scoring scheme a forecast may go by."""
    found = sorted(entries(schemes_shelf).values(), key=lambda one: (one.code != "CN2020", one.code))
    return {one.code: one for one in found}


def lights(sheet: Sheet) -> dict[str, Lit]:
    """Return the light of a project under every preset."""
    return {code: one.light(sheet) for code, one in presets().items()}


def examine(sheet: Sheet, on: date) -> tuple[Found, ...]:
    """Return what the rules in force on a day find in a sheet, hardest first."""
    by = preset(sheet.preset)
    found = [
        Found(rule.code, rule.title, rule.severity, finding.place, finding.message)
        for rule in rules()
        if rule.in_force(on)
        for finding in rule.check(sheet, by)
    ]
    return tuple(sorted(found, key=lambda one: (-one.severity, one.code)))
