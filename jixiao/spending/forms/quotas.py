"""What people type of quotas: the lines an approved amount is split into, and a change with its reason and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.spending.facts import SOURCES
from jixiao.spending.queries.quotas import Quota
from jixiao.spending.sums.codes import Line

from .contracts import Asked, Chosen
from .payments import MoneyField, line, words

FIRST_ROWS, MOST_ROWS = 4, 40
COLUMNS = ("function", "economic", "source", "amount")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the opening form as typed."""

    number: int
    function: str = ""
    economic: str = ""
    source: str = SOURCES[0]
    amount: str = ""

    @property
    def blank(self) -> bool:
        """Say whether nothing is typed in it; a source alone is nothing."""
        return not (self.economic or self.amount)

    def line(self) -> Line:
        """Read it; the name behind a code is passed over."""
        try:
            amount = Money.parse(self.amount, "元") if self.amount else ZERO
        except Refused as refusal:
            msg = f"第 {self.number} 行：{refusal}"
            raise Refused(msg) from refusal
        return Line(_code(self.function), _code(self.economic), self.source, amount)


def _code(text: str) -> str:
    """Return the number of a class where its name stands behind it: 30227 委托业务费."""
    return text.split(maxsplit=1)[0] if text.strip() else ""


def rows_in(data: Mapping[str, Any], *, more: int = 0) -> list[Row]:
    """Return the rows as typed, at least some to begin with."""
    asked = str(data.get("rows", ""))
    count = min(MOST_ROWS, max(FIRST_ROWS, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("000") else 0) + more)
    rows = []
    for number in range(1, count + 1):
        typed = {name: str(data.get(f"{name}-{number}", "")).replace("\0", "").strip()[:40] for name in COLUMNS}
        typed["source"] = typed["source"] or SOURCES[0]
        rows.append(Row(number, **typed))
    return rows


class OpenForm(Asked):
    """The approved amount split into lines, and the paper it stands on."""

    document = line("批复文号", required="批复文号没有写", longest=100)

    def __init__(self, rows: Sequence[Row], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = rows

    def clean(self) -> dict[str, Any]:
        """Add the lines; a row left blank counts nothing."""
        said: dict[str, Any] = super().clean() or {}
        try:
            said["lines"] = [row.line() for row in self.rows if not row.blank]
        except Refused as refusal:
            self.add_error(None, refusal.sentence)
        return said


class ChangeForm(Asked):
    """An adjustment or transfer: how much, from where, why, on what paper."""

    way = forms.ChoiceField(
        label="办理",
        choices=[("more", "调增"), ("less", "调减"), ("transfer", "从其他指标调入（调剂）")],
        error_messages={"required": "请选调增、调减或调剂", "invalid_choice": "请选调增、调减或调剂"},
        widget=forms.Select({"class": "jx-input"}),
    )
    amount = MoneyField("金额（元）")
    reason = words("理由", required="理由没有写")
    document = line("依据文号", required="依据文号没有写", longest=100)

    def __init__(self, others: Sequence[Quota], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["other"] = Chosen("调出指标", others, _named, empty="调剂时选")
        self.order_fields(["way", "amount", "other", "reason", "document"])

    def clean(self) -> dict[str, Any]:
        """Bring way, amount and the other end together."""
        said: dict[str, Any] = super().clean() or {}
        amount, way = said.get("amount"), said.get("way")
        if amount is not None and amount.fen < 0:
            self.add_error("amount", "金额请填正数，增减在“办理”里选")
        if way == "transfer" and not said.get("other") and "other" not in self.errors:
            self.add_error("other", "调剂要选从哪条指标调出")
        if way != "transfer":
            said["other"] = None
        if amount is not None and way == "less":
            said["amount"] = -amount
        return said


def _named(quota: Quota) -> str:
    return f"{quota.project}　{quota.economic}　{quota.source}　可用 {quota.facts().available.grouped()} 元"
