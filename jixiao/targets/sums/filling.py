"""A table as it was typed, made into facts: every problem is a sentence that says which row and column, and nothing is half taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from jixiao.kernel.goal import OPERATORS
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.targets.facts import Filing, Indicator, PlanPoint, Project

from .levels import Parts, goal_parts, joined, level1_of, parted

Said = Mapping[str, Any]
MOST_ROWS, MOST_POINTS, MOST_SOURCES = 120, 12, 12
MOST_MONEY = Money(10**15)  # ten thousand billion yuan: a slip of the pen
LENGTHS = {
    "name": 200, "code": 30, "lead": 60, "phone": 60, "department": 100, "unit": 100, "unit_code": 30, "nature": 20, "term": 60,
    "category": 30, "annual_goal": 4000, "medium_goal": 4000,
    "level1": 40, "level2": 40, "level3": 200, "operator": 2, "value": 200, "basis": 500, "weight": 10, "history": 200,
    "explanation": 1000, "source": 200, "evidence": 500, "method": 100, "scoring": 1000, "grading": 1000,
}  # fmt: skip
HEAD = {
    "name": "项目名称", "code": "项目代码", "lead": "项目负责人", "phone": "联系电话", "department": "主管部门", "unit": "实施单位",
    "unit_code": "单位代码", "nature": "项目属性", "term": "项目期", "category": "项目类别", "annual_goal": "年度目标", "medium_goal": "中期目标",
}  # fmt: skip
CELLS = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "basis": "指标值确定依据", "weight": "分值", "history": "近三年完成值",
    "explanation": "指标解释", "source": "数据来源", "evidence": "佐证资料要求", "method": "取值方式", "scoring": "赋分规则", "grading": "评分标准",
}  # fmt: skip
UNIT_LENGTH = 20
ORDER = (
    "level1", "level2", "level3", "explanation", "operator", "value", "unit", "basis", "weight", "grading", "source", "evidence",
    "method", "scoring", "history",
)  # fmt: skip
ALWAYS = ("level1", "level2", "level3", "value", "basis")
POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?", re.ASCII)
HUNDRED = Decimal(100)
SIGNS = {">=": "≥", "<=": "≤", "＞": ">", "＜": "<", "＝": "=", "==": "="}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing typed that cannot be taken: where in the form (rows.3.weight), and the sentence for the person."""

    at: str
    sentence: str


@dataclass(slots=True)
class Typed:
    """What is being read, and the problems met on the way."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, at: str, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(at, sentence))

    def text(self, said: Said, name: str, old: str | None, *, at: str, word: str) -> str | None:
        """Return a text, as it was where nothing was said; a blank one is None."""
        if name not in said:
            return old
        text, most = clean(said[name]), LENGTHS[name]
        if text == clean(old):
            return old  # white space a file brought along is no change
        if len(text) > most:
            self.wrong(at, f"{word}：最多 {most} 个字，现在有 {len(text)} 个，请缩短")
            return old
        return text or None

    def money(self, text: str, unit: str, at: str, word: str) -> Money | None:
        """Return an amount, None where blank."""
        if not text:
            return None
        try:
            money = Money.parse(text, unit)
        except Refused as refusal:
            self.wrong(at, f"{word}：{refusal}")
            return None
        if not Money(0) <= money <= MOST_MONEY:
            self.wrong(at, f"{word}：「{text}{unit}」不能是负数，也不会这样大，请核对")
            return None
        return money

    def points(self, text: str, at: str, word: str) -> str | None:
        """Return a number from 0 to 100 with at most two decimals as written without %, None where blank."""
        bare = text.rstrip("%％ ").removesuffix("分")
        if not bare:
            return None
        if POINTS.fullmatch(bare) is None or Decimal(bare) > HUNDRED:
            self.wrong(at, f"{word}：「{text}」应是 0 至 100 的数，最多两位小数")
            return None
        return bare


def clean(value: object) -> str:
    """Return what was typed without control characters, with plain line ends and no white space around."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or char == "\u3000").strip()


def listed(value: object, most: int) -> list[Said]:
    """Return the items of a list somebody sent, at most so many; what is no list has none."""
    items = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else []
    return [item for item in items[:most] if isinstance(item, Mapping)]


def filled(base: Filing, said: Said, *, regime: str) -> tuple[Filing, tuple[Problem, ...]]:
    """Return the project table as typed over what it was, and what cannot be taken; what is not mentioned stays."""
    typed = Typed()
    project = base.projects[0] if base.projects else Project()
    project = _money(typed, said, _head(typed, said, project))
    project = replace(project, plan=_plan(typed, said, project))
    if "rows" in said:
        project = tabled(typed, said, project, regime)
    return replace(base, projects=(project,)), tuple(typed.problems)


def tabled(typed: Typed, said: Said, project: Project, regime: str) -> Project:
    """Return a project with its indicator rows as typed, and the columns these rows need."""
    split = "operator" in project.columns or any(row.operator or row.unit for row in project.indicators)
    rows = indicators(typed, said, project.indicators, regime, split=split)
    used = {name for name in ORDER if any(getattr(row, name) for row in rows)}
    known = set(project.columns) | set(ALWAYS) | used
    return replace(project, indicators=rows, columns=tuple(name for name in (*ORDER, *_others(project)) if name in known))


def _others(project: Project) -> list[str]:
    return [name for name in project.columns if name not in ORDER]


def _head(typed: Typed, said: Said, project: Project) -> Project:
    texts: dict[str, Any] = {name: typed.text(said, name, getattr(project, name), at=name, word=word) for name, word in HEAD.items()}
    if "name" in said and not texts["name"]:
        typed.wrong("name", "项目名称：没有填，请填写后再保存")
        texts["name"] = project.name
    return replace(project, **texts)


def _money(typed: Typed, said: Said, project: Project) -> Project:
    unit = clean(said.get("amount_unit", project.amount_unit or "万元"))
    if unit not in {"万元", "元"}:
        typed.wrong("amount_unit", f"金额单位：「{unit}」不认识，请选万元或元")
        return project
    changes: dict[str, Any] = {}
    shown = project.amount_text or ("" if project.amount is None else in_unit(project.amount, project.amount_unit or "万元"))
    if "amount" in said and (clean(said["amount"]), unit) != (clean(shown), project.amount_unit or "万元"):
        text = clean(said["amount"])
        amount = typed.money(text, unit, "amount", "年度申请资金额度")
        changes |= {"amount": amount, "amount_text": text or None, "amount_unit": unit}
    elif unit != (project.amount_unit or "万元"):
        changes |= {"amount_unit": unit, "amount_text": None}
    if "medium_amount" in said:
        changes["medium_amount"] = typed.money(clean(said["medium_amount"]), unit, "medium_amount", "中期资金总额")
    if "funding" in said:
        changes["funding"] = _funding(typed, said, unit)
    return replace(project, **changes)


def in_unit(money: Money, unit: str) -> str:
    """Write an amount in the form's unit, without separators."""
    return money.wan() if unit == "万元" else money.yuan()


def _funding(typed: Typed, said: Said, unit: str) -> tuple[tuple[str, Money], ...]:
    found: list[tuple[str, Money]] = []
    for number, item in enumerate(listed(said["funding"], MOST_SOURCES)):
        source, text = clean(item.get("source"))[:40], clean(item.get("amount"))
        money = typed.money(text, unit, f"funding.{number}.amount", f"资金来源第{number + 1}项·金额")
        if text and not source:
            typed.wrong(f"funding.{number}.source", f"资金来源第{number + 1}项：写了金额，没有写来源，如财政拨款")
        elif source and money is not None:
            found.append((source, money))
    return tuple(found)


def _plan(typed: Typed, said: Said, project: Project) -> tuple[PlanPoint, ...]:
    if "plan" not in said:
        return project.plan
    points: list[PlanPoint] = []
    old = {point.by: point.percent for point in project.plan}
    for number, item in enumerate(listed(said["plan"], MOST_POINTS)):
        by, text = clean(item.get("by"))[:20], clean(item.get("percent"))
        if not by:
            continue
        if text == clean(old.get(by)):
            points.append(PlanPoint(by, old.get(by)))
            continue
        points.append(PlanPoint(by, typed.points(text, f"plan.{number}.percent", f"资金支出计划·{by}")))
    return tuple(points)


def indicators(typed: Typed, said: Said, old: Sequence[Indicator], regime: str, *, split: bool) -> tuple[Indicator, ...]:
    """Return indicator rows as typed, in the order they were put; ``was`` names the row of before that one was."""
    items = listed(said.get("rows"), MOST_ROWS + 1)
    if len(items) > MOST_ROWS:
        typed.wrong("rows", f"一张表最多 {MOST_ROWS} 行指标，请把多余的行删去")
        items = items[:MOST_ROWS]
    places = sorted(range(len(items)), key=lambda number: (_position(items[number], number), number))
    rows: list[Indicator] = []
    for number in places:
        item = items[number]
        if clean(item.get("delete")) in {"on", "1", "true", "True"}:
            continue
        row = _row(typed, item, number, _was(item, old), regime, split=split)
        if not _says_nothing(row):
            rows.append(row)
    return tuple(replace(row, no=no) for no, row in enumerate(rows))


def _position(item: Said, number: int) -> float:
    """Return where a row is to stand: the number typed for it, else where it came."""
    text = clean(item.get("position"))
    return float(text) - 1 if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text, re.ASCII) else float(number)


def _was(item: Said, old: Sequence[Indicator]) -> Indicator:
    text = clean(item.get("was"))
    return old[int(text)] if re.fullmatch(r"\d{1,4}", text, re.ASCII) and int(text) < len(old) else Indicator()


def _row(typed: Typed, item: Said, number: int, old: Indicator, regime: str, *, split: bool) -> Indicator:
    at, line = f"rows.{number}", f"第{number + 1}行"
    cells: dict[str, Any] = {
        name: typed.text(item, name, getattr(old, name), at=f"{at}.{name}", word=f"{line}·{word}") for name, word in CELLS.items()
    }
    cells |= _goal(typed, item, old, at, split=split)
    if "weight" in item and clean(item["weight"]) != clean(old.weight):
        cells["weight"] = typed.points(clean(item["weight"]), f"{at}.weight", f"{line}·分值")
    if cells["level2"] != old.level2 or not cells["level1"]:
        cells["level1"] = level1_of(cells["level2"], regime) or cells["level1"]
    return replace(old, **cells)


def _goal(typed: Typed, item: Said, old: Indicator, at: str, *, split: bool) -> dict[str, str | None]:
    """Return value, operator and unit: as they were where they still say the same, else in one cell or three as the form has it."""
    line = f"第{int(at.rpartition('.')[2]) + 1}行"
    before = goal_parts(old)
    operator, value, unit = (
        clean(item[name]) if name in item else part for name, part in zip(("operator", "value", "unit"), before, strict=True)
    )
    operator = SIGNS.get(operator, operator)
    same = {"operator": old.operator, "value": old.value, "unit": old.unit}
    if (operator, value, unit) == before:
        return same
    if operator and operator not in OPERATORS:
        typed.wrong(f"{at}.operator", f"{line}·符号：「{operator}」不认识，请选 ≥ ≤ = > <，定性指标留空")
        return same
    if len(value) > LENGTHS["value"] or len(unit) > UNIT_LENGTH:
        typed.wrong(f"{at}.value", f"{line}·指标值：最多 {LENGTHS['value']} 个字，单位最多 {UNIT_LENGTH} 个字，请缩短")
        return same
    parts: Parts = parted((operator, value, unit))
    if split:
        return {"operator": parts[0] or None, "value": parts[1] or None, "unit": parts[2] or None}
    return {"operator": None, "value": joined(parts), "unit": None}


def _says_nothing(row: Indicator) -> bool:
    """Say whether a row holds no word at all: a blank line of the form."""
    return not any(getattr(row, name) for name in (*ORDER, "actual", "score")) and not row.extra
