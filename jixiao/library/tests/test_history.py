"""What the own past says: too easy, hard enough, or nothing to go by."""

from __future__ import annotations

import pytest

from jixiao.kernel.goal import Goal
from jixiao.library.facts import Past
from jixiao.library.sums import too_easy

pytestmark = pytest.mark.pure


def hint(goal: str, *past: tuple[int, str, str]) -> str:
    found = too_easy([Past(*one) for one in past], Goal.parse(goal))
    return found.kind if found else ""


THREE = ((2019, "≥10场", "12场"), (2020, "≥10场", "11场"), (2021, "≥10场", "13场"))


@pytest.mark.parametrize(
    ("goal", "kind"),
    [("≥10场", "低于近年平均"), ("≥11场", "低于近年平均"), ("≥12场", ""), ("≥20场", ""), ("=10场", ""), ("10-12场", ""), ("若干", "")],
)
def test_a_value_below_the_mean_of_the_last_three_years_is_too_easy(goal: str, kind: str) -> None:
    assert hint(goal, *THREE) == kind


def test_for_what_should_be_small_above_the_mean_is_too_easy() -> None:
    past = ((2020, "≤50元", "40元"), (2021, "≤50元", "44元"))

    assert hint("≤45元", *past) == "低于近年平均"
    assert hint("≤42元", *past) == ""


def test_one_year_says_nothing() -> None:
    assert hint("≥1场", (2021, "≥10场", "13场")) == ""
    assert hint("≥1场") == ""


def test_years_in_another_unit_or_without_a_figure_say_nothing() -> None:
    assert hint("≥1场", (2020, "", "13次"), (2021, "", "多场")) == ""
    assert hint("≥1场", (2020, "", "13"), (2021, "", "12场")) == "低于近年平均"


def test_only_the_last_three_years_count_and_a_year_told_twice_counts_once() -> None:
    assert hint("≥12场", (2017, "", "90场"), *THREE) == ""
    assert hint("≥9场", (2021, "≥5场", "10场"), (2021, "", "10场")) == ""


def test_far_above_the_target_year_after_year_is_too_easy_even_at_the_mean() -> None:
    past = ((2020, "≥10场", "20场"), (2021, "≥10场", "16场"))

    assert hint("≥18场", *past) == ""
    assert hint("≥10场", *past) == "低于近年平均"
    assert hint("≥20场", (2020, "≥10场", "20场"), (2021, "≥10场", "20场")) == "连年大幅超额"
    assert hint("≥20场", (2020, "", "20场"), (2021, "≥10场", "20场")) == ""


def test_the_sentence_names_the_years_and_what_was_done() -> None:
    found = too_easy([Past(*one) for one in THREE], Goal.parse("≥10场"))

    assert found is not None
    assert found.years == (2021, 2020, 2019)
    assert "平均值 12场" in found.sentence
    assert "2021 年 13场、2020 年 11场、2019 年 12场" in found.sentence
