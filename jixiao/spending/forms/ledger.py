"""What the address asks of the ledger, read kindly: what cannot be read is passed over and said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.organisations.sums.sheet import day_in
from jixiao.spending.queries.ledger import ORDERS, VIEWS, Wanted
from jixiao.spending.states import LIFE

from .payments import number

LONGEST = 100


def wanted_in(data: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """Return what is asked of the ledger, and a sentence for each thing that could not be read."""
    said = {name: str(value).replace("\0", "").strip()[:LONGEST] for name, value in data.items()}
    wrong: list[str] = []
    view, state, order = said.get("view", ""), said.get("state", ""), said.get("order", "")
    if state and view != "all" and (view not in VIEWS or state not in VIEWS[view][1]):
        view = next(name for name, (_word, held) in VIEWS.items() if state in held) if state in LIFE.states else view
    wanted = Wanted(
        view=view if view in VIEWS else "paid",
        words=said.get("q", ""),
        project=said.get("project", ""),
        section=number(said.get("section", "")),
        state=state if state in LIFE.states else "",
        economic=said.get("economic", "") if said.get("economic", "").isascii() and said.get("economic", "").isdigit() else "",
        since=_day(said.get("since", ""), "起始日期", wrong),
        until=_day(said.get("until", ""), "截止日期", wrong),
        least=_amount(said.get("least", ""), "最低金额", wrong),
        most=_amount(said.get("most", ""), "最高金额", wrong),
        order=order if order.removeprefix("-") in ORDERS else "",
    )
    return wanted, wrong


def _day(text: str, what: str, wrong: list[str]) -> date | None:
    found = day_in(text) if text else None
    if text and found is None:
        wrong.append(f"{what}「{text}」看不懂，请写成 2022-03-01")
    return found


def _amount(text: str, what: str, wrong: list[str]) -> Money | None:
    try:
        return Money.parse(text, "元") if text else None
    except Refused as refusal:
        wrong.append(f"{what}：{refusal}")
        return None
