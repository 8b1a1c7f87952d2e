"""Short words for writing the examples a supervision rule carries: a payment as it should be, and a year of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from jixiao.kernel.money import ZERO, Money
from jixiao.organisations.sums.credit import check_sign
from jixiao.spending.facts import (
    Band,
    Contract,
    Decision,
    Invoice,
    Limits,
    Payee,
    PayeeKind,
    Payment,
    Policy,
    Procurement,
    Quota,
    Signed,
    Year,
)
from jixiao.spending.states import BOOKED
from jixiao.spending.sums import route

YEAR = 2022
UNIT = "示例市商务局"
UNIT_CODE = "11130800000000001"
UNIT_CODE += check_sign(UNIT_CODE)
PROJECT = "展会补贴"
ENDED = date(YEAR, 12, 31)
SATURDAY = 5
DAILY = ("section", "check", "finance")
ASKED = (*DAILY, "vice", "chief")
POLICY = Policy(
    code="P-SAMPLE",
    title="两档审批",
    basis="样例",
    since=date(2014, 1, 1),
    bands=(
        Band("A1", "第一档", ZERO, DAILY, (), "任何金额都要签"),
        Band("A2", "第二档", Money(200_000), ASKED, ("请示",), "超过 2,000 元，凭请示签批"),
        Band("A3", "第三档", Money(2_000_000), (*ASKED, "meeting"), ("请示",), "达到 20,000 元，凭会议纪要文号"),
    ),
    exempt=("30101",),
)
PEOPLE = {"section": 2, "check": 3, "finance": 4, "vice": 5, "chief": 6, "meeting": 7}  # step → person; 1 asks
CASHIER, BOOKKEEPER, BUYER, ACCEPTOR = 8, 9, 10, 11


def money(yuan: str) -> Money:
    """Return an amount written in yuan; a refund is written with a minus sign."""
    return Money.parse(yuan, "元")


def on(text: str) -> date:
    """Return a day of the sample year written 03-01."""
    month, of_month = map(int, text.split("-"))
    return date(YEAR, month, of_month)


def credit(serial: int) -> str:
    """Return the credit code of a company that does not exist, its check sign right."""
    body = f"911308{serial:011d}"
    return body + check_sign(body)


def payee(number: int = 1, name: str = "", kind: PayeeKind = PayeeKind.COMPANY, **more: Any) -> Payee:
    """Return a payee long in the books."""
    company = kind is PayeeKind.COMPANY
    known: dict[str, Any] = {"credit_code": credit(number) if company else "", "since": date(2020, 1, 1)} | more
    return Payee(number, name or (f"某会展服务{number}有限公司" if company else f"张某{number}"), kind, **known)


def workday(day: date) -> date:
    """Return a day, or the Monday after its weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def invoice(number: int, one: Payee, amount: Money, day: date, **more: Any) -> Invoice:
    """Return a digital invoice from a payee to the sample unit."""
    known: dict[str, Any] = {"seller": one.name, "seller_code": one.credit_code, "buyer": UNIT, "buyer_code": UNIT_CODE} | more
    return Invoice(f"22137{number:015d}", amount, day, **known)


def payment(number: int, yuan: str = "1500", asked: str = "03-01", **more: Any) -> Payment:
    """Return a booked payment: asked for on a day, signed as its amount asks, paid on the next workday, with its invoice."""
    amount, day = money(yuan), on(asked)
    whole: Money = more.setdefault("whole", amount)
    one: Payee = more.setdefault("payee", payee())
    economic: str = more.setdefault("economic", "30227")
    at = datetime(YEAR, day.month, day.day, 9)  # noqa: DTZ001 - an example's clock is the one on the wall
    way = route(POLICY, whole, strict=True, economic=economic) if whole.fen > 0 else None
    paid = workday(day + timedelta(days=1))
    company = one.kind is PayeeKind.COMPANY
    known: dict[str, Any] = {
        "code": f"支〔{YEAR}〕{number:04d}号",
        "project": PROJECT,
        "quota": 1,
        "function": "2160299",
        "source": "一般公共预算",
        "matter": number,
        "title": "展位搭建",
        "state": BOOKED,
        "policy": POLICY.code,
        "strict": True,
        "band": way.band if way else "",
        "applicant": 1,
        "signed": tuple(Signed(signer.step, PEOPLE[signer.step], at) for signer in way.signers) if way else (),
        "papers": way.papers if way else (),
        "decision": number if way and way.meets else None,
        "invoices": (invoice(number, one, amount, day),) if company and amount.fen > 0 else (),
        "orderer": CASHIER,
        "sender": PEOPLE["check"],
        "booker": BOOKKEEPER,
        "paid_at": datetime(paid.year, paid.month, paid.day, 10),  # noqa: DTZ001
    }
    return Payment(number=number, amount=amount, asked=at, **known | more)


def refund(of: Payment, number: int, asked: str, yuan: str = "", **more: Any) -> Payment:
    """Return money that came back: a negative row that names what it takes back; all of it unless an amount is given."""
    same = {name: getattr(of, name) for name in ("project", "quota", "function", "economic", "source", "matter", "payee", "contract")}
    amount = money(yuan) if yuan else of.amount
    return payment(number, (-amount).yuan(), asked, reverses=of.number, signed=(), **same | more)


def contract(number: int = 1, yuan: str = "50000", signed: str = "02-01", **more: Any) -> Contract:
    """Return a contract with the first payee, in force for the year."""
    known: dict[str, Any] = {"payee": 1, "starts": on(signed), "ends": ENDED} | more
    return Contract(number, f"合〔{YEAR}〕{number}号", f"会展服务合同{number}", amount=money(yuan), signed=on(signed), **known)


def procurement(number: int = 1, yuan: str = "600000", method: str = "公开招标", **more: Any) -> Procurement:
    """Return a procurement of exhibition services."""
    known: dict[str, Any] = {"item": "C0401", "awarded": on("01-20"), "buyer": BUYER} | more
    return Procurement(number, method=method, amount=money(yuan), **known)


def quota(number: int = 1, yuan: str = "1000000", **more: Any) -> Quota:
    """Return a quota of the sample project."""
    known: dict[str, Any] = {"project": PROJECT, "function": "2160299", "economic": "30227", "source": "一般公共预算"} | more
    return Quota(number, approved=money(yuan), **known)


def year(*payments: Payment, **more: Any) -> Year:
    """Return a year looked at on its last day; quotas, contracts and procurements are given as lists, a decision for each payment."""
    decisions = {
        one.decision: Decision(one.decision, one.matter, f"局长办公会〔{YEAR}〕{one.decision}号", one.asked.date(), one.whole)
        for one in payments
        if one.decision is not None
    }
    registers = {name: _numbered(more.pop(name, ())) for name in ("contracts", "procurements")}
    registers["quotas"] = _numbered(more.pop("quotas", (quota(),)))
    known: dict[str, Any] = {"on": ENDED, "policies": {POLICY.code: POLICY}, "decisions": decisions} | registers | more
    return Year(UNIT, UNIT_CODE, YEAR, payments=payments, **known)


def limits(**more: Any) -> Limits:
    """Return limits with the region's procurement numbers entered."""
    known: dict[str, Any] = {"buy_from": money("300000"), "tender_from": money("2000000")} | more
    return Limits(**known)


def _numbered(records: Iterable[Any]) -> dict[int, Any]:
    return {record.number: record for record in records}
