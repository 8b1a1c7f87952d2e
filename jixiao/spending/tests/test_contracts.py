"""Contracts, procurement, acceptance, payees: days in order, persons apart, sums that never go beyond."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, SINCE, TODAY, a_person
from jixiao.audit.actions import Denied
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.spending.actions.contracts import (
    accept,
    accept_purchase,
    add_payee,
    open_procurement,
    sign_contract,
    supplement,
    write_procurement,
)
from jixiao.spending.facts import Limits
from jixiao.spending.models import Acceptance, Adoption, Contract, ContractChange, Payment, Procurement
from jixiao.spending.queries import contracts as queries
from jixiao.spending.sums.buying import Steps, notes_of_limits, refusal_of_method, refusals_of_days

from .money import Office, a_request, an_office, approved, paid
from .registers import a_colleague, a_contract, a_draft, a_procurement, yuan

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"


@pytest.fixture
def office() -> Office:
    return an_office()


# ── payees ──


def test_a_payee_is_registered_once_and_the_same_again_is_the_one_that_stands_there(office: Office) -> None:
    said: dict[str, Any] = {"credit_code": f" {CODE.lower()}", "bank": "某银行", "account": "1305 0161", "by": office.jingban, "at": NOON}
    one = add_payee(office.section, " 某公司 ", "单位", **said)

    assert (one.unit, one.name, one.credit_code, one.account, one.since) == (office.department, "某公司", CODE, "13050161", TODAY)
    assert add_payee(office.section, "某公司", "单位", **said) == one
    assert add_payee(office.section, "某公司", "单位", **said | {"account": "99"}) != one  # another account is another entry


@pytest.mark.parametrize(
    ("name", "kind", "said", "why"),
    [
        (" ", "单位", {}, "名称没有填"),
        ("某", "法人", {}, "类别"),
        ("某", "单位", {"credit_code": CODE[:-1] + "4"}, "校验位不符"),
        ("某", "个人", {"account": "62220２"}, "账号"),
        ("某", "现金", {"account": "1"}, "没有账号"),
    ],
)
def test_a_payee_that_is_not_whole_is_refused(office: Office, name: str, kind: str, said: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        add_payee(office.section, name, kind, **said, by=office.jingban, at=NOON)


def test_what_is_odd_about_a_payee_is_said(office: Office) -> None:
    same: Any = {"credit_code": CODE, "account": "4111111111111112", "by": office.jingban, "at": NOON}
    add_payee(office.section, "甲公司", "单位", **same)
    odd = add_payee(office.section, office.kezhang.name, "个人", **same)
    plain = add_payee(office.section, "乙某", "个人", account="4111111111111111", by=office.jingban, at=NOON)

    assert [
        any(word in doubt for doubt in queries.doubts_of_payee(odd)) for word in ("末位校验", "信用代码", "同一个账号", "职工同名")
    ] == [True] * 4
    assert queries.doubts_of_payee(plain) == []


# ── procurement ──


LIMITS = Limits(buy_from=yuan("300000"), tender_from=yuan("2000000"))


@pytest.mark.parametrize(
    ("amount", "method", "said", "why"),
    [
        ("1999999.99", "询价", {}, None),
        ("2000000", "询价", {}, "应公开招标"),
        ("2000000", "公开招标", {}, None),
        ("2000000", "询价", {"approval": "财采〔2022〕1号"}, None),
        ("2000000", "询价", {"goods": "工程"}, None),
        ("299999.99", "自行采购", {}, None),
        ("300000", "自行采购", {}, "不能自行采购"),
        ("100000", "自行采购", {"year": yuan("200000")}, "同品目本年已办"),
        ("100000", "自行采购", {"year": yuan("199999.99")}, None),
        ("300000", "询价", {}, None),
    ],
)
def test_an_amount_asks_for_a_method(amount: str, method: str, said: dict[str, Any], why: str | None) -> None:
    refusal = refusal_of_method(yuan(amount), method, LIMITS, **said)
    assert refusal is None if why is None else why in str(refusal)


def test_a_limit_nobody_entered_refuses_nothing_and_is_named() -> None:
    assert refusal_of_method(yuan("9000000"), "自行采购", Limits()) is None
    assert "分散采购限额和公开招标数额" in notes_of_limits(Limits())[0]
    assert notes_of_limits(LIMITS) == []


@pytest.mark.parametrize(
    ("days", "method", "why"),
    [
        (("2021-11-01", "2021-12-10", "2022-01-05", "2022-01-10"), "公开招标", None),
        (("2021-11-11", "2021-12-10", None, None), "公开招标", "只隔 29 天"),
        (("2021-11-11", "2021-12-10", None, None), "询价", None),
        (("2021-12-11", "2021-12-10", None, None), "询价", "早于采购意向公开"),
        ((None, "2021-12-10", "2021-12-09", None), "询价", "开标日期 2021-12-09 早于公告"),
        ((None, "2021-12-10", None, "2021-12-09"), "询价", "早于公告"),
        ((None, None, "2022-01-05", "2022-01-04"), "询价", "早于开标"),
    ],
)
def test_the_days_of_a_procurement_stand_in_order(days: tuple[str | None, ...], method: str, why: str | None) -> None:
    found = refusals_of_days(Steps(*(date.fromisoformat(day) if day else None for day in days)), method)
    assert found == [] if why is None else why in found[0]
    assert refusals_of_days(Steps(date(2021, 11, 11), date(2021, 12, 10)), "公开招标", "急〔2021〕1号") == []


def a_buy(office: Office, **said: Any) -> Procurement:
    whole = {"name": "展会服务", "item": "会议和展览服务", "goods": "服务", "method": "询价", "fen": 10_000_000} | said
    return open_procurement(office.section, 2022, whole, by=office.jingban, at=NOON)


def test_a_procurement_is_brought_up_to_date_until_a_contract_rests_on_it(office: Office) -> None:
    one = a_buy(office)
    steps = {"published": date(2022, 1, 5), "awarded": date(2022, 1, 10), "won": 9_000_000, "winner": office.payee}
    write_procurement(one, steps, by=office.jingban, at=NOON)
    a_contract(office, procurement=one, fen=9_000_000)

    with pytest.raises(Refused, match="已据此签订合同「商合2022-01」"):
        write_procurement(one, {"won": 1}, by=office.jingban, at=NOON)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": " "}, "名称没有填"),
        ({"item": ""}, "品目没有填"),
        ({"method": "抽签"}, "不在可选的范围内"),
        ({"fen": 0}, "预算金额"),
        ({"won": 10_000_001}, "超过预算金额"),
        ({"awarded": date(2022, 1, 10)}, "一并填供应商"),
        ({"published": TODAY + timedelta(days=1)}, "在今天之后"),
        ({"published": date(2022, 2, 2), "opened": date(2022, 2, 1)}, "顺序不对"),
    ],
)
def test_a_procurement_that_contradicts_itself_is_refused(office: Office, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        a_buy(office, **said)
    assert not Procurement.objects.exists()


def test_the_winner_is_of_the_own_register(office: Office) -> None:
    other = an_office(bureau=office.department.parent, code="302")
    with pytest.raises(Refused, match="不是本部门登记的收款人"):
        a_buy(office, winner=other.payee)


def test_one_item_is_summed_over_the_year_whether_paid_or_bought(office: Office) -> None:
    """IC-14: what went outside procurement counts together; what went through it does not, nor another year or item."""
    Adoption.objects.create(unit=office.department, since=SINCE, policy="P-SEED", buy_from=30_000_000, at=NOON)
    a_buy(office, method="自行采购", fen=10_000_000)
    a_procurement(office)
    payment = a_request(office, "1500")
    payment.item = "会议和展览服务"
    payment.save(update_fields=["item"])
    total = queries.year_of_item(office.department, 2022, "会议和展览服务")
    assert (total.procured, total.outside) == (yuan("500000"), yuan("100000"))  # a draft is not counted

    a_buy(office, method="自行采购", fen=19_999_999)
    with pytest.raises(Refused, match="达到分散采购限额"):
        a_buy(office, method="自行采购", fen=1)
    a_buy(office, method="自行采购", fen=1, item="印刷服务")
    assert queries.year_of_item(office.department, 2021, "会议和展览服务").outside == Money(0)


# ── contracts ──


def a_signing(office: Office, **said: Any) -> Contract:
    whole: dict[str, Any] = {
        "code": "商合2022-01",
        "name": "展会服务合同",
        "payee": office.payee,
        "fen": 48_000_000,
        "signed": date(2022, 1, 20),
    }
    return sign_contract(office.section, 2022, whole | said, by=office.jingban, at=NOON)


def test_a_contract_of_its_procurement_is_registered(office: Office) -> None:
    bought = a_procurement(office)
    one = a_signing(office, procurement=bought, signer=office.juzhang, sealer=office.mishu, starts=date(2022, 2, 1), ends=date(2022, 6, 1))

    assert (one.filer, one.drafter, one.facts().bought, queries.doubts_of_contract(one)) == (
        office.department,
        office.jingban,
        bought.pk,
        [],
    )
    assert queries.contract_for(office.kezhang, TODAY, one.pk) == one


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"code": ""}, "编号没有填"),
        ({"name": ""}, "名称没有填"),
        ({"fen": 0}, "合同金额"),
        ({"retention": 48_000_001}, "质保金"),
        ({"signed": TODAY + timedelta(days=1)}, "在今天之后"),
        ({"starts": date(2022, 2, 2), "ends": date(2022, 2, 1)}, "履行止日期早于"),
        ({"signer": "jingban"}, "拟订和签订须由两人"),
        ({"signer": "juzhang", "sealer": "juzhang"}, "签订和用印须由两人"),
        ({"bought": {}, "signed": date(2022, 1, 9)}, "早于中标、成交通知日期"),
        ({"bought": {"awarded": None}}, "还没有中标"),
        ({"bought": {"winner": None}}, "不是中标供应商"),
        ({"bought": {}, "fen": 48_000_001}, "超过中标金额"),
    ],
)
def test_a_contract_that_contradicts_days_persons_or_award_is_refused(office: Office, said: dict[str, Any], why: str) -> None:
    if "bought" in said:
        said = said | {"procurement": a_procurement(office, **said["bought"])}
    said = {name: office.people.get(value, value) if isinstance(value, str) else value for name, value in said.items() if name != "bought"}
    with pytest.raises(Refused, match=why):
        a_signing(office, **said)
    assert not Contract.objects.exists()


def test_one_person_with_two_accounts_is_still_one_person(office: Office) -> None:
    second = a_person(office.section, "jingban2")
    User.objects.filter(pk=second.pk).update(person=office.jingban)
    second.refresh_from_db()
    with pytest.raises(Refused, match="拟订和签订须由两人"):
        a_signing(office, signer=second)


def test_two_contracts_under_one_award_stay_within_it_together(office: Office) -> None:
    bought = a_procurement(office)
    a_signing(office, procurement=bought, fen=40_000_000)
    with pytest.raises(Refused, match=r"此前已签 400,000.00 元，超过中标金额"):
        a_signing(office, procurement=bought, code="二", fen=8_000_001)
    a_signing(office, procurement=bought, code="二", fen=8_000_000)


def test_a_code_is_used_once_in_a_department(office: Office) -> None:
    a_signing(office)
    with pytest.raises(Refused, match="已登记为「展会服务合同」"):
        a_signing(office)
    other = an_office(bureau=office.department.parent, code="302")
    a_signing(other)
    with pytest.raises(Refused, match="对方不是本部门"):
        a_signing(other, code="二", payee=office.payee)
    with pytest.raises(Refused, match="须是本部门的人"):
        a_signing(other, code="二", signer=office.juzhang)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_contract(office)  # the database itself


def test_who_was_slower_with_a_code_gets_the_same_sentence(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    a_signing(office)
    monkeypatch.setattr("jixiao.spending.actions.contracts._refuse_contract", lambda *_: None)  # both looked before either wrote
    with pytest.raises(Refused, match="已登记为"):
        a_signing(office)


def test_who_keeps_no_contracts_registers_none(office: Office) -> None:
    with pytest.raises(Denied):
        sign_contract(office.section, 2022, {}, by=office.chuna, at=NOON)


def test_what_to_look_at_twice_is_said_and_stands_in_nobodys_way(office: Office) -> None:
    Adoption.objects.create(unit=office.department, since=SINCE, policy="P-SEED", buy_from=30_000_000, at=NOON)
    late = a_contract(
        office, procurement=a_procurement(office, awarded=date(2022, 1, 1)), signed=date(2022, 2, 1), starts=date(2022, 1, 31)
    )
    bare = a_contract(office, code="二")

    assert [doubt[:2] for doubt in queries.doubts_of_contract(late)] == ["倒签", "中标"]
    assert "没有采购记录" in queries.doubts_of_contract(bare)[0]


def a_change(office: Office, contract: Contract, text: str, **said: Any) -> ContractChange:
    told: dict[str, Any] = {"reason": "增加展位", "document": "办〔2022〕3号", "signed": date(2022, 2, 10)} | said
    return supplement(contract, yuan(text), told["reason"], told["document"], told["signed"], by=office.jingban, at=NOON)


def test_supplements_of_a_procured_contract_add_a_tenth_at_most_all_together(office: Office) -> None:
    contract = a_contract(office, procurement=a_procurement(office))
    a_change(office, contract, "40000")
    a_change(office, contract, "-10000")  # what one takes away makes no room for another
    with pytest.raises(Refused, match=r"第四十九条.*最多还可补充 8,000.00 元"):
        a_change(office, contract, "8000.01")
    a_change(office, contract, "8000")

    contract.refresh_from_db()
    assert contract.changes == sum(contract.supplements.values_list("fen", flat=True)) == 3_800_000


def test_a_contract_without_procurement_is_not_bound_to_the_tenth(office: Office) -> None:
    """The defence off: the same supplement passes."""
    assert a_change(office, a_contract(office), "48000.01").fen == 4_800_001


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("0", {}, "不能为零"),
        ("1", {"reason": " "}, "理由没有写"),
        ("1", {"document": ""}, "批准文号没有写"),
        ("1", {"signed": date(2022, 1, 1)}, "早于合同签订日期"),
        ("1", {"signed": TODAY + timedelta(days=1)}, "在今天之后"),
        ("99999999999999", {}, "超出可登记的范围"),
    ],
)
def test_a_supplement_without_amount_reason_or_approval_is_refused(office: Office, text: str, said: dict[str, Any], why: str) -> None:
    contract = a_contract(office)
    with pytest.raises(Refused, match=why):
        a_change(office, contract, text, **said)
    assert (Contract.objects.get().changes, ContractChange.objects.count()) == (0, 0)


def test_a_contract_never_shrinks_below_what_is_paid_and_asked_for(office: Office) -> None:
    contract = a_contract(office, paid=30_000_000, committed=10_000_000)
    with pytest.raises(Refused, match="不能低于它"):
        a_change(office, contract, "-80000.01")
    a_change(office, contract, "-80000")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.update(changes=-8_000_001)  # the database itself


def test_two_supplements_at_once_cannot_both_count_on_the_same_room(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who read the sum before another changed it moves nothing: the UPDATE asks again."""
    contract = a_contract(office, procurement=a_procurement(office))

    def meanwhile(one: Contract, _fen: Money) -> None:
        Contract.objects.filter(pk=one.pk).update(changes=4_800_000)

    monkeypatch.setattr(queries, "refusal_to_supplement", meanwhile)
    with pytest.raises(Refused, match="刚才有人办过"):
        a_change(office, contract, "48000")
    assert not ContractChange.objects.exists()


# ── acceptance and what may be paid ──


def an_acceptance(office: Office, contract: Contract, by: User, text: str = "480000", **said: Any) -> Acceptance:
    told: dict[str, Any] = {"on": date(2022, 2, 20), "delivered": date(2022, 2, 18)} | said
    return accept(contract, yuan(text), told["on"], "按合同验收合格", told["delivered"], by=by, at=NOON)


def test_who_drafted_signed_bought_or_asks_does_not_accept(office: Office) -> None:
    first, second, third, fourth, last = [a_colleague(office, f"jing{number}") for number in range(5)]
    contract = a_contract(office, drafter=first, signer=second, procurement=a_procurement(office, buyer=third))
    payment = a_draft(office)
    payment.contract, payment.author = contract, fourth
    payment.save(update_fields=["contract", "author"])

    for person, post in ((first, "拟订人"), (second, "签订人"), (third, "采购经办人"), (fourth, "付款申请人")):
        with pytest.raises(Refused, match=f"您是{post}，验收须由另一人办理"):
            an_acceptance(office, contract, person)
    with pytest.raises(Denied):
        an_acceptance(office, contract, office.chuna)
    assert an_acceptance(office, contract, last).facts().person == last.number


def test_a_second_account_of_the_drafter_does_not_accept(office: Office) -> None:
    second = a_colleague(office, "jingban2")
    User.objects.filter(pk=second.pk).update(person=office.jingban)
    second.refresh_from_db()
    with pytest.raises(Refused, match="您是拟订人"):
        an_acceptance(office, a_contract(office), second)


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("0", {}, "应大于零"),
        ("480000.01", {}, "超过合同金额"),
        ("1", {"on": TODAY + timedelta(days=1)}, "在今天之后"),
        ("1", {"delivered": date(2022, 2, 21)}, "早于交付日期"),
        ("1", {"on": date(2022, 1, 19), "delivered": None}, "早于合同签订日期"),
    ],
)
def test_an_acceptance_out_of_order_or_beyond_the_contract_is_refused(office: Office, text: str, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        an_acceptance(office, a_contract(office), office.kezhang, text, **said)


def test_a_purchase_without_a_contract_is_accepted_by_another_than_who_asks(office: Office) -> None:
    payment = a_draft(office)
    with pytest.raises(Refused, match="您是付款申请人"):
        accept_purchase(payment, yuan("1500"), TODAY, "收到", by=office.jingban, at=NOON)
    with pytest.raises(Refused, match="超过本笔"):
        accept_purchase(payment, yuan("1500.01"), TODAY, "收到", by=office.kezhang, at=NOON)
    assert accept_purchase(payment, yuan("1500"), TODAY, "收到", by=office.kezhang, at=NOON).unit == office.section
    payment.contract = a_contract(office)
    payment.save(update_fields=["contract"])
    with pytest.raises(Refused, match="请到合同页"):
        accept_purchase(payment, yuan("1500"), TODAY, "收到", by=office.kezhang, at=NOON)


@pytest.mark.parametrize(
    ("asked", "accepted", "said", "why"),
    [
        (("advance", "480000"), "", {}, None),
        (("advance", "480000.01"), "", {}, "超合同付款"),
        (("progress", "1"), "", {}, "未验收付款"),
        (("progress", "100000"), "100000", {}, None),
        (("progress", "100000.01"), "100000", {}, "未验收付款"),
        (("final", "100000"), "100000", {"paid": 1}, "未验收付款"),
        (("once", "100000"), "100000", {"committed": 1}, "未验收付款"),
        (("final", "480000"), "480000", {"retention": 4_800_000}, None),
        (("once", "480000"), "480000", {"retention": 4_800_000}, "质保金 48,000.00 元"),
        (("progress", "432000"), "480000", {"retention": 4_800_000}, None),
    ],
)
def test_what_may_be_asked_for_under_a_contract(
    office: Office, asked: tuple[str, str], accepted: str, said: dict[str, Any], why: str | None
) -> None:
    contract = a_contract(office, **said)
    if accepted:
        an_acceptance(office, contract, office.kezhang, accepted)
    refusal = queries.refusal_to_pay(contract, yuan(asked[1]), asked[0])
    assert refusal is None if why is None else why in str(refusal)


def test_an_acceptance_of_ones_own_bears_no_payment_of_ones_own(office: Office) -> None:
    contract = a_contract(office)
    an_acceptance(office, contract, office.kezhang, "1000")
    assert queries.refusal_to_pay(contract, yuan("1000"), "final", by=office.jingban) is None
    assert "未验收付款" in str(queries.refusal_to_pay(contract, yuan("1000"), "final", by=office.kezhang))


def a_step(office: Office, contract: Contract, text: str, state: str = "已批准", stage: str = "progress") -> Payment:
    """Write a payment down that has come as far as a state."""
    payment = a_request(office, text)
    payment.contract, payment.stage, payment.number, payment.state = contract, stage, payment.pk, state
    payment.save(update_fields=["contract", "stage", "number", "state"])
    return payment


def test_a_payment_goes_out_once_what_it_pays_for_was_accepted(office: Office) -> None:
    contract = a_contract(office, paid=10_000_000)
    payment = a_step(office, contract, "100000")
    assert "已验收 0.00 元，已付、已制单和本笔共 200,000.00 元" in str(queries.refusal_unaccepted(payment))
    an_acceptance(office, contract, office.kezhang, "250000")
    assert queries.refusal_unaccepted(payment) is None

    other = a_step(office, contract, "50000.01", "已制单")
    assert "250,000.01" in str(queries.refusal_unaccepted(payment))  # two cannot rest on the same acceptance
    Payment.objects.filter(pk=other.pk).update(state="已批准")
    assert queries.refusal_unaccepted(payment) is None
    payment.author = office.kezhang
    assert "未验收付款" in str(queries.refusal_unaccepted(payment))  # one's own acceptance bears nothing of one's own
    payment.stage = "advance"
    assert queries.refusal_unaccepted(payment) is None


def test_a_payment_that_left_is_counted_once(office: Office) -> None:
    contract = a_contract(office, paid=10_000_000)
    an_acceptance(office, contract, office.kezhang, "100000")
    payment = a_step(office, contract, "100000")
    payment.state = "已入账"
    assert queries.refusal_unaccepted(payment) is None


@pytest.mark.parametrize(
    ("stage", "bought", "asks"), [("once", False, False), ("once", True, True), ("final", False, True), ("advance", True, False)]
)
def test_a_purchase_without_a_contract_asks_for_an_acceptance_where_it_was_procured_or_comes_in_parts(
    office: Office, stage: str, bought: bool, asks: bool
) -> None:
    payment = a_draft(office)
    payment.stage, payment.procurement = stage, a_procurement(office) if bought else None
    assert bool(queries.refusal_unaccepted(payment)) is asks
    accept_purchase(payment, yuan("1500"), TODAY, "收到", by=office.kezhang, at=NOON)
    assert queries.refusal_unaccepted(payment) is None


def test_what_is_paid_under_a_contract_shows_in_its_sums(office: Office) -> None:
    approved(office, "15000")
    paid(office, "12000")
    found = queries.contracts_for(office.jingban, TODAY, office.department, 2022)
    sums = queries.sums_of(found)
    assert (sums.amount, sums.paid, sums.committed, sums.left) == (yuan("27000"), yuan("12000"), yuan("15000"), Money(0))
    counts = [queries.contracts_for(office.jingban, TODAY, office.section, state=state).count() for state in ("none", "part", "full")]
    assert counts == [1, 0, 1]


def test_a_field_nobody_knows_is_a_fault_and_not_a_contract(office: Office) -> None:
    with pytest.raises(LookupError):
        a_signing(office, committed=-1)


def test_procurements_are_seen_through_the_person_and_searched(office: Office) -> None:
    one = a_procurement(office)
    seen: Callable[..., list[Any]] = lambda user, **said: list(queries.procurements_for(user, TODAY, office.department, **said))  # noqa: E731 - said often
    other = an_office(bureau=office.department.parent, code="302")

    assert seen(office.jingban, words="展览", method="公开招标", year=2022) == [one]
    assert seen(office.jingban, method="询价") == seen(office.jingban, year=2021) == seen(other.jingban) == []
    payment = a_draft(office)
    payment.procurement = a_procurement(office, buyer=office.kezhang)
    assert "您是采购经办人" in str(queries.refusal_to_accept_purchase(payment, office.kezhang, TODAY))
    assert "办理「登记合同、采购、验收」的岗位" in str(queries.refusal_to_accept_purchase(payment, office.chuna, TODAY))
    assert "办理「登记合同、采购、验收」的岗位" in str(queries.refusal_to_accept(a_contract(office), office.chuna, TODAY))


def test_the_register_is_seen_through_the_person_searched_and_sorted(office: Office) -> None:
    one, two = a_contract(office), a_contract(office, code="工合2022-02", name="印刷合同", fen=100)
    other = an_office(bureau=office.department.parent, code="302")
    seen: Callable[..., list[Any]] = lambda **said: list(queries.contracts_for(office.jingban, TODAY, office.department, **said))  # noqa: E731 - said often

    assert seen(words="印刷") == seen(words="工合") == seen(order="money")[:1] == [two]
    assert seen(section=str(office.section.pk)) == [two, one]
    assert seen(order="-money") == [one, two]
    assert seen(section=str(other.section.pk)) == seen(year=2021) == []
    assert seen(year=2023) == [two, one]  # money may still be paid under them
    Contract.objects.filter(pk=two.pk).update(paid=100)
    assert seen(year=2023) == [one]
    assert list(queries.contracts_for(other.jingban, TODAY, office.department)) == []
    assert list(queries.payees_for(other.jingban, TODAY, office.department)) == []
    assert list(queries.payees_for(office.jingban, TODAY, office.section, words="会展", kind="单位")) == [office.payee]


def test_places_and_people_offered_are_of_the_department(office: Office) -> None:
    other = an_office(bureau=office.department.parent, code="302")
    bureau_officer = a_person(office.department.parent, "zonghe", Role.FINANCE_OFFICER)  # type: ignore[arg-type]  # it has one
    assert queries.places_for(office.jingban, TODAY, office.section) == [office.section]
    assert queries.places_for(bureau_officer, TODAY, office.department) == [office.department, office.section]
    assert queries.refusal_to_keep(office.chuna, TODAY, office.department)
    assert not set(queries.people_of(office.department)) & set(other.people.values())
