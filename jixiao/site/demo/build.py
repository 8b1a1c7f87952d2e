"""The sample department as facts, built from two files of data beside this one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from jixiao.kernel.money import Money
from jixiao.targets.facts import Department, Filing, GoalIndicator, Indicator, PlanPoint, Project, Safeguard, SubGoal, Task

HERE = Path(__file__).parent
LEVEL1 = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "产出指标",
    "服务对象满意度指标": "满意度指标",
}
DATES = ("3月底", "6月底", "9月底", "12月底")
FAULTY = "示例市商务局2022年绩效目标.docx"
CLEAN = "示例市商务局2022年绩效目标（改后）.docx"


def faulty() -> Filing:
    """Return the filing as it comes in: every fault a reviewer knows in its place."""
    return _filing("faulty.toml")


def clean() -> Filing:
    """Return the filing put right: nothing in it a rule would return, answer for or warn of."""
    return _filing("clean.toml")


def _filing(name: str) -> Filing:
    data = tomllib.loads((HERE / name).read_text("utf-8"))
    shared = {"year": data["year"], "columns": tuple(data["columns"])} | data.get("shared", {})
    projects = tuple(_project(no, one, shared, data["cells"]) for no, one in enumerate(data["projects"]))
    return Filing(_department(data["department"]), projects, data["year"], data["part_title"])


def _department(data: dict[str, Any]) -> Department:
    return Department(
        data.get("name"),
        data["overall_goal"],
        tuple(
            SubGoal(
                one["name"],
                tuple(Task(name, text) for name, text in _lines(one["tasks"])),
                tuple(GoalIndicator(*cells) for cells in _lines(one["indicators"])),
            )
            for one in data["sub_goals"]
        ),
        tuple(Safeguard(*cells) for cells in _lines(data["safeguards"])),
    )


def _project(no: int, data: dict[str, Any], shared: dict[str, Any], fields: list[str]) -> Project:
    known = {"amount_unit": "万元"} | shared | data
    wan, plan, rows = known.pop("wan"), known.pop("plan"), known.pop("rows")
    return Project(
        table_title=re.sub(r"^\d+[、 ]", "", known["heading"]),
        **known | {"funding": tuple((source, Money.parse(part, "万元")) for source, part in known.get("funding", {}).items())},
        amount=Money.parse(wan, "万元"),
        amount_text=wan,
        plan=tuple(PlanPoint(by, percent or None) for by, percent in zip(DATES, plan, strict=True)),
        indicators=tuple(_row(place, cells, fields) for place, cells in enumerate(_lines(rows))),
        no=no,
    )


def _row(place: int, cells: list[str], fields: list[str]) -> Indicator:
    known: dict[str, Any] = {field: cell or None for field, cell in zip(fields, cells, strict=True)}
    return Indicator(level1=LEVEL1.get(cells[0], "效益指标"), no=place, **known)


def _lines(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]
