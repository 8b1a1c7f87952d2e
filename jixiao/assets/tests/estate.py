"""A department with a keeper of assets, a paid capital payment, and cards, for tests of assets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, TODAY, a_person, a_unit
from jixiao.assets.actions import cards
from jixiao.assets.models import Card
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit
from jixiao.spending.models import Contract, Matter, Payee, Payment, Quota

_serial = itertools.count(1)
POSTS = {
    "zichan": Role.ASSET_KEEPER,
    "jiandu": Role.AUDITOR,
    "fenguan": Role.VICE_LEADER,
    "juzhang": Role.CHIEF,
    "kuaiji": Role.ACCOUNTANT,
}


@dataclass
class Estate:
    """The department, two sections and its people by user name."""

    department: Unit
    section: Unit
    other: Unit
    quota: Quota
    payee: Payee
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        people: dict[str, User] = self.__dict__.get("people", {})
        if name not in people:
            raise AttributeError(name)
        return people[name]


def an_estate(bureau: Unit | None = None, code: str = "301") -> Estate:
    """Set a department up: a buyer, an acceptor and a user in a section, the others in the department."""
    department = a_unit(bureau or a_unit(None, "某市财政局", "1"), f"某局{code}", code)
    section, other = a_unit(department, f"业务科{code}", f"{code}01"), a_unit(department, f"办公室{code}", f"{code}02")
    quota = Quota.objects.create(
        unit=department, year=2022, project="购置设备", function="2011302", economic="31002", approved=100_000_000, at=NOON
    )
    payee = Payee.objects.create(unit=department, name="某办公设备公司", since=date(2021, 1, 1))
    prefix = "" if code == "301" else code
    people = {name: a_person(section, f"{prefix}{name}", Role.PROJECT_OFFICER) for name in ("caigou", "yanshou", "baoguan")}
    people |= {name: a_person(department, f"{prefix}{name}", role) for name, role in POSTS.items()}
    return Estate(department, section, other, quota, payee, people)


def a_purchase(estate: Estate, yuan: str = "6000", *, paid_at: datetime = NOON, **more: Any) -> Payment:
    """Write a paid payment of a capital class down, as the machine leaves it."""
    number, fen = next(_serial), Money.parse(yuan, "元").fen
    matter = Matter.objects.create(unit=estate.department, year=2022, name="购置笔记本电脑", fen=fen)
    said = {
        "unit": estate.section, "filer": estate.department, "year": 2022, "number": number, "quota": estate.quota, "matter": matter,
        "payee": estate.payee, "title": "购置笔记本电脑", "fen": fen, "state": "已支付", "since": paid_at, "author": estate.caigou,
        "asked_at": paid_at, "paid_at": paid_at, "receipt": f"回{number}",
    } | more  # fmt: skip
    return Payment.objects.create(**said)


def a_contract(estate: Estate, yuan: str = "20000") -> Contract:
    """Write a contract down."""
    return Contract.objects.create(
        unit=estate.section, filer=estate.department, year=2022, code=f"合{next(_serial)}", name="设备合同", payee=estate.payee,
        fen=Money.parse(yuan, "元").fen, signed=date(2022, 2, 1), drafter=estate.caigou, at=NOON,
    )  # fmt: skip


def told(estate: Estate, payment: Payment | None = None, **more: Any) -> dict[str, Any]:
    """Return what a card of a laptop says."""
    bought = {"payment": payment, "acceptor": estate.yanshou, "accepted": TODAY} if payment else {"origin": "原有"}
    return {
        "category": "laptop", "name": "便携式计算机", "model": "X1", "quantity": 1, "fen": 600_000, "acquired": TODAY, "keeper": estate.baoguan,
        "place": "302室", "years": 6,
    } | bought | more  # fmt: skip


def a_card(estate: Estate, payment: Payment | None = None, *, at: datetime = NOON, **more: Any) -> Card:
    """Make a card through the door."""
    return cards.make_card(estate.section, told(estate, payment, **more), by=estate.zichan, at=at)
