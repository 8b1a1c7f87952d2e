"""From request to archive: the route by amount, who may sign, what is held, and what never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from jixiao.accounts.actions import delegate
from jixiao.accounts.models import Seat
from jixiao.accounts.tests.people import NOON, TODAY, a_person, a_unit
from jixiao.audit.actions import Denied
from jixiao.audit.queries import verify
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations.queries import department_of
from jixiao.spending.actions import holding, moving, payments
from jixiao.spending.models import Act, Payment, Posting, Quota, Signature
from jixiao.spending.queries import payments as queries

from .money import (
    Office,
    a_paper,
    a_request,
    an_invoice,
    an_office,
    approved,
    decided,
    paid,
    quota_of,
    sent_up,
    signed,
    under_contract,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


def route_taken(payment: Payment) -> list[str]:
    return [one.step for one in queries.signatures_of(payment)]


# ── the route ──


@pytest.mark.parametrize(
    ("yuan", "steps"),
    [
        ("1999.99", ["section", "check", "finance"]),
        ("2000", ["section", "check", "finance", "vice", "chief"]),
        ("19999.99", ["section", "check", "finance", "vice", "chief"]),
        ("20000", ["section", "check", "finance", "vice", "chief", "meeting"]),
    ],
)
def test_the_amount_chooses_the_signatures(office: Office, yuan: str, steps: list[str]) -> None:
    assert route_taken(sent_up(office, yuan)) == steps


def test_a_small_bill_of_a_large_matter_takes_the_way_of_the_whole(office: Office) -> None:
    first = sent_up(office, "1500")
    second = a_request(office, "900")
    payments.join(second, first.matter, by=office.jingban, at=NOON)

    assert "vice" in route_taken(moving.submit(second, by=office.jingban, at=NOON))
    assert "vice" not in route_taken(first)


def test_a_request_keeps_the_policy_it_was_made_under(office: Office) -> None:
    payment = sent_up(office, "2000")
    Payment.objects.filter(pk=payment.pk).update(strict=False)  # what it was asked under, were the department lenient then
    payment.refresh_from_db()

    assert queries.route_of(payment, TODAY).band == "A1"


# ── what stands in the way ──


def test_what_the_quota_does_not_hold_is_refused_with_the_sums(office: Office) -> None:
    sent_up(office, "1800")
    big = a_request(office, "99000")
    under_contract(office, big)

    with pytest.raises(Refused, match=r"指标不够.*已冻结 1,800.00 元，可用 98,200.00 元，本笔 99,000.00 元，差 800.00 元"):
        moving.submit(big, by=office.jingban, at=NOON)

    big.refresh_from_db()
    assert (big.state, big.number) == ("草稿", None)
    assert quota_of(office) == (180_000, 0)


def test_a_request_without_its_papers_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="缺请示"):
        moving.submit(a_request(office, "8000", papers=False), by=office.jingban, at=NOON)


def test_from_ten_thousand_yuan_a_contract_is_asked_for(office: Office) -> None:
    payment = a_request(office, "10000")

    with pytest.raises(Refused, match=r"缺合同：10,000.00 元起"):
        moving.submit(payment, by=office.jingban, at=NOON)


def test_a_contract_is_not_paid_beyond(office: Office) -> None:
    first = sent_up(office, "12000")
    second = a_request(office, "500")
    payments.write(second, {"contract": first.contract}, version=second.version, by=office.jingban, at=NOON)

    with pytest.raises(Refused, match=r"超合同付款.*还可付 0.00 元"):
        moving.submit(second, by=office.jingban, at=NOON)
    assert quota_of(office) == (1_200_000, 0)  # the freeze of the same act is undone with it


# ── who ──


def test_the_applicant_never_signs(office: Office) -> None:
    payment = sent_up(office, "1800", by=office.kezhang)

    with pytest.raises(Refused, match=r"本人|自己|他人"):
        moving.sign(payment, payment.digest, by=office.kezhang, at=NOON)


def test_the_applicants_second_account_never_signs(office: Office) -> None:
    payment = sent_up(office, "1800")
    other = a_person(office.department, "fenshen", Role.SECTION_HEAD)
    type(other).objects.filter(pk=other.pk).update(person=office.jingban)
    other.refresh_from_db()

    with pytest.raises(Refused):
        moving.sign(payment, payment.digest, by=other, at=NOON)


def test_nobody_signs_two_steps(office: Office) -> None:
    both = a_person(office.department, "shuangzhi", Role.SECTION_HEAD, Role.ACCOUNTANT)
    payment = sent_up(office, "1800")
    moving.sign(payment, payment.digest, by=both, at=NOON)

    with pytest.raises(Refused):
        moving.sign(payment, payment.digest, by=both, at=NOON)
    assert moving.sign(payment, payment.digest, by=office.kuaiji, at=NOON).state == "签批"


def test_without_the_look_at_hands_two_steps_are_signed_by_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "apart_from", lambda *_: [])
    both = a_person(office.department, "shuangzhi", Role.SECTION_HEAD, Role.ACCOUNTANT)
    payment = sent_up(office, "1800")
    moving.sign(payment, payment.digest, by=both, at=NOON)

    assert moving.sign(payment, payment.digest, by=both, at=NOON).state == "签批"


def test_out_of_turn_nobody_signs(office: Office) -> None:
    payment = sent_up(office, "8000")

    with pytest.raises(Denied):
        moving.sign(payment, payment.digest, by=office.juzhang, at=NOON)


def test_who_orders_neither_checks_the_order_nor_books(office: Office) -> None:
    payment = approved(office, "1800")
    moving.order(payment, by=office.chuna, at=NOON)
    all_of_it = a_person(office.department, "quanguan", Role.FINANCE_HEAD)
    Payment.objects.filter(pk=payment.pk).update(orderer=all_of_it)
    payment.refresh_from_db()

    with pytest.raises(Refused):
        moving.send(payment, by=all_of_it, at=NOON)


def test_a_signature_rests_on_what_was_shown(office: Office) -> None:
    payment = sent_up(office, "1800")

    with pytest.raises(Refused, match="请刷新看清后再签"):
        moving.sign(payment, "0" * 64, by=office.kezhang, at=NOON)


# ── the whole way ──


def test_1800_yuan_is_signed_by_the_finance_head_alone_of_the_leaders(office: Office) -> None:
    payment = approved(office, "1800")

    assert [(one.word, one.by.username) for one in queries.signatures_of(payment) if one.by] == [
        ("科室负责人", "kezhang"),
        ("财务审核", "kuaiji"),
        ("财务负责人", "fuzeren"),
    ]


def test_35000_yuan_waits_for_a_meeting_and_uses_its_decision(office: Office) -> None:
    payment = signed(office, sent_up(office, "35000"))
    assert (payment.state, payment.turn) == ("集体讨论", "meeting")
    topic = decided(office, payment)

    moving.bind(payment, topic, by=office.mishu, at=NOON)

    topic.refresh_from_db()
    assert (payment.state, topic.used) == ("已批准", 3_500_000)


def test_a_decision_does_not_bear_more_than_it_agreed_to(office: Office) -> None:
    payment = signed(office, sent_up(office, "35000"))

    with pytest.raises(Refused):
        moving.bind(payment, decided(office, payment, limit=3_000_000), by=office.mishu, at=NOON)


def test_paid_money_moves_from_frozen_to_paid_and_is_booked(office: Office) -> None:
    payment = paid(office, "1800")
    assert quota_of(office) == (0, 180_000)

    moving.book(payment, "记-12", by=office.kuaiji, at=NOON)
    assert moving.archive(payment, by=office.kuaiji, at=NOON).state == "已归档"
    assert [(one.kind, one.fen) for one in Posting.objects.filter(quota=office.quota)] == [("freeze", 180_000), ("pay", 180_000)]
    assert [one.move for one in Act.objects.filter(payment=payment)] == [
        "open", "submit", "pass_section", "pass_check", "sign_last", "order", "send", "bank_ok", "book", "archive",
    ]  # fmt: skip
    assert verify() is None


def test_a_receipt_of_another_amount_is_refused(office: Office) -> None:
    payment = approved(office, "1800")
    moving.order(payment, by=office.chuna, at=NOON)
    moving.send(payment, by=office.fuzeren, at=NOON)

    with pytest.raises(Refused, match=r"回单金额 1,800.01 元与支付令 1,800.00 元不符，差 0.01 元"):
        moving.bank_ok(payment, "回1", Money(180_001), by=office.kuaiji, at=NOON)


def test_a_receipt_is_used_once(office: Office) -> None:
    first, second = paid(office, "1800"), approved(office, "300")
    moving.order(second, by=office.chuna, at=NOON)
    moving.send(second, by=office.fuzeren, at=NOON)

    with pytest.raises(Refused, match="已经登记在另一笔支出上"):
        moving.bank_ok(second, first.receipt, second.amount, by=office.kuaiji, at=NOON)
    assert quota_of(office) == (30_000, 180_000)


def test_what_the_bank_returned_is_ordered_again(office: Office) -> None:
    payment = approved(office, "1800")
    moving.order(payment, by=office.chuna, at=NOON)
    moving.send(payment, by=office.fuzeren, at=NOON)
    moving.bank_fail(payment, "账号户名不符", by=office.kuaiji, at=NOON)
    assert quota_of(office) == (180_000, 0)

    moving.order(payment, by=office.chuna, at=NOON)
    moving.send(payment, by=office.fuzeren, at=NOON)
    assert moving.bank_ok(payment, "回9", payment.amount, by=office.kuaiji, at=NOON).state == "已支付"


def test_a_refund_is_a_negative_row_and_gives_the_quota_back(office: Office) -> None:
    payment = paid(office, "1800")

    row = moving.refund(payment, Money(60_000), "退回1", "多付场地费", by=office.kuaiji, at=NOON)

    payment.refresh_from_db()
    assert (row.fen, row.reverses_id, payment.state, payment.fen) == (-60_000, payment.pk, "已退款", 180_000)
    assert quota_of(office) == (0, 120_000)
    with pytest.raises(Refused):
        moving.refund(payment, Money(60_000), "退回2", "再退", by=office.kuaiji, at=NOON)


@pytest.mark.parametrize("end", ["send_back", "reject"])
def test_what_comes_back_frees_the_quota_and_the_contract(office: Office, end: str) -> None:
    payment = sent_up(office, "12000")

    getattr(moving, end)(payment, "事由不清", by=office.kezhang, at=NOON)

    assert quota_of(office) == (0, 0)
    assert payment.contract
    payment.contract.refresh_from_db()
    assert payment.contract.committed == 0


def test_a_returned_request_is_sent_up_again_under_its_number_and_signed_anew(office: Office) -> None:
    payment = sent_up(office, "1800")
    moving.sign(payment, payment.digest, by=office.kezhang, at=NOON)
    moving.send_back(payment, "发票抬头不对", by=office.kuaiji, at=NOON)

    again = moving.submit(payment, by=office.jingban, at=NOON)

    assert (again.number, again.round, again.turn) == (1, 2, "section")


def test_numbers_have_no_gaps_even_after_a_refusal(office: Office) -> None:
    sent_up(office, "100")
    with pytest.raises(Refused):
        moving.submit(a_request(office, "8000", papers=False), by=office.jingban, at=NOON)

    assert sent_up(office, "100").number == 2


def test_money_of_one_year_does_not_leave_in_the_next(office: Office) -> None:
    payment = approved(office, "1800")
    late = NOON.replace(month=12, day=31, hour=16)  # midnight has passed in the office's own zone
    moving.order(payment, by=office.chuna, at=late)
    moving.send(payment, by=office.fuzeren, at=late)

    with pytest.raises(Refused, match="2022年度的指标不能在 2023-01-01 支付"):
        moving.bank_ok(payment, "回1", payment.amount, by=office.kuaiji, at=late)


# ── what the database itself refuses ──


@pytest.mark.parametrize(
    "change",
    [
        lambda p: Payment.objects.filter(pk=p.pk).update(fen=1),
        lambda p: Payment.objects.filter(pk=p.pk).update(payee=None),
        lambda p: Payment.objects.filter(pk=p.pk).update(state="草稿"),
        lambda p: Payment.objects.filter(pk=p.pk).update(receipt="别的"),
        lambda p: Payment.objects.filter(pk=p.pk).delete(),
        lambda p: Signature.objects.filter(payment=p).update(opinion="改"),
        lambda p: Act.objects.filter(payment=p).update(opinion="改"),
        lambda p: Posting.objects.filter(payment=p).update(fen=1),
        lambda p: Posting.objects.filter(payment=p).delete(),
        lambda p: Quota.objects.filter(pk=p.quota_id).update(frozen=10_000_000),
        lambda p: Quota.objects.filter(pk=p.quota_id).update(adjusted=-10_000_000),
    ],
)
def test_the_database_keeps_what_was_paid(office: Office, change: object) -> None:
    payment = paid(office, "1800")

    with pytest.raises(IntegrityError), transaction.atomic():
        change(payment)  # type: ignore[operator]  # one of the lambdas


def test_another_departments_payment_is_not_there(office: Office) -> None:
    other = an_office(bureau=office.department.parent, code="302")

    with pytest.raises(Http404):
        queries.payment_for(other.juzhang, TODAY, sent_up(office, "1800").pk)


def test_a_key_pressed_twice_has_one_effect(office: Office) -> None:
    payment = approved(office, "1800")

    for _ in range(2):
        moving.order(payment, by=office.chuna, at=NOON, key="k")
    assert Act.objects.filter(payment=payment, move="order").count() == 1


def test_what_waits_is_found_for_the_one_whose_turn_it_is(office: Office) -> None:
    payment = sent_up(office, "1800")

    assert queries.waiting(office.kezhang, TODAY) == [payment]
    assert queries.waiting(office.kuaiji, TODAY) == []
    assert queries.waiting(office.jingban, TODAY) == []


def test_the_guarded_update_is_what_holds_the_line(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_up(office, "90000")
    monkeypatch.setattr(queries, "refusals_to_submit", lambda *_: [])  # the sentence before the click is gone
    late = a_request(office, "20000")
    with pytest.raises(Refused, match="指标不够"):
        moving.submit(late, by=office.jingban, at=NOON)

    monkeypatch.setattr(holding, "QUOTA_LEFT", holding.QUOTA_LEFT + 10**12)  # and so is the guard: the database still refuses
    with pytest.raises(IntegrityError), transaction.atomic():
        moving.submit(late, by=office.jingban, at=NOON + timedelta(minutes=1))


def test_an_invoice_is_asked_for_before_the_order(office: Office) -> None:
    payment = a_request(office, "1800", papers=False)
    payments.write(payment, {"stage": "once"}, version=payment.version, by=office.jingban, at=NOON)
    an_invoice(payment, 100_000)
    a_paper(payment, "明细")
    payment = signed(office, moving.submit(payment, by=office.jingban, at=NOON))

    with pytest.raises(Refused, match=r"发票合计 1,000.00 元，少于本笔 1,800.00 元"):
        moving.order(payment, by=office.chuna, at=NOON)


def test_a_unit_of_no_department_is_its_own(office: Office) -> None:
    assert department_of(office.department) == office.department
    assert department_of(office.section) == office.department
    assert department_of(a_unit(None, "另一财政局", "9")).code == "9"


def test_an_order_made_under_a_lent_post_says_for_whom(office: Office) -> None:
    stand_in = a_person(office.department, "daiban", Role.PROJECT_OFFICER)
    said = {"since": TODAY, "until": TODAY + timedelta(days=9), "reason": "外出", "document": "委托1号"}
    delegate(Seat.objects.get(user=office.chuna), stand_in, **said, by=office.chuna, at=NOON)  # type: ignore[arg-type]  # of several kinds
    payment = moving.order(approved(office, "1800"), by=stand_in, at=NOON)

    assert [one.on_behalf for one in Act.objects.filter(payment=payment, move="order")] == [office.chuna]
    assert office.chuna in queries.apart_from(payment, "send")
    assert office.chuna in queries.apart_from(payment, "bank_ok")
