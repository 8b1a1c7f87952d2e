"""What people send to be taken in: which list it is, and the workbook."""

from __future__ import annotations

from django import forms

from jixiao.spending.models.exchange import IMPORTS

from .contracts import FIELD, Asked

ACCEPTED = ".xlsx,.xls,.et"


class TakeForm(Asked):
    """A workbook to be looked at before it is applied."""

    kind = forms.ChoiceField(
        label="导入什么",
        choices=list(IMPORTS.items()),
        widget=forms.Select(FIELD),
        error_messages={"required": "请选导入什么", "invalid_choice": "请选要导入的是国库执行数据还是期初支出明细"},
    )
    file = forms.FileField(
        label="文件",
        help_text="Excel 文件（.xlsx、.xls、.et），表头按名称认，列的先后不限",
        error_messages={
            "required": "请选择要导入的文件",
            "empty": "这个文件是空的（0 字节），请检查后重新选择文件",
            "missing": "请选择要导入的文件",
        },
        widget=forms.FileInput({**FIELD, "accept": ACCEPTED}),
    )
