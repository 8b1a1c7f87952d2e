"""Findings as plain data: what the command line prints and the other renderings count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.documents.facts import Reading
from jixiao.kernel.money import Money, total
from jixiao.kernel.rule import Severity
from jixiao.review.facts import Mark, Pack


@dataclass(frozen=True, slots=True)
class Report:
    """One checked file: its name, what was read, what was found, and the pack whose laws the findings cite."""

    name: str
    reading: Reading
    marks: tuple[Mark, ...]
    pack: Pack

    @property
    def amount(self) -> Money:
        """The sum the file asks for."""
        return total([project.amount for project in self.reading.filing.projects if project.amount is not None])


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """One file that was not read, and the sentence that says why."""

    name: str
    reason: str


def laws(mark: Mark, pack: Pack) -> list[str]:
    """Return the titles of the laws a finding rests on."""
    return [pack.laws[key] for key in mark.rule.basis]


def printed(mark: Mark, pack: Pack) -> dict[str, Any]:
    """Return one finding as the command line prints it; ``fix`` is None or its edits, old beside new."""
    return {
        "rule": mark.rule.code,
        "severity": mark.severity.code,
        "where": mark.place.where(),
        "quote": mark.quote,
        "message": mark.message,
        "basis": laws(mark, pack),
        "suggestion": mark.suggestion,
        "fix": {"edits": [edit._asdict() for edit in mark.fix]} if mark.fix else None,
    }


def printed_file(report: Report | RefusedFile) -> dict[str, Any]:
    """Return one file as the command line prints it; a refused file has its reason and no findings."""
    if isinstance(report, RefusedFile):
        return {"file": report.name, "projects": 0, "findings": [], "refused": report.reason}
    findings = [printed(mark, report.pack) for mark in report.marks]
    return {"file": report.name, "projects": len(report.reading.filing.projects), "findings": findings}


def by_severity(marks: Iterable[Mark]) -> dict[Severity, int]:
    """Count findings by severity, hardest first, with zeros."""
    counts = Counter(mark.severity for mark in marks)
    return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}


def by_rule(marks: Iterable[Mark]) -> list[tuple[str, str, int]]:
    """Count findings by rule: (code, title, count), most frequent first."""
    counts = Counter((mark.rule.code, mark.rule.title) for mark in marks)
    return [(code, title, count) for (code, title), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def of_project(marks: Sequence[Mark], number: int | None) -> list[Mark]:
    """Return the findings of one project, or of the document as a whole (None), hardest first, in reading order."""
    return sorted((mark for mark in marks if mark.project == number), key=lambda mark: -mark.severity)
