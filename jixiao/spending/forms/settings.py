"""What a department chooses for its spending: the policy, from when, on which side a boundary falls, its limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jixiao.kernel.money import Money
from jixiao.spending.facts import Policy

from .contracts import Asked, day
from .payments import MoneyField

SIDES = (("strict", "从严：正好等于分界的归上一档"), ("lenient", "从宽：正好等于分界的归下一档"))


class AdoptForm(Asked):
    """One adoption."""

    policy = forms.ChoiceField(
        label="审批权限",
        error_messages={"required": "请选审批权限", "invalid_choice": "请从列表里选审批权限"},
        widget=forms.Select({"class": "jx-input"}),
    )
    since = day("生效日期", needed=True, hint="此前送审的支出仍按原审批权限办理")
    side = forms.ChoiceField(
        label="分界金额",
        choices=SIDES,
        error_messages={"required": "请选分界金额归哪一档", "invalid_choice": "请选分界金额归哪一档"},
        widget=forms.Select({"class": "jx-input"}),
    )
    contract_from = MoneyField("须有合同的金额（元起）")
    buy_from = MoneyField("分散采购限额（元）", required=False, help_text="按本地规定填，没有填的不判断")
    tender_from = MoneyField("公开招标数额（元）", required=False, help_text="按本地规定填，没有填的不判断")
    closed_on = day("年终关账日", hint="此后不能再申请本年支出；没有定的空着")

    def __init__(self, policies: Sequence[Policy], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["policy"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.code, f"{one.title}（{one.code}）") for one in policies]

    def said(self) -> dict[str, Any]:
        """Return what the action asks, by its names."""
        given = self.cleaned_data
        limits: dict[str, Money | None] = {name: given[name] for name in ("contract_from", "buy_from", "tender_from")}
        return {"strict": given["side"] == "strict", "closed_on": given["closed_on"], **limits}
