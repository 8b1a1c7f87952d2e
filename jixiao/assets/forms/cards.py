"""What people type about asset cards: a new one, its words put right, a transfer, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.assets import sums
from jixiao.assets.facts import ORIGINS
from jixiao.assets.models import Card
from jixiao.assets.queries import bought
from jixiao.organisations.models import Unit
from jixiao.spending.forms.contracts import FIELD, Asked, Chosen, choice, day
from jixiao.spending.forms.payments import MoneyField, Said, line
from jixiao.spending.models import Payment

LARGEST_NUMBER = 2_000_000_000  # fits the column; what is sensible the act says


def whole(label: str, *, needed: bool = True, least: int = 1, hint: str = "") -> forms.IntegerField:
    """Return a field for a whole number."""
    errors = {
        "required": f"{label}没有填", "invalid": f"{label}请只写整数", "min_value": f"{label}不能小于 {least}", "max_value": f"{label}太大，请核对",
    }  # fmt: skip
    field = forms.TextInput({**FIELD, "inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=needed, min_value=least, max_value=LARGEST_NUMBER, help_text=hint, error_messages=errors, widget=field
    )


def person(label: str, people: Sequence[User], *, needed: str = "", empty: str = "请选") -> Chosen:
    """Return a field to choose somebody."""
    return Chosen(label, people, lambda user: f"{user.name}　{user.title}".strip(), needed=needed, empty=empty)


def section(label: str, places: Sequence[Unit]) -> Chosen:
    """Return a field to choose a section."""
    return Chosen(label, places, lambda unit: unit.short, needed=f"请选{label}", empty=f"请选{label}")


def kinds() -> forms.ChoiceField:
    """Return a field to choose a kind of asset, by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in sums.categories().values():
        groups.setdefault(one.group, []).append((one.code, one.name))
    errors = {"required": "请选资产分类", "invalid_choice": "资产分类不在可选的范围内，请重新选"}
    choices = [("", "请选资产分类"), *groups.items()]
    return forms.ChoiceField(label="资产分类", choices=choices, error_messages=errors, widget=forms.Select(FIELD))


class CardForm(Asked):
    """A new asset card."""

    category = kinds()
    name = line("资产名称", required="资产名称没有填", longest=100)
    model = line("规格型号", longest=100)
    serial = line("出厂编号、车牌号", longest=60)
    quantity = whole("数量")
    fen = MoneyField("原值合计（元）")
    bulk = forms.ChoiceField(
        label="大批同类物资", choices=[("", "否"), ("yes", "是，单价不到标准，按大批同类建卡")], required=False, widget=forms.Select(FIELD)
    )
    ccm = whole("排气量（毫升）", needed=False, hint="公务用车填写")
    origin = choice("取得方式", ORIGINS)
    acquired = day("取得日期", needed=True)
    accepted = day("验收日期")
    place = line("存放地点", required="存放地点没有填", longest=100)
    years = whole("最低使用年限", needed=False, hint="不填按分类的年限")
    approval = line("批准文号", longest=100)
    note = line("备注")

    def __init__(self, data: Any, places: Sequence[Unit], people: Sequence[User], payment: Payment | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.payment = payment
        self.fields["unit"] = section("使用科室", places)
        self.fields["acceptor"] = person("验收人", people, empty="没有验收" if payment is None else "请选")
        self.fields["keeper"] = person("保管人", people, needed="请选保管人")
        if payment is not None:
            self.fields["origin"].choices = [(ORIGINS[0], ORIGINS[0])]  # type: ignore[attr-defined]  # a field to choose from

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields in the order a person fills them."""
        what = ("name", "category", "model", "serial", "quantity", "fen", "bulk", "ccm", "approval")
        return [
            ("是什么", [self[name] for name in what]),
            ("怎么来的", [self[name] for name in ("origin", "acquired", "accepted", "acceptor")]),
            ("在哪里，谁保管", [self[name] for name in ("unit", "keeper", "place", "years", "note")]),
        ]

    def said(self) -> Said:
        """Return the fields of the card."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "unit"}}
        kind = sums.categories()[told["category"]]
        return told | {"fen": told["fen"].fen, "bulk": bool(told["bulk"]), "years": told["years"] or kind.years, "payment": self.payment}


def begun(payment: Payment, on: date) -> Said:
    """Return what a card made from a payment begins with."""
    accepted = bought.accepted_of(payment)
    paid = timezone.localdate(payment.paid_at) if payment.paid_at else on
    return {
        "name": payment.title[:100],
        "quantity": 1,
        "fen": bought.room_of(payment).yuan(),
        "acquired": (accepted.delivered or accepted.on) if accepted else paid,
        "accepted": accepted.on if accepted else None,
        "acceptor": accepted.by_id if accepted else "",
        "unit": payment.unit_id,
        "category": GUESS.get(payment.quota.economic if payment.quota else "", ""),
        "origin": ORIGINS[0],
    }


GUESS = {"31001": "building", "31003": "special", "31007": "software", "31022": "software", "31013": "car_emergency"}


class CorrectForm(Asked):
    """The words of a card, put right."""

    name = line("资产名称", required="资产名称没有填", longest=100)
    model = line("规格型号", longest=100)
    serial = line("出厂编号、车牌号", longest=60)
    years = whole("最低使用年限")
    note = line("备注")
    reason = line("更正的理由", required="更正的理由没有写")

    @classmethod
    def of(cls, card: Card) -> CorrectForm:
        """Return the form with what the card says."""
        return cls(initial={name: getattr(card, name) for name in ("name", "model", "serial", "years", "note")})

    def said(self) -> Said:
        """Return the fields of the card."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "reason"}}


class TransferForm(Asked):
    """To whom an asset goes."""

    place = line("存放地点", required="存放地点没有写", longest=100)
    reason = line("调拨的理由", required="调拨的理由没有写")

    def __init__(self, data: Any, card: Card, places: Sequence[Unit], people: Sequence[User]) -> None:
        super().__init__(data, initial={"section": card.unit_id, "keeper": card.keeper_id, "place": card.place})
        self.fields["section"] = section("使用科室", places)
        self.fields["keeper"] = person("保管人", people, needed="请选保管人")
        self.order_fields(["section", "keeper", "place", "reason"])


class ReasonForm(Asked):
    """Why a card is put aside, taken up again or voided."""

    reason = line("理由", required="理由没有写")


class DecideForm(Asked):
    """A decision with words."""

    decision = choice("决定", ("同意", "不同意"))
    opinion = line("意见")
