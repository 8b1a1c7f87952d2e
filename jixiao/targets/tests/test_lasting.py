"""How long a target may stay where it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jixiao.organisations.sums.season import MILESTONES
from jixiao.targets.facts import Due
from jixiao.targets.states import DECIDED, DUE, LIFE, REJECTED
from jixiao.targets.sums import due

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("days", "words", "level"), [(-3, "逾期 3 天", "late"), (0, "今天", "near"), (1, "剩 1 天", "near"), (7, "剩 7 天", "far")]
)
def test_a_deadline_says_how_long(days: int, words: str, level: str) -> None:
    on = date(2022, 1, 10)
    said = due("草稿", {"filing": on + timedelta(days=days)}, on)
    assert said is not None
    assert said == Due(on + timedelta(days=days), days)
    assert (said.words, said.level) == (words, level)


def test_what_is_decided_has_no_deadline() -> None:
    assert due("已批复", {"filing": date(2022, 1, 1)}, date(2022, 1, 1)) is None


def test_every_state_is_due_on_a_day_of_the_season_or_decided() -> None:
    assert set(DUE) | DECIDED | {REJECTED} == set(LIFE.states)
    assert set(DUE.values()) <= set(MILESTONES)
