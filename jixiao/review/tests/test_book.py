"""The book finds rules, packs and the place of each finding."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.review.book import examine, load_pack, packs, shelf
from jixiao.review.samples import filing, indicator, project


def test_an_unknown_pack_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="standard"):
        load_pack("../standard")


def test_every_pack_loads() -> None:
    for code in packs():
        pack = load_pack(code)
        assert pack.title
        assert pack.regime in {"R2015", "R2021"}
        assert pack.laws["B-88"]


def test_the_shelf_is_in_the_order_of_codes() -> None:
    codes = [rule.code for rule in shelf()]
    assert codes == sorted(codes)


def test_a_finding_is_placed_below_its_filing() -> None:
    marks = examine(filing(project(indicator("数量指标", "不涉及")), project(indicator("数量指标", "不涉及"))))
    assert all(mark.place.path.startswith(f"projects.{mark.project}.") for mark in marks if mark.project is not None)


def test_marks_come_by_table_and_hardest_first() -> None:
    marks = examine(filing(project(indicator("数量指标", "不涉及")), project(indicator("质量指标", "不涉及"))))
    order = [(-1 if mark.project is None else mark.project, -mark.severity) for mark in marks]
    assert order == sorted(order)


def test_a_rule_binds_only_targets_set_after_it() -> None:
    before = examine(filing(project()), on=date(2000, 1, 1))
    assert before == ()
