"""Posts lent for a time: what they give, what they do not, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jixiao.accounts import actions, queries
from jixiao.accounts.models import Delegation, Seat, User
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.models import Unit

from .people import NOON, SINCE, TODAY, a_person, a_unit

pytestmark = pytest.mark.django_db
DEPARTMENT = Permission.TARGET_DEPARTMENT
UNTIL = date(2022, 3, 31)
LATER = datetime(2022, 4, 1, 1, tzinfo=UTC)


@pytest.fixture
def chief(department: Unit) -> User:
    return a_person(department, "wang", Role.CHIEF)


@pytest.fixture
def vice(department: Unit) -> User:
    return a_person(department, "li", Role.MEETING_SECRETARY)


def lend(giver: User, taker: User, **changed: Any) -> Delegation:
    said = {"since": TODAY, "until": UNTIL, "ceiling": None, "reason": "外出学习", "document": "委托〔2022〕1号", "by": giver, "at": NOON}
    return actions.delegate(Seat.objects.get(user=giver), taker, **(said | changed))


def test_a_lent_post_gives_its_rights_where_it_reaches_from_its_first_day_to_its_last(
    department: Unit, neighbour: Unit, chief: User, vice: User
) -> None:
    section = a_unit(department, "外贸科", "4")
    lend(chief, vice)

    for unit, day, may in (
        (department, TODAY, True),
        (section, UNTIL, True),
        (neighbour, TODAY, False),
        (department, TODAY - timedelta(days=1), False),
        (department, UNTIL + timedelta(days=1), False),
    ):
        assert vice.may(DEPARTMENT, unit, day) is may
        assert (department.path in vice.paths(DEPARTMENT, day)) is (day in {TODAY, UNTIL})
    assert chief.may(DEPARTMENT, department, TODAY)


def test_who_acts_under_a_lent_post_acts_on_behalf_of_its_giver(department: Unit, chief: User, vice: User) -> None:
    loan = lend(chief, vice, ceiling=30_000_000)

    assert queries.acting(vice, DEPARTMENT, department, TODAY, fen=30_000_000) == queries.Acting(chief, loan)
    assert queries.acting(chief, DEPARTMENT, department, TODAY).on_behalf is None
    assert queries.acting(vice, Permission.FILING_READ, department, TODAY).on_behalf is None  # a right of their own post


def test_the_own_post_wins_over_a_lent_one(department: Unit, chief: User) -> None:
    deputy = a_person(department, "zhao", Role.VICE_LEADER)
    lend(chief, deputy)

    assert queries.acting(deputy, DEPARTMENT, department, TODAY).on_behalf is None


@pytest.mark.parametrize(
    ("fen", "whose", "sentence"),
    [(30_000_001, "", "超过委托上限 30万元"), (1, "wang", "委托人wang某已经手"), (1, "li", "这件事您已经手")],
)
def test_what_a_lent_post_does_not_carry_is_refused_in_a_sentence(chief: User, vice: User, fen: int, whose: str, sentence: str) -> None:
    department = chief.unit
    lend(chief, vice, ceiling=30_000_000)
    authors = User.objects.filter(username=whose)

    with pytest.raises(Refused, match=sentence):
        queries.acting(vice, DEPARTMENT, department, TODAY, fen=fen, authors=authors)
    assert sentence in (queries.refusal_to_act(vice, DEPARTMENT, department, TODAY, fen=fen, authors=authors) or "")


def test_a_second_account_is_the_same_person(department: Unit, chief: User, vice: User) -> None:
    second = actions.create_user(department, "li2", "li某", by=CONSOLE, at=NOON)
    namesake = actions.create_user(department, "li3", "li某", namesake=True, by=CONSOLE, at=NOON)
    actions.give_seat(department, second, Role.CHIEF, since=SINCE, by=CONSOLE, at=NOON)

    assert queries.same_person(second, chief, vice)
    assert not queries.same_person(namesake, vice)
    with pytest.raises(Refused, match="这件事您已经手"):
        queries.acting(second, DEPARTMENT, department, TODAY, authors=[vice])
    with pytest.raises(Refused, match="不能委托给自己"):
        lend(second, vice)
    with pytest.raises(Refused, match="三员不得兼任"):
        actions.give_seat(department, vice, Role.AUDIT_ADMIN, since=SINCE, by=CONSOLE, at=NOON)
    actions.give_seat(department, namesake, Role.AUDIT_ADMIN, since=SINCE, by=CONSOLE, at=NOON)


def run_out(_loan: Delegation) -> None:
    """Let it end by itself."""


def ended(loan: Delegation) -> None:
    actions.end_delegation(loan, by=loan.giver, at=NOON)


def giver_left(loan: Delegation) -> None:
    actions.end_seat(Seat.objects.get(user=loan.giver), TODAY, by=CONSOLE, at=NOON)


def giver_closed(loan: Delegation) -> None:
    actions.close_user(loan.giver, by=CONSOLE, at=NOON)


@pytest.mark.parametrize(
    ("happens", "day", "sentence"),
    [
        (run_out, date(2022, 4, 1), "您的委托（代wang某）已于 2022-03-31 到期，请重新办理委托"),
        (ended, TODAY, "您的委托（代wang某）已于 2022-03-01 终止，请重新办理委托"),
        (giver_left, date(2022, 3, 2), "wang某已不担任商务局的主要领导，您的委托（代wang某）随之失效"),
        (giver_closed, TODAY, "wang某已不担任商务局的主要领导"),
    ],
)
def test_a_loan_that_lapsed_gives_nothing_and_the_door_says_why(
    chief: User, vice: User, happens: Callable[[Delegation], None], day: date, sentence: str
) -> None:
    department = chief.unit
    happens(lend(chief, vice))
    vice.refresh_from_db()

    assert not vice.may(DEPARTMENT, department, day)
    assert (queries.refusal_to_act(vice, DEPARTMENT, department, day) or "").startswith(sentence)
    with pytest.raises(Refused) as refused:
        queries.acting(vice, DEPARTMENT, department, day)
    assert refused.value.sentence.startswith(sentence)


def test_the_door_says_that_a_loan_ran_out_and_writes_the_attempt_down(department: Unit, vice: User) -> None:
    security = a_person(department, "wang", Role.CHIEF, Role.SECTION_HEAD)
    lend_of = Seat.objects.get(user=security, role=Role.SECTION_HEAD)
    said: dict[str, Any] = {"reason": "外出", "document": "1号", "by": security, "at": NOON}
    actions.delegate(lend_of, vice, since=TODAY, until=UNTIL, **said)

    with pytest.raises(Denied, match="您的委托（代wang某）已于 2022-03-31 到期"):
        actions.delegate(lend_of, security, since=LATER.date(), until=LATER.date(), **(said | {"by": vice, "at": LATER}))
    assert Event.objects.order_by("-seq").first().result == "denied"  # type: ignore[union-attr] # it is there


def test_a_loan_to_come_says_when_it_begins(department: Unit, chief: User, vice: User) -> None:
    lend(chief, vice, since=TODAY + timedelta(days=3))

    assert queries.refusal_to_act(vice, DEPARTMENT, department, TODAY) == "您的委托（代wang某）自 2022-03-04 起才生效"
    assert "您没有在本单位办理「财政审核、批复目标」的岗位" in (
        queries.refusal_to_act(chief, Permission.TARGET_FISCAL, department, TODAY) or ""
    )


def test_a_post_is_lent_only_by_its_holder_to_somebody_active_of_the_same_department(
    bureau: Unit, department: Unit, neighbour: Unit, chief: User, vice: User
) -> None:
    seat, stranger, reviewer = Seat.objects.get(user=chief), a_person(neighbour, "zhou"), a_person(bureau, "wu")
    deputy = a_person(department, "zhao", Role.VICE_LEADER)
    gone = a_person(department, "sun")
    actions.close_user(gone, by=CONSOLE, at=NOON)

    for taker, sentence in ((stranger, "只能委托给本部门"), (reviewer, "只能委托给本部门"), (gone, "已停用")):
        with pytest.raises(Refused, match=sentence):
            lend(chief, taker)
    with pytest.raises(Refused, match="是wang某的岗位，须由本人委托"):
        actions.delegate(seat, vice, since=TODAY, until=UNTIL, reason="r", document="d", by=deputy, at=NOON)
    with pytest.raises(Denied):
        actions.delegate(seat, vice, since=TODAY, until=UNTIL, reason="r", document="d", by=vice, at=NOON)
    with pytest.raises(Refused, match="委托事由和委托书文号"):
        lend(chief, vice, document=" ")
    assert Delegation.objects.count() == 0


def test_a_lent_post_is_not_lent_on(department: Unit, chief: User, vice: User) -> None:
    third = a_person(department, "zhao")
    lend(chief, vice)

    assert queries.lendable(vice, TODAY) == []
    with pytest.raises(Refused, match="须由本人委托"):
        actions.delegate(Seat.objects.get(user=chief), third, since=TODAY, until=UNTIL, reason="r", document="d", by=vice, at=NOON)


def test_whoever_took_a_post_gets_none_that_clashes_with_it(department: Unit, chief: User) -> None:
    empty = a_person(department, "kong")
    lend(chief, empty)

    with pytest.raises(Refused, match="三员不得兼任业务岗位"):
        actions.give_seat(department, empty, Role.SYSTEM_ADMIN, since=TODAY, by=CONSOLE, at=NOON)
    actions.give_seat(department, empty, Role.SYSTEM_ADMIN, since=UNTIL + timedelta(days=1), by=CONSOLE, at=NOON)


def test_a_loan_is_ended_by_its_giver_its_taker_or_who_gives_posts_and_once(department: Unit, chief: User, vice: User) -> None:
    stranger, keeper = a_person(department, "zhao"), a_person(department, "bao", Role.SECURITY_ADMIN)

    for who in (chief, vice, keeper):
        loan = lend(chief, vice)
        with pytest.raises(Refused, match="须由委托人wang某"):
            actions.end_delegation(loan, by=stranger, at=NOON)
        actions.end_delegation(loan, by=who, at=NOON)
        with pytest.raises(Refused, match="已经终止"):
            actions.end_delegation(loan, by=who, at=NOON)
    with pytest.raises(Refused, match="已经到期"):
        actions.end_delegation(lend(chief, vice), by=chief, at=LATER)


def test_the_same_key_lends_once(department: Unit, chief: User, vice: User) -> None:
    assert lend(chief, vice, key="k") == lend(chief, vice, key="k")
    assert Delegation.objects.count() == 1


def test_a_loan_is_seen_by_its_two_and_by_who_looks_people_up(neighbour: Unit, department: Unit, chief: User, vice: User) -> None:
    loan = lend(chief, vice)
    keeper, other = a_person(department, "bao", Role.SECURITY_ADMIN), a_person(neighbour, "bie", Role.SECURITY_ADMIN)
    colleague = a_person(department, "zhao", Role.CHIEF)

    for who, sees in ((chief, True), (vice, True), (keeper, True), (other, False), (colleague, False)):
        assert (loan in Delegation.objects.for_user(who, TODAY)) is sees


def test_what_somebody_holds_is_asked_in_three_questions_however_much_it_is(
    department: Unit, chief: User, vice: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(5):
        lend(a_person(department, f"head{number}", Role.SECTION_HEAD), vice)
    lend(chief, vice)
    vice.remembers = True

    with django_assert_num_queries(3):
        for permission in Permission:
            vice.may(permission, department, TODAY)
        queries.acting(vice, DEPARTMENT, department, TODAY)
    chief.remembers = True
    with django_assert_num_queries(2):  # nobody ever lent them anything
        chief.may(DEPARTMENT, department, TODAY)


@pytest.mark.parametrize(
    "broken", [{"taker_id": "giver"}, {"until": date(2020, 1, 1)}, {"ceiling": 0}, {"document": ""}, {"role": "auditor"}]
)
def test_the_database_refuses_a_broken_loan(department: Unit, chief: User, vice: User, broken: dict[str, Any]) -> None:
    plain = {"giver": chief, "taker_id": vice.pk, "unit": department, "role": "chief", "since": TODAY, "until": UNTIL}
    said = plain | {"reason": "r", "document": "d", "given_at": NOON} | broken
    said["taker_id"] = chief.pk if said["taker_id"] == "giver" else said["taker_id"]

    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(**said)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_delegation SET ceiling = 99999999999",
        "UPDATE accounts_delegation SET until = '2030-01-01'",
        "UPDATE accounts_delegation SET ended_at = given_at, taker_id = giver_id",
        "DELETE FROM accounts_delegation",
    ],
)
def test_the_database_keeps_a_loan_as_it_was_given(chief: User, vice: User, statement: str) -> None:
    loan = lend(chief, vice)

    with pytest.raises(DatabaseError, match="ended, never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    actions.end_delegation(loan, by=chief, at=NOON)
    with pytest.raises(DatabaseError, match="ended, never changed"), transaction.atomic():
        Delegation.objects.update(ended_at=None)
