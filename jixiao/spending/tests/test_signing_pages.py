"""Signing one after another, several small ones at once, and the queues: one effect a press, all or none, counts that are true."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from jixiao.accounts import actions as accounts
from jixiao.accounts.tests.people import NOON, SINCE
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.spending.actions import moving
from jixiao.spending.actions import payments as actions
from jixiao.spending.models import Payment, Quota, Signature
from jixiao.spending.tests.money import Office, an_invoice, quota_of, sent_up
from jixiao.spending.tests.opening import an_open_office, fresh, shown, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Office:
    return an_open_office(settings)


# ---- signing ----


def test_signing_opens_the_next_until_nothing_waits(office: Office) -> None:
    payments = [sent_up(office, "1500", title=f"展板{number}") for number in range(3)]
    client = signed_in(office.kezhang)

    for number, payment in enumerate(payments):
        said = shown(client, "/spending/sign/")
        assert payment.title in said
        assert f"1 / {3 - number}" in said
        digest = re.findall(r'name="digest" value="(\w+)"', said)[0]
        answer = client.post(f"/spending/{payment.pk}/signed/", {"digest": digest, "key": f"k{number}"})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/spending/sign/")
    assert "没有等您签的支出了" in shown(client, "/spending/sign/")
    assert {fresh(payment).state for payment in payments} == {"财务审核"}


def test_a_signature_is_for_what_was_shown_and_for_nothing_else(office: Office) -> None:
    payment = sent_up(office, "1800")
    client = signed_in(office.kezhang)

    answer = client.post(f"/spending/{payment.pk}/signed/", {"digest": "0" * 64, "key": "k"})

    assert answer.status_code == 409
    assert "内容在您打开之后有变动" in answer.content.decode()
    assert fresh(payment).state == "科室审核"
    assert client.post(f"/spending/{payment.pk}/signed/", {"digest": payment.digest, "key": "k2"}).status_code == 302  # the twin


def test_sending_back_wants_a_reason_and_keeps_the_page(office: Office) -> None:
    payment = sent_up(office, "1800")
    client = signed_in(office.kezhang)

    bare = client.post(f"/spending/{payment.pk}/back/", {"opinion": " ", "key": "k"})
    assert (bare.status_code, "要写明理由" in bare.content.decode()) == (409, True)
    assert fresh(payment).state == "科室审核"

    assert client.post(f"/spending/{payment.pk}/back/", {"opinion": "没有方案", "key": "k2"}).status_code == 302
    assert fresh(payment).state == "被退回"
    assert quota_of(office) == (0, 0)


def test_who_holds_no_post_for_the_step_is_denied_and_the_attempt_is_written_down(office: Office) -> None:
    payment = sent_up(office, "1800")

    answer = signed_in(office.fenguan).post(f"/spending/{payment.pk}/signed/", {"digest": payment.digest, "key": "k"})

    assert answer.status_code == 403
    assert Event.objects.latest("seq").result == "denied"
    assert fresh(payment).state == "科室审核"


def test_whoever_signed_one_step_is_not_asked_for_a_later_one(office: Office) -> None:
    accounts.give_seat(office.department, office.kezhang, Role.ACCOUNTANT, since=SINCE, by=CONSOLE, at=NOON)
    payment = sent_up(office, "1800")
    client = signed_in(office.kezhang)
    assert payment.title in shown(client, "/spending/sign/")
    client.post(f"/spending/{payment.pk}/signed/", {"digest": payment.digest, "key": "k"})

    assert "没有等您签的支出了" in shown(client, "/spending/sign/")
    assert payment.title in shown(signed_in(office.kuaiji), "/spending/sign/")


# ---- several at once ----


def small(office: Office) -> list[Payment]:
    return [sent_up(office, yuan, title=f"小额{yuan}") for yuan in ("300", "400", "500")]


def batch_of(client: Client, *payments: Payment) -> dict[str, Any]:
    said = shown(client, "/spending/batch/")
    digests = {f"digest-{number}": digest for number, digest in re.findall(r'name="digest-(\d+)" value="(\w+)"', said)}
    return {"payment": [str(payment.pk) for payment in payments], "opinion": "同意", "key": "b"} | digests


def test_small_items_ticked_are_all_signed_at_once_and_large_ones_are_not_offered(office: Office) -> None:
    payments, large = small(office), sent_up(office, "8000", title="大额")
    client = signed_in(office.kezhang)
    assert large.title not in shown(client, "/spending/batch/")

    assert client.post("/spending/batch/", batch_of(client, *payments)).status_code == 302
    assert {fresh(payment).state for payment in payments} == {"财务审核"}
    assert Signature.objects.filter(by=office.kezhang).count() == 3


def test_where_one_of_several_cannot_be_signed_none_is_and_the_page_says_which_and_why(office: Office) -> None:
    payments = small(office)
    client = signed_in(office.kezhang)
    typed = batch_of(client, *payments) | {f"digest-{payments[1].pk}": "0" * 64}

    answer = client.post("/spending/batch/", typed)

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "「小额400」400.00 元不能签" in said
    assert "所选的一笔也没有签" in said
    assert {fresh(payment).state for payment in payments} == {"科室审核"}
    assert not Signature.objects.filter(by__isnull=False).exists()


def test_signed_one_by_one_without_the_common_door_the_first_would_stand_alone(office: Office) -> None:
    payments = small(office)
    moving.sign(payments[0], payments[0].digest, by=office.kezhang, at=NOON)
    with pytest.raises(Refused):
        moving.sign(payments[1], "0" * 64, by=office.kezhang, at=NOON)

    assert [fresh(payment).state for payment in payments] == ["财务审核", "科室审核", "科室审核"]  # what the common door prevents


def test_what_was_not_offered_cannot_be_ticked(office: Office) -> None:
    small(office)
    large = sent_up(office, "8000")
    client = signed_in(office.kezhang)

    answer = client.post("/spending/batch/", batch_of(client, large))

    assert answer.status_code == 409
    assert fresh(large).state == "科室审核"


# ---- the queues ----


def test_the_queues_count_what_is_there_and_search_narrows_the_list_and_its_sum(office: Office) -> None:
    sent_up(office, "300", title="展板")
    sent_up(office, "500", title="海报")
    mine, theirs = signed_in(office.jingban), signed_in(office.kezhang)

    assert re.findall(r"<b>(待我办|我经手|本部门)</b><span>(\d+)</span>", shown(theirs, "/spending/")) == [
        ("待我办", "2"),
        ("我经手", "0"),
        ("本部门", "2"),
    ]
    assert re.findall(r"<b>(待我办|我经手|本部门)</b><span>(\d+)</span>", shown(mine, "/spending/")) == [
        ("待我办", "0"),
        ("我经手", "2"),
        ("本部门", "2"),
    ]
    assert "800.00" in shown(mine, "/spending/?queue=unit")
    narrowed = shown(mine, "/spending/?queue=unit&q=海报")
    assert ("展板" in narrowed, "海报" in narrowed, ">500.00<" in narrowed) == (False, True, True)
    assert "没有符合条件的支出" in shown(mine, "/spending/?queue=unit&q=没有的")
    assert mine.get("/spending/list.xlsx?queue=unit").headers["Content-Type"].endswith("sheet")


def test_what_waits_for_a_person_stands_in_their_queue_and_on_their_desk(office: Office) -> None:
    payment = sent_up(office, "1800")

    assert payment.title in shown(signed_in(office.kezhang), "/spending/")
    assert payment.title not in shown(signed_in(office.fuzeren), "/spending/")
    assert "支出待办" in shown(signed_in(office.kezhang), "/desk/")
    assert "支出待办" not in shown(signed_in(office.fuzeren), "/desk/")


def test_a_page_of_the_list_asks_as_much_for_forty_payments_as_for_four(office: Office, django_assert_max_num_queries: Any) -> None:
    Quota.objects.filter(pk=office.quota.pk).update(approved=10**10)
    client = signed_in(office.kezhang)
    for number in range(25):
        payment = actions.open_payment(office.section, 2022, f"事项{number}", Money(100), by=office.jingban, at=NOON)
        actions.write(payment, {"quota": office.quota, "payee": office.payee}, version=1, by=office.jingban, at=NOON)
        an_invoice(payment)
        moving.submit(payment, by=office.jingban, at=NOON)
    shown(client, "/spending/")
    with django_assert_max_num_queries(30):
        shown(client, "/spending/?queue=unit")
