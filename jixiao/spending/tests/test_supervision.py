"""The page of internal supervision: what it finds, who may explain it, and that a 阻断 is not explained away."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from openpyxl import load_workbook

from jixiao.accounts.tests.people import BACKEND, NOON, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.spending.actions import supervision as actions
from jixiao.spending.models import Payment
from jixiao.spending.queries import supervision as queries

from .money import Office, an_office, paid

pytestmark = pytest.mark.django_db
DAY = NOON.date()


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def split(office: Office) -> Office:
    """Two bills of one payee, a week apart, each below the meeting's threshold and together above it."""
    paid(office, "9800")
    paid(office, "9700", at=NOON + timedelta(days=6))
    paid(office, "9600", at=NOON + timedelta(days=7))
    return office


def found(office: Office, code: str) -> list[queries.Found]:
    return [one for one in queries.findings(office.department, 2022, DAY + timedelta(days=20)) if one.rule.code == code]


def test_bills_cut_up_are_found_with_the_payments_behind_them(split: Office) -> None:
    (one,) = found(split, "IC-04")

    assert len(one.payments) >= 2
    assert one.amount.fen == sum(row.fen for row in one.payments)


def test_a_reason_leaves_a_suspicion_and_stays_with_it(split: Office) -> None:
    (one,) = found(split, "IC-04")
    later = NOON + timedelta(days=20)

    waiver = actions.explain(split.department, 2022, one.name, "三场活动分别结算", by=split.fuzeren, at=later)

    assert found(split, "IC-04")[0].waiver == waiver
    actions.reopen(waiver, by=split.fuzeren, at=later)
    assert found(split, "IC-04")[0].waiver is None


def test_who_does_not_supervise_explains_nothing(split: Office) -> None:
    (one,) = found(split, "IC-04")

    with pytest.raises(Denied):
        actions.explain(split.department, 2022, one.name, "没事", by=split.jingban, at=NOON + timedelta(days=20))


def test_a_block_is_not_explained_away(office: Office) -> None:
    payment = paid(office, "1800")
    Payment.objects.filter(pk=payment.pk).update(booker=office.chuna)  # the cashier booked: past the door
    (one,) = found(office, "IC-03")

    with pytest.raises(Refused, match="阻断"):
        actions.explain(office.department, 2022, one.name, "人手不够", by=office.fuzeren, at=NOON + timedelta(days=20))


def test_without_the_look_at_severity_a_block_would_be_explained_away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = paid(office, "1800")
    Payment.objects.filter(pk=payment.pk).update(booker=office.chuna)
    (one,) = found(office, "IC-03")
    monkeypatch.setattr(queries, "refusal_to_explain", lambda _found: None)

    assert actions.explain(office.department, 2022, one.name, "人手不够", by=office.fuzeren, at=NOON + timedelta(days=20)).rule == "IC-03"


def test_an_empty_reason_is_refused_and_so_is_a_suspicion_that_is_gone(split: Office) -> None:
    (one,) = found(split, "IC-04")
    later = NOON + timedelta(days=20)

    with pytest.raises(Refused, match="请写明"):
        actions.explain(split.department, 2022, one.name, "  ", by=split.fuzeren, at=later)
    with pytest.raises(Refused, match="已经不在了"):
        actions.explain(split.department, 2022, "0" * 64, "没事", by=split.fuzeren, at=later)


def test_the_page_and_the_workbook_show_what_was_found(split: Office) -> None:
    auditor = a_person(split.department, "shenji", Role.AUDITOR)
    organisations.adopt(split.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    client = Client()
    client.force_login(auditor, backend=BACKEND)
    client.post("/stand/", {"unit": split.department.pk, "year": 2022, "next": "/spending/"})

    page = client.get("/spending/supervision/")
    assert page.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(client.get("/spending/supervision/export/"))))
    texts = [str(cell.value) for row in book.worksheets[0] for cell in row]
    assert any("IC-" in text for text in texts)


def test_a_reason_of_another_department_is_not_there(split: Office) -> None:
    (one,) = found(split, "IC-04")
    waiver = actions.explain(split.department, 2022, one.name, "分别结算", by=split.fuzeren, at=NOON + timedelta(days=20))
    other = an_office(bureau=split.department.parent, code="302")

    with pytest.raises(Http404):
        queries.waiver_for(other.fuzeren, DAY, waiver.pk)


def test_a_card_is_noted_once(office: Office) -> None:
    payment, keeper = paid(office, "1800"), a_person(office.department, "zichan", Role.ASSET_KEEPER)
    actions.note_card(payment, 7, by=keeper, at=NOON)

    with pytest.raises(Refused, match="已建过资产卡片"):
        actions.note_card(payment, 8, by=keeper, at=NOON)
