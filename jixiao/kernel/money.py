"""Money: whole 分, never a float, read with its unit stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from .refusal import Refused

FEN: dict[str, int] = {"分": 1, "角": 10, "元": 100, "千元": 100_000, "万元": 1_000_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
LIMIT = 10**18  # 分; fits a 64-bit column with room for sums


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in 分 (1/100 yuan); exact, ordered, added and taken away."""

    fen: int

    @classmethod
    def parse(cls, text: str, unit: str) -> Self:
        """Read ``text`` as an amount in ``unit`` (元, 万元, …).

        Refuses anything but plain digits with optional thousands separators and a decimal point, and more than
        whole 分. Full-width digits, exponents and underscores are refused, not guessed.
        """
        factor = FEN.get(unit)
        if factor is None:
            msg = f"不认识金额单位「{unit}」，请写元或万元"
            raise Refused(msg)
        match = AMOUNT.fullmatch(text.strip())
        if match is None:
            msg = f"「{text}」不是金额，请只写数字，如 15.5"
            raise Refused(msg)
        sign, whole, part = match.groups()
        exact = Decimal(f"{whole.replace(',', '')}.{part or '0'}") * factor
        fen = int(exact)
        if fen != exact:
            msg = f"「{text}{unit}」不是整分，一元最多写两位小数"
            raise Refused(msg)
        if fen > LIMIT:
            msg = f"「{text}{unit}」超出可登记的金额"
            raise Refused(msg)
        return cls(-fen if sign else fen)

    def yuan(self) -> str:
        """Write in 元 with two decimals and no separators: "2000000.00"."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100}.{abs(self.fen) % 100:02d}"

    def grouped(self) -> str:
        """Write in 元 with thousands separators: "2,000,000.00"."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"

    def wan(self) -> str:
        """Write in 万元, as short as exact, as the official forms do: "15.5", "200"."""
        exact = Decimal(self.fen).scaleb(-6).normalize()
        return f"{exact:f}"

    def wan2(self) -> str:
        """Write in 万元 with at least two decimals and separators, for columns: "574.90"."""
        exact = Decimal(self.fen).scaleb(-6).normalize()
        places = max(2, -int(exact.as_tuple().exponent))
        return f"{exact:,.{places}f}"

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        return f"{self.wan()}万元"


ZERO = Money(0)


def total(amounts: list[Money] | tuple[Money, ...]) -> Money:
    """Add up amounts; an empty list is zero."""
    return Money(sum(amount.fen for amount in amounts))
