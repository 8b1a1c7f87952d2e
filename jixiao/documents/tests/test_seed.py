"""A published document of a city bureau against its transcription: every fact, and where it stands."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jixiao.documents.book import printed, recognise
from jixiao.documents.facts import Reading
from jixiao.office.book import read
from jixiao.office.facts import Document

SEED = Path(__file__).parents[4] / "shared" / "seed" / "2022-targets.txt"
GOLDEN = SEED.with_suffix(".golden.json")
ROW = ("level1", "level2", "level3", "value", "basis")

pytestmark = pytest.mark.skipif(not GOLDEN.exists(), reason="the seed document is not at hand: it stands beside the repository")


@pytest.fixture(scope="module")
def document() -> Document:
    return read(SEED.read_bytes(), SEED.name)


@pytest.fixture(scope="module")
def reading(document: Document) -> Reading:
    return recognise(document)


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def test_the_department_plan_equals_its_transcription(reading: Reading, golden: dict[str, Any]) -> None:
    plan = printed(reading)["department"]

    assert plan == {
        "name": None,
        "overall_goal": golden["overall_goal"],
        "sub_goals": [
            {
                "name": goal["name"],
                "tasks": [{"name": task["name"] or "", "text": task["text"]} for task in goal["items"]],
                "indicators": goal["indicators"],
            }
            for goal in golden["sub_goals"]
        ],
        "safeguards": [{"name": one["name"], "text": one["text"]} for one in golden["safeguards"]],
    }


def test_the_projects_equal_their_transcription(reading: Reading, golden: dict[str, Any]) -> None:
    read_facts = [
        {
            "table_title": one["table_title"],
            "project_name": one["name"],
            "lead": one["lead"],
            "phone": one["phone"],
            "requested": Decimal(one["amount_yuan"]),
            "plan": [(point["by"], point["percent"]) for point in one["plan"]],
            "annual_goal": one["annual_goal"],
            "year": one["year"],
            "rows": [tuple(row[name] for name in ROW) for row in one["indicators"]],
        }
        for one in printed(reading)["projects"]
    ]

    assert read_facts == [
        {
            "table_title": one["table_title"],
            "project_name": one["project_name"],
            "lead": one["lead"],
            "phone": one["phone"],
            "requested": Decimal(one["requested_wan"]) * 10000,
            "plan": [(by, percent.rstrip("%") or None) for by, percent in one["spending_plan"].items()],
            "annual_goal": one["annual_goal"],
            "year": golden["fiscal_year"],
            "rows": [tuple(row[name] or None for name in ROW) for row in one["indicators"]],
        }
        for one in golden["projects"]
    ]


def test_the_seed_is_read_without_a_doubt(reading: Reading) -> None:
    assert (reading.layout, reading.doubts) == ("hebei-2022", ())


def test_the_blank_row_is_a_fact_but_is_not_printed(reading: Reading) -> None:
    assert reading.filing.projects[6].indicators[6].is_blank
    assert len(printed(reading)["projects"][6]["indicators"]) == 6
    assert reading.filing.place("projects.6.indicators.6").spot.line == 790


def test_the_heading_keeps_its_ordinal_and_the_title_does_not(reading: Reading) -> None:
    project = reading.filing.projects[3]
    assert (project.heading, project.table_title) == ("4 2022年度弥补人员工资绩效目标表", "2022年度弥补人员工资绩效目标表")


def test_every_fact_has_a_spot(reading: Reading) -> None:
    filing = reading.filing
    wanted = ["department.overall_goal", "part_title"]
    assert filing.department is not None
    for number, goal in enumerate(filing.department.sub_goals):
        base = f"department.sub_goals.{number}"
        wanted += [f"{base}.name"]
        wanted += [f"{base}.tasks.{at}.{field}" for at in range(len(goal.tasks)) for field in ("name", "text")]
        wanted += [f"{base}.indicators.{at}.{field}" for at in range(len(goal.indicators)) for field in ("level2", "text")]
    wanted += [f"department.safeguards.{at}.{field}" for at in range(len(filing.department.safeguards)) for field in ("name", "text")]
    for project in filing.projects:
        base = f"projects.{project.no}"
        wanted += [f"{base}.{field}" for field in ("table_title", "heading", "name", "lead", "phone", "amount", "plan", "annual_goal")]
        wanted += [f"{base}.plan.{at}.{field}" for at in range(len(project.plan)) for field in ("by", "percent")]
        wanted += [f"{base}.indicators.{row.no}.{field}" for row in project.indicators for field in ROW]
    assert [path for path in wanted if path not in filing.spots] == []


def test_a_spot_names_table_row_and_line(reading: Reading, document: Document) -> None:
    spot = reading.filing.place("projects.2.name").spot
    assert (spot.table, spot.row) == (3, 1)
    assert spot.block is not None
    assert spot.cell is not None
    table = document.tables[2]
    assert document.blocks[spot.block] is table
    assert next(cell.text for cell in table.cells if (cell.row, cell.column) == spot.cell) == reading.filing.projects[2].name
