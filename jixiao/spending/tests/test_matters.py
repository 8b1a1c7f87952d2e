"""A matter is seen whole: by requests sent up at once, by one that comes back, by a contract that runs over years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Value

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, TODAY, a_person
from jixiao.audit.tests.stand_ins import RIVALS, race
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.spending.actions import holding, moving, payments
from jixiao.spending.models import Adoption, Contract, Matter, Payment, Posting
from jixiao.spending.queries import payments as queries
from jixiao.spending.queries import yearly
from jixiao.spending.queries.settings import adoption_for
from jixiao.spending.rules.ic import ic08_within_the_contract as ic08

from .money import Office, a_request, an_office, approved, quota_of, sent_up, under_contract

LATER = NOON + timedelta(days=10)


@pytest.fixture
def office() -> Office:
    return an_office()


# ── eight at once ──


def wholes_at_once(office: Office) -> list[int]:
    """Send eight requests of one matter, 500 元 each, up at the same moment; return the whole each went by."""
    first, *others = [a_request(office, "500", title=f"办会{number}") for number in range(RIVALS)]
    for other in others:
        payments.join(other, first.matter, by=office.jingban, at=NOON)
    waiting: Iterator[Payment] = iter([first, *others])

    def act() -> object:
        return moving.submit(Payment.objects.get(pk=next(waiting).pk), by=office.jingban, at=NOON)

    results = race(act)
    assert [one for one in results if not isinstance(one, Payment)] == []
    return sorted(Payment.objects.filter(matter=first.matter).values_list("whole", flat=True))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_requests_of_one_matter_sent_up_at_once_each_see_those_before(office: Office) -> None:
    assert wholes_at_once(office) == [number * 50_000 for number in range(1, RIVALS + 1)]
    bands = Payment.objects.order_by("whole").values_list("band", flat=True)
    assert list(bands) == ["A1", "A1", "A1", *["A2"] * 5]  # from 2,000 元 on the leaders sign


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time: it needs no lock on the matter")
def test_without_the_lock_on_the_matter_some_do_not(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Matter.objects, "select_for_update", lambda **_said: Matter.objects.all())

    assert wholes_at_once(office) != [number * 50_000 for number in range(1, RIVALS + 1)]


# ── stopped after it was signed ──


@pytest.mark.django_db
def test_whoever_checked_an_approved_payment_may_stop_it_and_the_quota_is_free(office: Office) -> None:
    payment = approved(office, "1800")
    assert quota_of(office) == (180_000, 0)

    moving.reject(payment, "票据存疑", by=office.kuaiji, at=LATER)

    assert (payment.state, quota_of(office)) == ("不予支出", (0, 0))
    assert list(Posting.objects.order_by("pk").values_list("kind", "fen")) == [("freeze", 180_000), ("release", -180_000)]


@pytest.mark.django_db
def test_it_is_not_stopped_once_it_is_ordered(office: Office) -> None:
    payment = moving.order(approved(office, "1800"), by=office.chuna, at=NOON)

    with pytest.raises(Refused):
        moving.reject(payment, "票据存疑", by=office.kuaiji, at=LATER)
    assert quota_of(office) == (180_000, 0)


def the_author_again(office: Office) -> User:
    """Seat a second account of the author as an accountant."""
    second = a_person(office.department, "jingban2", Role.ACCOUNTANT)
    User.objects.filter(pk=second.pk).update(person=office.jingban)
    second.refresh_from_db()
    return second


@pytest.mark.django_db
def test_its_author_does_not_stop_it_under_another_account(office: Office) -> None:
    payment = approved(office, "1800")

    with pytest.raises(Refused, match=r"本人|自己|他人|已经手|另"):
        moving.reject(payment, "不要了", by=the_author_again(office), at=LATER)
    assert quota_of(office) == (180_000, 0)


@pytest.mark.django_db
def test_without_the_look_at_hands_its_author_would(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = approved(office, "1800")
    monkeypatch.setattr(queries, "apart_from", lambda *_: [])

    assert moving.reject(payment, "不要了", by=the_author_again(office), at=LATER).state == "不予支出"


@pytest.mark.django_db
def test_if_all_who_signed_were_kept_apart_nobody_who_checked_could_stop_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = approved(office, "1800")
    monkeypatch.setattr(queries, "apart_from", lambda one, _move: queries.hands_of(one))

    with pytest.raises(Refused):
        moving.reject(payment, "票据存疑", by=office.kuaiji, at=LATER)


# ── back with its author, and up again ──


def back_and_joined(office: Office) -> Payment:
    """Return a request of 1,500 元 that came back; meanwhile the department went lenient and 500 元 of its matter were asked for."""
    first = sent_up(office, "1500")
    moving.send_back(first, "补充明细", by=office.kezhang, at=NOON)
    Adoption.objects.create(unit=office.department, since=TODAY + timedelta(days=1), policy="P-SEED", strict=False, at=NOON)
    second = a_request(office, "500")
    payments.join(second, first.matter, by=office.jingban, at=LATER)
    moving.submit(second, by=office.jingban, at=LATER)
    assert second.strict is False
    return first


@pytest.mark.django_db
def test_a_returned_request_keeps_its_policy_and_is_added_up_anew(office: Office) -> None:
    first = back_and_joined(office)

    assert queries.route_of(first, LATER.date()).band == "A2"  # what the page shows before it is sent
    moving.submit(first, by=office.jingban, at=LATER)

    assert (first.strict, first.whole, first.band, first.round) == (True, 200_000, "A2", 2)


@pytest.mark.django_db
def test_under_the_newer_policy_it_would_take_the_lower_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = back_and_joined(office)

    def of_today(payment: Payment, _on: object) -> object:
        chosen = adoption_for(payment.filer, LATER.date())
        return chosen.policy, chosen.strict

    monkeypatch.setattr(queries, "policy_of", of_today)

    assert moving.submit(first, by=office.jingban, at=LATER).band == "A1"


@pytest.mark.django_db
def test_by_its_first_whole_it_would_take_the_lower_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = back_and_joined(office)
    monkeypatch.setattr(queries, "whole_of", lambda payment: Money(payment.whole))

    assert moving.submit(first, by=office.jingban, at=LATER).band == "A1"


# ── the retention ──


def a_request_into_the_retention(office: Office) -> Payment:
    """Return a request of 12,000 元 under a contract of as much, 600 元 of which is kept back."""
    payment = a_request(office, "12000")
    under_contract(office, payment)
    Contract.objects.update(retention=60_000)
    payment.refresh_from_db()
    return payment


@pytest.mark.django_db
def test_the_retention_is_not_asked_for_before_the_last_part(office: Office) -> None:
    payment = a_request_into_the_retention(office)
    sentence = r"留有质保金 600.00 元，预付款最多还可付 11,400.00 元"

    shown = queries.refusals_to_submit(payment, TODAY)
    assert [why for why in shown if "质保金" in why]
    with pytest.raises(Refused, match=sentence):
        moving.submit(payment, by=office.jingban, at=NOON)
    assert quota_of(office) == (0, 0)

    payments.write(payment, {"stage": "final"}, version=payment.version, by=office.jingban, at=NOON)
    assert moving.submit(payment, by=office.jingban, at=NOON).state == "科室审核"


@pytest.mark.django_db
def test_the_update_itself_leaves_the_retention(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests that each saw room for themselves: the second finds it gone, whatever was said before the click."""
    payment = a_request_into_the_retention(office)
    monkeypatch.setattr(queries, "refusals_to_submit", lambda *_: [])

    with pytest.raises(Refused, match="质保金"):
        moving.submit(payment, by=office.jingban, at=NOON)
    assert quota_of(office) == (0, 0)


@pytest.mark.django_db
def test_without_both_looks_the_retention_goes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = a_request_into_the_retention(office)
    monkeypatch.setattr(queries, "refusals_to_submit", lambda *_: [])
    monkeypatch.setattr(holding, "KEPT_BACK", Value(0))

    assert moving.submit(payment, by=office.jingban, at=NOON).state == "科室审核"


# ── over years ──


def over_years(office: Office) -> Contract:
    """Return a contract of 12,000 元, all of it paid in 2021, under which 500 元 more are written down in 2022."""
    old, new = a_request(office, "12000"), a_request(office, "500")
    under_contract(office, old)
    left = {"state": "已支付", "paid_at": NOON - timedelta(days=365), "receipt": "回2021"}
    Payment.objects.filter(pk=old.pk).update(**left, year=2021, number=1)
    Payment.objects.filter(pk=new.pk).update(contract=old.contract, state="已批准", number=1)
    assert old.contract
    return old.contract


@pytest.mark.django_db
def test_a_contract_that_runs_over_years_is_seen_whole(office: Office) -> None:
    contract = over_years(office)
    seen = yearly.year_of(office.department, 2022, TODAY)

    found = list(ic08.check(seen, seen.limits))

    assert [one.key for one in found] == [f"contract-{contract.pk}"]
    assert "以前年度 12,000.00 元，本年在办和已付 1 笔，共 12,500.00 元，超出 500.00 元" in found[0].message


@pytest.mark.django_db
def test_by_its_own_year_alone_it_would_stay_within(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    over_years(office)
    monkeypatch.setattr(yearly, "_before", lambda *_: {})
    seen = yearly.year_of(office.department, 2022, TODAY)

    assert list(ic08.check(seen, seen.limits)) == []


@pytest.mark.django_db
def test_a_matter_that_runs_over_years_is_added_up_over_them(office: Office) -> None:
    first, second = a_request(office, "1800"), a_request(office, "900")
    Payment.objects.filter(pk=first.pk).update(state="已批准", year=2021, number=1)
    payments.join(second, first.matter, by=office.jingban, at=NOON)

    assert moving.submit(second, by=office.jingban, at=NOON).band == "A2"
