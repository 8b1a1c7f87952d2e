"""The shelves of spending: approval policies to adopt, supervision rules, and the examination of a year of money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Rule
from jixiao.kernel.shelf import entries
from jixiao.spending import policies, rules
from jixiao.spending.facts import Policy, Suspicion, Year


@lru_cache(maxsize=1)
def shelf() -> tuple[Policy, ...]:
    """Return every approval policy there is, by code."""
    return tuple(sorted(entries(policies).values(), key=lambda policy: (policy.code, policy.since)))


def policy(code: str) -> Policy:
    """Return a policy by its code; refuses one that is not on the shelf."""
    found = next((one for one in shelf() if one.code == code), None)
    if found is None:
        msg = f"没有编号为「{code}」的审批权限，请到支出设置里另选一项"
        raise Refused(msg)
    return found


@lru_cache(maxsize=1)
def supervision() -> tuple[Rule, ...]:
    """Return every rule of internal supervision, by code."""
    return tuple(sorted(entries(rules).values(), key=lambda rule: (rule.code, rule.since)))


def in_force(on: date) -> list[Rule]:
    """Return the supervision rules that apply on a day."""
    return [rule for rule in supervision() if rule.in_force(on)]


def examine(year: Year) -> Iterator[tuple[Rule, Suspicion]]:
    """Yield what the rules find in a year of money, hardest first."""
    if not year.policies:
        year = replace(year, policies={one.code: one for one in reversed(shelf())})
    for rule in sorted(in_force(year.on), key=lambda rule: (-rule.severity, rule.code)):
        for suspicion in rule.check(year, year.limits):
            yield rule, suspicion
