"""What people choose and type of a survey: its head and questions, how many tickets, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jixiao.evidence.sums import surveying
from jixiao.spending.forms.contracts import FIELD, Asked, choice, day
from jixiao.spending.forms.payments import line, words

USUAL = ("您对活动的组织和服务满意吗？", "您对办事的及时性满意吗？", "您对工作人员的态度满意吗？", "总的来说，您满意吗？")


class SurveyForm(Asked):
    """One survey of an indicator."""

    place = forms.ChoiceField(
        label="指标", error_messages={"required": "请选指标", "invalid_choice": "请重新选指标"}, widget=forms.Select(FIELD)
    )
    title = line("问卷标题", required="问卷标题没有填")
    about = line("调查对象", required="调查对象没有填，如：参展企业、承储企业")
    frame = line("抽样框", longest=300)
    size = forms.IntegerField(
        label="对象总数",
        required=False,
        min_value=1,
        error_messages={"invalid": "对象总数请写整数", "min_value": "对象总数应大于零"},
        widget=forms.NumberInput(FIELD),
    )
    way = choice("计算方法", list(surveying.WAYS))
    since = day("开始日期", needed=True)
    until = day("截止日期", needed=True)
    questions = words("题目", required="题目没有写，一行一题")

    def __init__(self, data: Any, indicators: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["place"].choices = [(place, f"{row.level2} · {row.name}（{row.goal}）") for place, row in indicators]  # type: ignore[attr-defined]


class TicketsForm(Asked):
    """How many more tickets."""

    count = forms.IntegerField(
        label="再发几份",
        min_value=1,
        error_messages={"required": "份数没有填", "invalid": "份数请写整数", "min_value": "份数应大于零"},
        widget=forms.NumberInput(FIELD),
    )


class UntilForm(Asked):
    """Until when it runs."""

    until = day("截止日期", needed=True)


def levels_in(post: Any, questions: int) -> list[int | None]:
    """Return the levels somebody chose, None where a question was left blank; what is no level of five is 0, which no answer may have."""
    found: list[int | None] = []
    for number in range(1, questions + 1):
        text = post.get(f"q{number}", "").strip()
        found.append(None if not text else int(text) if text in {"1", "2", "3", "4", "5"} else 0)
    return found
