from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jixiao.accounts import actions
from jixiao.accounts.models import Seat, User
from jixiao.accounts.queries import standing, units_visible_to
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import GRANTS, Permission, Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit

from .people import NOON, SINCE, TODAY, a_person, a_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_a_seat_gives_what_its_role_grants_in_its_unit_and_below_and_nowhere_else(department: Unit, neighbour: Unit, role: Role) -> None:
    section = a_unit(department, "外贸科", "4")
    person = a_person(department, "某人", role)

    for unit, granted in ((department, GRANTS[role]), (section, GRANTS[role]), (neighbour, frozenset()), (None, frozenset())):
        assert person.permissions(unit, TODAY) == granted
        assert {each for each in Permission if person.may(each, unit, TODAY)} == granted


def test_a_seat_counts_from_its_first_day_to_its_last(department: Unit, officer: User) -> None:
    actions.end_seat(Seat.objects.get(user=officer), TODAY, by=CONSOLE, at=NOON)

    days = {
        day: officer.may(Permission.FILING_MEND, department, day) for day in (SINCE - timedelta(days=1), SINCE, TODAY, date(2022, 3, 2))
    }
    assert list(days.values()) == [False, True, True, False]


def test_a_closed_account_holds_no_seat(department: Unit, officer: User) -> None:
    actions.close_user(officer, by=CONSOLE, at=NOON)

    assert not officer.may(Permission.FILING_READ, department, TODAY)


@pytest.mark.parametrize(
    ("held", "asked", "sentence"),
    [
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, "须由三个人分别担任"),
        (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN, "须由三个人分别担任"),
        (Role.CHIEF, Role.AUDIT_ADMIN, "不得兼任业务岗位"),
        (Role.SECURITY_ADMIN, Role.FINANCE_OFFICER, "不得兼任业务岗位"),
    ],
)
def test_posts_that_one_person_may_not_hold_together_are_refused(
    bureau: Unit, department: Unit, held: Role, asked: Role, sentence: str
) -> None:
    person = a_person(department, "某人", held)

    with pytest.raises(Refused, match=sentence):
        actions.give_seat(bureau, person, asked, since=SINCE, by=CONSOLE, at=NOON)


def test_posts_held_one_after_the_other_do_not_clash(department: Unit) -> None:
    person = a_person(department, "某人", Role.SYSTEM_ADMIN)
    actions.end_seat(Seat.objects.get(user=person), TODAY, by=CONSOLE, at=NOON)

    with pytest.raises(Refused, match="不得兼任"):
        actions.give_seat(department, person, Role.CHIEF, since=TODAY, by=CONSOLE, at=NOON)
    actions.give_seat(department, person, Role.CHIEF, since=TODAY + timedelta(days=1), by=CONSOLE, at=NOON)

    assert Seat.objects.filter(user=person).count() == 2


def test_the_same_post_is_not_given_twice_at_a_time(department: Unit, officer: User) -> None:
    with pytest.raises(Refused, match="已是商务局的绩效专员"):
        actions.give_seat(department, officer, Role.FINANCE_OFFICER, since=TODAY, by=CONSOLE, at=NOON)


def test_a_seat_does_not_end_before_it_begins(officer: User) -> None:
    with pytest.raises(Refused, match="不能早于任职日期"):
        actions.end_seat(Seat.objects.get(user=officer), date(2019, 1, 1), by=CONSOLE, at=NOON)


@pytest.mark.parametrize("broken", [{"role": "king"}, {"until": date(2019, 1, 1)}, {"role": "finance_officer"}])
def test_the_database_refuses_a_broken_seat(department: Unit, officer: User, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(**({"user": officer, "unit": department, "role": "chief", "since": SINCE} | broken))


def test_no_administrator_makes_a_working_account_alone(department: Unit, neighbour: Unit, officer: User, admin: User) -> None:
    security = a_person(department, "anquan", Role.SECURITY_ADMIN)
    new = actions.create_user(department, "xinren", "新人", by=admin, at=NOON)
    assert not new.has_usable_password()

    for refused in (
        lambda: actions.create_user(department, "xinren2", "新人", by=officer, at=NOON),
        lambda: actions.create_user(department, "xinren2", "新人", by=security, at=NOON),
        lambda: actions.give_seat(department, new, Role.PROJECT_OFFICER, since=SINCE, by=admin, at=NOON),
        lambda: actions.issue_link(new, by=admin, at=NOON),
        lambda: actions.give_seat(neighbour, new, Role.CHIEF, since=SINCE, by=security, at=NOON),
    ):
        with pytest.raises(Denied):
            refused()
    seat = actions.give_seat(department, new, Role.PROJECT_OFFICER, since=SINCE, by=security, at=NOON)

    assert (seat.user, actions.issue_link(new, by=security, at=NOON) != "") == (new, True)


@pytest.mark.parametrize(("username", "name", "sentence"), [("", "某", "请填"), ("caiwu", "某", "已经有人用了")])
def test_an_account_needs_a_name_of_its_own(department: Unit, officer: User, username: str, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.create_user(department, username, name, by=CONSOLE, at=NOON)


def test_a_person_stands_in_their_own_unit_and_in_its_latest_adopted_year(department: Unit, officer: User) -> None:
    organisations.adopt(department, 2021, pack="standard", regime="R2015", by=CONSOLE, at=NOON)

    here = standing(officer, TODAY)

    assert (here.unit, here.year, here.units, here.years) == (department, 2021, (department,), (2022, 2021))
    assert standing(officer, TODAY, year=2022).year == 2022


def test_a_choice_out_of_reach_is_passed_over(department: Unit, neighbour: Unit, officer: User) -> None:
    here = standing(officer, TODAY, unit=neighbour.pk, year=1066)

    assert (here.unit, here.year) == (department, 2022)


def test_a_reviewer_of_the_bureau_may_stand_in_every_department(bureau: Unit, department: Unit, neighbour: Unit) -> None:
    reviewer = a_person(bureau, "shenhe", Role.FISCAL_REVIEWER)

    assert units_visible_to(reviewer, TODAY) == [bureau, department, neighbour]
    assert standing(reviewer, TODAY, unit=neighbour.pk).unit == neighbour


def test_somebody_without_a_seat_stands_at_home_and_sees_nothing(department: Unit) -> None:
    person = a_person(department, "某人")

    assert units_visible_to(person, TODAY) == []
    assert standing(person, TODAY).unit == department


def test_a_system_administrator_sets_up_units_below_their_own_and_none_at_the_top(department: Unit, admin: User, officer: User) -> None:
    plain: dict[str, Any] = {"short": "科", "code": "9", "kind": "section", "since": SINCE, "at": NOON}

    assert organisations.create_unit(department, "科", by=admin, **plain).parent == department
    for parent, by in ((None, admin), (department, officer)):
        with pytest.raises(Denied):
            organisations.create_unit(parent, "科", by=by, **plain)
