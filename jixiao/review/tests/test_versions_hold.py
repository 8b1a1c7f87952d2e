"""An approved version never changes, whatever anybody does afterwards: ten thousand random acts by everybody, on three targets."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from jixiao.accounts.models import User
from jixiao.audit.queries import verify
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.review import actions, queries
from jixiao.review.tests.season import a_season, a_target, form_of, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.facts import CAUSES
from jixiao.targets.models import Filing, Target, Version

ACTS = 10_000 if connection.vendor == "sqlite" else 2_000  # the acts are the same on both engines; only the guard beneath is another
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Act = Callable[[Target, User, datetime, random.Random], object]


def change(target: Target, by: User, at: datetime, dice: random.Random) -> object:
    said = target.facts()
    one = said.projects[0]
    rows = (replace(one.indicators[0], value=f"≥{dice.randint(1, 9)}场"), *one.indicators[1:])
    version = target.filing.version - dice.choice((0, 0, 0, 1))
    return targets.save_target(target, replace(said, projects=(replace(one, indicators=rows),)), version=version, reason="改", by=by, at=at)


def rewrite(target: Target, by: User, at: datetime, dice: random.Random) -> object:
    edits = [("projects.0.annual_goal", target.facts().projects[0].annual_goal, f"举办展会{dice.randint(1, 9)}次")]
    return targets.rewrite(target.filing, edits, version=target.filing.version, reason="改", by=by, at=at)


def undo(target: Target, by: User, at: datetime, _dice: random.Random) -> object:
    change = target.filing.changes.first()
    return targets.undo(change, by=by, at=at) if change else None


def answer(target: Target, by: User, at: datetime, dice: random.Random) -> object:
    open_ones = [one for one in queries.remarks_of(target) if not one.answer]
    return actions.answer(dice.choice(open_ones), True, by=by, at=at) if open_ones else None


def assess(target: Target, by: User, at: datetime, dice: random.Random) -> object:
    return actions.assess(target, form_of(target, dice.choice("优优优良中")), version=target.filing.version, by=by, at=at)


def by_hand(target: Target, _by: User, _at: datetime, dice: random.Random) -> object:
    """Go past the actions, at the tables themselves."""
    acts: list[Callable[[], object]] = [
        lambda: Version.objects.filter(target=target).update(facts_text="{}"),
        lambda: Version.objects.filter(target=target).update(document="改过的文号"),
        lambda: Version.objects.filter(target=target).delete(),
        lambda: Version.objects.bulk_create([Version.objects.filter(target=target)[0]]),
        lambda: Filing.objects.filter(pk=target.filing_id).delete(),
    ]
    with transaction.atomic():
        return dice.choice(acts)()


def approve(target: Target, by: User, at: datetime, dice: random.Random) -> object:
    return actions.approve(target, "财预〔2022〕1号", budget=dice.choice((target.amount, Money(1))), since=at.date(), by=by, at=at)


ALL: tuple[Act, ...] = (
    change,
    change,
    rewrite,
    undo,
    answer,
    assess,
    by_hand,
    approve,
    lambda target, by, at, _dice: actions.submit(target, by=by, at=at),
    lambda target, by, at, _dice: actions.pass_on(target, "同意", by=by, at=at),
    lambda target, by, at, _dice: actions.send_back(target, "请改", by=by, at=at),
    lambda target, by, at, _dice: actions.withdraw_target(target, by=by, at=at),
    lambda target, by, at, _dice: actions.publish(target, by=by, at=at),
    lambda target, by, at, dice: actions.request_adjust(target, cause=dice.choice(CAUSES), basis="文号", reason="情况变化", by=by, at=at),
    lambda target, by, at, _dice: actions.cancel_adjust(target, by=by, at=at),
    lambda target, by, at, _dice: actions.send_adjust(target, by=by, at=at),
    lambda target, by, at, _dice: actions.return_adjust(target, "请补依据", by=by, at=at),
    lambda target, by, at, _dice: actions.approve_adjust(target, "财预〔2022〕9号", since=at.date(), by=by, at=at),
    lambda target, by, at, _dice: targets.drop(target, by=by, at=at),
)


def played(acts: int) -> tuple[Counter[str], list[Target], set[int]]:
    """Play so many random acts, and hold what was approved against what it was every hundred."""
    season, dice = a_season(), random.Random(20220101)  # noqa: S311 - the same game every time
    stages = (("甲", "已批复"), ("乙", "财政审核"), ("丙", "部门审核"))
    rows = [pass_up(season, a_target(season, name), state) for name, state in stages]
    people = (season.officer, season.head, season.finance, season.leader, season.fiscal)
    outcome: Counter[str] = Counter()
    kept = {version.pk: told(version) for version in Version.objects.all()}
    for number in range(acts):
        target, by, at = fresh(dice.choice(rows)), dice.choice(people), season.at() + timedelta(minutes=number)
        outcome[tried(dice.choice(ALL), target, by, at, dice)] += 1
        if number % 100 == 0 or number == acts - 1:
            now = {version.pk: told(version) for version in Version.objects.all()}
            assert kept.items() <= now.items(), "an approved version changed"
            kept = now
    return outcome, rows, set(kept)


def test_an_approved_version_never_changes_under_ten_thousand_random_acts() -> None:
    outcome, rows, versions = played(ACTS)
    assert len(versions) > ACTS // 1_000  # it did approve and adjust many times
    assert min(outcome["done"], outcome["refused"], outcome["database"]) > ACTS // 100
    assert verify() is None
    assert all(Version.objects.filter(target=target).count() == fresh(target).edition for target in rows)


def test_without_the_guard_of_the_database_the_same_acts_change_a_version() -> None:
    """The twin: the game above can be lost."""
    postgres = connection.vendor == "postgresql"
    names = ["version_no_change"] if postgres else ["version_no_update", "version_no_delete", "version_no_replace"]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}{' ON targets_version' if postgres else ''}")
    with pytest.raises(AssertionError, match="an approved version changed"):
        played(1000)


def tried(act: Act, target: Target, by: User, at: datetime, dice: random.Random) -> str:
    try:
        act(target, by, at, dice)
    except Refused:
        return "refused"
    except (DatabaseError, IndexError, Version.DoesNotExist):
        return "database"
    return "done"


def told(version: Version) -> tuple[object, ...]:
    return tuple(getattr(version, field.attname) for field in version._meta.concrete_fields)
