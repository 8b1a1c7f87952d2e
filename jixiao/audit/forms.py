"""What is asked of the log: the filters of the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from .facts import KINDS, Wanted

DAY = {"type": "date", "class": "jx-input"}
PLAIN = {"class": "jx-input"}
DAYS = {"invalid": "请写成 2022-03-31 这样的日期"}
LATE = "截止日期早于开始日期，请对调或改一个"
GONE = {"invalid_choice": "没有这一项，请重新选"}
DIGITS = {"invalid": "请填数字", "min_value": "请填 1 以上的数", "max_value": "没有这样大的编号"}
RESULTS = [("", "不限结果"), ("done", "已办成"), ("denied", "被拒绝")]


class Filter(forms.Form):
    """The filters of the log page, all of them optional."""

    since = forms.DateField(label="自", required=False, error_messages=DAYS, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))
    until = forms.DateField(label="至", required=False, error_messages=DAYS, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))
    person = forms.CharField(
        label="人员", required=False, max_length=60, widget=forms.TextInput(attrs={**PLAIN, "placeholder": "姓名或用户名", "size": "12"})
    )
    act = forms.ChoiceField(label="事项", required=False, error_messages=GONE, widget=forms.Select(attrs=PLAIN))
    unit = forms.ChoiceField(label="单位", required=False, error_messages=GONE, widget=forms.Select(attrs=PLAIN))
    kind = forms.ChoiceField(label="对象", required=False, error_messages=GONE, widget=forms.Select(attrs=PLAIN))
    number = forms.IntegerField(
        label="编号",
        required=False,
        min_value=1,
        max_value=2**62,
        error_messages=DIGITS,
        widget=forms.NumberInput(attrs={**PLAIN, "placeholder": "编号"}),
    )
    result = forms.ChoiceField(label="结果", required=False, error_messages=GONE, choices=RESULTS, widget=forms.Select(attrs=PLAIN))

    def __init__(self, data: Any, *, acts: Sequence[str], units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, choices in (
            ("act", [("", "全部事项"), *((word, word) for word in acts)]),
            ("unit", [("", "全部单位"), *units]),
            ("kind", [("", "全部对象"), *KINDS.items()]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", LATE)
        return said

    def wanted(self) -> Wanted:
        """Return what is looked for; what could not be read is left out and said beside the field."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value not in {None, ""}})
