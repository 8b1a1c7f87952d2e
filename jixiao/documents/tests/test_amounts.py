"""Amounts: the unit stated nearest wins, and where none or two are stated a person is asked."""

import pytest

from jixiao.documents.sums.amounts import read
from jixiao.documents.sums.draft import Units


@pytest.mark.parametrize(
    ("text", "label", "units", "yuan"),
    [
        ("200", "万元", Units(), "2000000.00"),
        ("15.5", "万元", Units(), "155000.00"),
        ("200万元", None, Units(), "2000000.00"),
        ("854万", None, Units(), "8540000.00"),
        ("１，０００．５", "元", Units(), "1000.50"),
        ("1,500,000.00", None, Units(table="元"), "1500000.00"),
        ("3", None, Units(label="万元", above="元"), "30000.00"),
        ("3", None, Units(above="元", document="万元"), "3.00"),
        ("3", None, Units(document="万元"), "30000.00"),
        ("0", "万元", Units(), "0.00"),
    ],
)
def test_an_amount_is_read_in_the_unit_stated_nearest(text: str, label: str | None, units: Units, yuan: str) -> None:
    amount = read(text, label, units)

    assert amount.money is not None
    assert (amount.money.yuan(), amount.doubts) == (yuan, ())


@pytest.mark.parametrize("text", ["", "\u3000", " - ", "——", "/", "无"])
def test_a_blank_cell_is_no_amount_and_no_doubt(text: str) -> None:
    assert read(text, "万元", Units()) == (None, None, None, ())


@pytest.mark.parametrize(
    ("text", "label", "units", "doubt"),
    [
        ("100", None, Units(), "没有写明金额单位"),
        ("若干", "万元", Units(), "不是金额"),
        ("100元", "万元", Units(), "不一致，按数字后的单位读"),
        ("100元", None, Units(table="万元"), "不一致，按数字后的单位读"),
        ("100", "元", Units(table="万元"), "按标签的单位读"),
        ("854万（含上年结转）", None, Units(), "在金额之外还有文字"),
        ("854万854万", None, Units(), "在金额之外还有文字"),
        ("0.0000001", "万元", Units(), "不是整分"),
    ],
)
def test_what_is_uncertain_about_an_amount_is_said(text: str, label: str | None, units: Units, doubt: str) -> None:
    (said,) = read(text, label, units).doubts
    assert doubt in said


def test_an_amount_without_a_unit_is_not_guessed() -> None:
    amount = read("100", None, Units())
    assert (amount.money, amount.text) == (None, "100")
