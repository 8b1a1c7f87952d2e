"""What people choose and type in monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jixiao.monitoring import book, facts
from jixiao.monitoring.sums import timing
from jixiao.organisations.sums.sheet import day_in
from jixiao.spending.forms.contracts import FIELD, Asked

WHOLE = 200  # answers read from one page at most


class IssueForm(Asked):
    """Which period is watched, by which lights and which scoring."""

    month = forms.TypedChoiceField(
        label="监控期",
        coerce=int,
        error_messages={"required": "请选监控期", "invalid_choice": "没有这个监控期，请重新选"},
        widget=forms.Select(FIELD),
    )
    preset = forms.ChoiceField(
        label="亮灯口径",
        error_messages={"required": "请选亮灯口径", "invalid_choice": "没有这种亮灯口径，请重新选"},
        widget=forms.Select(FIELD),
    )
    scheme = forms.ChoiceField(
        label="年底预测按",
        error_messages={"required": "请选评分办法", "invalid_choice": "没有这种评分办法，请重新选"},
        widget=forms.Select(FIELD),
    )

    def __init__(self, data: Any, year: int, **more: Any) -> None:
        super().__init__(data, **more)
        periods = [(one.month, f"{one.word}（{one.due:%m-%d} 前报送，{one.basis}）") for one in timing.periods(year)]
        self.fields["month"].choices = periods  # type: ignore[attr-defined] # a choice field
        self.fields["preset"].choices = [(one.code, one.title) for one in book.presets().values()]  # type: ignore[attr-defined]
        self.fields["scheme"].choices = [(one.code, f"{one.title}，{one.basis}") for one in book.schemes().values()]  # type: ignore[attr-defined]


class ChangeForm(Asked):
    """From which quota, on what paper, and for a transfer to which."""

    quota = forms.CharField(label="指标")
    other = forms.CharField(label="调入指标", required=False)
    document = forms.CharField(label="依据文号", error_messages={"required": "依据文号没有填"}, widget=forms.TextInput(FIELD))


def answers_in(post: Any) -> dict[str, dict[str, Any]]:
    """Return what was typed of each indicator: fields are named by the indicator's place in the table, which names the indicator."""
    found: dict[str, dict[str, Any]] = {}
    for number in range(1, WHOLE + 1):
        place = post.get(f"place-{number}")
        if place is None:
            break
        typed = {name: post.get(f"{name}-{number}", "") for name in ("expected", "said", "possible", "note")}
        found[place] = typed | {"causes": post.getlist(f"causes-{number}")}
    return found


def measures_in(post: Any) -> Mapping[str, dict[str, Any]]:
    """Return the measures that were ticked, with what was typed of each; a day that cannot be read stays out and is asked for."""
    found: dict[str, dict[str, Any]] = {}
    kinds = list(facts.MEASURES)
    for kind in post.getlist("measure"):
        at = kinds.index(kind) if kind in kinds else len(kinds)
        due = day_in(post.get(f"due-{at}", ""))
        found[kind] = {"said": post.get(f"how-{at}", ""), "due": due, "amount": post.get(f"amount-{at}", "")}
    return found
