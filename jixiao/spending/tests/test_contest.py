"""Eight at the same moment: the accepted total never exceeds the quota, the loser gets a sentence; a naive twin fails the same rig."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from jixiao.accounts.tests.people import NOON
from jixiao.audit.tests.stand_ins import RIVALS, race
from jixiao.kernel.refusal import Refused
from jixiao.spending.actions import moving
from jixiao.spending.actions.holding import Holding
from jixiao.spending.models import Act, Payment, Posting, Quota

from .money import Office, a_request, an_office, approved, paid, sent_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CONTESTS = 500
EACH = 100_000  # 1,000 元; the quota holds three of eight


def contests(spend: Callable[[int], object], quota: Quota, times: int) -> list[int]:
    """Let eight spend at once, again and again from a full quota; return what was accepted each time."""
    accepted = []
    for _ in range(times):
        Quota.objects.filter(pk=quota.pk).update(frozen=0)
        accepted.append(sum(result is True for result in race(lambda: spend(quota.pk))) * EACH)
    return accepted


def guarded(number: int) -> object:
    """Freeze as the house does, on the bare quota: the same guarded UPDATE, without the posting that names a payment."""
    holding = Holding(Payment(fen=EACH, quota_id=number), NOON)
    holding.post = lambda *_: None  # type: ignore[method-assign]  # the contest is for the quota alone
    try:
        with transaction.atomic():
            holding.freeze()
    except Refused as refusal:
        return refusal.sentence
    return True


def naive(number: int) -> object:
    """Read, compare, write: what the house never does."""
    quota = Quota.objects.get(pk=number)
    if quota.approved - quota.frozen < EACH:
        return False
    try:
        Quota.objects.filter(pk=number).update(frozen=F("frozen") + EACH)
    except IntegrityError:  # the database's own bound catches it: count what the code let through
        return True
    return True


def test_of_eight_claims_on_one_quota_no_more_is_accepted_than_it_holds() -> None:
    quota = an_office(yuan="3000").quota

    assert set(contests(guarded, quota, CONTESTS)) == {3 * EACH}


def test_a_naive_claim_fails_the_same_rig() -> None:
    quota = an_office(yuan="3000").quota

    assert max(contests(naive, quota, 60)) > 3 * EACH


def submits(office: Office, drafts: list[Payment]) -> list[object]:
    """Send eight requests up at once."""
    waiting = iter(drafts)

    def act() -> object:
        draft = next(waiting)
        try:
            return moving.submit(Payment.objects.get(pk=draft.pk), by=office.jingban, at=NOON)
        except Refused as refusal:
            return refusal.sentence

    return race(act)


def test_of_eight_requests_at_once_the_quota_bears_three_and_tells_the_rest() -> None:
    office = an_office(yuan="3000")
    drafts = [a_request(office, "1000", title=f"办会{number}") for number in range(RIVALS)]

    results = submits(office, drafts)

    office.quota.refresh_from_db()
    assert (office.quota.frozen, office.quota.paid) == (300_000, 0)
    assert sum(isinstance(one, Payment) for one in results) == 3
    assert sum("指标不够" in str(one) for one in results) == RIVALS - 3
    assert sorted(number or 0 for number in Payment.objects.exclude(number=None).values_list("number", flat=True)) == [1, 2, 3]
    assert sum(Posting.objects.values_list("fen", flat=True)) == 300_000


def test_of_eight_signatures_at_once_one_counts() -> None:
    office = an_office()
    payment = sent_up(office, "1800")

    def act() -> object:
        try:
            return moving.sign(Payment.objects.get(pk=payment.pk), payment.digest, by=office.kezhang, at=NOON)
        except Refused as refusal:
            return refusal.sentence

    results = race(act)

    assert Act.objects.filter(payment=payment, move="pass_section").count() == 1
    assert sum(isinstance(one, Payment) for one in results) == 1


def test_of_eight_receipts_at_once_the_money_leaves_once() -> None:
    office = an_office()
    payment = approved(office, "1800")
    moving.order(payment, by=office.chuna, at=NOON)
    moving.send(payment, by=office.fuzeren, at=NOON)

    def act() -> object:
        try:
            return moving.bank_ok(Payment.objects.get(pk=payment.pk), "回1", payment.amount, by=office.kuaiji, at=NOON)
        except Refused as refusal:
            return refusal.sentence

    race(act)

    office.quota.refresh_from_db()
    assert (office.quota.frozen, office.quota.paid) == (0, 180_000)


def test_a_key_pressed_eight_times_sends_up_once() -> None:
    office = an_office()
    draft = a_request(office, "1800")

    race(lambda: moving.submit(Payment.objects.get(pk=draft.pk), by=office.jingban, at=NOON, key="k"))

    assert Act.objects.filter(payment=draft, move="submit").count() == 1


def test_of_eight_refunds_at_once_one_row_is_made() -> None:
    office = an_office()
    payment = paid(office, "1800")

    def act() -> object:
        try:
            return moving.refund(Payment.objects.get(pk=payment.pk), payment.amount, "退1", "全退", by=office.kuaiji, at=NOON)
        except Refused as refusal:
            return refusal.sentence

    race(act)

    office.quota.refresh_from_db()
    assert Payment.objects.filter(reverses=payment).count() == 1
    assert (office.quota.frozen, office.quota.paid) == (0, 0)
