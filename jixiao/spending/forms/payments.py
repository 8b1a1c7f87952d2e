"""What people type about a payment, parsed: the request, the moves of its life, the page of bulk decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import Form
from django.http import QueryDict

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.spending.facts import METHODS, STAGES, PayeeKind
from jixiao.spending.models import Payment
from jixiao.spending.queries.pages import Offer

WORDS, LINE, KEY, LONGEST_NUMBER = 500, 200, 64, 18
INCOMPLETE = "页面不完整，请刷新后再办理"
Said = dict[str, Any]


def asked(form: Form) -> Said:
    """Return what a form asks; refuses in the form's own words."""
    if form.is_valid():
        return form.cleaned_data
    raise Refused("；".join(dict.fromkeys(str(error) for errors in form.errors.values() for error in errors)))


def number(text: str) -> int | None:
    """Return a record's number as typed into an address or a list, or None."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def amount_of(text: str, what: str) -> Money:
    """Read an amount in 元; says whose it is where it cannot be read."""
    if not text.strip():
        msg = f"{what}没有填"
        raise Refused(msg)
    try:
        return Money.parse(text, "元")
    except Refused as refusal:
        msg = f"{what}：{refusal}"
        raise Refused(msg) from refusal


class MoneyField(forms.CharField):
    """An amount in 元, kept in 分."""

    def __init__(self, label: str, **more: Any) -> None:
        field = forms.TextInput(attrs={"class": "jx-input jx-number", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, widget=field, error_messages={"required": f"{label}没有填"}, max_length=40, **more)

    def clean(self, value: Any) -> Any:
        """Read it, or say why not."""
        text = super().clean(value)
        try:
            return amount_of(str(text), str(self.label)) if text else None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def line(label: str, *, required: str = "", longest: int = LINE) -> forms.CharField:
    """Return a field on one line; ``required`` is what is said where it is left empty."""
    errors = {"required": required, "max_length": f"{label}最多 {longest} 字"}
    field = forms.TextInput(attrs={"class": "jx-input", "autocomplete": "off"})
    return forms.CharField(label=label, required=bool(required), max_length=longest, widget=field, error_messages=errors)


def words(label: str, *, required: str = "") -> forms.CharField:
    """Return a field for some sentences."""
    errors = {"required": required, "max_length": f"{label}最多 {WORDS} 字"}
    area = forms.Textarea(attrs={"class": "jx-input", "rows": 2})
    return forms.CharField(label=label, required=bool(required), max_length=WORDS, widget=area, error_messages=errors)


class Keyed(Form):
    """What every act carries: its key."""

    key = forms.CharField(max_length=KEY, required=False, empty_value=None, widget=forms.HiddenInput)


class RequestForm(Keyed):
    """A request for money, as the page asks it: what may be chosen is what the department has."""

    title = line("事项", required="事项没有写，请写明这笔钱做什么用")
    amount = MoneyField("金额")
    whole = MoneyField("整件事金额", required=False)
    quota = forms.CharField(label="项目和指标", required=False)
    payee = forms.CharField(label="收款人", required=False)
    contract = forms.CharField(label="合同", required=False)
    method = forms.ChoiceField(label="付款方式", choices=list(METHODS.items()), required=False)
    stage = forms.ChoiceField(label="款项性质", choices=list(STAGES.items()), required=False)
    item = line("采购品目", longest=100)
    indicator = line("对应指标", longest=255)
    explanation = words("疑点说明")
    payee_name = line("名称")
    payee_kind = forms.ChoiceField(label="类别", choices=[(kind.value, kind.value) for kind in PayeeKind], required=False)
    payee_code = line("统一社会信用代码", longest=18)
    payee_bank = line("开户行", longest=100)
    payee_account = line("账号", longest=40)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, offer: Offer, **more: Any) -> None:
        super().__init__(data, **more)
        self.offer = offer

    def clean_quota(self) -> Any:
        """Return the quota chosen, of the department's own."""
        return self._chosen("quota", "指标")

    def clean_payee(self) -> Any:
        """Return the payee chosen."""
        return self._chosen("payee", "收款人")

    def clean_contract(self) -> Any:
        """Return the contract chosen."""
        return self._chosen("contract", "合同")

    def _chosen(self, name: str, word: str) -> Any:
        text = self.cleaned_data[name]
        if not text:
            return None
        found = getattr(self.offer, name)(number(text))
        if found is None:
            msg = f"选的{word}不在本部门的清单里，请重新选"
            raise forms.ValidationError(msg)
        return found


def new_payee(said: Said) -> Said:
    """Return what a form says of a payee that is not in the list yet."""
    return {"credit_code": said["payee_code"], "bank": said["payee_bank"], "account": said["payee_account"]}


def filled(payment: Payment) -> dict[str, str]:
    """Return a request as its form shows it."""
    whole = Money(payment.matter.fen) if payment.matter.fen > payment.fen else None
    plain = {name: getattr(payment, name) for name in ("title", "method", "stage", "item", "indicator", "explanation")}
    chosen = {name: str(getattr(payment, f"{name}_id") or "") for name in ("quota", "payee", "contract")}
    return plain | chosen | {"amount": payment.amount.grouped(), "whole": whole.grouped() if whole else ""}


def written(said: Said) -> Said:
    """Return the fields of the record a form fills."""
    plain = {name: said[name] for name in ("title", "quota", "payee", "contract", "item", "indicator", "explanation")}
    return plain | {"fen": said["amount"].fen, "method": said["method"] or "unified", "stage": said["stage"] or "once"}


class SignForm(Keyed):
    """A signature: for exactly what was shown."""

    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    opinion = words("意见")


class ReturnForm(Keyed):
    """Sending back, or refusing: what is wrong."""

    opinion = words("理由", required="退回、不予支出要写明理由")


class GiveUpForm(Keyed):
    """Not paying what the bank returned."""

    opinion = words("理由", required="不再支付的理由没有写")


class ReceiptForm(Keyed):
    """The bank's receipt: its number, and the amount it names."""

    receipt = line("回单号", required="回单号没有填", longest=60)
    amount = MoneyField("回单金额（元）")


class FailForm(Keyed):
    """What the bank returned, and why."""

    reason = words("银行退回的原因", required="银行退回的原因没有写")


class RefundForm(Keyed):
    """Money that came back."""

    amount = MoneyField("退款金额（元）")
    receipt = line("退款回单号", required="退款回单号没有填", longest=60)
    reason = words("退款的原因", required="退款的原因没有写")


class BookForm(Keyed):
    """A voucher."""

    voucher = line("凭证号", required="凭证号没有填", longest=60)


class BatchForm(Keyed):
    """Several payments ticked."""

    opinion = words("意见")

    def __init__(self, data: QueryDict, offered: Sequence[int]) -> None:
        super().__init__(data)
        self.ticked = {found for text in data.getlist("payment") if (found := number(text)) is not None}
        self.offered = frozenset(offered)

    def clean(self) -> Said:
        """Return what is ticked, of what was offered."""
        said = super().clean() or {}
        if not self.ticked:
            msg = "请先勾选要签的支出"
            raise forms.ValidationError(msg)
        if self.ticked - self.offered:
            msg = "勾选的有些已由他人办理或不归您签，请看过现在的清单再签"
            raise forms.ValidationError(msg)
        return said
