"""Every file in ``reads`` is a test: drop an awkward one in, run, look at what the failure prints, keep it as .json beside."""

import json
from pathlib import Path
from typing import Any

import pytest

from jixiao.documents.book import printed, recognise, write
from jixiao.documents.facts import Reading
from jixiao.office.book import read

READS = Path(__file__).parent / "reads"
FILES = sorted(path for path in READS.iterdir() if path.suffix != ".json")
KEPT = ("code", "department", "unit", "unit_code", "nature", "term", "category", "amount_text", "amount_unit", "medium_goal")
ROW = ("explanation", "grading", "source", "history")


def kept(reading: Reading) -> list[dict[str, Any]]:
    """Return what a reading holds beyond what is printed."""
    found = []
    for project in reading.filing.projects:
        more: dict[str, Any] = {name: getattr(project, name) for name in KEPT if getattr(project, name)}
        if project.medium_amount is not None:
            more["medium_yuan"] = project.medium_amount.yuan()
        more["funding"] = [[name, amount.yuan()] for name, amount in project.funding]
        more["extra"] = [list(pair) for pair in project.extra]
        more["medium"] = [[row.level1, row.level2, row.level3, row.value] for row in project.medium_indicators]
        more["columns"] = list(project.columns)
        rows = [
            {name: getattr(row, name) for name in ROW if getattr(row, name)} | {"extra": [list(p) for p in row.extra]}
            for row in project.indicators
        ]
        more["rows"] = [row for row in rows if row != {"extra": []}]
        found.append({name: value for name, value in more.items() if value})
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_form_in_use_is_read_as_expected(path: Path) -> None:
    reading = recognise(read(path.read_bytes(), path.name))
    found = {"printed": printed(reading), "kept": kept(reading)}

    expected = path.with_suffix(".json")
    assert expected.exists(), json.dumps(found, ensure_ascii=False, indent=1)
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fact_of_a_form_in_use_has_a_spot(path: Path) -> None:
    filing = recognise(read(path.read_bytes(), path.name)).filing

    wanted = []
    for project in filing.projects:
        base = f"projects.{project.no}"
        wanted += [
            f"{base}.{name}" for name in (*KEPT[:7], "name", "lead", "amount", "annual_goal", "medium_goal") if getattr(project, name)
        ]
        wanted += [f"{base}.extra.{at}" for at in range(len(project.extra))] + [
            f"{base}.funding.{at}" for at in range(len(project.funding))
        ]
        wanted += [
            f"{base}.medium_indicators.{row.no}.{name}" for row in project.medium_indicators for name in ("level2", "level3", "value")
        ]
        wanted += [
            f"{base}.indicators.{row.no}.{name}"
            for row in project.indicators
            for name in ("level1", "level2", "level3", "value", "operator", "unit", "basis", "weight", "actual", "score", *ROW)
            if getattr(row, name)
        ]
    assert [path for path in wanted if path not in filing.spots] == []


@pytest.mark.parametrize("code", ["hebei-2022", "national"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_read_survives_being_written_and_read_again(path: Path, code: str) -> None:
    reading = recognise(read(path.read_bytes(), path.name))
    again = recognise(write(reading.filing, code))

    assert [facts(project) for project in again.filing.projects] == [facts(project) for project in reading.filing.projects]


def facts(project: Any) -> dict[str, Any]:
    """Return the facts of a project without what the form itself sets: its heading, and columns it always has."""
    own = {"columns", "heading", "table_title"}
    return {name: getattr(project, name) for name in project.__dataclass_fields__ if name not in own}
