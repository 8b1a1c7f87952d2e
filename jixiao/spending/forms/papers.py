"""What people type of a payment's proofs: the kind of a paper, the face of an invoice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from jixiao.spending.facts import Invoice
from jixiao.spending.queries.papers import PAPERS
from jixiao.spending.sums.invoices import Read

from .contracts import Asked, choice, day
from .payments import Keyed, MoneyField, Said, line

FILE_ERRORS = {"required": "还没有选文件", "empty": "这个文件是空的（0 字节），请检查后重新选择文件", "missing": "还没有选文件"}


class FileForm(Keyed):
    """A file, by itself."""

    file = forms.FileField(label="文件", max_length=400, error_messages=FILE_ERRORS)


class PaperForm(Asked):
    """A file and what it is."""

    kind = choice("种类", PAPERS)
    file = forms.FileField(label="文件", max_length=400, error_messages=FILE_ERRORS)

    def __init__(self, *said: Any, kinds: tuple[str, ...] = PAPERS) -> None:
        super().__init__(*said)
        self.auto_id = "paper_%s"  # beside the request's own fields on one page
        self.fields["kind"] = choice("种类", kinds)


class InvoiceForm(Asked):
    """The face of an invoice."""

    number = line("发票号码", required="发票号码没有填，请照发票右上角填写", longest=60)
    code = line("发票代码", longest=20)
    on = day("开票日期", needed=True)
    amount = MoneyField("价税合计（元）")
    tax = MoneyField("税额（元）", required=False)
    seller = line("销售方", required="销售方没有填，请照发票填写")
    seller_code = line("销售方代码", longest=20)
    buyer = line("购买方")
    buyer_code = line("购买方代码", longest=20)
    paper = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        self.auto_id = "invoice_%s"

    def said(self) -> Said:
        """Return the arguments of the act but for the file."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "paper", "tax"}}


def filled(read: Read, paper: int) -> Said:
    """Return the form as a digital invoice's file fills it."""
    said = read.invoice
    return face(said) | {"number": said.key, "tax": read.tax.yuan() if read.tax else "", "paper": paper}


def face(said: Invoice) -> dict[str, str | date]:
    """Return what stands on an invoice, as a form shows it."""
    plain = {name: getattr(said, name) for name in ("seller", "seller_code", "buyer", "buyer_code", "on")}
    return plain | {"amount": said.amount.yuan()}
