"""What people type into target tables, parsed: a plain form, or the same as JSON from the editing table."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.forms import Form
from django.http import HttpRequest, QueryDict

from jixiao.kernel.refusal import Refused

from . import facts
from .queries import Target, facts_of, looking
from .sums import Problem, filled
from .sums.mending import dump
from .sums.planning import planned

KEY = 64
LARGEST = 1 << 20  # bytes of one table; the largest the seed season has is 40 KB
NAME = re.compile(r"[a-z_0-9]{1,30}(-[a-z_0-9]{1,30}){0,5}")
DEEPEST = 200  # items of one list in a form
Said = dict[str, Any]


def said_in(request: HttpRequest) -> Said:
    """Return what a request says of a table: its JSON body, or its form fields (rows-0-level3) as the same nested shape."""
    if request.content_type != "application/json":
        return nested(request.POST)
    msg = "发来的内容不完整，请刷新页面再试，已填的内容不会丢"
    if len(request.body) > LARGEST:
        raise Refused(msg)
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refused(msg) from None
    if not isinstance(said, dict):
        raise Refused(msg)
    return said


def nested(fields: QueryDict) -> Said:
    """Return form fields as nested lists: rows-2-level3 is the level3 of the third of rows; a name given often is a list."""
    said: Said = {}
    for name in fields:
        if NAME.fullmatch(name):
            values = fields.getlist(name)
            _put(said, name.split("-"), values if name.endswith("-projects") else values[-1])
    return {name: _listed(value) for name, value in said.items()}


def _put(said: Said, steps: list[str], value: object) -> None:
    for step in steps[:-1]:
        below = said.setdefault(step, {})
        if not isinstance(below, dict):
            return
        said = below
    said[steps[-1]] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() and int(name) < DEEPEST for name in value):
        most = max(int(name) for name in value)
        return [_listed(value.get(str(number), {})) for number in range(most + 1)]
    return {name: _listed(below) for name, below in value.items()}


def typed(target: Target, said: Said, base: facts.Filing | None = None) -> tuple[facts.Filing, tuple[Problem, ...]]:
    """Return a target's facts as typed (over what it says now, or what the typing began from), and what cannot be taken.

    The review room reads unsaved facts through this too: ``typed(target, said_in(request))``.
    """
    regime = looking.regime_for(target.filer, target.year)
    now = target.facts() if base is None else base
    return filled(now, said, regime=regime) if target.kind == "project" else planned(now, said, regime=regime)


def version_in(said: Said) -> int:
    """Return the version of the facts an edit was made on; refuses one that names none."""
    text = str(said.get("version", ""))
    if not re.fullmatch(r"[0-9]{1,9}", text):
        msg = "没有说明改的是哪一版，请刷新页面再试"
        raise Refused(msg)
    return int(text)


def kept(said: facts.Filing) -> str:
    """Write facts into a hidden field, to come back with the answer to a question."""
    return json.dumps(dump(said), ensure_ascii=False)


def taken_back(text: str) -> facts.Filing:
    """Return the facts of a hidden field; refuses what is none."""
    msg = "发来的内容不完整，请刷新页面再试"
    try:
        return facts_of(text)
    except (ValueError, RecursionError):
        raise Refused(msg) from None


class OpenForm(Form):
    """A new target: which table, its name, whose it is."""

    kind = forms.ChoiceField(label="表", choices=[("project", "项目绩效目标"), ("department", "部门整体绩效目标")])
    name = forms.CharField(label="项目名称", max_length=200, required=False, widget=forms.TextInput(attrs={"class": "jx-input"}))
    unit = forms.ChoiceField(label="责任科室", widget=forms.Select(attrs={"class": "jx-input"}))
    key = forms.CharField(max_length=KEY, required=False, widget=forms.HiddenInput)

    def __init__(self, places: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(number), name) for number, name in places]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where there has to be one."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == "project" and not (said.get("name") or "").strip():
            self.add_error("name", "请填项目名称")
        return said
