"""A department with every post of the money's way filled, a quota, and payments brought as far as a test wants."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, SINCE, a_person, a_unit
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit
from jixiao.spending.actions import moving, payments
from jixiao.spending.models import Contract, Invoice, Meeting, Paper, Payee, Payment, Quota, Topic
from jixiao.spending.queries import payments as queries

POSTS = {
    "jingban": Role.PROJECT_OFFICER,
    "kezhang": Role.SECTION_HEAD,
    "kuaiji": Role.ACCOUNTANT,
    "fuzeren": Role.FINANCE_HEAD,
    "fenguan": Role.VICE_LEADER,
    "juzhang": Role.CHIEF,
    "mishu": Role.MEETING_SECRETARY,
    "chuna": Role.CASHIER,
}
IN_SECTION = {"jingban", "kezhang"}
SIGNERS = {"section": "kezhang", "check": "kuaiji", "finance": "fuzeren", "vice": "fenguan", "chief": "juzhang"}
_serial = itertools.count(1)


@dataclass
class Office:
    """The department, its section and its people by user name."""

    department: Unit
    section: Unit
    quota: Quota
    payee: Payee
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            found: User = self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None
        return found


def an_office(*, yuan: str = "100000", bureau: Unit | None = None, code: str = "301") -> Office:
    """Set an office up with a quota of so many yuan for 2022."""
    bureau = bureau or a_unit(None, "某市财政局", "1")
    department = a_unit(bureau, f"某局{code}", code)
    section = a_unit(department, f"业务科{code}", f"{code}01")
    quota = Quota.objects.create(
        unit=department,
        year=2022,
        project="促进汽车消费",
        function="2160299",
        economic="30227",
        approved=Money.parse(yuan, "元").fen,
        at=NOON,
    )
    payee = Payee.objects.create(unit=department, name="某会展服务有限公司", since=SINCE)
    prefix = "" if code == "301" else code
    people = {name: a_person(section if name in IN_SECTION else department, f"{prefix}{name}", role) for name, role in POSTS.items()}
    return Office(department, section, quota, payee, people)


def a_paper(payment: Payment, kind: str) -> Paper:
    """Put a paper to a payment without a file behind it."""
    number = next(_serial)
    return Paper.objects.create(
        filer=payment.filer,
        payment=payment,
        kind=kind,
        name=f"{kind}{number}.pdf",
        sha256=f"{number:064x}",
        size=1,
        by=payment.author,
        at=NOON,
    )


def an_invoice(payment: Payment, fen: int | None = None) -> Invoice:
    """Put an invoice of the whole amount to a payment."""
    return Invoice.objects.create(
        filer=payment.filer,
        payment=payment,
        key=f"{next(_serial):020d}",
        fen=fen or payment.fen,
        on=date(2022, 2, 20),
        seller="某会展服务有限公司",
    )


def a_request(office: Office, yuan: str, *, by: User | None = None, papers: bool = True, title: str = "秋季促销活动场地") -> Payment:
    """Write a request ready to be sent up: quota, payee, invoice and the papers its band needs."""
    by = by or office.jingban
    payment = payments.open_payment(office.section, 2022, title, Money.parse(yuan, "元"), by=by, at=NOON)
    payments.write(payment, {"quota": office.quota, "payee": office.payee, "stage": "advance"}, version=payment.version, by=by, at=NOON)
    if papers:
        an_invoice(payment)
        for kind in ("请示",):
            a_paper(payment, kind)
    return payment


def sent_up(office: Office, yuan: str, **more: object) -> Payment:
    """Write a request and send it up; from 10,000 元 a contract would be asked for, so those go under one."""
    payment = a_request(office, yuan, **more)  # type: ignore[arg-type]  # passed on
    if payment.fen >= 1_000_000:
        under_contract(office, payment)
    return moving.submit(payment, by=payment.author, at=NOON)


def under_contract(office: Office, payment: Payment) -> None:
    """Put a payment under a contract of its own amount."""
    contract = Contract.objects.create(
        unit=office.section, filer=office.department, year=2022, code=f"合{next(_serial)}", name="场地合同", payee=office.payee,
        fen=payment.fen, signed=date(2022, 2, 1), drafter=payment.author, at=NOON,
    )  # fmt: skip
    payments.write(payment, {"contract": contract}, version=payment.version, by=payment.author, at=NOON)


def signed(office: Office, payment: Payment, upto: str = "") -> Payment:
    """Sign the route in order, as far as a step (exclusive), or until nobody's signature is left."""
    while payment.turn and payment.turn not in {upto, "meeting"}:
        payment = moving.sign(payment, payment.digest, by=office.people[SIGNERS[payment.turn]], at=NOON)
    return payment


def decided(office: Office, payment: Payment, limit: int | None = None) -> Topic:
    """Hold a meeting that agrees to the payment's matter."""
    meeting = Meeting.objects.create(
        unit=office.department, year=2022, kind="局长办公会", number=next(_serial), on=date(2022, 3, 1), quorum=1, secretary=office.mishu,
        state="已定稿", at=NOON, final_at=NOON,
    )  # fmt: skip
    return Topic.objects.create(
        meeting=meeting, matter=payment.matter, position=1, title=payment.title, asked=payment.whole, outcome="同意",
        limit=payment.whole if limit is None else limit, decided_at=NOON,
    )  # fmt: skip


def approved(office: Office, yuan: str) -> Payment:
    """Bring a request to 已批准, through a meeting where its amount needs one."""
    payment = signed(office, sent_up(office, yuan))
    return moving.bind(payment, decided(office, payment), by=office.mishu, at=NOON) if payment.turn == "meeting" else payment


def paid(office: Office, yuan: str, *, at: datetime = NOON) -> Payment:
    """Bring a request to 已支付."""
    payment = approved(office, yuan)
    moving.order(payment, by=office.chuna, at=at)
    moving.send(payment, by=office.fuzeren, at=at + timedelta(minutes=1))
    return moving.bank_ok(payment, f"回{next(_serial)}", payment.amount, by=office.kuaiji, at=at + timedelta(minutes=2))


def quota_of(office: Office) -> tuple[int, int]:
    """Return what is frozen and paid now."""
    office.quota.refresh_from_db()
    return office.quota.frozen, office.quota.paid


__all__ = [
    "Office",
    "a_paper",
    "a_request",
    "an_invoice",
    "an_office",
    "approved",
    "decided",
    "paid",
    "queries",
    "quota_of",
    "sent_up",
    "signed",
    "under_contract",
]
