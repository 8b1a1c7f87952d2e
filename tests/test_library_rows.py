"""What the library suggests, the review accepts: a row filled from it fits the target's own fields and raises nothing of its own."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from jixiao.library import book
from jixiao.library.facts import Entry
from jixiao.library.renderings import row
from jixiao.review.book import examine, load_pack
from jixiao.targets.facts import Filing, Indicator, Kind, Project

pytestmark = pytest.mark.pure
OWN = {field.name for field in fields(Indicator)}
FIELDS = {"level1", "level2", "level3", "operator", "unit", "basis", "explanation", "grading", "source", "evidence", "method"}
# What a single row cannot have: the other rows of its project, and the figures of its own past, which the unit must fill in.
BEYOND = re.compile("IS-0[1-7]|IS-1[12]|BS-03")
COLUMNS = ("level1", "level2", "level3", "value", "basis", "explanation", "grading")


def value(entry: Entry) -> str:
    """Return a value such as the entry wants: the usual one, or a plausible figure."""
    if entry.operator == "定性":
        return "优"
    if entry.unit == "日期":
        return "12月20日前"
    usual = re.search(r"[≥≤=][0-9.]+", entry.usual)
    figure = {"≥": "92", "≤": "3", "=": "100"}[entry.operator] if entry.unit == "%" else "5"
    return f"{usual[0] if usual else entry.operator + figure}{entry.unit}"


def found(entry: Entry) -> list[str]:
    """Return what the review says of a project that holds nothing but the row."""
    said: dict[str, Any] = {name: text for name, text in row(entry, "R2015").items() if name in FIELDS - {"operator", "unit"} and text}
    line = Indicator(value=value(entry), weight="10", **said)
    project = Project(name="某项目", annual_goal=f"做好{entry.name}", year=2022, indicators=(line,), columns=COLUMNS)
    marks = examine(Filing(projects=(project,), year=2022), pack=load_pack("standard"))
    return [mark.message for mark in marks if "indicators" in mark.place.path and not BEYOND.match(mark.rule.code)]


def test_a_suggestions_cells_are_the_targets_own_fields() -> None:
    assert FIELDS <= OWN
    assert set(row(book.shelf()[0], "R2015")) >= FIELDS


def test_every_class_the_library_knows_the_targets_know_too() -> None:
    seconds = {levels[1] for entry in book.shelf() for regime in ("R2015", "R2021") if (levels := entry.at(regime))}

    assert seconds <= {kind.value for kind in Kind}


@pytest.mark.slow
def test_the_review_finds_nothing_in_a_row_taken_from_the_library() -> None:
    told = {entry.name: sentences for entry in book.shelf() if entry.at("R2015") and (sentences := found(entry))}

    assert told == {}


def test_a_row_that_lost_its_formula_is_found() -> None:
    """The twin: what the library writes into a row is what keeps the review quiet."""
    entry = book.by_name()["参展企业到展率"]
    said: dict[str, Any] = {"level1": "产出指标", "level2": "质量指标", "level3": entry.name, "value": "≥95%", "basis": "工作目标"}
    project = Project(name="展会", annual_goal="办好展会", year=2022, indicators=(Indicator(weight="10", **said),), columns=COLUMNS)

    codes = {mark.rule.code for mark in examine(Filing(projects=(project,), year=2022), pack=load_pack("standard"))}

    assert {"IV-08", "BS-01"} <= codes
