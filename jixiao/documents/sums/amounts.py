"""Amounts of money out of cells: the unit is the one stated nearest, and where none or two are stated a person is asked."""

from __future__ import annotations

import re
from typing import NamedTuple

from jixiao.kernel.goal import fold
from jixiao.kernel.money import Money
from jixiao.kernel.place import Spot
from jixiao.kernel.refusal import Refused

from .draft import Draft, Units
from .words import bare

AMOUNT = re.compile(r"(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|百万元|千元|万元|万|元)?(?P<rest>.*)", re.DOTALL)


class Amount(NamedTuple):
    """What an amount cell says: the money, the text as written, the unit it was read in, and what is doubtful."""

    money: Money | None
    text: str | None
    unit: str | None
    doubts: tuple[str, ...] = ()


def read(text: str, label_unit: str | None, units: Units) -> Amount:
    """Read an amount; ``label_unit`` is the unit its label states. A blank cell is no amount, has no unit and is no doubt."""
    written = text.strip()
    whole = bare(fold(written))
    if whole in {"", "-", "—", "——", "/", "无"}:
        return Amount(None, None, None)
    match = AMOUNT.fullmatch(whole)
    if match is None:
        return Amount(None, written, label_unit, (f"「{written}」不是金额，请核对",))
    own = "万元" if match["unit"] == "万" else match["unit"]
    unit = own or label_unit or units.nearest
    if unit is None:
        return Amount(None, written, None, (f"没有写明金额单位是元还是万元，原文「{written}」",))
    return _amount(match["number"], written, unit, match["rest"], _disagreement(own, label_unit, units, written))


def _amount(number: str, written: str, unit: str, rest: str, doubts: tuple[str, ...]) -> Amount:
    if rest:
        doubts += (f"「{written}」在金额之外还有文字，请核对",)
    try:
        return Amount(Money.parse(number, unit), written, unit, doubts)
    except Refused as refusal:
        return Amount(None, written, unit, (*doubts, refusal.sentence))


def _disagreement(own: str | None, label_unit: str | None, units: Units, written: str) -> tuple[str, ...]:
    stated = label_unit or units.table
    if own and stated and own != stated:
        return (f"「{written}」的单位与表中写明的「{stated}」不一致，按数字后的单位读",)
    if not own and label_unit and units.table and label_unit != units.table:
        return (f"标签写「{label_unit}」，表上写「{units.table}」，按标签的单位读，原文「{written}」",)
    return ()


def take(draft: Draft, amount: Amount, spot: Spot) -> None:
    """Set the year's amount of a draft, with its text, unit and doubts; a second, other amount is a further field and a doubt."""
    if draft.fields.get("amount_text") is not None:
        if amount.text is not None and amount.money != draft.fields.get("amount"):
            draft.add_extra("年度资金额度", amount.text, spot)
            draft.doubt(f"年度资金写了两处且不同：「{draft.fields['amount_text']}」和「{amount.text}」，按前一处读", spot, "amount")
        return
    draft.fields["amount"] = amount.money
    draft.fields["amount_text"] = amount.text
    draft.fields["amount_unit"] = amount.unit
    draft.spots["amount"] = spot
    for doubt in amount.doubts:
        draft.doubt(doubt, spot, "amount")


def take_source(draft: Draft, name: str, amount: Amount, spot: Spot) -> None:
    """Add one source of the year's money; a blank is none."""
    for doubt in amount.doubts:
        draft.doubt(f"{name}：{doubt}", spot, "funding")
    if amount.money is not None:
        draft.spots.setdefault("funding", spot)
        draft.spots[f"funding.{len(draft.funding)}"] = spot
        draft.funding.append((name, amount.money))
