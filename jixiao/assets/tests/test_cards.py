"""Cards: made from what was paid, by the right hands, no more than was bought; handed over; voided; never rewritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, TODAY, a_person
from jixiao.assets.actions import cards as actions
from jixiao.assets.models import Card, Transfer
from jixiao.assets.queries import bought
from jixiao.assets.queries import cards as queries
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.spending.models import Acceptance, Payment, Quota
from jixiao.spending.queries.yearly import year_of

from .estate import Estate, a_card, a_contract, a_purchase, an_estate, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> Estate:
    return an_estate()


def waiting(estate: Estate) -> list[bought.Due]:
    return bought.due(bought.uncarded(estate.zichan, TODAY, estate.department), TODAY)


# ── made ──


def test_cards_are_numbered_without_gaps_and_the_payment_knows_its_card(estate: Estate) -> None:
    payment = a_purchase(estate)
    one, two = a_card(estate), a_card(estate, payment)
    payment.refresh_from_db()

    assert (one.code, two.code) == ("资〔2022〕0001号", "资〔2022〕0002号")
    assert (one.line, two.line, payment.card, two.state) == (0, 1, two.pk, "在用")
    with pytest.raises(Refused):
        a_card(estate, name="")
    assert a_card(estate).number == 3


def test_a_refused_card_leaves_no_trace_and_the_same_submission_makes_one(estate: Estate) -> None:
    payment = a_purchase(estate)
    for _again in range(2):
        actions.make_card(estate.section, told(estate, payment), key="k1", by=estate.zichan, at=NOON)
    assert Card.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"category": "ship"}, "资产分类不在"),
        ({"place": "  "}, "存放地点没有填"),
        ({"origin": "捡的"}, "取得方式不在"),
        ({"quantity": 0}, "数量应在"),
        ({"fen": 0}, "不能登记"),
        ({"fen": 10**15}, "不能登记"),
        ({"years": 1}, "最低使用年限应在"),
        ({"years": 100}, "最低使用年限应在"),
        ({"fen": 99_999}, "不建资产卡片"),
        ({"acquired": TODAY + timedelta(days=1)}, "在今天之后"),
        ({"accepted": TODAY - timedelta(days=1)}, "早于取得日期"),
        ({"category": "car_emergency", "fen": 18_000_100, "ccm": 1600}, "没有批准文号不能建卡"),
        ({"category": "car_emergency", "fen": 18_000_000}, "请填排气量"),
    ],
)
def test_a_card_that_cannot_be_is_refused_in_a_sentence(estate: Estate, more: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        a_card(estate, **more)
    assert not Card.objects.exists()


def test_a_vehicle_above_its_ceiling_has_a_card_under_a_document_and_is_doubted(estate: Estate) -> None:
    one = a_card(estate, category="car_emergency", fen=18_000_100, ccm=1600, approval="某机管发〔2022〕3号")
    assert "凭某机管发〔2022〕3号配备" in next(queries.doubts_of(one))
    assert queries.ceiling_of("car_emergency") is not None
    assert queries.ceiling_of("ship") is None


def test_an_unknown_field_is_no_field(estate: Estate) -> None:
    with pytest.raises(LookupError):
        a_card(estate, state="已处置")


def test_the_cards_of_a_payment_come_to_no_more_than_it(estate: Estate) -> None:
    payment = a_purchase(estate, "10000")
    a_card(estate, payment)
    with pytest.raises(Refused, match=r"还没有建卡的金额 4,000\.00 元"):
        a_card(estate, payment)
    assert a_card(estate, payment, fen=400_000).line == 2
    with pytest.raises(Refused, match="已经建全"):
        a_card(estate, payment, fen=100_000)


def test_what_came_back_is_no_asset(estate: Estate) -> None:
    payment = a_purchase(estate, "10000", state="已退款")
    back = a_purchase(estate, "1", fen=-400_000, reverses=payment)
    assert bought.room_of(payment).fen == 600_000
    assert "支付后才能" in (bought.refusal_to_card(back) or "")


def test_under_a_contract_the_contract_is_the_limit_however_it_was_paid(estate: Estate) -> None:
    contract = a_contract(estate, "20000")
    first = a_purchase(estate, "6000", contract=contract, stage="advance")
    last = a_purchase(estate, "14000", contract=contract, stage="final")
    assert [(one.payment, one.room.fen) for one in waiting(estate)] == [(last, 2_000_000)]
    a_card(estate, last, fen=2_000_000, category="equipment")

    assert "已经建全" in (bought.refusal_to_card(first) or "")
    assert bought.cards_of_payments(estate.department, 2022) == {first.pk, last.pk}
    assert waiting(estate) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"state": "已批准", "receipt": ""}, "支付后才能建"),
        ({"quota": "30227"}, "不是资本性支出"),
    ],
)
def test_only_what_was_paid_of_the_capital_classes_makes_a_card(estate: Estate, more: dict[str, Any], why: str) -> None:
    if "quota" in more:
        more["quota"] = Quota.objects.create(
            unit=estate.department, year=2022, project="会议", function="2011302", economic="30227", approved=1, at=NOON
        )
    with pytest.raises(Refused, match=why):
        a_card(estate, a_purchase(estate, **more))


def test_a_payment_of_another_department_makes_no_card(estate: Estate) -> None:
    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Refused, match="不是本部门的"):
        a_card(estate, a_purchase(other))
    with pytest.raises(Http404):
        bought.payment_to_card(estate.zichan, TODAY, a_purchase(other).pk)


# ── hands ──


@pytest.mark.parametrize(
    ("acceptor", "keeper", "why"),
    [
        ("caigou", "baoguan", "购置和验收须由两人办理：caigou某是付款申请人"),
        ("yanshou", "yanshou", "验收和保管须由两人办理"),
        ("yanshou", "kuaiji", "保管和记账须由两人办理"),
        (None, "baoguan", "须写明验收人"),
    ],
)
def test_buying_accepting_keeping_and_booking_are_different_hands(estate: Estate, acceptor: str | None, keeper: str, why: str) -> None:
    payment = a_purchase(estate, booker=estate.kuaiji)
    with pytest.raises(Refused, match=why):
        a_card(estate, payment, acceptor=estate.people[acceptor] if acceptor else None, keeper=estate.people[keeper])


def test_a_second_account_makes_no_second_hand(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    again = a_person(estate.section, "caigou2", Role.PROJECT_OFFICER)
    again.person = estate.caigou
    again.save(update_fields=["person"])
    payment = a_purchase(estate)
    with pytest.raises(Refused, match="购置和验收"):
        a_card(estate, payment, acceptor=again)
    monkeypatch.setattr(bought, "same_person", lambda user, *others: user in others)  # the twin: by account
    assert a_card(estate, payment, acceptor=again)


def test_somebody_of_another_department_keeps_nothing_here(estate: Estate) -> None:
    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Refused, match="不是某局301的人"):
        a_card(estate, keeper=other.baoguan)


def test_only_the_keeper_of_assets_makes_cards(estate: Estate) -> None:
    with pytest.raises(Denied):
        actions.make_card(estate.section, told(estate), by=estate.caigou, at=NOON)


def test_a_card_begins_with_what_the_acceptance_says(estate: Estate) -> None:
    payment = a_purchase(estate)
    Acceptance.objects.create(
        filer=estate.department,
        payment=payment,
        on=TODAY,
        delivered=date(2022, 2, 28),
        fen=600_000,
        opinion="合格",
        by=estate.yanshou,
        at=NOON,
    )
    accepted = bought.accepted_of(payment)
    assert accepted
    assert (accepted.by, accepted.delivered) == (estate.yanshou, date(2022, 2, 28))


# ── what waits for a card ──


def test_a_paid_capital_payment_waits_thirty_days_for_its_card(estate: Estate) -> None:
    payment = a_purchase(estate)
    a_purchase(estate, "999.99")
    a_purchase(estate, stage="advance")
    late = a_purchase(estate, paid_at=NOON - timedelta(days=31))
    assert bought.late_among(bought.uncarded(estate.zichan, TODAY, estate.department), estate.department, TODAY) == 1
    assert [(one.payment, one.left, one.late) for one in waiting(estate)] == [(late, -1, 1), (payment, 30, 0)]

    a_card(estate, late)
    assert [one.payment for one in waiting(estate)] == [payment]
    assert bought.cards_of_payments(estate.department, 2022) == {late.pk}
    assert bought.cards_of_payments(estate.department, 2021) == frozenset()


def test_the_supervision_sees_which_payments_have_their_card(estate: Estate) -> None:
    payment = a_purchase(estate)
    a_card(estate, payment)
    cards = bought.cards_of_payments(estate.department, 2022)
    assert year_of(estate.department, 2022, TODAY).cards == cards == {payment.pk}


def test_a_void_card_is_made_again(estate: Estate) -> None:
    payment = a_purchase(estate)
    one = a_card(estate, payment, fen=500_000)
    actions.void(one, "金额录错", by=estate.juzhang, at=NOON)
    assert [each.payment for each in waiting(estate)] == [payment]
    assert Payment.objects.get(pk=payment.pk).card is None, "the payment no longer points at a card that is void"
    again = a_card(estate, Payment.objects.get(pk=payment.pk))
    assert (again.line, again.number) == (2, 2)
    assert Payment.objects.get(pk=payment.pk).card == again.pk
    assert bought.cards_of_payments(estate.department, 2022) == {payment.pk}


def test_of_two_cards_of_a_payment_the_other_stands_when_one_is_void(estate: Estate) -> None:
    payment = a_purchase(estate)
    first = a_card(estate, payment, fen=300_000)
    second = a_card(estate, Payment.objects.get(pk=payment.pk), fen=300_000)
    actions.void(first, "金额录错", by=estate.juzhang, at=NOON)
    assert Payment.objects.get(pk=payment.pk).card == second.pk


# ── what happens to it ──


def test_to_another_keeper_of_the_section_it_goes_at_once(estate: Estate) -> None:
    one = a_card(estate)
    actions.transfer(one, estate.section, estate.yanshou, "303室", "换人", by=estate.zichan, at=NOON)
    one.refresh_from_db()
    assert (one.keeper, one.place) == (estate.yanshou, "303室")


def test_to_another_section_it_waits_for_another_persons_yes(estate: Estate) -> None:
    one = a_card(estate)
    moved = actions.transfer(one, estate.other, estate.yanshou, "办公室", "工作需要", by=estate.zichan, at=NOON)
    one.refresh_from_db()
    assert (one.unit, moved.agreed, queries.waiting_transfer(one)) == (estate.section, None, moved)
    with pytest.raises(Refused, match="等批准"):
        actions.transfer(one, estate.section, estate.yanshou, "303室", "换人", by=estate.zichan, at=NOON)
    with pytest.raises(Denied):
        actions.decide_transfer(moved, True, by=estate.zichan, at=NOON)

    actions.decide_transfer(moved, True, by=estate.fenguan, at=NOON)
    one.refresh_from_db()
    assert (one.unit, one.keeper) == (estate.other, estate.yanshou)
    with pytest.raises(Refused, match="已经办过"):
        actions.decide_transfer(moved, True, by=estate.juzhang, at=NOON)


def test_a_transfer_refused_leaves_the_asset_where_it_is_and_says_why(estate: Estate) -> None:
    one = a_card(estate)
    moved = actions.transfer(one, estate.other, estate.yanshou, "办公室", "工作需要", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="请写明理由"):
        actions.decide_transfer(moved, False, by=estate.fenguan, at=NOON)
    actions.decide_transfer(moved, False, "本科室仍需用", by=estate.fenguan, at=NOON)
    one.refresh_from_db()
    assert one.unit == estate.section


def test_nobody_decides_on_a_transfer_to_or_from_themselves(estate: Estate) -> None:
    one = a_card(estate)
    moved = actions.transfer(one, estate.other, estate.fenguan, "办公室", "工作需要", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="您是保管人"):
        actions.decide_transfer(moved, True, by=estate.fenguan, at=NOON)
    assert queries.refusal_to_decide_transfer(moved, estate.juzhang, TODAY) is None


def test_a_keeper_who_accepted_it_does_not_get_it(estate: Estate) -> None:
    one = a_card(estate, a_purchase(estate))
    with pytest.raises(Refused, match="验收和保管"):
        actions.transfer(one, estate.section, estate.yanshou, "303室", "换人", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="没有变"):
        actions.transfer(one, estate.section, estate.baoguan, "302室", "换人", by=estate.zichan, at=NOON)


def test_an_asset_is_put_aside_and_taken_up_again(estate: Estate) -> None:
    one = a_card(estate)
    assert actions.idle(one, "人员调走", by=estate.zichan, at=NOON).state == "闲置"
    with pytest.raises(Refused, match="不能转为闲置"):
        actions.idle(one, "再来", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="理由没有写"):
        actions.reuse(one, " ", by=estate.zichan, at=NOON)
    assert actions.reuse(one, "新人", by=estate.zichan, at=NOON).state == "在用"


def test_words_are_put_right_and_what_a_card_says_of_money_is_not(estate: Estate) -> None:
    one = a_card(estate)
    actions.correct(one, {"model": "X2", "years": 8}, "型号抄错", by=estate.zichan, at=NOON)
    one.refresh_from_db()
    assert (one.model, one.years) == ("X2", 8)
    with pytest.raises(LookupError):
        actions.correct(one, {"fen": 1}, "改", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="理由没有写"):
        actions.correct(one, {"model": "X3"}, "", by=estate.zichan, at=NOON)


def test_who_keeps_it_does_not_void_its_card(estate: Estate) -> None:
    one = a_card(estate, keeper=estate.juzhang)
    with pytest.raises(Refused, match="您是保管人"):
        actions.void(one, "录错", by=estate.juzhang, at=NOON)
    with pytest.raises(Denied):
        actions.void(one, "录错", by=estate.zichan, at=NOON)
    actions.void(one, "录错", by=estate.fenguan, at=NOON)
    assert one.state == "已作废"


# ── seen ──


def names(estate: Estate, user: User, **asked: str) -> set[str]:
    return {one.name for one in queries.cards_for(user, TODAY, estate.department, **asked)}


def test_the_register_is_searched_filtered_and_sorted(estate: Estate) -> None:
    a_card(estate, name="打印机", category="printer", fen=120_000, serial="SN9")
    gone = a_card(estate, name="旧电脑")
    actions.void(gone, "录错", by=estate.juzhang, at=NOON)

    assert names(estate, estate.zichan) == {"打印机"}
    assert names(estate, estate.zichan, state="all") == {"打印机", "旧电脑"}
    assert names(estate, estate.zichan, state="已作废") == {"旧电脑"}
    for words in ("SN9", "baoguan", "302", "资〔2022〕0001号", "2022-1", "1"):
        assert "打印机" in names(estate, estate.zichan, words=words), words
    assert names(estate, estate.zichan, words="7") == set()
    assert names(estate, estate.zichan, category="laptop") == set()
    assert names(estate, estate.zichan, section="99") == set()
    assert names(estate, estate.zichan, order="-money") == {"打印机"}


def test_another_departments_card_is_not_there(estate: Estate) -> None:
    one = a_card(estate)
    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Http404):
        queries.card_for(other.zichan, TODAY, one.pk)
    assert names(estate, other.zichan) == set()
    assert Transfer.objects.count() == 0
