"""What people type of meetings: the notice, who came, what each said, what was decided, another topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.organisations.forms import AskedForm
from jixiao.spending.actions.meetings import Called, Said
from jixiao.spending.models import Attendance
from jixiao.spending.queries.meetings import KINDS, MAJOR, Candidate, Waiting

FIELD = {"class": "jx-input"}
DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
LONGEST, LONGEST_POST, LONGEST_TITLE = 500, 60, 200
LARGEST = Money(999_999_999_999_999)  # 9,999,999,999,999.99 元


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the notice, as the page shows them."""

    candidate: Candidate
    called: bool
    post: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One person who has not spoken, as the page shows them: in which order, with which stance and words."""

    seat: Attendance
    order: str
    stance: str = ""
    text: str = ""


class NoticeForm(AskedForm):
    """The notice of a meeting: kind, day, place, quorum, who is called and who leads, what is on the agenda."""

    kind = forms.ChoiceField(
        label="会议",
        choices=[(kind, kind) for kind in KINDS],
        error_messages={"required": "请选会议", "invalid_choice": "请选局长办公会或党组会"},
        widget=forms.Select(FIELD),
    )
    on = forms.DateField(
        label="日期",
        input_formats=DAYS,
        error_messages={"required": "请填日期", "invalid": "日期请写成 2022-03-01"},
        widget=forms.DateInput({**FIELD, "type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.CharField(
        label="地点", max_length=100, required=False, error_messages={"max_length": "地点不超过 100 个字"}, widget=forms.TextInput(FIELD)
    )
    quorum = forms.IntegerField(
        label="法定人数",
        required=False,
        min_value=1,
        max_value=999,
        help_text="空着按应到人数过半",
        error_messages={"invalid": "法定人数请填整数", "min_value": "法定人数至少 1 人", "max_value": "法定人数不超过 999 人"},
        widget=forms.NumberInput({**FIELD, "inputmode": "numeric"}),
    )

    def __init__(
        self, people: Sequence[Candidate], waiting: Sequence[Waiting], seats: Sequence[Attendance] = (), data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.people, self.waiting = people, waiting
        self.seats = {seat.user_id: seat for seat in seats}
        if seats:
            del self.fields["kind"]

    @property
    def rows(self) -> list[Row]:
        """The people who may be called: as typed, else as called before, else as a rule."""
        if isinstance(self.data, QueryDict) and self.is_bound:
            picked, leads = set(self.data.getlist("call")), self.data.get("leads", "")
            return [
                Row(one, str(one.user.pk) in picked, self.data.get(f"post-{one.user.pk}", one.post).strip(), leads == str(one.user.pk))
                for one in self.people
            ]
        if self.seats:
            return [self._seated(one) for one in self.people]
        return [Row(one, one.usual, one.post, one.leads) for one in self.people]

    def _seated(self, one: Candidate) -> Row:
        seat = self.seats.get(one.user.pk)
        return Row(one, seat is not None, seat.post if seat else one.post, seat.leads if seat else False)

    @property
    def offered(self) -> list[tuple[Waiting, bool]]:
        """The matters that wait, and whether each is put on the agenda: at first all."""
        picked = set(self.data.getlist("matter")) if isinstance(self.data, QueryDict) and self.is_bound else None
        return [(one, picked is None or str(one.matter.pk) in picked) for one in self.waiting]

    def clean(self) -> dict[str, Any]:
        """Add who is called and which matters."""
        said: dict[str, Any] = super().clean() or {}
        rows = [row for row in self.rows if row.called]
        if any(len(row.post) > LONGEST_POST for row in rows):
            self.add_error(None, f"职务不超过 {LONGEST_POST} 个字")
        said["called"] = [Called(row.candidate.user, row.post, row.leads) for row in rows]
        said["matters"] = [one.matter for one, picked in self.offered if picked]
        return said


def present_in(data: Mapping[str, str], seats: Sequence[Attendance]) -> tuple[list[Any], Any]:
    """Return who came, and who presided."""
    came = set(data.getlist("present")) if isinstance(data, QueryDict) else set()
    people = [seat.user for seat in seats if str(seat.user_id) in came]
    chair = next((seat.user for seat in seats if str(seat.user_id) == data.get("chair", "")), None)
    return people, chair


def turns(seats: Sequence[Attendance], data: Mapping[str, str] | None, began: int) -> list[Turn]:
    """Return who has not spoken as the page shows them; typed words are kept."""
    said = data or {}
    return [
        Turn(
            seat,
            said.get(f"order-{seat.user_id}", str(began + place)),
            said.get(f"stance-{seat.user_id}", ""),
            said.get(f"text-{seat.user_id}", ""),
        )
        for place, seat in enumerate(seats, 1)
    ]


def opinions_in(data: Mapping[str, str], seats: Sequence[Attendance]) -> list[Said]:
    """Return what was said, in the order written beside each name; a row without a stance is left for later."""
    rows = [turn for turn in turns(seats, data, 0) if turn.stance]
    placed = sorted(enumerate(rows), key=lambda at: (_number(at[1].order, at[0]), at[0]))
    return [Said(turn.seat.user, turn.stance, _words(turn.text, f"{turn.seat.user.name}的意见")) for _place, turn in placed]


def _number(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(LONGEST)) + 1 else otherwise


def decision_in(data: Mapping[str, str]) -> tuple[str, Money, str]:
    """Return what was decided: the outcome, up to how much, the note. A limit counts for a consent only."""
    outcome, limit = data.get("outcome", ""), data.get("limit", "").strip()
    return outcome, amount_in(limit, "同意上限") if outcome == "同意" else ZERO, _words(data.get("note", ""), "决定事项")


def topic_in(data: Mapping[str, str]) -> tuple[str, str, Money]:
    """Return another topic: its title, class and amount."""
    title = data.get("title", "").strip()
    if len(title) > LONGEST_TITLE:
        msg = f"议题不超过 {LONGEST_TITLE} 个字，现在是 {len(title)} 个"
        raise Refused(msg)
    return title, data.get("major", MAJOR[0]), amount_in(data.get("asked", ""), "提请金额")


def amount_in(text: str, what: str) -> Money:
    """Read an amount in 元; an empty one is none."""
    if not text.strip():
        return ZERO
    try:
        money = Money.parse(text, "元")
    except Refused as refusal:
        msg = f"{what}：{refusal}"
        raise Refused(msg) from refusal
    if money > LARGEST:
        msg = f"{what} {money.grouped()} 元超出可登记的范围（最大 {LARGEST.grouped()} 元）"
        raise Refused(msg)
    return money


def _words(text: str, what: str) -> str:
    text = text.replace("\0", "").strip()
    if len(text) > LONGEST:
        msg = f"{what}不超过 {LONGEST} 个字，现在是 {len(text)} 个"
        raise Refused(msg)
    return text


def key_in(data: Mapping[str, str]) -> str | None:
    """Return the key of a form that is read field by field."""
    form = AskedForm(data)
    if not form.is_valid():
        msg = "页面不完整，请刷新后再办理"
        raise Refused(msg)
    key: str | None = form.cleaned_data["key"]
    return key


def first_day(today: date) -> dict[str, Any]:
    """Return what a new notice begins with."""
    return {"kind": KINDS[0], "on": today}
