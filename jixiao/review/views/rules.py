"""The rule book as pages: every rule the check works with, findable and explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review import book
from jixiao.review.facts import Finding

FAMILIES = {
    "FC": "完整性",
    "NM": "名称与文字",
    "MP": "资金与支出计划",
    "IS": "指标结构",
    "IV": "指标值",
    "RL": "相关性",
    "BS": "依据",
    "XD": "部门整体与全文",
    "PD": "公开",
}
CONFIDENCE = {
    Confidence.HIGH: "依据明确",
    Confidence.MEDIUM: "依据较明确，条文表述以原文为准",
    Confidence.LOW: "依据较弱，仅供参考",
    Confidence.DESIGN: "系统默认规则，没有强制性条文",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule with its laws by title."""

    rule: Rule
    laws: tuple[str, ...]

    @property
    def kind(self) -> str:
        """How the rule judges."""
        return "按规则判定" if self.rule.hard else "提示性判断，可说明理由不改"

    @property
    def confidence(self) -> str:
        """How sure the basis is."""
        return CONFIDENCE[self.rule.confidence]

    def matches(self, words: str) -> bool:
        """Say whether a search finds the rule by its code, title or basis."""
        text = f"{self.rule.code} {self.rule.title} {' '.join(self.laws)}".lower()
        return all(word in text for word in words.lower().split())


def _shown(rule: Rule) -> Shown:
    pack = book.load_pack()
    return Shown(rule, tuple(pack.laws[key] for key in rule.basis))


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules; search, severity and family stand in the address."""
    words, level, family = (request.GET.get(name, "").strip() for name in ("q", "severity", "family"))
    everything = [_shown(rule) for rule in book.shelf()]
    found = [
        one
        for one in everything
        if one.matches(words) and level in {"", one.rule.severity.code} and family in {"", one.rule.code.split("-", maxsplit=1)[0]}
    ]
    counts = Counter(one.rule.severity for one in everything)
    context = {
        "rules": found,
        "total": len(everything),
        "words": words,
        "level": level,
        "family": family,
        "families": FAMILIES,
        "levels": [(severity, counts[severity]) for severity in sorted(Severity, reverse=True)],
    }
    return render(request, "review/rules.html", context)


@require_GET
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one rule: what it finds, how hard, on what basis, and what it would say of an example."""
    versions = [one for one in book.shelf() if one.code == code]
    if not versions:
        raise Http404
    newest = versions[-1]
    pack = book.load_pack()
    examples: list[Finding] = [finding for subject in newest.caught for finding in newest.check(subject, pack)]
    context = {
        "one": _shown(newest),
        "versions": versions,
        "examples": examples[:4],
        "family": FAMILIES.get(code.split("-", maxsplit=1)[0], ""),
    }
    return render(request, "review/rule.html", context)
