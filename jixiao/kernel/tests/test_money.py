"""Money: exact, in whole 分, and strict about what it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.money import Money, total
from jixiao.kernel.refusal import Refused

FEN = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("15.5", "万元", 15_500_000),
        ("200", "万元", 200_000_000),
        ("4.4", "万元", 4_400_000),
        ("1,234.56", "元", 123_456),
        ("-3", "元", -300),
    ],
)
def test_an_amount_is_read_in_its_unit(text: str, unit: str, fen: int) -> None:
    assert Money.parse(text, unit) == Money(fen)


@pytest.mark.parametrize("text", ["1e3", "1_000", "１２", "٣", "", "abc", "1,23", "0.001", "999999999999999999999"])
def test_anything_but_plain_whole_fen_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Money.parse(text, "元")


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(Refused, match="金额单位「美金」"):
        Money.parse("1", "美金")


@given(FEN)
def test_yuan_printed_reads_back_to_itself(fen: int) -> None:
    assert Money.parse(Money(fen).yuan(), "元") == Money(fen)
    assert Money.parse(Money(fen).grouped(), "元") == Money(fen)


@given(FEN)
def test_wan_printed_reads_back_to_itself(fen: int) -> None:
    assert Money.parse(Money(fen).wan(), "万元") == Money(fen)
    assert Money.parse(Money(fen).wan2().replace(",", ""), "万元") == Money(fen)


@given(st.lists(FEN, max_size=30))
def test_a_total_is_exact(fens: list[int]) -> None:
    assert total([Money(fen) for fen in fens]) == Money(sum(fens))


def test_arithmetic_and_words() -> None:
    assert Money(5) + Money(7) - Money(2) == Money(10)
    assert -Money(5) == Money(-5)
    assert bool(Money(1))
    assert not Money(0)
    assert str(Money(15_500_000)) == "15.5万元"
    assert Money(-123_456).yuan() == "-1234.56"
    assert Money(-123_456).grouped() == "-1,234.56"
