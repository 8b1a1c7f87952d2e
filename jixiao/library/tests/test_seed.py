"""The seed shelf: every indicator is written as one should be, is unique, and no class is left thin."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from jixiao.library import book
from jixiao.library.facts import CLASSES, FRAMES, SECTORS, UNITS, Entry, is_unit
from jixiao.library.sums import dump, faults, load

pytestmark = pytest.mark.pure
FEWEST, FEWEST_OF_A_CLASS = 160, 8


@pytest.mark.parametrize("entry", book.shelf(), ids=lambda entry: entry.code)
def test_every_seeded_indicator_is_written_as_the_rules_ask(entry: Entry) -> None:
    assert faults(entry) == ()


def test_there_are_enough_and_no_class_is_thin() -> None:
    count = Counter(entry.places[0] for entry in book.shelf())

    assert len(book.shelf()) >= FEWEST
    assert {key: count[key] for key in CLASSES if count[key] < FEWEST_OF_A_CLASS} == {}


def test_no_name_and_no_code_stands_twice() -> None:
    assert [name for name, times in Counter(entry.name for entry in book.shelf()).items() if times > 1] == []
    assert len(book.by_code()) == len(book.by_name()) == len(book.shelf())


def test_a_code_that_stands_twice_is_named(tmp_path: Path) -> None:
    group = '[group]\nsectors = ["fair"]\n[AA-01]\nname = "参展企业家次"\nclass = "数量指标"\n'
    (tmp_path / "a.toml").write_text(group, "utf-8")
    assert list(book.read(tmp_path)) == ["AA-01"]
    (tmp_path / "b.toml").write_text(group, "utf-8")

    with pytest.raises(LookupError, match="AA-01"):
        book.read(tmp_path)


def test_every_place_of_the_frameworks_has_an_indicator() -> None:
    wanted = {f"{frame}/{second}" for frame, levels in FRAMES.items() for seconds in levels.values() for second in seconds}

    assert wanted - {place for entry in book.shelf() for place in entry.places} == set()


def test_every_sector_has_an_indicator() -> None:
    assert set(SECTORS) - {sector for entry in book.shelf() for sector in entry.sectors} == set()


def test_the_common_indicators_of_the_ministry_are_all_there() -> None:
    of_projects = {"资金到位率", "到位及时率", "实际完成率", "完成及时率", "质量达标率", "成本节约率"}
    of_departments = {
        "在职人员控制率",
        "三公经费变动率",
        "重点支出安排率",
        "预算完成率",
        "预算调整率",
        "支付进度率",
        "结转结余率",
        "结转结余变动率",
        "公用经费控制率",
        "三公经费控制率",
        "政府采购执行率",
        "固定资产利用率",
        "重点工作办结率",
    }
    seeded = {entry.name for entry in book.shelf() if "财预〔2013〕53号" in entry.origin}

    assert of_projects | of_departments <= seeded


def test_an_indicator_stands_where_each_regime_puts_it() -> None:
    cost, lasting = book.by_name()["单场活动平均成本"], book.by_name()["储备制度连续执行年限"]

    assert (cost.at("R2015"), cost.at("R2021")) == (("产出指标", "成本指标"), ("成本指标", "经济成本指标"))
    assert (lasting.at("R2015"), lasting.at("R2021")) == (("效益指标", "可持续影响指标"), ("效益指标", "社会效益指标"))
    assert book.by_name()["资金分配异议件数"].at("R2015") is None
    assert book.by_name()["预算完成率"].at("DEPT53") == ("过程", "预算执行")
    assert book.by_name()["预算完成率"].at("R2021") is None


def test_every_class_has_a_place_in_one_regime_at_least() -> None:
    assert all(old or new for _name, old, new in CLASSES.values())


@pytest.mark.parametrize("unit", [*(unit for units in UNITS.values() for unit in units), "万元/场", "元/人·月", "元/吨·储备期", "元/台"])
def test_units_of_the_list_and_prices_made_of_them_are_known(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize("unit", ["", "个左右", "万块", "元/", "吨/元", "元/人·世纪", "%/场"])
def test_other_units_are_not(unit: str) -> None:
    assert not is_unit(unit)


def test_every_indicator_comes_back_equal_from_its_text() -> None:
    assert [entry for entry in book.shelf() if load(dump(entry)) != entry] == []
    assert {name for entry in book.shelf() for name in dump(entry)} <= {field.name for field in fields(Entry)}


def test_an_indicator_is_in_force_from_its_day() -> None:
    entry = book.by_name()["预算执行率"]

    assert not entry.in_force(date(2020, 2, 24))
    assert entry.in_force(date(2020, 2, 25))
