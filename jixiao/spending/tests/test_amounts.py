"""Amounts at every entrance of spending: what is no amount is refused in a sentence, nothing is kept of it but what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import models

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.kernel.money import Money
from jixiao.spending.actions import moving
from jixiao.spending.forms import meetings as meeting_forms
from jixiao.spending.forms import payments as payment_forms
from jixiao.spending.models import (
    Acceptance,
    Adoption,
    Contract,
    ContractChange,
    Invoice,
    Matter,
    Payment,
    Posting,
    Procurement,
    Quota,
    QuotaChange,
    Topic,
)

from .money import Office, a_request, approved, paid
from .opening import an_open_office, signed_in
from .registers import NUMBER, a_contract, a_draft
from .test_meeting_pages import opened, opinions, waits

pytestmark = pytest.mark.django_db
WRONG = ["1e3", "1_000", "１２３", "12.345", "-5", "10000000000000.00", "0", "一百", "1,00", "99999999999999999999"]
SAID = re.compile(r"不是金额|不是整分|不能|超出|大于零|正数|不小于|不符|超过|少于")
KEPT: list[type[models.Model]] = [
    Payment, Matter, Posting, Quota, QuotaChange, Contract, ContractChange, Acceptance, Procurement, Invoice, Topic, Adoption,
]  # fmt: skip


@dataclass
class Entrance:
    """A form that takes an amount: who fills it, where, and what else they type."""

    user: User
    path: str
    name: str
    more: dict[str, Any] = field(default_factory=dict)
    right: frozenset[str] = frozenset()  # of the wrong ones, those that are right here


def request(office: Office) -> Entrance:
    return Entrance(office.jingban, "/spending/new/", "amount", {"title": "会场布置"})


def rewritten(office: Office) -> Entrance:
    one = a_request(office, "100")
    more = {"title": one.title, "version": one.version, "stage": one.stage, "quota": one.quota_id, "payee": one.payee_id}
    return Entrance(office.jingban, f"/spending/{one.pk}/write/", "amount", more)


def contract(office: Office) -> Entrance:
    more = {"code": "合1", "name": "场地", "unit": office.section.pk, "payee": office.payee.pk, "signed": "2022-02-01"}
    return Entrance(office.jingban, "/spending/contracts/new/", "fen", more)


def retention(office: Office) -> Entrance:
    one = contract(office)
    return Entrance(one.user, one.path, "retention", one.more | {"fen": "5000"}, frozenset({"0"}))


def supplement(office: Office) -> Entrance:
    more = {"signed": "2022-02-01", "document": "商函1号", "reason": "加一天"}
    one = a_contract(office)
    return Entrance(office.jingban, f"/spending/contracts/{one.pk}/supplement/", "amount", more, frozenset({"-5"}))


def acceptance(office: Office) -> Entrance:
    one = a_contract(office)
    return Entrance(office.kezhang, f"/spending/contracts/{one.pk}/accept/", "amount", {"on": f"{TODAY}", "opinion": "合格"})


def acceptance_of_a_purchase(office: Office) -> Entrance:
    one = a_draft(office)
    return Entrance(office.kezhang, f"/spending/{one.pk}/acceptance/", "amount", {"on": f"{TODAY}", "opinion": "合格"})


def procurement(office: Office) -> Entrance:
    more = {"name": "展会服务", "item": "会议和展览服务", "goods": "服务", "method": "公开招标", "unit": office.section.pk}
    return Entrance(office.jingban, "/spending/procurements/new/", "fen", more)


def invoice(office: Office) -> Entrance:
    one = a_draft(office)
    more = {"number": NUMBER, "on": "2022-02-20", "seller": "某会展服务有限公司", "buyer": office.department.name}
    return Entrance(office.jingban, f"/spending/{one.pk}/invoices/", "amount", more)


def quota_change(office: Office) -> Entrance:
    more = {"way": "more", "reason": "追加", "document": "财预1号"}
    return Entrance(office.fuzeren, f"/spending/quotas/lines/{office.quota.pk}/", "amount", more)


def receipt(office: Office) -> Entrance:
    one = moving.send(moving.order(approved(office, "1800"), by=office.chuna, at=NOON), by=office.fuzeren, at=NOON)
    return Entrance(office.kuaiji, f"/spending/{one.pk}/bank_ok/", "amount", {"receipt": "回1"})


def refund(office: Office) -> Entrance:
    one = paid(office, "1800")
    return Entrance(office.kuaiji, f"/spending/{one.pk}/refund/", "amount", {"receipt": "退1", "reason": "多付"})


def meeting_limit(office: Office) -> Entrance:
    meeting = opened(office, waits(office))
    topic = meeting.topics.get()
    said = opinions(office, fuzeren="同意", fenguan="同意", juzhang="同意")
    signed_in(office.mishu).post(f"/spending/topics/{topic.pk}/record/", {**said, "key": "s"})
    return Entrance(office.mishu, f"/spending/topics/{topic.pk}/decide/", "limit", {"outcome": "同意", "note": ""})


def limit_of_contracts(office: Office) -> Entrance:
    more = {"policy": "P-SEED", "since": "2026-01-01", "side": "strict"}
    return Entrance(office.fuzeren, "/spending/settings/", "contract_from", more)


ENTRANCES: list[Callable[[Office], Entrance]] = [
    request, rewritten, contract, retention, supplement, acceptance, acceptance_of_a_purchase, procurement, invoice, quota_change, receipt,
    refund, meeting_limit, limit_of_contracts,
]  # fmt: skip


def standing() -> list[list[Any]]:
    """Return every row an amount could have changed."""
    return [list(kind._base_manager.order_by("pk").values_list()) for kind in KEPT]


@pytest.fixture
def office(settings: Any) -> Office:
    return an_open_office(settings)


@pytest.mark.parametrize("entrance", ENTRANCES, ids=lambda one: one.__name__)
def test_what_is_no_amount_is_refused_in_a_sentence_and_kept_as_typed(office: Office, entrance: Callable[[Office], Entrance]) -> None:
    at = entrance(office)
    client, before = signed_in(at.user), standing()

    for number, text in enumerate(WRONG):
        if text in at.right:
            continue
        answer = client.post(at.path, {**at.more, at.name: text, "key": f"k{number}"})

        page = answer.content.decode()
        assert answer.status_code in {409, 422}, (text, answer.status_code)
        assert SAID.search(page), text
        assert f'value="{text}"' in page, text
        assert standing() == before, text


@pytest.mark.parametrize("entrance", [one for one in ENTRANCES if one is not receipt], ids=lambda one: one.__name__)
def test_a_right_amount_passes_the_same_way(office: Office, entrance: Callable[[Office], Entrance]) -> None:
    """The rig refuses amounts and not everything: typed rightly, the same form changes something (a receipt of a past year aside)."""
    at = entrance(office)
    client, before = signed_in(at.user), standing()
    text = {"meeting_limit": "35000", "retention": "100"}.get(entrance.__name__, "100.00")

    answer = client.post(at.path, {**at.more, at.name: text, "key": "k"})

    assert answer.status_code == 302
    assert standing() != before


def test_an_amount_read_by_a_kinder_reader_would_pass(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: read as Python reads numbers, 1e3 is a thousand 元."""
    kinder = classmethod(lambda _cls, text, _unit: Money(round(float(text) * 100)))
    monkeypatch.setattr(Money, "parse", kinder)
    assert payment_forms.amount_of("1e3", "金额") == meeting_forms.amount_in("1_000", "金额") == Money(100_000)
    at = request(office)

    assert signed_in(at.user).post(at.path, {**at.more, at.name: "1e3", "key": "k"}).status_code == 302
    assert Payment.objects.get().fen == 100_000
