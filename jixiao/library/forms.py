"""What people type of the library: a new indicator, a reason, a decision, earlier years. What is wrong is said in a sentence."""

from __future__ import annotations

from typing import Any

from django import forms

from jixiao.kernel.refusal import Refused
from jixiao.organisations.models import Unit

from . import queries, states
from .book import DIRECTIONS
from .facts import BASIS_KINDS, CLASSES, EVIDENCE_KINDS, METHODS, SECTORS, SOURCES, UNITS, Band, Basis, Entry, Evidence, Formula
from .models import Item
from .sums import dump, load

FIELD = {"class": "jx-input"}
KEY, LINE, TEXT, REASON = 64, 100, 500, 500
LASTING = "benefit.sustainable"
HEIRS = {"benefit.social": "社会效益指标", "benefit.ecological": "生态效益指标", "benefit.economic": "经济效益指标"}


def asked(form: forms.Form) -> dict[str, Any]:
    """Return what a form asks; refuses in the form's own words."""
    if form.is_valid():
        return form.cleaned_data
    raise Refused("；".join(str(error) for errors in form.errors.values() for error in errors))


def _line(label: str, *, longest: int = LINE, needed: bool = False, hint: str = "", **shown: Any) -> forms.CharField:
    words = {"required": f"请填{label}", "max_length": f"{label}不超过 %(limit_value)d 个字，现在是 %(show_value)d 个"}
    widget = forms.TextInput({**FIELD, **shown})
    return forms.CharField(label=label, max_length=longest, required=needed, help_text=hint, error_messages=words, widget=widget)


def _lines(label: str, *, hint: str = "", needed: bool = False, rows: int = 3, longest: int = TEXT * 4) -> forms.CharField:
    words = {"required": f"请填{label}", "max_length": f"{label}不超过 %(limit_value)d 个字"}
    widget = forms.Textarea({**FIELD, "rows": rows})
    return forms.CharField(label=label, max_length=longest, required=needed, help_text=hint, error_messages=words, widget=widget)


def _choice(label: str, choices: list[tuple[str, str]], *, needed: bool = True, hint: str = "") -> forms.ChoiceField:
    words = {"required": f"请选{label}", "invalid_choice": f"{label}不在可选的范围内，请重新选"}
    return forms.ChoiceField(
        label=label, choices=choices, required=needed, help_text=hint, error_messages=words, widget=forms.Select(FIELD)
    )


def _same(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", "请选"), *((word, word) for word in words)]


def pairs(text: str) -> list[tuple[str, str]]:
    """Read lines of 类别：内容; a line without a category gives it blank, and the rules say so."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    halves = (line.replace(":", "：", 1).partition("：") if "：" not in line else line.partition("：") for line in lines)
    return [(head.strip(), tail.strip()) if sign else ("", head.strip()) for head, sign, tail in halves]


class EntryForm(forms.Form):
    """An indicator to enter the library, with the reason."""

    name = _line("指标名称", longest=30, needed=True, hint="名词短语，不超过 15 个字，不写数字和单位", autocomplete="off")
    place = _choice("二级指标", [("", "请选"), *((key, name) for key, (name, _old, _new) in CLASSES.items())])
    heir = _choice("2021 口径归入", [("", "不适用"), *HEIRS.items()], needed=False, hint="可持续影响指标在 2021 口径下没有单列")
    operator = _choice("比较符", [(sign, sign) for sign in DIRECTIONS])
    unit = _line("计量单位", longest=20, hint="从单位表里选；单价写成 万元/场；定性指标留空", list="units", autocomplete="off")
    numerator = _line("公式分子", longest=TEXT, hint="比率必填，如 验收合格的批次")
    denominator = _line("公式分母", longest=TEXT, hint="比率必填，如 参加验收的批次")
    explanation = _lines("指标解释", needed=True, hint="数的是什么、怎么数，不超过 500 字", longest=TEXT)
    bases = _lines("指标值确定依据", needed=True, hint=f"每行一条，写成 类别：内容。类别有{'、'.join(BASIS_KINDS)}")
    method = _choice("取值方式", _same(METHODS))
    source = _choice("数据来源", _same(SOURCES))
    evidence = _lines("佐证资料", needed=True, hint=f"每行一条，写成 类别：内容。类别有{'、'.join(EVIDENCE_KINDS)}")
    asked = _line("调查对象", hint="满意度必填，如 当年参展的企业")
    due = _line("起算日期", hint="时效指标必填，从哪天算起、以哪个日期为准")
    base = _line("基期", hint="增长、变动类必填，如 上年同期")
    grading = _lines("分档标准", hint="定性指标必填，每行一档，写成 优：什么样子")
    usual = _line("常用值", hint="只作提示，如 ≥95%")
    sectors = forms.MultipleChoiceField(
        label="适用行业",
        choices=list(SECTORS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "适用行业请从列表里选"},
    )
    words = _line("项目关键词", longest=200, hint="用空格隔开，填报时按项目名称推荐，如 展会 参展")
    reason = _lines("申请理由", needed=True, rows=2, longest=REASON)
    key = forms.CharField(max_length=KEY, required=False, empty_value=None, widget=forms.HiddenInput)

    def __init__(self, unit: Unit, data: Any = None, *, entry: Entry | None = None, but: Item | None = None) -> None:
        super().__init__(data, initial=written(entry) if entry else None)
        self.owner, self.but = unit, but
        self.fields["key"].widget = forms.HiddenInput()

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields in the order a person fills them."""
        return [
            ("是什么", [self[name] for name in ("name", "place", "operator", "unit", "numerator", "denominator", "explanation")]),
            ("值从哪里来", [self[name] for name in ("bases", "evidence", "method", "source", "usual")]),
            ("有的指标才要", [self[name] for name in ("asked", "due", "base", "heir", "grading")]),
            ("用在哪里", [self[name] for name in ("words",)]),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse an indicator that may not enter, in the library's own sentences."""
        said = super().clean() or {}
        if not self.errors:
            self.said = dump(self.entry(said))
            try:
                refusal = queries.refusal_of_entry(self.owner, load(self.said), but=self.but)
            except Refused as wrong:
                refusal = wrong.sentence
            if refusal:
                raise forms.ValidationError(refusal.split("；"))
        return said

    @staticmethod
    def entry(said: dict[str, Any]) -> Entry:
        """Return the indicator typed."""
        formula = Formula(said["numerator"], said["denominator"]) if said["numerator"] or said["denominator"] else None
        return Entry(
            code="",
            name="".join(said["name"].split()),
            places=(said["place"],),
            heir=(said["heir"] or "benefit.social") if said["place"] == LASTING else "",
            operator=said["operator"],
            direction=DIRECTIONS[said["operator"]],
            unit=said["unit"],
            formula=formula,
            explanation=said["explanation"],
            bases=tuple(Basis(*pair) for pair in pairs(said["bases"])),
            evidence=tuple(Evidence(*pair) for pair in pairs(said["evidence"])),
            grading=tuple(Band(*pair) for pair in pairs(said["grading"])),
            method=said["method"],
            source=said["source"],
            asked=said["asked"],
            due=said["due"],
            base=said["base"],
            usual=said["usual"],
            sectors=tuple(said["sectors"]),
            words=tuple(dict.fromkeys(said["words"].replace("、", " ").replace("，", " ").split())),
            origin=("单位自建",),
        )


def written(entry: Entry) -> dict[str, Any]:
    """Return an indicator as the form shows it."""
    plain = {name: getattr(entry, name) for name in ("name", "heir", "operator", "unit", "explanation", "method", "source")}
    plain |= {name: getattr(entry, name) for name in ("asked", "due", "base", "usual")}
    lines = {name: "\n".join(str(one) for one in getattr(entry, name)) for name in ("bases", "evidence", "grading")}
    formula = {"numerator": entry.formula.numerator, "denominator": entry.formula.denominator} if entry.formula else {}
    place = next((place for place in entry.places if place in CLASSES), "")
    return {**plain, **lines, **formula, "place": place, "sectors": list(entry.sectors), "words": " ".join(entry.words)}


def units() -> list[str]:
    """Return the units of measure to offer."""
    return [unit for group in UNITS.values() for unit in group]


class AskedForm(forms.Form):
    """What every act carries: its key."""

    key = forms.CharField(max_length=KEY, required=False, empty_value=None)


class ReasonForm(AskedForm):
    """A request with its reason."""

    reason = _lines("停用理由", needed=True, longest=REASON)


class DecideForm(AskedForm):
    """A decision on a request."""

    outcome = forms.ChoiceField(
        choices=[(word, word) for word in (states.AGREED, states.DECLINED)],
        error_messages={"required": "请选同意或不同意", "invalid_choice": "请选同意或不同意"},
    )
    opinion = forms.CharField(max_length=REASON, required=False, error_messages={"max_length": "意见最多 500 字"})


class PastForm(AskedForm):
    """One earlier year of an indicator."""

    year = forms.IntegerField(
        label="年度",
        widget=forms.NumberInput({**FIELD, "min": 2000, "max": 2099}),
        error_messages={"required": "请填年度", "invalid": "年度请写成 2021"},
    )
    project = _line("项目", longest=200, hint="不分项目的留空")
    target = _line("目标值", hint="如 ≥10场")
    actual = _line("实际完成值", hint="如 12场")
    source = _line("来源", needed=True, hint="如 2021年项目支出绩效自评表")
