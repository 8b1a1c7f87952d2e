"""An amount in Chinese capitals (大写金额), as cheques and vouchers write it: 叁万伍仟元整."""

from __future__ import annotations

from jixiao.kernel.money import Money

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUP = 10_000


def capitals(amount: Money) -> str:
    """Write an amount in capitals; 整 ends what has no 角 and no 分."""
    yuan, rest = divmod(abs(amount.fen), 100)
    jiao, fen = divmod(rest, 10)
    sign = "负" if amount.fen < 0 else ""
    whole = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{sign}{whole or '零元'}整"
    gap = "零" if yuan and not jiao else ""
    return f"{sign}{whole}{gap}{f'{DIGITS[jiao]}角' if jiao else ''}{f'{DIGITS[fen]}分' if fen else ''}"


def _whole(number: int) -> str:
    """Write a whole number below 万亿 of 万: what is beyond 亿 is a number of its own before it."""
    high, low = divmod(number, GROUP * GROUP)
    if high:
        between = "零" if 0 < low < GROUP * GROUP // 10 else ""
        return f"{_whole(high)}亿{between}{_whole(low)}"
    high, low = divmod(number, GROUP)
    if high:
        between = "零" if 0 < low < GROUP // 10 else ""
        return f"{_group(high)}万{between}{_group(low)}"
    return _group(low)


def _group(number: int) -> str:
    """Write up to four digits, each with its place; zeros between them as one 零, those at the end not at all."""
    said, gap = "", False
    for place in range(len(PLACES) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return said
