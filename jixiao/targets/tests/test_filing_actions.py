from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.targets import actions, queries
from jixiao.targets.facts import Department, Filing, Project, SubGoal, Task
from jixiao.targets.models import Filing as Record

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
SAID = Filing(
    Department("商务局", "办好展会", (SubGoal("内贸", (Task("展会", "办展会"),)),)), (Project(name="展会", amount_unit="万元"),), 2022
)


@pytest.fixture
def officer(db: None) -> User:
    unit = organisations.create_unit(None, "商务局", short="商务局", code="1", kind="unit", since=date(2020, 1, 1), by=CONSOLE, at=NOON)
    user = accounts.create_user(unit, "caiwu", "张某某", by=CONSOLE, at=NOON)
    accounts.give_seat(unit, user, Role.FINANCE_OFFICER, since=date(2020, 1, 1), by=CONSOLE, at=NOON)
    return user


@pytest.fixture
def record(officer: User) -> Record:
    return actions.file(officer.unit, SAID, title="预算.docx", pack="standard", by=officer, at=NOON)


def rewrite(record: Record, officer: User, *edits: tuple[str, str | None, str | None], version: int = 1) -> queries.Change:
    return actions.rewrite(record, edits, version=version, reason="更正", by=officer, at=NOON)


def test_a_filing_keeps_what_it_said_at_first(record: Record, officer: User) -> None:
    rewrite(record, officer, ("projects.0.name", "展会", "展会补贴"))

    assert record.facts().projects[0].name == "展会补贴"
    assert queries.facts_of(record.original) == SAID
    assert str(record) == "预算.docx"


def test_changes_of_different_parts_are_taken_back_in_any_order(record: Record, officer: User) -> None:
    first = rewrite(record, officer, ("projects.0.name", "展会", "展会补贴"))
    second = rewrite(record, officer, ("department.overall_goal", "办好展会", "办好展会5次"), version=2)
    third = rewrite(record, officer, ("part_title", None, "第二部分"), ("year", "2022", "2023"), version=3)

    for change in (first, third, second):
        actions.undo(change, by=officer, at=NOON)
    record.refresh_from_db()

    assert record.facts() == SAID
    assert (record.version, record.year) == (7, 2022)
    assert [change.version for change in queries.changes_of(record)] == [4, 3, 2]


def test_a_change_without_edits_is_refused(record: Record, officer: User) -> None:
    with pytest.raises(Refused, match="没有要改的内容"):
        rewrite(record, officer)


def test_a_version_nobody_made_is_stale_too(record: Record) -> None:
    assert "别人刚改过" in (queries.stale(record, 9) or "")


def test_a_change_taken_back_names_who_did(record: Record, officer: User) -> None:
    change = rewrite(record, officer, ("projects.0.name", "展会", "展会补贴"))
    actions.undo(change, by=officer, at=NOON)
    record.refresh_from_db()

    assert str(change).endswith("v2 更正")
    assert change.unit == officer.unit
    assert "张某某刚办过「更正」" in (queries.stale(record, 1) or "")


def test_a_filing_is_seen_through_a_person(record: Record, officer: User) -> None:
    assert list(Record.objects.for_user(officer, date(2022, 3, 1))) == [record]
    assert not Record.objects.for_user(officer, date(2019, 1, 1))
