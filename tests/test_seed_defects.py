"""The published document of a city bureau, its 140 known defects, and what the rules make of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from jixiao.documents.book import recognise
from jixiao.office.book import read
from jixiao.review.book import examine
from jixiao.review.facts import Mark
from jixiao.targets.sums import mend

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "2022-targets.txt"
DEFECTS = SHARED / "rules" / "seed_defects.yaml"
RULEBOOK = SHARED / "rules" / "review_rules.yaml"
JUDGED: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("seed_judgements.toml").read_text("utf-8"))
PART_TWO = 101  # line of 第二部分
NEAR = 1  # lines a finding may stand from where the list has it
HEURISTIC_RECALL = 0.90
WRONG_AT_MOST = 0.05

pytestmark = pytest.mark.skipif(not DEFECTS.exists(), reason="the published document stands beside the repository, not in it")


class Spot(NamedTuple):
    """A place the list names: of which defect, of which rule, in which table, between which lines (None: anywhere in it)."""

    id: str
    rule: str
    table: str
    lines: tuple[int, int] | None


@cache
def marks() -> tuple[Mark, ...]:
    return examine(recognise(read(SEED.read_bytes(), SEED.name)).filing)


@cache
def hard_rules() -> frozenset[str]:
    return frozenset(rule["id"] for rule in yaml.safe_load(RULEBOOK.read_text("utf-8"))["rules"] if rule["kind"] == "hard")


def tables(text: str) -> list[str]:
    """Expand 1-4,6,7,9 and 2+3 into single tables."""
    found: list[str] = []
    for part in re.split(r"[,+]", text):
        low, dash, high = part.partition("-")
        found += [str(no) for no in range(int(low), int(high) + 1)] if dash else [part]
    return found


def spots(defect: dict[str, Any]) -> Iterator[Spot]:
    """Expand a defect into the places it names, one for each line or table."""
    line, where = str(defect["line"]), tables(str(defect["table"]))
    span = re.fullmatch(r"(\d+)[-…](\d+)", line)
    lines: list[tuple[int, int] | None] = [None]
    if span and len(where) == 1:
        lines = [(int(span[1]), int(span[2]))]
    elif not span and line != "all":
        lines = [(int(low), int(high or low)) for low, _, high in (part.partition("-") for part in line.split(","))]
    both = zip(where, lines, strict=True) if len(lines) == len(where) else ((table, at) for table in where for at in lines)
    for table, at in both:
        yield Spot(defect["id"], defect["rule"], table, at)


@cache
def listed() -> tuple[Spot, ...]:
    mistaken = {entry["id"] for entry in JUDGED.get("mistaken", [])}
    defects = yaml.safe_load(DEFECTS.read_text("utf-8"))["defects"]
    return tuple(spot for defect in defects for spot in spots(defect) if defect["id"] not in mistaken)


def home(mark: Mark) -> str:
    if mark.project is not None:
        return str(mark.project + 1)
    return "P1" if mark.place.path.startswith("department") else "P2"


def answers(mark: Mark, spot: Spot) -> bool:
    """Say whether a finding is the one the list names: same rule, same table, the line at most one away."""
    if mark.rule.code != spot.rule or home(mark) != spot.table:
        return False
    line = mark.place.spot.line
    if spot.lines is None or line is None:
        return True
    # A range over all of part two is answered at the heading of the part.
    low = PART_TWO if spot.table == "P2" else spot.lines[0]
    return low - NEAR <= line <= spot.lines[1] + NEAR


def recall(*, hard: bool) -> tuple[int, int, list[Spot]]:
    wanted = [spot for spot in listed() if (spot.rule in hard_rules()) is hard]
    missed = [spot for spot in wanted if not any(answers(mark, spot) for mark in marks())]
    return len(wanted) - len(missed), len(wanted), missed


def extras() -> list[Mark]:
    return [mark for mark in marks() if not any(answers(mark, spot) for spot in listed())]


def at(mark: Mark) -> str:
    return f"{home(mark)}:{mark.place.spot.line}"


def judgement(mark: Mark) -> dict[str, Any] | None:
    return next((one for one in JUDGED.get("extra", []) if one["rule"] == mark.rule.code and at(mark) in one["places"]), None)


def test_every_hard_defect_is_found_at_its_place() -> None:
    found, wanted, missed = recall(hard=True)
    print(f"hard defects: {found} of {wanted} places = {found / wanted:.1%}")
    assert missed == []


def test_nine_in_ten_of_the_others_are_found_at_their_place() -> None:
    found, wanted, missed = recall(hard=False)
    print(f"heuristic defects: {found} of {wanted} places = {found / wanted:.1%}", *missed, sep="\n  missed ")
    assert found / wanted >= HEURISTIC_RECALL


def test_every_finding_beyond_the_list_is_judged() -> None:
    assert [f"{mark.rule.code} {at(mark)} {mark.message}" for mark in extras() if judgement(mark) is None] == []


def test_no_judgement_speaks_of_a_finding_that_is_not_made() -> None:
    made = {(mark.rule.code, at(mark)) for mark in extras()}
    judged = {(one["rule"], place) for one in JUDGED.get("extra", []) for place in one["places"]}
    assert judged - made == set()
    assert all(one["reason"] and one["verdict"] in {"right", "wrong"} for one in JUDGED.get("extra", []))
    assert all(one["reason"] for one in JUDGED.get("mistaken", []))


def test_at_most_one_finding_in_twenty_is_wrong() -> None:
    beyond = extras()
    wrong = [mark for mark in beyond if (one := judgement(mark)) and one["verdict"] == "wrong"]
    print(f"precision: {len(marks()) - len(wrong)} of {len(marks())} right, {len(beyond)} beyond the list, {len(wrong)} wrong")
    assert len(wrong) <= len(marks()) * WRONG_AT_MOST


def test_a_finding_is_told_once_a_place() -> None:
    keys = [mark.key for mark in marks()]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_certain_fixes_can_be_applied_and_put_their_findings_right() -> None:
    filing = recognise(read(SEED.read_bytes(), SEED.name)).filing
    for mark in marks():
        if mark.fix and all(edit.new is not None for edit in mark.fix):
            left = [one for one in examine(mend(filing, mark.fix)) if one.key == mark.key]
            assert all(one.fix == () for one in left), mark.message


def test_rows_taken_out_take_their_findings_along() -> None:
    filing = recognise(read(SEED.read_bytes(), SEED.name)).filing
    rows = [edit for mark in marks() for edit in mark.fix if edit.new is None]
    left = {one.rule.code for one in examine(mend(filing, rows))}
    assert left & {"FC-02", "FC-03", "FC-04"} == set()
