"""The book finds rules, packs and the place of each finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from jixiao.kernel.place import Spot
from jixiao.kernel.refusal import Refused
from jixiao.review import book
from jixiao.review.book import examine, load_pack, packs, shelf
from jixiao.review.facts import Pack
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


HEAD = '[pack]\ntitle = "省里的"\nextends = "standard"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a place for packs of our own beside the standard one."""
    (tmp_path / "standard").symlink_to(book.PACKS / "standard")
    (tmp_path / "ours").mkdir()
    monkeypatch.setattr(book, "PACKS", tmp_path)
    load_pack.cache_clear()
    yield tmp_path / "ours"
    load_pack.cache_clear()


def test_a_pack_lies_over_the_one_it_extends(folder: Path) -> None:
    (folder / "pack.toml").write_text(HEAD + "[numbers]\nname_length = 20\n", "utf-8")

    ours, standard = load_pack("ours"), load_pack("standard")

    assert (ours.title, ours.regime) == ("省里的", standard.regime)
    assert (ours.numbers["name_length"], standard.numbers["name_length"]) == (20, 15)
    assert ours.words == standard.words


def test_a_name_given_twice_in_a_pack_is_a_mistake(folder: Path) -> None:
    for name in ("pack.toml", "more.toml"):
        (folder / name).write_text((HEAD if name == "pack.toml" else "") + "[numbers]\nname_length = 20\n", "utf-8")

    with pytest.raises(ValueError, match="name_length is given twice"):
        load_pack("ours")


def test_a_heading_above_its_table_is_placed_in_it() -> None:
    other = project(name="2022年度购置商务车经费", table_title="购置商务车经费绩效目标表", heading="8、购置商务车经费绩效目标表")
    spots = {
        "projects.0.table_title": Spot(line=3),
        "projects.0.name": Spot(table=4, row=1, line=5),
        "projects.0": Spot(table=4, line=4),
        "part_title": Spot(line=1),
    }

    marks = examine(replace(filing(other, part_title="第二部分"), spots=MappingProxyType(spots)))

    assert next(mark for mark in marks if mark.rule.code == "FC-05").place.spot == Spot(table=4, line=4)
    heading = next(mark for mark in marks if mark.rule.code == "NM-01")
    assert heading.place.spot == Spot(table=4, line=3)
    assert heading.place.where() == {"table": 4, "row": None, "column": "表标题", "line": 3}
    assert [edit.path for edit in heading.fix] == ["projects.0.table_title", "projects.0.heading"]


def test_a_filing_without_a_year_is_held_against_the_newest_rules() -> None:
    assert {mark.rule.code for mark in examine(filing(project(wan=None), year=None))} >= {"FC-01", "FC-05"}


def test_the_tree_of_2021_asks_for_cost_only_where_something_lasts() -> None:
    pack = load_pack()
    newer = Pack(pack.code, pack.title, "R2021", pack.words, pack.numbers, pack.laws, pack.tables)
    row = indicator("数量指标", "举办展会场次", "≥5场")

    found = [
        {mark.rule.code for mark in examine(filing(project(row, name=name)), pack=chosen)}
        for name, chosen in (("办展会", pack), ("办展会", newer), ("购置设备", newer))
    ]

    assert ["IS-06" in codes for codes in found] == [True, False, True]
