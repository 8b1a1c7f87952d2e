"""The shelf: every task and fund of the model department has a ledger that proves it, and each ledger counts what a hand counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jixiao.evidence import book
from jixiao.evidence.facts import Entry
from jixiao.evidence.ledgers import zones
from jixiao.evidence.sums import saying
from jixiao.evidence.sums.reckoning import Span, cells_of, reckon

TASKS = (
    "加强开发区工作", "开拓国内市场", "促进商贸流通", "电子商务建设", "农村、农产品市场体系建设", "消费市场调控",
    "商务活动", "促进对外经贸服务", "加快培育外贸竞争新优势", "促进高新产品进出口", "不断开拓国际市场",
)  # fmt: skip
FUNDS = (
    "商务活动及外贸发展专项经费", "冻肉储备补贴", "蔬菜储备补贴", "弥补人员工资", "补充业务经费", "劳务派遣人员经费", "网络运行维护", "购置公务用车",
    "促进汽车消费",
)  # fmt: skip


@pytest.mark.parametrize("what", [*TASKS, *FUNDS])
def test_every_task_and_fund_has_a_ledger_that_proves_it(what: str) -> None:
    assert [one.code for one in book.shelf().values() if what in one.proves]


def test_a_ledger_is_named_as_its_file_and_no_two_alike() -> None:
    words = [one.word for one in book.shelf().values()]
    assert len(words) == len(set(words)) >= 23
    assert all(code == one.code for code, one in book.shelf().items())


CASES: list[tuple[str, list[dict[str, Any]], Any]] = [
    ("vegetable_reserve.passed", [{"way": "质检", "result": "合格"}, {"way": "质检", "result": "不合格"}], 50),
    ("subsidies.in_time", [{"amount": 1, "due": "2022-06-30"}, {"amount": 1, "due": "2022-01-01"}], 50),
    ("subsidies.amount", [{"amount": 150}, {"amount": 50}], 2),
    ("car_promotion.cars", [{"cars": 120}, {"cars": 30}], 150),
    ("car_promotion.used", [{"issued": 200, "used": 150}], 75),
    ("wages.full", [{"paid": 90, "wanted": 100}], 90),
    ("wages.there", [{"days": 220, "there": 209}], 95),
    ("dispatched.each", [{"people": 4, "fee": 1_200_000}], 3_000),
    ("network.up", [{"hours": 7_200, "up": 7_128}], 99),
    ("vehicles.km", [{"kind": "出车", "km": 125}, {"kind": "维修保养", "km": 10}], 12.5),
    ("foreign_capital.used", [{"used_usd": 15_000, "used_cny": 100_000}], 1.5),
    ("sites.breakfast", [{"kind": "早餐网点"}, {"kind": "配送中心"}], 1),
    ("sites.in_time", [{"due": "2022-12-31"}, {"due": "2022-01-01"}, {}], 50),
    ("markets.passed", [{"result": "合格"}, {"result": "合格"}, {}], 100),
    ("training.each", [{"people": 50, "cost": 1_000_000}], 200),
    ("research.adopted", [{"report": "是", "adopted": "是"}, {"report": "是"}], 50),
    ("publicity.high", [{"kind": "报道", "level": "省级"}, {"kind": "报道", "level": "县级"}], 1),
    ("coordination.closed", [{"kind": "案件", "cases": 8, "closed": 6}], 75),
    ("remedies.answered", [{"kind": "应诉案件", "answered": "是"}, {"kind": "预警报告"}], 100),
    ("zones.trade", [{"trade": 10_000}, {"trade": 20_000}], 3),
    ("prices.mean", [{"mean": 10_000}, {"mean": 30_000}], 2),
]


@pytest.mark.parametrize(("code", "entries", "value"), CASES, ids=[case[0] for case in CASES])
def test_a_measure_comes_to_what_a_hand_counts(code: str, entries: list[dict[str, Any]], value: Any) -> None:
    ledger, measure = book.measure(code)
    assert ledger is not None
    said = [Entry(0, ledger.code, date(2022, 3, 1), {"on": "2022-03-01", **each}) for each in entries]
    assert reckon(measure, ledger, cells_of(ledger, said), Span(date(2022, 1, 1), date(2022, 12, 31))).value == value


def test_a_zones_score_is_the_weighted_sum_of_its_parts() -> None:
    parts = {"opening": "80", "quality": "90", "science": "70", "green": "60", "balance": "50"}
    texts = {"on": "2022-03-31", "name": "某开发区", "rank": "3", "score": "75.5"}
    ledger = book.ledger("zones")
    assert sum(zones.WEIGHTS.values()) == 100
    assert saying.said(ledger, texts | parts, 2022).faults == ()
    assert "按权重合计 75.5 不符" in saying.said(ledger, texts | parts | {"score": "80"}, 2022).faults[0].sentence
    assert saying.said(ledger, texts | {"score": "80"}, 2022).faults == ()
