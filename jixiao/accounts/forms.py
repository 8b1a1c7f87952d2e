"""What people type of people: an account, a post, a loan of a post; where they want to stand. What is wrong stands beside its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.forms import AskedForm
from jixiao.organisations.queries import OFFERED, in_force, unit_said

from .facts import LONGEST_DOCUMENT, LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE, LONGEST_USERNAME
from .models import User
from .queries import Unit, takers_for

FIELD = {"class": "jx-input"}
DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]


class StandForm(forms.Form):
    """The unit and year of the top bar."""

    unit = forms.IntegerField(required=False)
    year = forms.IntegerField(required=False)


def _text(label: str, *, longest: int, needed: bool = True, hint: str = "", **shown: Any) -> forms.CharField:
    """Return a field of one line."""
    words = {"required": f"请填{label}", "max_length": f"{label}不超过 %(limit_value)d 个字，现在是 %(show_value)d 个"}
    widget = forms.TextInput({**FIELD, **shown})
    return forms.CharField(label=label, max_length=longest, required=needed, help_text=hint, error_messages=words, widget=widget)


def _day(label: str, *, needed: bool = True, hint: str = "") -> forms.DateField:
    """Return a field for a day."""
    words = {"required": f"请填{label}", "invalid": f"{label}请写成 2022-01-01"}
    widget = forms.DateInput({**FIELD, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=needed, help_text=hint, error_messages=words, widget=widget, input_formats=DAYS)


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """Return a list to choose from."""
    words = {"required": f"请选{label}", "invalid_choice": f"{label}不在可选的范围内，请重新选"}
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *choices], error_messages=words, widget=forms.Select(FIELD))


class UnitForm(AskedForm):
    """A unit in which somebody may do a thing, written by code, path or name."""

    permission = Permission.PEOPLE_MANAGE
    unit = _text("单位", longest=100, hint="写编码或名称，从下拉中选也可以", list="units", autocomplete="off")

    def __init__(self, user: User, on: date, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.user, self.on = user, on

    @property
    def units(self) -> list[Unit]:
        """Units to choose from, as many as a list can offer."""
        return list(Unit.objects.for_user(self.user, self.on, self.permission).filter(in_force(self.on))[:OFFERED])

    def clean_unit(self) -> Unit:
        """Find the unit meant; refuses none and several."""
        try:
            return unit_said(self.user, self.on, self.cleaned_data["unit"], self.permission)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class CreateForm(UnitForm):
    """A new account."""

    name = _text("姓名", longest=LONGEST_NAME, hint="真实姓名，审批单和日志上用", autocomplete="off")
    username = _text(
        "用户名", longest=LONGEST_USERNAME, hint="登录用，定了不能改；可用姓名拼音或工号", autocomplete="off", autocapitalize="none"
    )
    title = _text("科室和职务", longest=LONGEST_TITLE, needed=False, hint="如：财务科科长")
    namesake = forms.BooleanField(
        label="与本部门已有的同名人员不是同一个人",
        required=False,
        help_text="不勾选，同名的就当作同一个人的另一个账号：自己不能审核自己填报的目标",
    )
    field_order = ("unit", "name", "username", "title", "namesake")


class DescribeForm(AskedForm):
    """Somebody's name and title."""

    name = _text("姓名", longest=LONGEST_NAME, autocomplete="off")
    title = _text("科室和职务", longest=LONGEST_TITLE, needed=False)


class SeatForm(UnitForm):
    """A post in a unit, for a time."""

    permission = Permission.SECURITY_MANAGE
    role = _choice("岗位", [(role.value, role.word) for role in Role])
    since = _day("任职日期")
    until = _day("离任日期", needed=False, hint="没有定的空着")
    field_order = ("unit", "role", "since", "until")

    def clean_role(self) -> Role:
        """Return the role as the kernel knows it."""
        return Role(self.cleaned_data["role"])


class EndForm(AskedForm):
    """The last day of a post."""

    until = _day("离任日期", hint="这一天仍在任，次日起失效")


class LendForm(AskedForm):
    """A loan of a post of one's own."""

    taker = _choice("受托人", [])
    since = _day("开始日期")
    until = _day("结束日期", hint="最长一年")
    ceiling = _text("单笔上限（万元）", longest=20, needed=False, hint="超过的仍由您本人办；不设上限空着", inputmode="decimal")
    reason = _text("事由", longest=LONGEST_REASON, hint="如：外出学习期间代行审核")
    document = _text("委托书文号", longest=LONGEST_DOCUMENT, hint="书面委托书的文号或编号")
    field_order = ("taker", "ceiling", "since", "until", "reason", "document")

    def __init__(self, user: User, root: str, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.people = {str(one.pk): one for one in takers_for(user, root)[:OFFERED]}
        named = [(number, f"{one.name}（{one.title or one.unit.short}）") for number, one in self.people.items()]
        self.fields["taker"].choices = [("", "请选择" if named else "本部门没有别的人"), *named]  # type: ignore[attr-defined] # a ChoiceField

    def clean_taker(self) -> User:
        """Return the person chosen."""
        return self.people[self.cleaned_data["taker"]]

    def clean_ceiling(self) -> int | None:
        """Read the ceiling in 万元."""
        said: str = self.cleaned_data["ceiling"]
        if not said:
            return None
        try:
            return Money.parse(said, "万元").fen
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
