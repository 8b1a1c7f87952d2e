"""What may not be done to an account or a post, in the sentence people read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jixiao.accounts import actions, queries
from jixiao.accounts.models import Seat, User
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit

from .people import NOON, SINCE, TODAY, a_person, a_unit

pytestmark = pytest.mark.django_db


def test_names_are_held_to_their_length_and_shape(department: Unit) -> None:
    assert queries.refusal_of_names("u" * 61, "某") == "用户名和姓名都不超过 60 个字"
    assert queries.refusal_of_names("u", "名" * 61) == "用户名和姓名都不超过 60 个字"
    assert "中间不留空格" in (queries.refusal_of_names("a b", "某") or "")
    assert queries.refusal_of_names("zhang.san@1", "某") is None


def test_a_post_is_not_given_for_a_time_that_cannot_be(department: Unit, officer: User) -> None:
    section = a_unit(department, "外贸科", "4")
    organisations.close_unit(section, date(2022, 6, 30), by=CONSOLE, at=NOON)
    section.refresh_from_db()

    with pytest.raises(Refused, match="离任日期不能早于任职日期"):
        actions.give_seat(department, officer, Role.CHIEF, since=TODAY, until=SINCE, by=CONSOLE, at=NOON)
    with pytest.raises(Refused, match="已于 2022-06-30 撤销，任期不能超过这一天"):
        actions.give_seat(section, officer, Role.CHIEF, since=TODAY, by=CONSOLE, at=NOON)
    actions.give_seat(section, officer, Role.CHIEF, since=TODAY, until=date(2022, 6, 30), by=CONSOLE, at=NOON)
    with pytest.raises(Refused, match="外贸科已于 2022-06-30 撤销"):
        actions.move_user(officer, section, by=CONSOLE, at=NOON + timedelta(days=365))


def test_a_closed_account_is_given_nothing(department: Unit, officer: User, admin: User) -> None:
    actions.close_user(officer, by=CONSOLE, at=NOON)
    officer.refresh_from_db()

    with pytest.raises(Refused, match="请先由系统管理员恢复"):
        actions.give_seat(department, officer, Role.CHIEF, since=TODAY, by=CONSOLE, at=NOON)
    with pytest.raises(Refused, match="账号已停用"):
        actions.issue_link(officer, by=CONSOLE, at=NOON)
    with pytest.raises(Refused, match="已经停用"):
        actions.close_user(officer, by=admin, at=NOON)
    assert officer.held_on(TODAY) == ()


def test_somebody_is_moved_only_between_units_one_manages(neighbour: Unit, officer: User, admin: User) -> None:
    with pytest.raises(Refused, match="您不管理农业局的账号"):
        actions.move_user(officer, neighbour, by=admin, at=NOON)


def test_no_link_is_issued_to_oneself(department: Unit) -> None:
    keeper = a_person(department, "baomi", Role.SECURITY_ADMIN)

    with pytest.raises(Refused, match="不必给自己发链接"):
        actions.issue_link(keeper, by=keeper, at=NOON)


def test_the_console_may_take_the_last_administrator_away(admin: User) -> None:
    actions.end_seat(Seat.objects.get(user=admin), TODAY, by=CONSOLE, at=NOON)
    actions.close_user(admin, by=CONSOLE, at=NOON)


def test_a_right_in_no_place_is_no_right(officer: User) -> None:
    assert officer.permissions(None, TODAY) == frozenset()
    assert queries.refusal_without(officer, None, TODAY, Permission.PEOPLE_MANAGE) == "须由系统管理员办理，您没有这个岗位"


def test_a_department_without_a_bureau_lends_within_itself(db: None) -> None:
    alone = organisations.create_unit(None, "某事业单位", short="某单位", code="9", kind="unit", since=SINCE, by=CONSOLE, at=NOON)
    section = organisations.create_unit(alone, "科", short="科", code="1", kind="section", since=SINCE, by=CONSOLE, at=NOON)

    assert queries.filing_root(section) == alone.path


def test_a_department_and_not_those_below_a_bureau_is_offered_to_lend_to(bureau: Unit, department: Unit, neighbour: Unit) -> None:
    head, clerk, stranger = (a_person(unit, name) for unit, name in ((bureau, "head"), (bureau, "clerk"), (department, "stranger")))

    assert [*queries.takers_for(head, bureau.path)] == [clerk]
    assert [*queries.takers_for(head, department.path)] == [stranger]
