"""Units: exact inside a dimension, refused across."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.refusal import Refused
from jixiao.kernel.units import DIMENSIONS, convert, refusal_to_convert, unit_of

KNOWN = [unit for units in DIMENSIONS.values() for unit in units]


@pytest.mark.parametrize(
    ("value", "source", "target", "told"),
    [
        (1500, "公斤", "吨", Fraction(3, 2)),
        (250, "吨", "公斤", 250_000),
        (3, "亿元", "万元", 30_000),
        (48, "小时", "天", 2),
        (2, "元/公斤", "元/吨", 2000),
        (1, "万元/场", "元/次", 10_000),
        (12, "万人次", "人次", 120_000),
        (5, "场", "", 5),
        (35, "‰", "%", Fraction(7, 2)),
    ],
)
def test_a_figure_is_told_in_another_unit_of_its_dimension(value: int, source: str, target: str, told: Fraction) -> None:
    assert convert(Fraction(value), source, target) == told


@pytest.mark.parametrize(
    ("source", "target"), [("吨", "万元"), ("元", "美元"), ("人", "人次"), ("小时", "工作日"), ("元/吨", "元"), ("吨", "筐")]
)
def test_across_dimensions_nothing_converts_and_the_sentence_names_both(source: str, target: str) -> None:
    with pytest.raises(Refused, match=f"{source}.*{target}"):
        convert(Fraction(1), source, target)


@given(st.fractions(), st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_there_and_back_again_is_the_same(value: Fraction, one: str, other: str) -> None:
    if refusal_to_convert(one, other) is None:
        assert convert(convert(value, one, other), other, one) == value


def test_a_unit_nobody_knows_is_none_and_a_ratio_takes_no_prefix() -> None:
    assert unit_of("筐") is None
    assert unit_of("万%") is None
    assert unit_of("元/筐") is None
