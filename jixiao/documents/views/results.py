"""What is found in a file: the summary, one table with its findings, and where a fact stands in the original."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.documents import queries
from jixiao.documents.queries import Check, Upload, day
from jixiao.documents.renderings import panel, source
from jixiao.documents.renderings.board import anchor, board
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Severity
from jixiao.review.facts import Mark
from jixiao.review.sums import stem
from jixiao.targets.facts import Project
from jixiao.targets.queries import part_of

WHOLE = "department"


@dataclass(frozen=True, slots=True)
class Entry:
    """One table in a list: where it is, what it asks for, how much is found in it and what is most urgent."""

    href: str
    name: str
    project: Project | None
    counts: Counter[Severity]
    bar: list[panel.Bar]
    urgent: str

    @property
    def short(self) -> str:
        """The name without the year before it, for narrow lists."""
        return stem(self.name) or self.name

    @property
    def total(self) -> int:
        """Number of open findings."""
        return self.counts.total()

    @property
    def marks(self) -> list[tuple[Severity, int]]:
        """The counts hardest first, without zeros."""
        return panel.listed(self.counts)


def entries(check: Check, wanted: dict[str, Mark]) -> tuple[Entry | None, list[Entry]]:
    """Return the department part (None where there is none) and the project tables, their bars to one scale."""
    of = {
        number: {name: mark for name, mark in wanted.items() if mark.project == number}
        for number in (None, *range(len(check.filing.projects)))
    }
    most = max((len(marks) for marks in of.values()), default=0)

    def entry(number: int | None, project: Project | None) -> Entry:
        marks, counts = of[number], check.tally(of[number])
        name = "总体、分项与保障" if project is None else project.name or f"第 {project.no + 1} 张表（未写名称）"
        return Entry(address(check.upload, number), name, project, counts, panel.bar(counts, most), panel.urgent(marks.values()))

    whole = entry(None, None) if check.filing.department is not None or of[None] else None
    return whole, [entry(project.no, project) for project in check.filing.projects]


def address(upload: Upload, number: int | None) -> str:
    """Return where a table's page is."""
    if number is None:
        return reverse("documents:department", args=[upload.pk])
    return reverse("documents:project", args=[upload.pk, number + 1])


@require_GET
def file(request: Request, code: UUID) -> HttpResponse:
    """Show what is found in a file, by table, severity and rule (核对结果)."""
    upload = queries.upload_for(request.user, day(request.at), code)
    return render(request, "documents/file.html", summary(request, upload))


def summary(request: Request, upload: Upload) -> dict[str, Any]:
    """Return what the summary shows; severity and rule stand in the address."""
    check = queries.check_of(upload)
    level, rule = (request.GET.get(name, "").strip() for name in ("severity", "rule"))
    wanted = {name: mark for name, mark in check.open.items() if level in {"", mark.severity.code} and rule in {"", mark.rule.code}}
    whole, projects = entries(check, wanted)
    blocks = [mark for mark in check.open.values() if mark.severity is Severity.BLOCK]
    doubts = [doubt for doubt in queries.doubts_of(upload) if doubt.settled_at is None]
    return {
        "upload": upload,
        "check": check,
        "level": level,
        "rule": rule,
        "rules": panel.frequent(check.open.values(), limit=200),
        "frequent": panel.frequent(check.open.values()),
        "whole": whole,
        "projects": projects,
        "shown": len(wanted),
        "blocks": panel.frequent(blocks),
        "first_block": address(upload, blocks[0].project) if blocks else "",
        "certain": sorted({mark.rule.title for mark in check.certain.values()}),
        "doubts": doubts,
        "handled": len(check.lasting) + len(check.waivers),
        "may_mend": request.user.may(Permission.FILING_MEND, upload.unit, day(request.at)),
    }


@require_GET
def project(request: Request, code: UUID, number: int) -> HttpResponse:
    """Show one project's table with its findings."""
    return table(request, code, number - 1)


@require_GET
def department(request: Request, code: UUID) -> HttpResponse:
    """Show the department plan with its findings."""
    return table(request, code, None)


def table(request: Request, code: UUID, number: int | None) -> HttpResponse:
    """Show a table: the whole page, or for htmx the part below its bar."""
    upload = queries.upload_for(request.user, day(request.at), code)
    return render(request, "documents/_board.html" if request.htmx else "documents/board.html", desk(request, upload, number))


def desk(request: Request, upload: Upload, number: int | None) -> dict[str, Any]:
    """Return what a table's page shows."""
    check = queries.check_of(upload)
    if number is not None and not 0 <= number < len(check.filing.projects):
        raise Http404
    part = WHOLE if number is None else f"projects.{number}"
    mine = [change for change in check.lasting if any(part_of(path) == part for path, _old, _new in change.edits)]
    shown = board(check.filing, number, check.of(number), check.pack, changed=queries.edited(mine), cleared=check.cleared(number))
    whole, projects = entries(check, check.open)
    order = ([whole] if whole else []) + projects
    here = address(upload, number)
    place = next((place for place, entry in enumerate(order) if entry.href == here), 0)
    left = {name: waiver for name, waiver in check.waivers.items() if check.marks[name].project == number}
    path = request.GET.get("at") or (shown.first.mark.place.path if shown.first else "")
    return {
        "upload": upload,
        "check": check,
        "board": shown,
        "number": number,
        "project": None if number is None else check.filing.projects[number],
        "page": "department" if number is None else str(number + 1),
        "here": here,
        "act": {name: reverse(f"documents:{name}", args=[upload.pk]) for name in ("correct", "fill", "waive")},
        "whole": whole,
        "projects": projects,
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
        "counts": panel.listed(check.tally(check.open)),
        "changes": mine,
        "waivers": [(check.marks[name], waiver) for name, waiver in left.items()],
        "handled": len(mine) + len(left),
        "may_mend": request.user.may(Permission.FILING_MEND, upload.unit, day(request.at)),
        **traced(check, path),
    }


def traced(check: Check, path: str) -> dict[str, Any]:
    """Return where a fact stands in the file: its place and the lines around it."""
    place = check.filing.place(path)
    return {
        "place": place,
        "at": path,
        "cell": anchor(path),
        "lines": source.around(queries.original_of(check.upload), place.spot) if path else (),
    }


@require_GET
def original(request: Request, code: UUID) -> HttpResponse:
    """Show where one fact stands in the file, as a fragment."""
    check = queries.check_of(queries.upload_for(request.user, day(request.at), code))
    return render(request, "documents/_source.html", {"upload": check.upload, **traced(check, request.GET.get("at", ""))})
