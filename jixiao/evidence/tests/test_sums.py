"""Reckoning: each kind of measure by hand, a stock's average against counting every day, and what people write."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.evidence import book
from jixiao.evidence.facts import Entry, Figure
from jixiao.evidence.sums import attaining, saying, taking
from jixiao.evidence.sums.reckoning import Span, cells_of, reckon
from jixiao.kernel.units import unit_of
from jixiao.office.facts import Cell, Document, Table
from jixiao.targets.facts import Indicator

YEAR = Span(date(2022, 1, 1), date(2022, 12, 31))


def entry(ledger: str, on: str, **values: Any) -> Entry:
    return Entry(0, ledger, date.fromisoformat(on), {"on": on, **values})


def reckoned(code: str, *entries: Entry, span: Span = YEAR, paid: int | None = None) -> Figure:
    ledger, measure = book.measure(code)
    assert ledger is not None
    return reckon(measure, ledger, cells_of(ledger, entries), span, paid)


FAIRS = (
    entry("activities", "2022-03-01", kind="展会", companies=40, signed=2_000_000, turnover=1_500_000, cost=1_000_000),
    entry("activities", "2022-06-01", kind="促消费", companies=10, signed=None, turnover=None, cost=500_000),
)
BEFORE = entry("activities", "2021-05-01", kind="展会", companies=5, turnover=1_000_000)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("activities.held", 2),
        ("activities.fairs", 1),
        ("activities.companies", 50),
        ("activities.signed", 200),
        ("activities.landed", 75),
        ("activities.cost_each", 7_500),
        ("activities.turnover_growth", 50),
    ],
)
def test_a_measure_comes_to_what_a_hand_counts(code: str, value: int) -> None:
    assert reckoned(code, *FAIRS, BEFORE).value == value


def test_what_a_project_paid_by_what_it_did_is_its_unit_cost() -> None:
    assert reckoned("activities.paid_each", *FAIRS, paid=3_000_000).value == 15_000
    assert "还没有支付" in reckoned("activities.paid_each", *FAIRS).why


def test_blank_is_not_zero_and_growth_without_a_base_says_so() -> None:
    assert reckoned("activities.turnover").value is None
    figure = reckoned("activities.turnover_growth", *FAIRS)
    assert (figure.value, "2021年1—12月" in figure.why, "基期" in figure.why) == (None, True, True)


def test_yuan_and_dollars_are_never_added_up() -> None:
    lines = [entry("trade", "2022-01-31", name="出口", currency=each, amount=10_000) for each in ("人民币", "美元")]
    assert reckoned("trade.cny", *lines).value == 1
    assert reckoned("trade.usd", *lines).value == 1


MOVES = st.lists(st.tuples(st.integers(-40, 364), st.integers(1, 5_000), st.booleans()), max_size=12)


@given(MOVES, st.integers(1, 12))
def test_the_average_stock_is_the_mean_of_every_days_balance(moves: list[tuple[int, int, bool]], months: int) -> None:
    until = date(2022, months, 1) + timedelta(27)
    until = (until + timedelta(4)).replace(day=1) - timedelta(1)
    span = Span(date(2022, 1, 1), until)
    days = [(date(2022, 1, 1) + timedelta(day), amount if into else -amount) for day, amount, into in moves]
    entries = [entry("meat_reserve", day.isoformat(), way="入库" if amount > 0 else "出库", tonnes=abs(amount)) for day, amount in days]
    told = reckoned("meat_reserve.average", *entries, span=span)

    counted = [day for day, _amount in days if day <= until]
    if not counted:
        assert told.value is None
        return
    each = [sum(amount for day, amount in days if day <= span.since + timedelta(at)) for at in range(span.days)]
    assert told.value == Fraction(sum(each), span.days * 1000)


@pytest.mark.parametrize(
    ("value", "level2", "actual", "share"),
    [
        ("≥250吨", "数量指标", 240, Fraction(24, 25)),
        ("≤400元/吨", "成本指标", 500, Fraction(4, 5)),
        ("≤400元/吨", "成本指标", 300, 1),
        ("50万元", "成本指标", 60, Fraction(5, 6)),
        ("=100%", "质量指标", 90, Fraction(9, 10)),
        ("10%-12%", "经济效益指标", 11, 1),
        ("10%-12%", "经济效益指标", 5, Fraction(1, 2)),
        ("及时", "时效指标", 80, Fraction(4, 5)),
        ("≥5次", "数量指标", 8, Fraction(8, 5)),
    ],
)
def test_how_far_a_value_attains_its_goal(value: str, level2: str, actual: int, share: Fraction) -> None:
    assert attaining.attained(Indicator(level2=level2, level3="某", value=value), Fraction(actual)) == share


def test_a_measure_of_another_dimension_cannot_fill_an_indicator() -> None:
    row = Indicator(level2="数量指标", level3="储备数量", value="≥250吨")
    _ledger, tonnes = book.measure("meat_reserve.average")
    _ledger, fairs = book.measure("activities.held")
    assert attaining.refusal_of_unit(row, tonnes) is None
    assert "不是同一类量" in str(attaining.refusal_of_unit(row, fairs))


def test_every_ledger_is_whole() -> None:
    for code, ledger in book.shelf().items():
        keys = {column.key for column in ledger.columns}
        atoms = {atom.key for atom in ledger.atoms}
        assert {ledger.on, ledger.name, *ledger.same, *ledger.slot} <= keys, code
        assert {each for one in ledger.measures for each in (one.atom, one.per) if each} | (
            {ledger.stock} if ledger.stock else set()
        ) == atoms
        assert all(unit_of(one.unit) for one in ledger.measures), code
        assert len({one.code for one in ledger.measures}) == len({one.word for one in ledger.measures}) == len(ledger.measures)
        assert taking.columns_of(ledger).known()


def sheet(*rows: tuple[str, ...]) -> Document:
    return Document((Table(tuple(Cell(row, place, text) for row, said in enumerate(rows) for place, text in enumerate(said) if text)),))


def test_a_list_is_read_by_its_words_and_in_the_unit_of_its_head() -> None:
    read = taking.taken(
        sheet(("日期", "业务类型", "承储企业", "仓库", "品名", "数量（公斤）"), ("2022/3/1", "入库", "某企业", "一库", "猪肉", "12,500")),
        book.ledger("meat_reserve"),
        2022,
    )
    assert [(row.values["tonnes"], row.faults) for row in read.rows] == [(12_500, ())]


def test_each_fault_is_said_at_its_cell() -> None:
    head = ("日期", "业务类型", "承储企业", "仓库", "品名", "数量")
    bad = ("2021-03-01", "送货", "", "一库", "猪肉", "很多")
    good = ("2022-03-01", "入库", "甲", "一库", "猪肉", "5")
    read = taking.taken(sheet(head, bad, good, good, ("合计", "", "", "", "", "10")), book.ledger("meat_reserve"), 2022)

    first, second, third = read.rows
    assert {fault.column for fault in first.faults} == {"on", "way", "holder", "tonnes"}
    assert second.faults == ()
    assert "与第 3 行重复" in third.faults[0].sentence


@pytest.mark.parametrize(
    ("text", "said"), [("1.2345", "最多 3 位小数"), ("-1", "小于零"), ("1e3", "不是数"), ("99999999999999", "超出可登记的范围")]
)
def test_a_number_that_cannot_be_kept_is_refused_in_a_sentence(text: str, said: str) -> None:
    column = book.ledger("meat_reserve").column("tonnes")
    value, sentence = saying.value_of(column, text)
    assert (value, said in str(sentence)) == (None, True)
