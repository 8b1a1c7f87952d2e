"""A year of a bureau's money as it should be, and each way it can go wrong once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from jixiao.kernel.money import Money
from jixiao.spending.facts import Acceptance, Invoice, Payee, PayeeKind, Payment, Year
from jixiao.spending.samples import (
    ACCEPTOR,
    CASHIER,
    YEAR,
    contract,
    credit,
    invoice,
    limits,
    money,
    on,
    payee,
    payment,
    procurement,
    quota,
    year,
)  # fmt: skip

DAILY = 320  # everyday payments: enough that first digits mean something
EVERY = 97  # a step that spreads them over the year and never puts two of a payee close together
PAYEES = 60
HALVES = [(on("06-30"), 50), (on("12-31"), 100)]
Make = Callable[["Ledger"], None]


class Ledger:
    """Payments and registers under way, so that a wrong can be added."""

    def __init__(self) -> None:
        self.payments: list[Payment] = []
        self.more: dict[str, Any] = {
            "quotas": [quota(yuan="100000000", project="日常")], "contracts": [], "procurements": [], "acceptances": [], "plans": {},
            "allowed": {}, "limits": limits(closed=date(YEAR, 12, 31)),
        }  # fmt: skip

    def pay(self, yuan: str, asked: str = "03-01", project: str = "日常", **more: Any) -> Payment:
        """Add a payment; one to a payee of its own unless told otherwise."""
        number = len(self.payments) + 1
        known = {"payee": payee(1000 + number), "project": project, "quota": self.quota_of(project)} | more
        one = payment(number, yuan, asked, **known)
        self.payments.append(one)
        return one

    def quota_of(self, project: str) -> int | None:
        """Return the quota of a project."""
        return next((held.number for held in self.more["quotas"] if held.project == project), None)

    def fund(self, project: str, yuan: str) -> None:
        """Add a quota for a project of its own."""
        self.more["quotas"].append(quota(len(self.more["quotas"]) + 1, yuan, project=project))

    def sign(self, yuan: str, **more: Any) -> int:
        """Add a contract; returns its number."""
        number = len(self.more["contracts"]) + 1
        self.more["contracts"].append(contract(number, yuan, payee=1000 + len(self.payments) + 1, **more))
        return number

    def buy(self, yuan: str, method: str = "公开招标", **more: Any) -> int:
        """Add a procurement; returns its number."""
        number = len(self.more["procurements"]) + 1
        self.more["procurements"].append(procurement(number, yuan, method, **more))
        return number

    def accept(self, number: int, day: str, **more: Any) -> None:
        """Add an acceptance under a contract."""
        known = {"person": ACCEPTOR} | more
        self.more["acceptances"].append(Acceptance(number, None, on(day), money("1"), **known))

    def year(self) -> Year:
        """Return the year as the rules see it."""
        return year(*self.payments, **self.more)


def everyday(count: int) -> Iterator[tuple[str, str, int]]:
    """Yield amount, day and payee of payments spread over a year, first digits falling as they do."""
    for place in range(count):
        fen = round(1_000 * 10 ** (3 * (place * EVERY % count + 0.5) / count)) // 10 * 10 + 3
        day = date(YEAR, 1, 4) + timedelta(days=place * 355 // count)
        yield Money(fen).yuan(), f"{day:%m-%d}", place % PAYEES + 1


def clean() -> Ledger:
    """Return a year in which nothing is wrong: everyday payments, a contract with its procurement, wages, a trip, a refund."""
    ledger = Ledger()
    for yuan, asked, who in everyday(DAILY):
        ledger.pay(yuan, asked, payee=payee(who))
    bought = ledger.buy("400000")
    held = ledger.sign("400000", bought=bought)
    ledger.accept(held, "05-10", delivered=on("05-09"))
    ledger.fund("设备更新", "400000")
    ledger.pay("100003", "03-02", "设备更新", contract=held, stage="advance", item="C0401")
    ledger.pay("299997", "06-01", "设备更新", contract=held, stage="final", item="C0401", payee=ledger.payments[-1].payee)
    ledger.more["plans"]["设备更新"] = [(on("06-30"), 90), (on("12-31"), 100)]
    return ledger


def no_quota(ledger: Ledger) -> None:
    ledger.pay("312.5", quota=None)


def unsigned(ledger: Ledger) -> None:
    ledger.pay("2345.6", papers=())


def same_person(ledger: Ledger) -> None:
    ledger.pay("313.5", booker=CASHIER)


def cut_up(ledger: Ledger) -> None:
    for yuan, asked in (("1201.5", "04-11"), ("1302.5", "04-13")):
        ledger.pay(yuan, asked, payee=payee(901))


def just_below(ledger: Ledger) -> None:
    for place in range(50):
        ledger.pay(f"19{place:02d}.5" if place else "1900.5", f"{place % 11 + 1:02d}-{place % 27 + 1:02d}")


def rush(ledger: Ledger) -> None:
    ledger.fund("年终活动", "3000")
    ledger.pay("1234.5", "04-12", "年终活动")
    ledger.pay("1345.5", "12-13", "年终活动")


def no_contract(ledger: Ledger) -> None:
    ledger.pay("12345.6")


def over_contract(ledger: Ledger) -> None:
    held = ledger.sign("300")
    ledger.accept(held, "02-20")
    ledger.pay("314.5", contract=held)


def unaccepted(ledger: Ledger) -> None:
    ledger.pay("315.5", stage="final")


def concentrated(ledger: Ledger) -> None:
    ledger.fund("宣传", "2000")
    for month, yuan in enumerate(("311.5", "212.5", "113.5", "314.5", "115.5", "116.5"), 2):
        ledger.pay(yuan, f"{month:02d}-12", "宣传", payee=payee(902 if month < 6 else 900 + month))


def same_invoice(ledger: Ledger) -> None:
    first = ledger.pay("316.5", "03-01", payee=payee(903))
    ledger.pay("417.5", "07-01", payee=payee(903), invoices=first.invoices)


def another_buyer(ledger: Ledger) -> None:
    who = payee(904)
    ledger.pay("317.5", payee=who, invoices=(bill(904, who, "317.5", buyer="示例市财政局"),))


def bill(number: int, who: Payee, yuan: str, **more: str) -> Invoice:
    return invoice(number, who, money(yuan), on("03-01"), **more)


def wrong_code(ledger: Ledger) -> None:
    code = credit(905)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    ledger.pay("318.5", payee=payee(905, credit_code=wrong), invoices=())


def not_procured(ledger: Ledger) -> None:
    held = ledger.sign("340000")
    ledger.accept(held, "02-20")
    ledger.pay("312345.6", contract=held, item="C0899")


def not_tendered(ledger: Ledger) -> None:
    ledger.buy("2123456", "询价")


def no_card(ledger: Ledger) -> None:
    ledger.more["quotas"].append(quota(len(ledger.more["quotas"]) + 1, "5432", project="电脑", economic="31002"))
    ledger.pay("5432", "03-01", "电脑", economic="31002")


def misused(ledger: Ledger) -> None:
    ledger.more["quotas"].append(quota(len(ledger.more["quotas"]) + 1, "319.5", project="招商", economic="30217"))
    ledger.more["allowed"]["招商"] = frozenset({"30227"})
    ledger.pay("319.5", "03-01", "招商", economic="30217")


def on_saturday(ledger: Ledger) -> None:
    ledger.pay("320.5", paid_at=datetime(YEAR, 3, 5, 10))  # noqa: DTZ001


def to_a_person(ledger: Ledger) -> None:
    ledger.pay("321.5", payee=payee(906, kind=PayeeKind.PERSON))


def too_fast(ledger: Ledger) -> None:
    ledger.fund("培训", "10000")
    ledger.more["plans"]["培训"] = HALVES
    ledger.pay("4123.5", "03-01", "培训")
    ledger.pay("4234.5", "05-09", "培训")


def too_round(ledger: Ledger) -> None:
    for digit, times in enumerate((78, 46, 32, 26, 21, 17, 15, 13, 12), 1):
        for place in range(times):
            ledger.pay(f"{digit}000", f"{place % 11 + 1:02d}-{place % 27 + 1:02d}")


def out_of_order(ledger: Ledger) -> None:
    held = ledger.sign("600", starts=on("01-05"))
    ledger.accept(held, "02-20")
    ledger.pay("322.5", contract=held)


def to_staff(ledger: Ledger) -> None:
    ledger.pay("323.5", payee=payee(907, kind=PayeeKind.STAFF))


def to_a_stranger(ledger: Ledger) -> None:
    held = ledger.sign("60000", bought=ledger.buy("60000"))
    ledger.accept(held, "02-25")
    ledger.pay("51234.5", contract=held, payee=payee(908, since=on("02-21")))


def odd_digits(ledger: Ledger) -> None:
    for place in range(90):
        ledger.pay(f"9{place:02d}.5", f"{place % 11 + 1:02d}-{place % 27 + 1:02d}")


def idle(ledger: Ledger) -> None:
    ledger.fund("闲置", "1000")
    ledger.pay("111.5", "03-01", "闲置")


def too_slow(ledger: Ledger) -> None:
    ledger.fund("示范区", "1000")
    ledger.more["plans"]["示范区"] = HALVES
    ledger.pay("567.5", "03-01", "示范区")


def twin_invoices(ledger: Ledger) -> None:
    who = payee(909)
    for number, asked in ((909, "03-01"), (910, "07-01")):
        ledger.pay("324.5", asked, payee=who, invoices=(bill(number, who, "324.5"),))


WRONGS: dict[str, Make] = {
    "IC-01": no_quota, "IC-02": unsigned, "IC-03": same_person, "IC-04": cut_up, "IC-05": just_below, "IC-06": rush,
    "IC-07": no_contract, "IC-08": over_contract, "IC-09": unaccepted, "IC-10": concentrated, "IC-11": same_invoice,
    "IC-12": another_buyer, "IC-13": wrong_code, "IC-14": not_procured, "IC-15": not_tendered, "IC-16": no_card, "IC-17": misused,
    "IC-18": on_saturday, "IC-19": to_a_person, "IC-20": too_fast, "IC-21": too_round, "IC-22": out_of_order, "IC-23": to_staff,
    "IC-24": to_a_stranger, "IC-25": odd_digits, "IC-26": idle, "IC-27": too_slow, "IC-28": twin_invoices,
}  # fmt: skip


def with_wrongs(*codes: str) -> Year:
    """Return the clean year with some things wrong."""
    ledger = clean()
    for code in codes:
        WRONGS[code](ledger)
    return ledger.year()
