"""Filling offline: workbooks handed out, the one that comes back looked at, taken in whole, or given back with its faults marked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.documents import actions
from jixiao.documents.forms import AskedForm, WorkbookForm, asked
from jixiao.documents.queries import binding, day, fills, stored
from jixiao.documents.queries.fills import Fill
from jixiao.documents.renderings import template
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.writers.marking import address, mark
from jixiao.organisations.queries import Unit, unit_for
from jixiao.targets.queries import Target, target_for
from jixiao.web.downloads import XLSX, saved

SHOWN = 200  # cells of a table shown one by one
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Where a workbook is filled: one target, or a unit and year of the address or the top bar."""

    unit: Unit
    year: int
    target: Target | None = None


def place(request: Request, pk: int | None) -> Place:
    """Return where a workbook is filled; what a person may not see is not there."""
    on, stand = day(request.at), request.standing
    if pk is not None:
        target = target_for(request.user, on, pk)
        return Place(target.unit, target.year, target)
    text, year = request.GET.get("unit", ""), binding.number_in(request.GET.get("year", ""), stand.year)
    return Place(unit_for(request.user, on, binding.number_in(text, 0)) if text else stand.unit, year)


@require_http_methods(["GET", "HEAD", "POST"])
def offline(request: Request, pk: int | None = None) -> HttpResponse:
    """Hand out workbooks to fill and take filled ones (Excel 填报); a refused one leaves nothing."""
    here = place(request, pk)
    if request.method != "POST":
        return start(request, here)
    try:
        wanted = asked(WorkbookForm(request.POST, request.FILES))
        file, own = wanted["file"], {"by": request.user, "at": request.at, "key": wanted["key"]}
        fill = actions.receive_fill(here.unit, here.year, file.name or "", file.read(settings.FILE_LIMIT + 1), **own)
    except Denied:
        raise
    except Refused as refusal:
        return start(request, here, refusal=refusal.sentence, status=422)
    return redirect("documents:offline_check", fill.pk)


def start(request: Request, here: Place, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show the way: download, fill, upload."""
    on, user, home = day(request.at), request.user, request.standing.unit if here.target else here.unit
    context: dict[str, Any] = {
        "target": here.target,
        "unit": here.unit,
        "year": here.year,
        "home": home,
        "targets": fills.open_targets(user, on, home, here.year),
        "locked": fills.refusal_to_fill(user, on, here.target) if here.target else None,
        "why_not": fills.refusal_to_hand_out(user, on, home),
        "recent": fills.recent(user, on, home, here.year),
        "spare": fills.SPARE,
        "refusal": refusal,
        "megabytes": settings.FILE_LIMIT // settings.MEGABYTE,
    }
    return render(request, "documents/offline.html", context, status=status)


@require_GET
def one(request: Request, pk: int) -> HttpResponse:
    """Hand out the workbook of one target."""
    target = target_for(request.user, day(request.at), pk, Permission.FILING_EXPORT)
    if refusal := fills.refusal_to_fill(request.user, day(request.at), target):
        raise Refused(refusal)
    data = template.workbook(fills.offline_of(target.unit, target.year, [target]), spare=0)
    return saved(data, f"{target.year}年-{_bare(target.name)}-填报模板.xlsx", XLSX)


@require_GET
def several(request: Request) -> HttpResponse:
    """Hand out one workbook of all tables a person may fill in a unit, with sheets for new ones."""
    on, stand = day(request.at), request.standing
    unit = unit_for(request.user, on, binding.number_in(request.GET.get("unit", ""), stand.unit.pk), Permission.FILING_EXPORT)
    year = binding.number_in(request.GET.get("year", ""), stand.year)
    if refusal := fills.refusal_to_hand_out(request.user, on, unit):
        raise Refused(refusal)
    said = fills.offline_of(unit, year, fills.open_targets(request.user, on, unit, year))
    return saved(template.workbook(said, spare=fills.SPARE), f"{_bare(unit.short)}{year}年-填报模板.xlsx", XLSX)


@require_GET
def check(request: Request, code: UUID) -> HttpResponse:
    """Show what a workbook would change, table by table, and every problem with its cell."""
    return looked(request, fills.fill_for(request.user, day(request.at), code))


def looked(request: Request, fill: Fill, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show a workbook against the targets as they are now."""
    judged = fills.judged(fill, request.user, day(request.at)) if fill.applied_at is None else fills.Judged()
    context: dict[str, Any] = {
        "fill": fill,
        "judged": judged,
        "entries": [shown(entry, judged) for entry in judged.wanted],
        "problems": [(problem, address(problem.row, problem.column)) for problem in judged.problems],
        "home": home_of(judged.places, fill),
        "refusal": refusal,
        "why_not": judged.refusal if fill.applied_at is None else fills.TAKEN,
    }
    return render(request, "documents/offline_check.html", context, status=status)


def shown(entry: fills.Entry, judged: fills.Judged) -> dict[str, Any]:
    """Return a table as the page shows it: its changed cells, without those that could not be read and stand among the problems."""
    wrong = sum(problem.sheet == entry.sheet for problem in judged.problems)
    cells = [one for one in entry.differences if one.new is not None or not wrong]
    return {"said": entry, "first": cells[:SHOWN], "more": len(cells[SHOWN:]), "wrong": wrong}


def home_of(places: tuple[Unit, ...], fill: Fill) -> int:
    """Return the section a new table goes to unless another is chosen, 0 where somebody must choose."""
    here = next((place.pk for place in places if place.pk == fill.unit_id and place.kind == "section"), 0)
    return places[0].pk if len(places) == 1 else here


@require_POST
def apply(request: Request, code: UUID) -> HttpResponse:
    """Write every table of a workbook, or none; where that may not be, the page as it stands now says why (409)."""
    fill = fills.fill_for(request.user, day(request.at), code)
    key = asked(AskedForm(request.POST))["key"]
    chosen = {name.removeprefix("unit-"): str(value) for name, value in request.POST.items() if name.startswith("unit-")}
    places = {int(name): int(value) for name, value in chosen.items() if _number(name) and _number(value)}
    try:
        done = actions.take_in_workbook(fill, places, by=request.user, at=request.at, key=key)
    except Denied:
        raise
    except Refused as refusal:
        return looked(request, fills.fill_for(request.user, day(request.at), code), refusal=refusal.sentence, status=409)
    messages.success(request, f"已导入 {done.taken} 张表，都可以在目标里继续修改、送审")
    return redirect("targets:home")


@require_GET
def marked(request: Request, code: UUID) -> HttpResponse:
    """Give a person's own workbook back, its bad cells red and a list of the problems at its end."""
    fill = fills.fill_for(request.user, day(request.at), code)
    path = stored(fill.sha256)
    if not path.is_file():
        raise Http404
    problems = fills.judged(fill, request.user, day(request.at)).problems
    return saved(mark(path.read_bytes(), problems), f"{PurePath(fill.name).stem or '填报表'}（已标出问题）.xlsx", XLSX)


@require_POST
def drop(request: Request, code: UUID) -> HttpResponse:
    """Throw a workbook away that was not taken in."""
    fill = fills.fill_for(request.user, day(request.at), code)
    name = fill.name
    actions.drop_fill(fill, by=request.user, at=request.at, key=asked(AskedForm(request.POST))["key"])
    messages.success(request, f"已删除「{name}」，目标没有变动")
    return redirect("documents:offline")


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def _bare(name: str) -> str:
    """Return a name fit for the name of a file."""
    return "".join(sign for sign in name if sign not in '\\/:*?"<>|').strip()
