"""What people type of units; what is wrong stands beside its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django import forms

from jixiao.kernel.refusal import Refused

from . import queries
from .facts import (
    BELOW,
    BUDGET_CODES,
    CODE_RULES,
    KINDS,
    LONGEST_NAME,
    LONGEST_SHORT,
    PACKS,
    REGIMES,
    Person,
    refusal_of_budget_code,
    refusal_of_code,
    refusal_of_division,
    refusal_of_points,
)
from .models import Unit
from .sums.credit import refusal_of_credit
from .sums.season import MILESTONES, refusals_of_days

FIELD = {"class": "jx-input"}
KEY = 64
BETWEEN = re.compile(r"[\s、，,;；/]+")


def _text(label: str, *, longest: int, needed: bool = True, hint: str = "", **shown: Any) -> forms.CharField:
    """Return a field of one line."""
    words = {"required": f"请填{label}", "max_length": f"{label}不超过 %(limit_value)d 个字，现在是 %(show_value)d 个"}
    widget = forms.TextInput({**FIELD, **shown})
    return forms.CharField(label=label, max_length=longest, required=needed, help_text=hint, error_messages=words, widget=widget)


def _day(label: str, *, hint: str = "") -> forms.DateField:
    """Return a field for a day."""
    words = {"required": f"请填{label}", "invalid": f"{label}请写成 2022-01-01"}
    widget = forms.DateInput({**FIELD, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=hint, error_messages=words, widget=widget, input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
    )


def _choice(label: str, choices: dict[str, str]) -> forms.ChoiceField:
    words = {"required": f"请选{label}", "invalid_choice": f"{label}不在可选的范围内，请重新选"}
    return forms.ChoiceField(label=label, choices=list(choices.items()), error_messages=words, widget=forms.Select(FIELD))


def _heed(reason: str | None) -> None:
    """Put a refusal beside its field."""
    if reason:
        raise forms.ValidationError(reason)


class AskedForm(forms.Form):
    """What every act carries: its key."""

    key = forms.CharField(max_length=KEY, required=False, empty_value=None, widget=forms.HiddenInput)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields a person fills."""
        return [field for field in self.visible_fields() if field.name != "key"]

    def says(self, act: Callable[[dict[str, Any]], Any]) -> bool:
        """Do what the form asks; a refusal of the act becomes the form's own error."""
        if not self.is_valid():
            return False
        try:
            act(self.cleaned_data)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise  # an act no post allows is another answer
            self.add_error(None, refusal.sentence)
            return False
        return True


class CodesForm(AskedForm):
    """The codes a unit is registered under."""

    credit = _text("统一社会信用代码", longest=30, needed=False, hint="18 位，对照法人证书填写；没有的空着", autocapitalize="characters")
    division = _text("行政区划代码", longest=9, needed=False, hint="6 位，如 130800；财政区划 9 位", inputmode="numeric")

    def clean_credit(self) -> str:
        """Refuse a code whose length, signs or check digit are wrong."""
        code = re.sub(r"[\s-]", "", self.cleaned_data["credit"]).upper()
        _heed(refusal_of_credit(code))
        return code

    def clean_division(self) -> str:
        """Refuse what is no administrative division."""
        division: str = self.cleaned_data["division"]
        _heed(refusal_of_division(division))
        return division


class ParentForm(AskedForm):
    """A unit to stand under, written by code, path or name."""

    parent = _text("上级单位", longest=LONGEST_NAME, hint="写编码或名称，从下拉中选也可以", list="parents", autocomplete="off")

    def __init__(self, user: Person, on: date, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.user, self.on = user, on

    @property
    def parents(self) -> list[Unit]:
        """Units to choose from, as many as a list can offer."""
        return queries.parents_for(self.user, self.on)

    def clean_parent(self) -> Unit:
        """Find the unit meant; refuses none and several."""
        try:
            return queries.unit_said(self.user, self.on, self.cleaned_data["parent"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class CodeForm(ParentForm):
    """A unit to stand under, and the code it gets there."""

    code = _text(
        "单位编码",
        longest=20,
        hint="主管部门 3 位数字，预算单位 6 位以上数字，科室用数字或大写字母；定了不能改",
        autocapitalize="characters",
    )

    def clean_code(self) -> str:
        """Refuse what is no code."""
        code: str = self.cleaned_data["code"].upper()
        _heed(refusal_of_code(code))
        return code

    def heed_kind(self, kind: str) -> None:
        """Hold the code against the kind of unit and the code of the one above, once both are known."""
        parent, code = self.cleaned_data.get("parent"), self.cleaned_data.get("code")
        if parent and code and (reason := refusal_of_budget_code(kind, code, parent.budget_code)):
            self.add_error("code", reason)
        self.cleaned_data["budget_code"] = code if kind in BUDGET_CODES else ""


class CreateForm(CodesForm, CodeForm):
    """A new unit."""

    kind = _choice("类别", KINDS)
    name = _text("单位名称", longest=LONGEST_NAME, hint="全称，与公章一致")
    short = _text("简称", longest=LONGEST_SHORT)
    since = _day("设立日期")
    field_order = ("parent", "kind", "code", "name", "short", "since", "credit", "division")

    def offer(self, above: str | None) -> None:
        """Put the kinds that may stand under a kind of unit first."""
        may = BELOW[above]
        cast("forms.ChoiceField", self.fields["kind"]).choices = sorted(KINDS.items(), key=lambda kind: kind[0] not in may)

    def clean(self) -> dict[str, Any]:
        """Hold kind and code against what they are to stand under."""
        parent, kind = self.cleaned_data.get("parent"), self.cleaned_data.get("kind", "")
        if parent and kind and kind not in BELOW[parent.kind]:
            may = "、".join(KINDS[each] for each in BELOW[parent.kind])
            self.add_error("kind", f"{KINDS[parent.kind]}下面不能设{KINDS[kind]}，" + (f"可以设{may}" if may else "请改选上级单位"))
        self.heed_kind(kind)
        return self.cleaned_data


class DescribeForm(CodesForm):
    """What a unit is registered as."""

    budget_code = _text("预算编码", longest=20, needed=False, inputmode="numeric")
    field_order = ("budget_code", "credit", "division")

    def __init__(self, unit: Unit, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.unit = unit
        self.fields["budget_code"].help_text = CODE_RULES.get(unit.kind, "")
        if unit.kind not in BUDGET_CODES:
            del self.fields["budget_code"]

    def clean(self) -> dict[str, Any]:
        """Leave the code of a kind that has none."""
        return {"budget_code": self.unit.budget_code, **self.cleaned_data}

    def clean_budget_code(self) -> str:
        """Refuse a code the integrated budget system would not have."""
        code: str = self.cleaned_data["budget_code"]
        over = self.unit.parent.budget_code if self.unit.parent else ""
        _heed(refusal_of_budget_code(self.unit.kind, code, over) if code else None)
        return code


class RenameForm(AskedForm):
    """A name from a day on."""

    name = _text("单位名称", longest=LONGEST_NAME)
    short = _text("简称", longest=LONGEST_SHORT)
    since = _day("启用日期", hint="更名从哪一天起；只是写错了，填现名启用的那一天，原来的写法就更正过来")
    basis = _text("依据文件", longest=200, needed=False, hint="批准更名的文件名称和文号")


class MoveForm(CodeForm):
    """Where a unit moves."""

    since = _day("改隶日期", hint="从这一天起在新的上级下面；原单位截至前一天")

    def __init__(self, unit: Unit, user: Person, on: date, data: Any = None, **more: Any) -> None:
        super().__init__(user, on, data, **more)
        self.unit = unit

    def clean(self) -> dict[str, Any]:
        """Hold the code against the new place."""
        self.heed_kind(self.unit.kind)
        return self.cleaned_data


class CloseForm(AskedForm):
    """The last day of a unit."""

    until = _day("撤销日期", hint="最后在用的一天；记录都保留")


class AdoptForm(AskedForm):
    """What a unit goes by in a year."""

    pack = _choice("规则包", PACKS)
    regime = _choice("指标体系", REGIMES)
    plan_points = _text("支出计划时点", longest=120, hint="用顿号隔开，如 3月底、6月底、10月底、12月底")

    def __init__(self, year: int, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.year = year

    def clean_plan_points(self) -> list[str]:
        """Refuse dates that are none, or out of order."""
        points = [point for point in BETWEEN.split(self.cleaned_data["plan_points"].strip()) if point]
        _heed(refusal_of_points(self.year, points))
        return points


class SeasonForm(AskedForm):
    """The days of a season."""

    def __init__(self, year: int, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.year = year
        self.fields.update({name: _day(word) for name, word in MILESTONES.items()})

    def clean(self) -> dict[str, Any]:
        """Refuse days outside the season or out of order, each at its field."""
        days = {name: self.cleaned_data[name] for name in MILESTONES if name in self.cleaned_data}
        if len(days) == len(MILESTONES):
            for name, sentence in refusals_of_days(self.year, days).items():
                self.add_error(name, sentence)
        return {**self.cleaned_data, "days": days}


class RosterForm(ParentForm):
    """A list of units, and what it is to stand under."""

    file = forms.FileField(
        label="单位清单",
        help_text="用导入模板填好的 .xlsx；.xls、.et 也可以",
        error_messages={"required": "请选择要导入的文件", "empty": "这个文件是空的（0 字节），请检查后重新选择文件"},
        widget=forms.FileInput({**FIELD, "accept": ".xlsx,.xls,.et"}),
    )
    field_order = ("parent", "file")

    def __init__(self, user: Person, on: date, data: Any = None, **more: Any) -> None:
        super().__init__(user, on, data, **more)
        self.fields["parent"].label = "导入到"
        self.fields["parent"].help_text = "清单里没有写上级的，就设在这个单位下面"
