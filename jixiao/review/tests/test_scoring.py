"""The machine's points: which finding takes off how much from which line, and never below nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jixiao.kernel.place import Place
from jixiao.kernel.rule import Severity
from jixiao.review import book
from jixiao.review.facts import Mark
from jixiao.review.renderings import points
from jixiao.review.sums import overridden, prefilled
from jixiao.review.sums.scoring import home_of

pytestmark = pytest.mark.pure
PACK = book.load_pack()
RULES = {rule.code: rule for rule in book.shelf()}
LINES = PACK.tables["review_lines"]


def mark(code: str, severity: Severity | None = None, at: str = "projects.0.name") -> Mark:
    rule = RULES[code]
    return Mark(rule, severity or rule.severity, Place(at), 0, "", "", "", ())


# Each family of rules, and one rule that a line names by itself, with the line it speaks to.
HOMES = [
    ("FC-02", "规范完整性"),
    ("NM-01", "规范完整性"),
    ("NM-08", "规范完整性"),
    ("IS-09", "规范完整性"),
    ("PD-02", "规范完整性"),
    ("RL-01", "明确清晰性"),
    ("NM-06", "明确清晰性"),
    ("IS-13", "明确清晰性"),
    ("RL-02", "目标相关性"),
    ("RL-03", "目标相关性"),
    ("XD-02", "目标相关性"),
    ("IS-01", "指标科学性"),
    ("IV-01", "指标科学性"),
    ("RL-06", "指标科学性"),
    ("IV-12", "绩效合理性"),
    ("BS-01", "绩效合理性"),
    ("RL-09", "绩效合理性"),
    ("MP-01", "资金匹配性"),
    ("MP-10", "资金匹配性"),
    ("MP-06", "实现可能性"),
    ("MP-05", "条件充分性"),
    ("FC-07", "条件充分性"),
]


@pytest.mark.parametrize(("code", "item"), HOMES, ids=[code for code, _item in HOMES])
def test_a_finding_takes_points_off_the_line_it_speaks_to_and_no_other(code: str, item: str) -> None:
    form = prefilled([mark(code, Severity.ERROR)], PACK)

    assert {line.item: line.points - line.machine for line in form.lines if line.machine != line.points} == {item: 3}
    assert form.total == 97
    assert next(line for line in form.lines if line.item == item).reasons == (f"{RULES[code].title} −3",)


def test_every_rule_speaks_to_a_line() -> None:
    assert [code for code in RULES if home_of(code, LINES) is None] == []


@pytest.mark.parametrize(("severity", "cut"), [(Severity.BLOCK, 5), (Severity.ERROR, 3), (Severity.WARN, 1), (Severity.INFO, 0)])
def test_the_harder_it_bites_the_more_it_costs(severity: Severity, cut: int) -> None:
    assert prefilled([mark("IV-01", severity)], PACK).total == 100 - cut


def test_a_rule_found_often_costs_three_times_at_most() -> None:
    found = [mark("IV-04", Severity.WARN, f"projects.0.indicators.{row}.value") for row in range(9)]
    form = prefilled(found, PACK)

    assert form.total == 97
    assert form.lines[3].reasons == (f"{RULES['IV-04'].title}（9 处） −3",)


def test_a_line_never_falls_below_nothing() -> None:
    form = prefilled([mark(code, Severity.BLOCK) for code in RULES], PACK)

    assert form.total == 0
    assert all(line.machine == 0 for line in form.lines)


def test_the_form_is_twenty_thirty_thirty_twenty() -> None:
    form = prefilled([], PACK)

    assert [(heading.part, heading.points) for heading in points.headings(form)] == [
        ("完整性", 20),
        ("相关性", 30),
        ("适当性", 30),
        ("可行性", 20),
    ]
    assert (form.total, form.grade) == (100, "优")


@pytest.mark.parametrize(
    ("total", "grade", "distance"),
    [
        (100, "优", ""),
        (90, "优", ""),
        (89, "良", "再得 1 分可为优"),
        (80, "良", "再得 10 分可为优"),
        (79, "中", "再得 1 分可为良"),
        (72, "中", "再得 8 分可为良"),
        (60, "中", "再得 20 分可为良"),
        (59, "差", "再得 1 分可为中"),
        (0, "差", "再得 60 分可为中"),
    ],
)
def test_the_grade_and_how_far_the_next_is(total: int, grade: str, distance: str) -> None:
    machine, left = prefilled([], PACK), total
    scores = []
    for line in machine.lines:
        given = min(left, line.points)
        left -= given
        scores.append((given, "按实际评定"))
    form = overridden(machine, scores, PACK)

    assert (form.total, form.grade) == (total, grade)
    assert points.distance(form, PACK) == distance
    bands = points.bands(form, PACK)
    assert [band.grade for band in bands] == ["差", "中", "良", "优"]
    assert sum(band.width for band in bands) == points.WIDE
    assert [band.grade for band in bands if band.here] == [grade]
    here = next(band for band in bands if band.here)
    assert here.at <= points.tick(form) <= here.at + here.width


def test_a_line_left_as_it_was_keeps_no_reason() -> None:
    machine = prefilled([], PACK)
    scores = [(line.points, "多余的理由") for line in machine.lines]
    scores[0] = (7, "缺附件")

    form = overridden(machine, scores, PACK)

    assert [line.note for line in form.lines] == ["缺附件", *[""] * 7]
    assert form.lines[0] == replace(machine.lines[0], given=7, note="缺附件")
