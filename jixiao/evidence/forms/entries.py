"""What people type into a ledger: a form made of the ledger's own columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jixiao.evidence.facts import Column, Form, Ledger
from jixiao.evidence.models.file import CLASSES
from jixiao.evidence.sums import saying
from jixiao.organisations.models import Unit
from jixiao.spending.forms.contracts import FIELD, Asked, Chosen, choice, day
from jixiao.spending.forms.payments import line
from jixiao.targets.models import Target

ACCEPTED = ".pdf,.ofd,.xml,.docx,.xlsx,.jpg,.jpeg,.png"


def field_of(column: Column) -> forms.Field:
    """Return the field a column is typed into; every value stays text until the ledger reads it."""
    label = column.head
    if column.form is Form.CHOICE:
        choices = [("", "请选"), *((word, word) for word in column.choices)]
        return forms.CharField(label=label, required=False, widget=forms.Select(FIELD, choices=choices), help_text=column.hint)
    widget: forms.Widget = forms.TextInput({**FIELD, "autocomplete": "off"})
    if column.form is Form.DAY:
        widget = forms.DateInput({**FIELD, "type": "date"}, format="%Y-%m-%d")
    elif column.form is Form.NUMBER:
        widget = forms.TextInput({"class": "jx-input jx-number", "inputmode": "decimal", "autocomplete": "off"})
    elif column.key == "note":
        widget = forms.Textarea({**FIELD, "rows": 2})
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget, help_text=column.hint)


class EntryForm(Asked):
    """One entry; what is wrong stands beside its column."""

    def __init__(self, data: Any, ledger: Ledger, year: int, sections: Sequence[Unit], projects: Sequence[Target], **more: Any) -> None:
        super().__init__(data, **more)
        self.ledger, self.year = ledger, year
        for column in ledger.columns:
            self.fields[column.key] = field_of(column)
            self.fields[column.key].needed = column.needed  # type: ignore[attr-defined] # the template marks it
        self.fields["target"] = Chosen("证明哪个项目", projects, empty="不属于某个项目（只计入部门）")
        if len(sections) > 1:
            self.fields["section"] = Chosen("登记科室", sections, lambda one: one.short, needed="请选登记科室")

    def clean(self) -> dict[str, Any]:
        """Read the columns the ledger's own way."""
        texts = {column.key: str(self.cleaned_data.get(column.key) or "") for column in self.ledger.columns}
        read = saying.said(self.ledger, texts, self.year)
        for fault in read.faults:
            self.add_error(fault.column or None, fault.sentence)
        return {**self.cleaned_data, "texts": texts}


class CorrectForm(EntryForm):
    """An entry in the place of another, and why."""

    def __init__(self, data: Any, ledger: Ledger, year: int, projects: Sequence[Target], **more: Any) -> None:
        super().__init__(data, ledger, year, (), projects, **more)
        self.fields["reason"] = line("更正的理由", required="更正的理由没有写", longest=300)


class VoidForm(Asked):
    """Why an entry counts no more."""

    reason = line("作废的理由", required="作废的理由没有写", longest=300)


class CloseForm(Asked):
    """Up to which day a ledger is closed."""

    through = day("结账到", needed=True, hint="写月末，结账后只能更正、不能修改")


class ProofForm(Asked):
    """A file that proves."""

    kind = choice("佐证种类", CLASSES, CLASSES[2])
    file = forms.FileField(
        label="文件",
        help_text="PDF、OFD、XML、Word、Excel、JPG、PNG",
        error_messages={"required": "请选择文件", "empty": "这个文件是空的（0 字节），请检查后重新选择", "missing": "请选择文件"},
        widget=forms.FileInput({**FIELD, "accept": ACCEPTED}),
    )


class CheckForm(Asked):
    """A file to be held against those filed; it is not kept."""

    file = forms.FileField(
        label="文件",
        error_messages={
            "required": "请选择要核对的文件",
            "empty": "这个文件是空的（0 字节），请检查后重新选择",
            "missing": "请选择要核对的文件",
        },
        widget=forms.FileInput(FIELD),
    )


class ImportForm(Asked):
    """A workbook of entries to be looked at before it is applied."""

    file = forms.FileField(
        label="Excel 文件",
        help_text=".xlsx、.xls、.et；表头按名称认，列的先后不限",
        error_messages={
            "required": "请选择要导入的文件",
            "empty": "这个文件是空的（0 字节），请检查后重新选择",
            "missing": "请选择要导入的文件",
        },
        widget=forms.FileInput({**FIELD, "accept": ".xlsx,.xls,.et"}),
    )

    def __init__(self, data: Any, sections: Sequence[Unit], projects: Sequence[Target], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["target"] = Chosen("证明哪个项目", projects, empty="表里没写项目的，只计入部门")
        if len(sections) > 1:
            self.fields["section"] = Chosen("登记科室", sections, lambda one: one.short, needed="请选登记科室")
