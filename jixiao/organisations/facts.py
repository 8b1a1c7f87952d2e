"""What the room knows: the kinds of unit and which may stand under which, codes, how a place in the tree is written, the regimes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jixiao.audit.facts import Actor
from jixiao.kernel.period import FiscalYear
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission

CODE = re.compile(r"[0-9A-Z]{1,20}", re.ASCII)
DIVISION = re.compile(r"[1-9][0-9]{5}([0-9]{3})?", re.ASCII)
DEEPEST = 200
LONGEST_NAME, LONGEST_SHORT = 100, 30

KINDS = {"bureau": "财政部门", "department": "主管部门", "unit": "预算单位", "section": "科室"}
# A province's bureau may stand over those of its cities; an office that uses the system for itself stands at the top.
BELOW = {
    None: ("bureau", "department", "unit"),
    "bureau": ("bureau", "department", "section"),
    "department": ("unit", "section"),
    "unit": ("unit", "section"),
    "section": (),
}
# Codes of the integrated budget system: three digits a level
BUDGET_CODES = {"department": re.compile(r"[0-9]{3}", re.ASCII), "unit": re.compile(r"[0-9]{6,20}", re.ASCII)}
CODE_RULES = {"department": "主管部门编码是 3 位数字", "unit": "预算单位编码是 6 位以上数字"}

PACKS = {"standard": "标准规则包"}
REGIMES = {"R2015": "2015/2020 口径（成本属产出指标）", "R2021": "2021 口径（成本为一级指标）"}
PACK, REGIME = "standard", "R2015"  # where nobody adopted anything
PLAN_POINTS = ("3月底", "6月底", "9月底", "12月底")
SYSTEM = "系统默认"
FEWEST_POINTS, MOST_POINTS = 2, 12


class Person(Actor, Protocol):
    """Somebody signed in, as this room sees them: it lies below the room of people."""

    def paths(self, permission: Permission, on: date) -> list[str]:
        """Return the paths at and below which they may do a thing on a day."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What a unit goes by in a year (执行口径), in words; ``origin`` says from where: 本单位, a unit above, or 系统默认."""

    year: int
    pack: str
    regime: str
    points: tuple[str, ...]
    origin: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Every path from a unit down: ``lowest <= path < beyond``, which an index answers without a pattern."""

    lowest: str
    beyond: str

    @classmethod
    def below(cls, path: str) -> Span:
        """Return the span of a unit and all under it: /1/3/ to /1/30, for 0 is the sign after the stroke."""
        return cls(path, path[:-1] + chr(ord("/") + 1))

    def holds(self, path: str) -> bool:
        """Say whether a path lies in the span."""
        return self.lowest <= path < self.beyond


def path_of(parent: str, code: str) -> str:
    """Return the path of a unit under another; refuses a code that is not digits and capitals."""
    if reason := refusal_of_code(code):
        raise Refused(reason)
    path = f"{parent or '/'}{code}/"
    if len(path) > DEEPEST:
        msg = "单位层级太深"
        raise Refused(msg)
    return path


def paths_above(path: str) -> list[str]:
    """Return the paths from the top down to a unit's own: /1/, /1/3/, /1/3/4/."""
    steps = path.strip("/").split("/")
    return [f"/{'/'.join(steps[: end + 1])}/" for end in range(len(steps))]


def refusal_of_code(code: str) -> str | None:
    """Return why a text is no code of a unit, or None."""
    return None if CODE.fullmatch(code) else f"单位编码「{code}」只能用数字和大写字母，不超过 20 位"


def refusal_of_place(above: str | None, kind: str) -> str | None:
    """Return why a kind of unit may not stand under another (None: at the top), or None."""
    if kind not in KINDS:
        return f"单位类别「{kind}」不在{'、'.join(KINDS.values())}之内"
    if kind in BELOW[above]:
        return None
    if above is None:
        return f"{KINDS[kind]}须有上级单位，请选定它所在的单位"
    may = "、".join(KINDS[each] for each in BELOW[above])
    return f"{KINDS[above]}下面不能设{KINDS[kind]}" + (f"，只能设{may}" if may else "或其他单位，请改选上级单位")


def refusal_of_budget_code(kind: str, code: str, above: str = "") -> str | None:
    """Return why a code is none of the integrated budget system, or None; ``above`` is the code of the unit over it, if it has one."""
    form = BUDGET_CODES.get(kind)
    if form is None:
        return None
    if not form.fullmatch(code):
        return f"{CODE_RULES[kind]}，「{code}」不是"
    if kind == "unit" and above and not code.startswith(above):
        return f"预算单位编码应以上级单位的编码 {above} 开头，「{code}」不是"
    return None


def refusal_of_division(division: str) -> str | None:
    """Return why a text is no administrative division, or None; none given is right."""
    if not division or DIVISION.fullmatch(division):
        return None
    return f"行政区划代码是 6 位数字，财政区划是 9 位，「{division}」不是"


def refusal_of_names(name: str, short: str) -> str | None:
    """Return why names will not do, or None."""
    if not name.strip() or not short.strip():
        return "单位须有名称和简称"
    if len(name.strip()) > LONGEST_NAME:
        return f"单位名称不超过 {LONGEST_NAME} 个字"
    if len(short.strip()) > LONGEST_SHORT:
        return f"单位简称不超过 {LONGEST_SHORT} 个字"
    return None


def refusal_of_points(year: int, points: Sequence[str]) -> str | None:
    """Return why the dates of a spending plan (3月底 …) will not do, or None."""
    if not FEWEST_POINTS <= len(points) <= MOST_POINTS:
        return f"支出计划的时点要有 {FEWEST_POINTS} 至 {MOST_POINTS} 个"
    days: list[date] = []
    for point in points:
        day = FiscalYear(year).by(point)
        if day is None:
            return f"支出计划的时点「{point}」看不懂，请写成 3月底 或 6月30日"
        if day.year != year:
            return f"支出计划的时点「{point}」不在 {year} 年内"
        if days and day <= days[-1]:
            return f"支出计划的时点「{point}」应晚于「{points[len(days) - 1]}」，请按先后排列"
        days.append(day)
    return None
