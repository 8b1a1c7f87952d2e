"""A bureau's year: nothing is found in one that is clean, and each rule finds its one thing in one with everything wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from jixiao.spending.book import examine, supervision

from .bureau import WRONGS, clean, with_wrongs

pytestmark = [pytest.mark.pure, pytest.mark.slow]


def test_nothing_is_found_in_a_clean_year() -> None:
    assert [(rule.code, one.message) for rule, one in examine(clean().year())] == []


def test_each_rule_finds_its_one_thing_in_a_year_with_everything_wrong_once() -> None:
    found = list(examine(with_wrongs(*WRONGS)))

    assert Counter(rule.code for rule, _one in found) == {rule.code: 1 for rule in supervision()}


@pytest.mark.parametrize("code", WRONGS)
def test_one_thing_wrong_is_found_by_its_rule_and_by_no_other(code: str) -> None:
    assert [rule.code for rule, _one in examine(with_wrongs(code))] == [code]


def test_the_hardest_stands_first() -> None:
    severities = [rule.severity for rule, _one in examine(with_wrongs(*WRONGS))]

    assert severities == sorted(severities, reverse=True)


def test_a_year_before_a_rule_was_in_force_is_not_held_to_it() -> None:
    assert list(examine(replace(with_wrongs(*WRONGS), on=date(2013, 12, 31)))) == []
