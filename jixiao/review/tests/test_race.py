"""Two at the same moment: one approval, one version, one saved edit; the loser gets a sentence and nothing is half-written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jixiao.audit.queries import verify
from jixiao.audit.tests.stand_ins import RIVALS, race
from jixiao.kernel.refusal import Refused
from jixiao.review import actions
from jixiao.review.tests.season import a_season, a_target, assess, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.models import Change, Step, Version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_of_eight_approvals_at_once_one_makes_a_version() -> None:
    season = a_season()
    target = pass_up(season, a_target(season), "财政审核")
    assess(season, target)

    def approve() -> object:
        try:
            on, by = season.at().date(), season.fiscal
            return actions.approve(fresh(target), "财预〔2022〕1号", budget=target.amount, since=on, by=by, at=season.at())
        except Refused as refusal:
            return refusal.sentence

    results = race(approve)

    assert Version.objects.filter(target=target).count() == 1
    assert Step.objects.filter(target=target, move="approve").count() == 1
    assert sum(isinstance(one, Version) for one in results) == 1
    assert sum("现在是「已批复」" in str(one) for one in results) == RIVALS - 1
    assert verify() is None


def test_of_eight_edits_at_once_one_is_saved_and_the_rest_are_told_by_whom() -> None:
    season = a_season()
    target = a_target(season)
    seen = fresh(target)

    def edit() -> object:
        one = seen.facts().projects[0]
        rows = (replace(one.indicators[0], value="≥9场"), *one.indicators[1:])
        said = replace(seen.facts(), projects=(replace(one, indicators=rows),))
        try:
            return targets.save_target(fresh(target), said, version=seen.version, reason="改", by=season.officer, at=season.at())
        except Refused as refusal:
            return refusal.sentence

    results = race(edit)

    assert Change.objects.filter(filing=target.filing).count() == 1
    assert sum(isinstance(one, Change) for one in results) == 1
    assert sum("您看到的已不是最新" in str(one) for one in results) == RIVALS - 1


def test_a_key_pressed_eight_times_sends_up_once() -> None:
    season = a_season()
    target = a_target(season)

    race(lambda: actions.submit(fresh(target), by=season.officer, at=season.at(), key="k"))

    assert Step.objects.filter(target=target, move="submit").count() == 1
    assert (fresh(target).state, fresh(target).round) == ("科室审核", 1)
