"""What people type of payees, procurement, contracts, supplements and acceptances; what is wrong stands beside its field, or above the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import Model

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.organisations.models import Unit
from jixiao.spending.facts import PayeeKind
from jixiao.spending.models import Contract, Payee, Procurement
from jixiao.spending.queries.contracts import GOODS, PROCUREMENT_METHODS
from jixiao.spending.sums.invoices import masked

from .payments import Keyed, MoneyField, Said, line, words

FIELD = {"class": "jx-input"}
WRITTEN = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]


class Chosen(forms.ChoiceField):
    """One record out of those offered; ``needed`` is what is said where none is chosen."""

    def __init__(
        self, label: str, records: Sequence[Model], word: Callable[[Any], str] = str, *, needed: str = "", empty: str = "请选"
    ) -> None:
        self.records = {str(record.pk): record for record in records}
        choices = [("", empty), *((number, word(record)) for number, record in self.records.items())]
        errors = {"required": needed, "invalid_choice": f"选的{label}不在清单里，请重新选"}
        super().__init__(label=label, choices=choices, required=bool(needed), error_messages=errors, widget=forms.Select(FIELD))

    def clean(self, value: Any) -> Any:
        """Return the record chosen, or None."""
        return self.records.get(str(super().clean(value)))


def day(label: str, *, needed: bool = False, hint: str = "") -> forms.DateField:
    """Return a field for a day."""
    errors = {"required": f"请填{label}", "invalid": f"{label}请写成 2022-01-01"}
    widget = forms.DateInput({**FIELD, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=needed, help_text=hint, error_messages=errors, widget=widget, input_formats=WRITTEN)


def choice(label: str, offered: Sequence[str], usual: str = "") -> forms.ChoiceField:
    """Return a field to choose one word; ``usual`` is chosen to begin with."""
    errors = {"required": f"请选{label}", "invalid_choice": f"{label}不在可选的范围内，请重新选"}
    choices = [(word, word) for word in offered]
    return forms.ChoiceField(label=label, choices=choices, initial=usual or None, error_messages=errors, widget=forms.Select(FIELD))


class Asked(Keyed):
    """A form whose act may refuse: the refusal stands above what was typed."""

    def says(self, act: Callable[[Said], Any]) -> bool:
        """Do what the form asks; False where it is not whole or the act refuses."""
        if not self.is_valid():
            return False
        try:
            act(self.cleaned_data)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise  # an act no post allows is another answer
            self.add_error(None, refusal.sentence)
            return False
        return True

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields a person fills."""
        return [field for field in self.visible_fields() if field.name != "key"]


class PayeeForm(Asked):
    """Somebody to be paid."""

    name = line("名称", required="收款人名称没有填")
    kind = choice("类别", [kind.value for kind in PayeeKind])
    credit_code = line("统一社会信用代码", longest=30)
    bank = line("开户行", longest=100)
    account = line("账号", longest=60)


class ProcurementForm(Asked):
    """A procurement, as far as it has come."""

    name = line("采购项目", required="采购项目名称没有填")
    item = line("采购品目", required="采购品目没有填：同一品目要全年累计", longest=100)
    goods = choice("类别", GOODS, usual="服务")
    method = choice("采购方式", PROCUREMENT_METHODS)
    fen = MoneyField("预算金额（元）")
    approval = line("变更采购方式批准文号", longest=100)
    intended = day("采购意向公开")
    published = day("采购公告")
    opened = day("开标")
    awarded = day("中标、成交通知")
    won = MoneyField("中标金额（元）", required=False)

    def __init__(self, data: Any, places: Sequence[Unit], payees: Sequence[Payee], **more: Any) -> None:
        super().__init__(data, **more)
        if places:
            self.fields["unit"] = Chosen("科室", places, lambda unit: unit.short, needed="请选科室", empty="请选科室")
            self.fields["unit"].initial = places[-1].pk if len(places) == 1 else ""
        self.fields["winner"] = Chosen("供应商", payees, payee_word, empty="还没有")

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields in the order a person fills them."""
        start = ["unit"] if "unit" in self.fields else []
        return [
            ("采购什么", [self[name] for name in ("name", *start, "goods", "item", "fen", "method", "approval")]),
            ("办到哪一步", [self[name] for name in ("intended", "published", "opened", "awarded", "winner", "won")]),
        ]

    def said(self) -> Said:
        """Return the fields of the record."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "unit"}}
        won = told["won"]
        return told | {"fen": told["fen"].fen, "won": won.fen if won else 0}


class ContractForm(Asked):
    """A signed contract."""

    code = line("合同编号", required="合同编号没有填", longest=60)
    name = line("合同名称", required="合同名称没有填")
    fen = MoneyField("合同金额（元）")
    retention = MoneyField("质保金（元）", required=False)
    signed = day("签订日期", needed=True)
    starts = day("履行起")
    ends = day("履行止")
    terms = words("付款条件")

    def __init__(
        self,
        data: Any,
        places: Sequence[Unit],
        payees: Sequence[Payee],
        procurements: Sequence[Procurement],
        people: Sequence[User],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.fields["unit"] = Chosen("科室", places, lambda unit: unit.short, needed="请选科室", empty="请选科室")
        self.fields["unit"].initial = places[-1].pk if len(places) == 1 else ""
        self.fields["payee"] = Chosen("对方", payees, payee_word, needed="请选合同对方；还没有的先登记收款人", empty="请选")
        self.fields["procurement"] = Chosen("采购记录", procurements, bought_word, empty="没有走采购")
        for name, label in (("signer", "签订人"), ("sealer", "用印人")):
            self.fields[name] = Chosen(label, people, person_word, empty="还没有")

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields in the order a person fills them."""
        return [
            ("和谁签、多少钱", [self[name] for name in ("code", "name", "unit", "payee", "fen", "retention", "procurement")]),
            ("什么时候、怎么付", [self[name] for name in ("signed", "starts", "ends", "terms")]),
            ("谁签、谁盖章", [self[name] for name in ("signer", "sealer")]),
        ]

    def said(self) -> Said:
        """Return the fields of the record."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "unit"}}
        retention = told["retention"]
        return told | {"fen": told["fen"].fen, "retention": retention.fen if retention else 0}


def as_typed(contract: Contract) -> dict[str, Any]:
    """Return a contract as its form would have been filled."""
    plain = {name: getattr(contract, name) for name in ("code", "name", "signed", "starts", "ends", "terms")}
    chosen = {name: getattr(contract, f"{name}_id") or "" for name in ("payee", "procurement", "signer", "sealer")}
    retention = Money(contract.retention).yuan() if contract.retention else ""
    return plain | chosen | {"unit": contract.unit_id, "fen": Money(contract.fen).yuan(), "retention": retention}


class SupplementForm(Asked):
    """A supplement of a contract."""

    amount = MoneyField("变更金额（元，减少写负数）")
    signed = day("签订日期", needed=True)
    document = line("批准文号", required="批准文号没有写，合同变更须有批准依据", longest=100)
    reason = words("理由", required="理由没有写")


class AcceptForm(Asked):
    """An acceptance."""

    amount = MoneyField("验收金额（元）")
    delivered = day("交付日期")
    on = day("验收日期", needed=True)
    opinion = words("验收意见", required="验收意见没有写")


def payee_word(payee: Payee) -> str:
    """Return a payee as a list names it."""
    return f"{payee.name} {masked(payee.account)}".strip()


def bought_word(bought: Procurement) -> str:
    """Return a procurement as a list names it."""
    return f"{bought.name}（{bought.method}，{bought.awarded:%Y-%m-%d} 中标）"


def person_word(person: User) -> str:
    """Return a person as a list names them."""
    return f"{person.name} {person.title}".strip()
