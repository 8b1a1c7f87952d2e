from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, a_person, a_unit
from jixiao.audit import actions, queries
from jixiao.audit.actions import Call, Denied, action
from jixiao.audit.facts import CONSOLE, Actor, plain
from jixiao.audit.models import Event
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.models import Adoption, Unit

pytestmark = pytest.mark.django_db


@action("test.adopt", Permission.FILING_MEND)
def adopt(unit: Unit, year: int, *, by: Actor, at: datetime, key: str | None = None) -> Adoption:
    return Adoption.objects.create(unit=unit, year=year, pack="standard", regime="R2015")


@action("test.adopt_two", Permission.FILING_MEND)
def adopt_two(unit: Unit, *, forgive: bool = False, by: Actor, at: datetime) -> None:
    adopt(unit, 2021, by=by, at=at)
    try:
        adopt(unit, 2021 if forgive else 2022, by=by, at=at)
    except DatabaseError:
        if not forgive:
            raise


@action("test.tell", None, hide=("plan",))
def tell(unit: Unit, password: str, plan: str, note: str, *, by: Actor, at: datetime, key: str | None = None) -> str:
    return password


def last() -> Event:
    return Event.objects.order_by("-seq")[0]


def test_an_act_writes_who_when_where_and_what(department: Unit, officer: User) -> None:
    made = adopt(department, 2022, by=officer, at=NOON)

    event = last()
    assert (event.actor, event.name, event.at) == (officer.pk, "caiwu", NOON)
    assert (event.action, event.unit, event.subject) == ("test.adopt", "/1/3/", f"organisations.unit:{department.pk}")
    assert event.result == f"organisations.adoption:{made.pk}"
    assert json.loads(event.detail) == {"year": 2022}


def test_without_the_post_nothing_happens_and_the_attempt_is_written_down(department: Unit) -> None:
    chief = a_person(department, "juzhang", Role.CHIEF)

    with pytest.raises(Denied, match="没有在本单位办理此事的岗位"):
        adopt(department, 2022, by=chief, at=NOON)

    assert not Adoption.objects.exists()
    assert (last().action, last().result, last().name) == ("test.adopt", "denied", "juzhang")
    assert queries.verify() is None


def test_with_the_check_switched_off_the_same_attack_succeeds(department: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = a_person(department, "juzhang", Role.CHIEF)
    monkeypatch.setattr(Call, "check", lambda _self: None)

    adopt(department, 2022, by=chief, at=NOON)

    assert Adoption.objects.exists()


def test_a_post_in_one_unit_does_not_reach_its_neighbour(neighbour: Unit, officer: User) -> None:
    with pytest.raises(Denied):
        adopt(neighbour, 2022, by=officer, at=NOON)


def test_a_post_in_the_bureau_reaches_the_departments_below(bureau: Unit, department: Unit) -> None:
    adopt(department, 2022, by=a_person(bureau, "juzhang", Role.FINANCE_OFFICER), at=NOON)

    assert Adoption.objects.exists()


def test_a_failed_act_leaves_neither_row_nor_event(department: Unit, officer: User) -> None:
    adopt(department, 2022, by=officer, at=NOON)
    before = queries.count()

    with pytest.raises(DatabaseError):
        adopt_two(department, by=officer, at=NOON)

    assert list(Adoption.objects.values_list("year", flat=True)) == [2022]
    assert queries.count() == before


def test_an_inner_act_that_fails_and_is_forgiven_leaves_no_event(department: Unit, officer: User) -> None:
    before = queries.count()

    adopt_two(department, forgive=True, by=officer, at=NOON)

    written = list(Event.objects.filter(seq__gt=before).values_list("action", flat=True))
    assert written == ["test.adopt", "test.adopt_two"]
    assert queries.verify() is None


def test_a_key_has_one_effect_and_a_replay_returns_it(department: Unit, officer: User) -> None:
    first = adopt(department, 2022, by=officer, at=NOON, key="k1")
    events = queries.count()

    again = adopt(department, 2022, by=officer, at=NOON, key="k1")

    assert (again, Adoption.objects.count(), queries.count()) == (first, 1, events)


def test_a_key_belongs_to_one_person(department: Unit, officer: User) -> None:
    other = a_person(department, "jingban", Role.PROJECT_OFFICER)
    adopt(department, 2021, by=officer, at=NOON, key="k1")

    adopt(department, 2022, by=other, at=NOON, key="k1")

    assert Adoption.objects.count() == 2


def test_a_key_used_for_another_record_is_refused(bureau: Unit, department: Unit) -> None:
    adopt(department, 2022, by=CONSOLE, at=NOON, key="k1")

    with pytest.raises(Refused, match="已用在另一件事上"):
        adopt(bureau, 2022, by=CONSOLE, at=NOON, key="k1")


def test_a_failed_act_does_not_use_up_its_key(department: Unit, officer: User) -> None:
    adopt(department, 2022, by=officer, at=NOON)
    with pytest.raises(DatabaseError):
        adopt(department, 2022, by=officer, at=NOON, key="k1")

    assert adopt(department, 2023, by=officer, at=NOON, key="k1").year == 2023


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_a_key_that_is_none_is_refused(department: Unit, officer: User, key: str) -> None:
    with pytest.raises(Refused, match="提交编号无效"):
        adopt(department, 2022, by=officer, at=NOON, key=key)


def test_an_act_with_a_key_returns_a_record_or_nothing(department: Unit, officer: User) -> None:
    with pytest.raises(TypeError, match="must return a record"):
        tell(department, "x", "y", "z", by=officer, at=NOON, key="k1")


def test_secrets_are_not_written_down(department: Unit, officer: User) -> None:
    tell(department, "hunter2", "hidden too", "open", by=officer, at=NOON)

    assert json.loads(last().detail) == {"password": "（不记录）", "plan": "（不记录）", "note": "open"}
    assert last().result == ""


def test_the_record_is_read_again_under_the_lock(department: Unit, officer: User) -> None:
    stale = Unit.objects.get(pk=department.pk)
    Unit.objects.filter(pk=department.pk).update(short="新简称")

    adopt(stale, 2022, by=officer, at=NOON)

    assert stale.short == "新简称"


def test_a_record_that_is_gone_is_refused(department: Unit, officer: User) -> None:
    gone = a_unit(department, "科室", "9")
    Unit.objects.filter(pk=gone.pk).delete()

    with pytest.raises(Refused, match="已经不在了"):
        adopt(gone, 2022, by=officer, at=NOON)


def test_when_the_log_cannot_be_written_nothing_is_done(department: Unit, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_values: Any) -> None:
        msg = "disk full"
        raise DatabaseError(msg)

    monkeypatch.setattr(actions.Event.objects, "create", broken)

    with pytest.raises(Refused, match="日志写不进去"):
        adopt(department, 2022, by=officer, at=NOON)

    assert not Adoption.objects.exists()


def test_an_act_needs_a_moment_with_a_time_zone(department: Unit, officer: User) -> None:
    with pytest.raises(ValueError, match="time zone"):
        adopt(department, 2022, by=officer, at=NOON.replace(tzinfo=None))


def test_a_closed_account_may_nothing(department: Unit, officer: User) -> None:
    officer.is_active = False

    with pytest.raises(Denied):
        adopt(department, 2022, by=officer, at=NOON)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (date(2022, 3, 1), "2022-03-01"),
        (Money(1550), "15.50元"),
        (Role.CHIEF, "chief"),
        ((1, "二"), [1, "二"]),
        ({"年": 1}, {"年": 1}),
        ("长" * 2001, "长" * 2000 + "…（共 2001 字）"),
        (b"abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (object(), "object"),
    ],
)
def test_what_the_log_keeps_of_an_argument(value: object, kept: object) -> None:
    assert plain(value) == kept
