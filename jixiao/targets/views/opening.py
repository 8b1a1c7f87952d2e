"""Opening targets: one by hand, those of a checked file together, last year's over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.accounts.context import Request
from jixiao.kernel.refusal import Refused
from jixiao.organisations.queries import Unit, department_of
from jixiao.targets import actions, facts, queries
from jixiao.targets.forms import OpenForm
from jixiao.targets.queries import Filing, looking

from .listing import today

BEFORE = 1


def standing_place(request: Request) -> tuple[Unit, list[Unit]]:
    """Return the department a person stands in and the sections they may open targets for; refuses where there is none."""
    on, unit = today(request), request.standing.unit
    if refusal := looking.refusal_to_open(request.user, on, unit):
        raise Refused(refusal)
    filer = department_of(unit)
    return filer, looking.places_for(request.user, on, filer)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: Request) -> HttpResponse:
    """Open an empty table."""
    filer, places = standing_place(request)
    year = request.standing.year
    form = OpenForm([(one.pk, one.short) for one in places], request.POST or None, initial={"unit": request.standing.unit.pk})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = next(one for one in places if one.pk == int(said["unit"]))
        empty = looking.blank(unit, year, said["kind"], said["name"].strip())
        pack = looking.pack_for(filer, year)
        try:
            target = actions.open_target(unit, empty, year=year, pack=pack, by=request.user, at=request.at, key=said["key"] or None)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已新建「{target.name}」")
            return redirect("targets:sheet", target.pk)
    status = 422 if form.is_bound else 200
    return render(request, "targets/create.html", {"form": form, "filer": filer, "year": year}, status=status)


@require_GET
def choose(request: Request) -> HttpResponse:
    """Show the checked files a department may take in."""
    filer, _places = standing_place(request)
    year = request.standing.year
    files = [(one, looking.refusal_to_take(one, filer, year)) for one in looking.untaken(request.user, today(request), filer)]
    return render(request, "targets/choose.html", {"files": files, "filer": filer, "year": year})


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request, pk: int) -> HttpResponse:
    """Show the tables of a checked file with the section each goes to; take the chosen ones in together."""
    filing = looking.filing_to_take(request.user, today(request), pk)
    filer, places = standing_place(request)
    year = request.standing.year
    if request.method == "POST":
        chosen = chosen_places(request, places)
        actions.take_up(filing, chosen, filer=filer, year=year, by=request.user, at=request.at, key=request.POST.get("key") or None)
        messages.success(request, f"已装入 {len(chosen)} 张目标表，都是草稿，核对后送审")
        return redirect("targets:home")
    context = {
        "filing": filing,
        "filer": filer,
        "year": year,
        "places": places,
        "tables": previewed(filing, filer, year),
        "refusal": looking.refusal_to_take(filing, filer, year),
    }
    return render(request, "targets/take.html", context)


def previewed(filing: Filing, filer: Unit, year: int) -> list[dict[str, object]]:
    """Return the tables of a file as the preview shows them, and which names are taken already or come twice."""
    taken, seen = looking.names_taken(filer, year), set[str]()
    before = looking.sections_before(filer, year)
    rows: list[dict[str, object]] = []
    for number, said in enumerate(looking.tables_of(filing, filer)):
        name, code = queries.named(said)
        why = "没有写项目名称" if not name else "已有同名目标" if name in taken else "文件里重名" if name in seen else ""
        seen.add(name)
        table = said.projects[0] if said.projects else None
        rows.append(
            {
                "number": number,
                "name": name,
                "code": code,
                "money": queries.money_of(said),
                "rows": len(table.indicators)
                if table
                else sum(len(part.indicators) for part in said.department.sub_goals)
                if said.department
                else 0,
                "lead": table.lead if table else "",
                "kind": "项目" if table else "部门整体",
                "unit": filer.pk if table is None else before.get(looking.stem(name)),
                "why": why,
            }
        )
    return rows


def rows_in(said: facts.Filing) -> int:
    """Return how many indicators a table has."""
    if said.projects:
        return len(said.projects[0].indicators)
    return sum(len(part.indicators) for part in said.department.sub_goals) if said.department else 0


def chosen_places(request: Request, places: list[Unit]) -> dict[int, Unit]:
    """Return which tables are to be taken in, each with its section."""
    known = {str(one.pk): one for one in places}
    chosen: dict[int, Unit] = {}
    for text in request.POST.getlist("table"):
        unit = known.get(request.POST.get(f"unit-{text}", ""))
        if not text.isdecimal() or len(text) > 4 or unit is None:  # noqa: PLR2004 - no file has so many tables
            msg = "每张要装入的表都要选责任科室，请选好再装入"
            raise Refused(msg)
        chosen[int(text)] = unit
    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request) -> HttpResponse:
    """Show last year's approved targets; copy the chosen ones as drafts of this year, together."""
    filer, _places = standing_place(request)
    year = request.standing.year
    sources = looking.approved_in(request.user, today(request), filer, year - BEFORE)
    if request.method == "POST":
        wanted = set(request.POST.getlist("target"))
        chosen = [one for one in sources if str(one.pk) in wanted]
        actions.copy_forward(filer, chosen, year=year, by=request.user, at=request.at, key=request.POST.get("key") or None)
        messages.success(request, f"已从{year - BEFORE}年度复制 {len(chosen)} 张目标表，都是草稿")
        return redirect("targets:home")
    taken = {looking.stem(name) for name in looking.names_taken(filer, year)}
    rows = [(one, looking.stem(one.name) in taken) for one in sources]
    return render(request, "targets/copy.html", {"rows": rows, "filer": filer, "year": year, "before": year - BEFORE})
