"""What people type about long promises: one to ask after, and the answer for a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jixiao.assets.models import Card
from jixiao.spending.forms.contracts import Asked, Chosen, choice, day
from jixiao.spending.forms.payments import line, words

from .cards import whole

USED, GONE = "仍在使用", "不再使用"


class PromiseForm(Asked):
    """A promise to ask after every year."""

    project = line("项目", required="项目没有写")
    text = line("承诺", required="承诺没有写，如：长期使用≥10年")
    year = whole("目标年度", least=2000)
    years = whole("承诺年限", least=1)
    since = day("起算日期", needed=True, hint="一般是验收或取得的日期")

    def __init__(self, data: Any, cards: Sequence[Card], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["card"] = Chosen("资产卡片", cards, empty="没有建卡")
        self.order_fields(["project", "text", "year", "years", "since", "card"])

    def clean_year(self) -> int:
        """Return the year, where it is one."""
        year: int = self.cleaned_data["year"]
        if year > 2100:  # noqa: PLR2004 - no target is made for a later one
            msg = "目标年度请写四位年份"
            raise forms.ValidationError(msg)
        return year


class AnswerForm(Asked):
    """The answer for a year."""

    year = forms.IntegerField(
        min_value=2000,
        max_value=2200,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "页面不完整，请刷新后再办理"),
    )
    used = choice("今年还在用吗", (USED, GONE))
    place = line("现在在哪里", longest=100)
    note = words("说明")
