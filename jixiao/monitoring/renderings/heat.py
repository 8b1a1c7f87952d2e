"""The heat-map of indicators as a real table: a project a row, a kind of indicator a column, progress and status in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.monitoring.facts import Reading, Sheet, Status

COLUMNS = ("数量", "质量", "时效", "成本", "经济", "社会", "生态", "可持续", "满意度")
SAID = 3
KINDS = {"经济成本": "成本", "社会成本": "成本", "生态环境成本": "成本", "服务对象满意度": "满意度"}


@dataclass(frozen=True, slots=True)
class Cell:
    """The indicators of one kind in one project: the worst status, what is written, and all of them in words."""

    code: str
    word: str
    said: str


def kind_of(row: Reading) -> str:
    """Return the column an indicator belongs to, "" for one outside all of them."""
    bare = row.level2
    known = next((column for begin, column in KINDS.items() if bare.startswith(begin)), None)
    return known or next((column for column in COLUMNS if column in bare), "满意度" if row.level1.startswith("满意") else "")


def row_of(sheet: Sheet) -> tuple[Cell | None, ...]:
    """Return the cells of one project, None where it has no indicator of that kind."""
    return tuple(_cell([row for row in sheet.readings if kind_of(row) == column]) for column in COLUMNS)


def _cell(rows: Sequence[Reading]) -> Cell | None:
    if not rows:
        return None
    order = list(Status)
    worst = min(rows, key=lambda row: (order.index(row.status), row.attained if row.attained is not None else Fraction(9)))
    said = "；".join(f"{row.name} {row.status.value}{_percent(row)}" for row in rows)
    return Cell(worst.status.code, _word(worst), said)


def _word(row: Reading) -> str:
    match row.status:
        case Status.FINE:
            return "✓"
        case Status.AHEAD:
            return "待"
        case Status.BLANK:
            return "无"
        case _:
            return f"{round(100 * (row.attained or 0))}{'!' if row.status is Status.LOST else ''}"


def _percent(row: Reading) -> str:
    return f" {round(100 * row.attained)}%" if row.attained is not None else ""


def sentence(sheets: Sequence[tuple[str, Sheet]]) -> str:
    """Say in one sentence where the trouble is."""
    lost = [
        f"{name}的{'、'.join(names)}"
        for name, sheet in sheets
        if (names := [row.name for row in sheet.readings if row.status is Status.LOST])
    ]
    if lost:
        more = f"等 {len(lost)} 个项目" if len(lost) > SAID else ""
        return f"到不了的指标：{'；'.join(lost[:SAID])}{more}。"
    short = sum(1 for _name, sheet in sheets for row in sheet.readings if row.status is Status.SHORT)
    return f"没有到不了的指标，{short} 项有差距。" if short else "没有落后的指标。"
