"""What people ask of a target under review, parsed: a move with its words, an answer, and everything sent from the desk at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import Form
from django.http import QueryDict

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.targets.facts import CAUSES

from .facts import Decision, Note
from .queries import GRADES, STATES, Asked

WORDS, NUMBER, KEY = 1000, 100, 64
INCOMPLETE = "页面不完整，请刷新后再办理"
MOVES = ("save", "pass", "send_back", "reject")


def asked(form: Form) -> dict[str, Any]:
    """Return what a form asks; refuses in the form's own words."""
    if form.is_valid():
        return form.cleaned_data
    raise Refused("；".join(dict.fromkeys(str(error) for errors in form.errors.values() for error in errors)))


def words(label: str, *, required: str = "", longest: int = WORDS) -> forms.CharField:
    """Return a field for some sentences; ``required`` is what is said where it is left empty."""
    area = forms.Textarea(attrs={"class": "jx-input", "rows": 2})
    errors = {"required": required, "max_length": f"{label}最多 {longest} 字"}
    return forms.CharField(label=label, required=bool(required), max_length=longest, widget=area, error_messages=errors)


def day(label: str, *, required: str) -> forms.DateField:
    """Return a field for a day."""
    picker = forms.DateInput(attrs={"class": "jx-input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=picker, error_messages={"required": required, "invalid": f"{label}不是日期，请写成 2022-02-18"}
    )


def line(label: str, *, required: str, longest: int = NUMBER) -> forms.CharField:
    """Return a field for a number or name on one line."""
    field = forms.TextInput(attrs={"class": "jx-input"})
    return forms.CharField(
        label=label, max_length=longest, widget=field, error_messages={"required": required, "max_length": f"{label}最多 {longest} 字"}
    )


class Keyed(Form):
    """What every act carries: its key, and the state its page was shown in."""

    key = forms.CharField(max_length=KEY, required=False, empty_value=None, widget=forms.HiddenInput)


class OpinionForm(Keyed):
    """A move that may be made with an opinion."""

    opinion = words("意见")


class ReasonForm(Keyed):
    """A move that is explained if one likes."""

    reason = words("说明")


class ReturnForm(Keyed):
    """Sending back: what is wrong, unless it stands at the rows."""

    opinion = words("退回意见")


class ReturnAdjustForm(Keyed):
    """Sending an adjustment back: what is wrong."""

    opinion = words("退回意见", required="退回调整要写明意见")


class RejectForm(Keyed):
    """Leaving a target out of the budget: why."""

    opinion = words("不予安排的理由", required="不予安排要写明理由")


class ApproveForm(Keyed):
    """Approval together with the budget."""

    document = line("批复文号", required="批复文号没有填，请填写后再批复")
    since = day("生效日期", required="生效日期没有填，请填写后再批复")
    budget = line("批复额度（万元）", required="批复额度没有填，请填写后再批复", longest=30)
    opinion = words("意见")

    def clean_budget(self) -> Money:
        """Read the amount."""
        try:
            return Money.parse(self.cleaned_data["budget"], "万元")
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ApproveAdjustForm(Keyed):
    """Approval of an adjustment."""

    document = line("批复文号", required="批复文号没有填，请填写后再批复")
    since = day("生效日期", required="生效日期没有填，请填写后再批复")
    opinion = words("意见")


class AdjustForm(Keyed):
    """Asking for an adjustment: cause, paper, reason."""

    cause = forms.ChoiceField(
        label="调整原因",
        choices=[(cause, cause) for cause in CAUSES],
        widget=forms.Select(attrs={"class": "jx-input"}),
        error_messages={"required": "请选择调整原因", "invalid_choice": f"调整原因须是{'、'.join(CAUSES)}之一"},
    )
    basis = line("依据文号", required="请填写调整依据的文号")
    reason = words("调整理由", required="请填写调整理由")


class WaiveForm(Keyed):
    """A finding left as it is, with the reason."""

    finding = forms.CharField(max_length=300, error_messages={"required": INCOMPLETE})
    reason = words("理由", longest=500)


class FixForm(Keyed):
    """A certain fix, meant for one version of the facts."""

    finding = forms.CharField(max_length=300, error_messages={"required": INCOMPLETE})
    version = forms.IntegerField(min_value=1, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})


class AnswerForm(Keyed):
    """An answer to a remark: taken up, or not and why."""

    remark = forms.IntegerField(min_value=1, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})
    taken = forms.ChoiceField(choices=[("yes", "采纳"), ("no", "不采纳")], error_messages={"required": "请选采纳或不采纳"})
    text = words("说明")


class BatchForm(Keyed):
    """Targets to pass at once."""

    target = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "请先勾选要通过的目标"})
    opinion = words("意见")

    def __init__(self, data: QueryDict, numbers: list[int]) -> None:
        super().__init__(data)
        choice = self.fields["target"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        choice.choices = [(number, number) for number in numbers]
        choice.error_messages["invalid_choice"] = "有的目标已经不在待审之列，请刷新页面后再勾选"


def number(text: str, most: int = 10**9) -> int | None:
    """Read a whole number of an address, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(most)) else None


def queue_asked(said: QueryDict, year: int) -> Asked:
    """Read what to go through from an address: department, state, grade, words, and whether only what waits for me."""
    state, grade = said.get("state", ""), said.get("grade", "")
    return Asked(
        year,
        number(said.get("unit", "")),
        state if state in STATES else "",
        grade if grade in GRADES else "",
        said.get("q", "").strip()[:NUMBER],
        mine=said.get("show") != "all",
    )


class DeskForm(Keyed):
    """The plain fields of the desk; remarks and points come under names of their own."""

    move = forms.ChoiceField(
        choices=[(move, move) for move in MOVES], error_messages={"required": INCOMPLETE, "invalid_choice": INCOMPLETE}
    )
    version = forms.IntegerField(min_value=1, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})
    state = forms.CharField(max_length=20, error_messages={"required": INCOMPLETE})
    opinion = words("意见")
    document = forms.CharField(required=False, max_length=NUMBER, error_messages={"max_length": f"批复文号最多 {NUMBER} 字"})
    since = forms.DateField(required=False, error_messages={"invalid": "生效日期不是日期，请写成 2022-02-18"})
    budget = forms.CharField(required=False, max_length=30)


def decided(said: QueryDict, places: Mapping[str, str], lines: int) -> tuple[Decision, str, str | None]:
    """Return what was decided on the desk, in which state its page was shown, and its key; ``lines`` 0 where there is no review form."""
    known = asked(DeskForm(said))
    budget: str = known["budget"]
    decision = Decision(
        move=known["move"],
        version=known["version"],
        notes=tuple(_notes(said, places)),
        scores=tuple(_scores(said, lines)) if lines else None,
        opinion=known["opinion"],
        document=known["document"],
        since=known["since"],
        budget=Money.parse(budget, "万元") if budget.strip() else None,
    )
    return decision, known["state"], _key(known["move"], known["key"])


def _key(move: str, key: str | None) -> str | None:
    """Return the key of what was decided: after going back in the browser another move is another act, and keeping may be done again."""
    return None if key is None or move == "save" else f"{move}:{key}"[:KEY]


def _notes(said: QueryDict, places: Mapping[str, str]) -> list[Note]:
    """Read the remarks: only of rows the page showed, so that what it did not show is not taken back."""
    found = []
    for path, where in places.items():
        if f"text:{path}" not in said:
            continue
        grade, text = said.get(f"grade:{path}", ""), said.get(f"text:{path}", "").replace("\r\n", "\n").strip()
        if len(text) > WORDS:
            msg = f"「{where}」的意见最多 {WORDS} 字"
            raise Refused(msg)
        found.append(Note(path, where, grade if grade in GRADES else "", text))
    return found


def _scores(said: QueryDict, lines: int) -> list[tuple[int, str]]:
    """Read the points and their reasons."""
    found = []
    for place in range(lines):
        given = number(said.get(f"given:{place}", "").strip(), 1000)
        if given is None:
            msg = f"审核表第 {place + 1} 项的得分要写整数"
            raise Refused(msg)
        found.append((given, said.get(f"note:{place}", "").strip()[:500]))
    return found
