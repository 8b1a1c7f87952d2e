"""Buying and contracting (政府采购、合同): the order of the days, the method an amount asks for, how far supplements may go. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jixiao.kernel.money import ZERO, Money
from jixiao.spending.facts import Limits

TENDER, OWN, WORKS = "公开招标", "自行采购", "工程"
INTENDED_DAYS = 30  # 采购意向 is public at least so long before the notice
SIGN_DAYS = 30  # a contract is signed within so many days of the award
SUPPLEMENT_SHARE = 10  # 1/10 of the original amount: 政府采购法第四十九条


@dataclass(frozen=True, slots=True)
class Steps:
    """The days of a procurement."""

    intended: date | None = None
    published: date | None = None
    opened: date | None = None
    awarded: date | None = None


def refusal_of_method(
    fen: Money, method: str, limits: Limits, approval: str = "", *, goods: str = "服务", year: Money = ZERO
) -> str | None:
    """Return why an amount may not be bought this way, or None.

    ``year`` is what the same item came to this year outside procurement: below the limit it is summed. Works follow the law of
    bidding, not these limits. A limit the region has not entered refuses nothing; ``notes_of_limits`` says so.
    """
    if method == TENDER or goods == WORKS or approval.strip():
        return None
    whole = fen + year
    if limits.tender_from is not None and fen >= limits.tender_from:
        return (
            f"{fen.grouped()} 元达到公开招标数额 {limits.tender_from.grouped()} 元，应公开招标；"
            f"要用「{method}」请先报批并填写变更采购方式批准文号"
        )
    if method == OWN and limits.buy_from is not None and whole >= limits.buy_from:
        before = f"，加上同品目本年已办 {year.grouped()} 元" if year else ""
        return (
            f"{fen.grouped()} 元{before}，共 {whole.grouped()} 元，达到分散采购限额 {limits.buy_from.grouped()} 元，"
            f"须走政府采购，不能自行采购"
        )
    return None


def notes_of_limits(limits: Limits) -> list[str]:
    """Return which limits nobody has entered: then nothing is judged by them, and nothing is guessed."""
    named = (("分散采购限额", limits.buy_from), ("公开招标数额", limits.tender_from))
    missing = [name for name, amount in named if amount is None]
    return [f"本单位还没有录入{'和'.join(missing)}，系统不代为判断；请财务负责人到支出设置里按当地集中采购目录录入"] if missing else []


def refusals_of_days(steps: Steps, method: str, approval: str = "") -> list[str]:
    """Return what is out of order in the days of a procurement, each a sentence."""
    named = (("采购意向公开", steps.intended), ("公告", steps.published), ("开标", steps.opened), ("中标、成交通知", steps.awarded))
    known = [(word, on) for word, on in named if on is not None]
    pairs = pairwise(known)
    found = [
        f"{later}日期 {after:%Y-%m-%d} 早于{word}日期 {on:%Y-%m-%d}，顺序不对，请核对" for (word, on), (later, after) in pairs if after < on
    ]
    if method == TENDER and steps.intended and steps.published and not approval.strip() and not found:
        days = (steps.published - steps.intended).days
        if days < INTENDED_DAYS:
            found.append(f"采购意向公开到公告只隔 {days} 天，公开招标应不少于 {INTENDED_DAYS} 天；确属紧急的请填批准文号")
    return found


def most_to_add(original: Money, added: Money) -> Money:
    """Return how much supplements of a procured contract may still add: a tenth of the original amount, all supplements together."""
    return Money(original.fen // SUPPLEMENT_SHARE - added.fen)
