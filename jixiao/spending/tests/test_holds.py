"""A project that is held does not pay: no move of it goes on, and where the sentence is switched off the database still refuses."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from jixiao.accounts.tests.people import NOON, a_person
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review.tests.season import Season, a_season, a_target, pass_up
from jixiao.spending.actions import holds, moving
from jixiao.spending.models import Hold, Payment, Quota
from jixiao.spending.queries import holds as queries
from jixiao.spending.queries import payments as asking
from jixiao.targets.models import Target

from .money import Office, an_office, approved, sent_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return a_season()


@pytest.fixture
def office(season: Season) -> Office:
    return an_office(bureau=season.bureau, code="302")


@pytest.fixture
def target(season: Season, office: Office) -> Target:
    """Make a project whose quota the office spends."""
    made = pass_up(season, a_target(season), "已批复")
    Target.objects.filter(pk=made.pk).update(unit=office.section, filer=office.department)
    Quota.objects.update(target=made)
    return Target.objects.get(pk=made.pk)


def test_a_held_project_goes_no_step_further_until_it_is_lifted(office: Office, target: Target) -> None:
    waiting, ready = sent_up(office, "1500"), approved(office, "1800")
    holds.hold(target, "暂停支付", "承储企业库存不足", "2022-监-001", by=office.juzhang, at=NOON)

    with pytest.raises(Refused, match="暂停支付（2022-监-001"):
        moving.sign(waiting, waiting.digest, by=office.kezhang, at=NOON)
    with pytest.raises(Refused, match="暂停支付（2022-监-001"):
        moving.order(ready, by=office.chuna, at=NOON)

    holds.lift(Hold.objects.get(), "库存已补足", by=office.fenguan, at=NOON)
    assert moving.order(ready, by=office.chuna, at=NOON).state == "已制单"


def test_the_database_refuses_a_held_project_where_the_sentence_is_switched_off(
    office: Office, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = approved(office, "1800")
    holds.hold(target, "停止拨款", "虚报数量", "2022-监-002", by=office.juzhang, at=NOON)
    monkeypatch.setattr(asking, "refusal_held", lambda _payment: None)

    with pytest.raises((Refused, DatabaseError)), transaction.atomic():
        moving.order(ready, by=office.chuna, at=NOON)

    assert Payment.objects.get(pk=ready.pk).state == "已批准"


def test_without_both_defences_the_order_would_be_made(office: Office, target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = approved(office, "1800")
    held = holds.hold(target, "暂停支付", "库存不足", "2022-监-003", by=office.juzhang, at=NOON)
    monkeypatch.setattr(asking, "refusal_held", lambda _payment: None)
    Hold.objects.filter(pk=held.pk).update(lifted_at=NOON, lifted_by=office.fenguan, lifted_for="试")

    assert moving.order(ready, by=office.chuna, at=NOON).state == "已制单"


def test_whoever_stopped_the_money_does_not_let_it_go_and_others_cannot_hold(office: Office, target: Target) -> None:
    held = holds.hold(target, "停止拨款", "虚报数量", "2022-监-004", by=office.juzhang, at=NOON)

    with pytest.raises(Refused, match="须由另一位领导"):
        holds.lift(held, "已查清", by=office.juzhang, at=NOON)
    with pytest.raises(Refused, match="不用再办"):
        holds.hold(target, "暂停支付", "再停", "2022-监-005", by=office.fenguan, at=NOON)
    with pytest.raises(Denied):
        holds.hold(target, "暂停支付", "再停", "2022-监-005", by=a_person(office.department, "wai", Role.ACCOUNTANT), at=NOON)
    assert [one.kind for one in queries.holds_of(target)] == ["停止拨款"]


def test_a_hold_is_never_changed_or_removed(office: Office, target: Target) -> None:
    held = holds.hold(target, "暂停支付", "库存不足", "2022-监-006", by=office.juzhang, at=NOON)

    for act in (lambda: Hold.objects.filter(pk=held.pk).update(reason="别的"), lambda: Hold.objects.filter(pk=held.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
