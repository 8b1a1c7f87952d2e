"""What people choose and type of an indicator: its measure, or a value stated by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jixiao.evidence.queries.links import Offer
from jixiao.spending.forms.contracts import FIELD, Asked, day
from jixiao.spending.forms.payments import line, words

from .entries import ACCEPTED


class LinkForm(Asked):
    """Which measure an indicator takes."""

    measure = forms.ChoiceField(
        label="取数口径",
        error_messages={"required": "请选取数口径", "invalid_choice": "选的取数口径不适用于这项指标，请重新选"},
        widget=forms.Select(FIELD),
    )
    whole = forms.BooleanField(label="按全部门的台账计（不只是本项目的）", required=False)
    since = day("起算日期", hint="不填从 1 月 1 日起；跨年储备写储备期开始的月初")

    def __init__(self, data: Any, offers: Sequence[Offer], **more: Any) -> None:
        super().__init__(data, **more)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in offers:
            head = f"{one.ledger.word}台账" if one.ledger else "本系统"
            groups.setdefault(head, []).append((one.code, f"{one.measure.word}（{one.measure.note}）"))
        self.fields["measure"].choices = [("", "请选"), *groups.items()]  # type: ignore[attr-defined] # a choice field


class StateForm(Asked):
    """A value stated by hand."""

    value = line("实际值", required="实际值没有填", longest=40)
    on = day("截至", needed=True)
    reason = words("理由", required="理由没有写，请说明数从哪里来、为什么台账不能汇总")
    file = forms.FileField(
        label="佐证文件",
        error_messages={
            "required": "手工填报须附佐证文件",
            "empty": "这个文件是空的（0 字节），请检查后重新选择",
            "missing": "手工填报须附佐证文件",
        },
        widget=forms.FileInput({**FIELD, "accept": ACCEPTED}),
    )
