"""What people type of money in monitoring: amounts in 万元."""

from __future__ import annotations

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused


def wan_of(text: str, what: str) -> int | None:
    """Return an amount typed in 万元 as 分, None where nothing was typed; refuses in a sentence that says whose it is."""
    if not text.strip():
        return None
    try:
        found = Money.parse(text, "万元")
    except Refused as refusal:
        msg = f"{what}：{refusal}"
        raise Refused(msg) from refusal
    if found.fen < 0:
        msg = f"{what}不能小于零"
        raise Refused(msg)
    return found.fen
