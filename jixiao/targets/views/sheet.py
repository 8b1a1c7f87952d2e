"""One target: the official table as the editor, or read-only with the reason; saving, and two people's edits told apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.targets import actions, facts, forms, queries
from jixiao.targets.queries import Target, editing, looking
from jixiao.targets.renderings import draft as drafts
from jixiao.targets.renderings import plan as plans
from jixiao.targets.renderings.sheet import sheet as table
from jixiao.targets.renderings.whole import whole
from jixiao.targets.sums import Problem
from jixiao.targets.sums.levels import levels
from jixiao.targets.sums.merging import clashes, merged
from jixiao.targets.sums.planning import ties as tied

from .listing import elsewhere, today

MAIN_COLUMNS = ("level1", "level2", "level3", "operator", "value", "unit", "basis", "weight", "history", "actual", "score")
AUTOMATIC, BY_HAND = "自动保存", "修改目标表"


def refusal_to_write(request: Request, target: Target) -> str | None:
    """Return why this person may not change this table now, or None: its state first, then their post."""
    if refusal := queries.refusal_to_edit(target):
        return refusal
    if not request.user.may(Permission.TARGET_FILL, target.unit, today(request)):
        return f"「{target.name}」由{target.unit.short}填报，您没有填报的岗位，只能看"
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    """Show one target, to be filled where that may be done; save what is sent."""
    target = queries.target_for(request.user, today(request), pk)
    if request.method == "POST":
        return save(request, target)
    lock = refusal_to_write(request, target)
    return locked(request, target, lock) if lock else page(request, target)


def frame(request: Request, target: Target) -> dict[str, Any]:
    """Return what every page of a target says around it."""
    on = today(request)
    changed = editing.changed_since_approval(target)
    return {
        "target": target,
        "said": target.facts(),
        "near": editing.neighbours(target, request.user, on),
        "changed": changed,
        "changed_paths": [one.path for one in changed],
        "life": elsewhere("review:life", target.pk),
        "findings": elsewhere("review:findings", target.pk),
        "check": elsewhere("review:check", target.pk),
        "papers": elsewhere("documents:papers", target.pk),
        "workbook": elsewhere("documents:offline", target.pk),
        "suggest": elsewhere("library:suggest"),
    }


def locked(request: Request, target: Target, lock: str) -> HttpResponse:
    """Show the official table read-only, with the reason and who can unlock it."""
    context = frame(request, target) | tables_of(target.facts()) | {"lock": lock, "helper": editing.who_unlocks(target)}
    return render(request, "targets/locked.html", context)


def tables_of(said: facts.Filing) -> dict[str, Any]:
    """Return the official tables of a target: its form, and beside it the columns the form has no room for."""
    if said.projects:
        project = said.projects[0]
        return {"sheet": table(drafts.for_paper(project)), "notes": drafts.notes(project.indicators)}
    plan = said.department or facts.Department()
    rows = table(facts.Project(name=plan.name, indicators=plan.indicators, columns=MAIN_COLUMNS)).rows if plan.indicators else ()
    return {"sheet": whole(said), "indicator_rows": rows, "notes": drafts.notes(plan.indicators)}


def page(
    request: Request,
    target: Target,
    *,
    said: forms.Said | None = None,
    problems: tuple[Problem, ...] = (),
    refusal: str = "",
    version: int | None = None,
) -> HttpResponse:
    """Show the editing table: what the target says, or what was typed and could not be taken with the sentences beside it."""
    now, regime = target.facts(), looking.regime_for(target.filer, target.year)
    context = frame(request, target) | {
        "version": target.version if version is None else version,
        "refusal": refusal,
        "weights": drafts.weights(editing.indicators_of(now), target.year if target.kind == "project" else 0),
        "levels": {first: list(below) for first, below in levels(regime).items()},
        "drop": target.state == "草稿" and not target.round,
        "places": looking.places_for(request.user, today(request), target.filer),
    }
    if target.kind == "project":
        shown = said or drafts.said_of(now.projects[0])
        context |= {"draft": drafts.draft(shown, regime=regime, problems=problems), "title": table(now.projects[0]).title}
    else:
        projects = editing.project_targets(target)
        shown = said or plans.said_of(now.department or facts.Department())
        context |= plans.page(shown, regime, problems, {one.name: one.amount for one in projects}, now.department)
    context |= {"shown": shown, "problems": problems}
    status = 422 if problems or refusal else 200
    name = "targets/edit.html" if target.kind == "project" else "targets/plan.html"
    return render(request, name, context, status=status)


def save(request: Request, target: Target) -> HttpResponse:
    """Save what was typed: 409 with the difference where somebody else was faster, 422 with sentences where something is wrong."""
    script = request.content_type == "application/json"
    said: forms.Said = {}
    version: int | None = None
    try:
        said = forms.said_in(request)
        version = forms.version_in(said)
        lock = refusal_to_write(request, target)
        if lock is None and version != target.version:
            return conflict(request, target, said, version, script=script)
        base = target.facts()
        mine, problems = forms.typed(target, said, base)
        if problems and lock is None:
            return wrong(request, target, said, problems) if script else page(request, target, said=said, problems=problems)
        reason = AUTOMATIC if script and said.get("auto") else BY_HAND
        key = str(said.get("key") or "") or None
        change = actions.save_target(target, mine, version=version, reason=reason, by=request.user, at=request.at, key=key)
    except Denied:
        raise
    except Refused as refusal:
        if script:
            return JsonResponse({"problems": [{"at": "", "sentence": str(refusal)}]}, status=422)
        if version is None or queries.refusal_to_edit(target):  # typed upon an unknown version, it must not pass for a fresh edit
            raise
        return page(request, target, said=said, refusal=str(refusal), version=version)
    if script:
        return JsonResponse(saved(request, target))
    messages.success(request, "已保存" if change else "没有改动，不用保存")
    return redirect("targets:sheet", target.pk)


def saved(request: Request, target: Target) -> dict[str, Any]:
    """Return what the editing table needs to know after a save."""
    changed = editing.changed_since_approval(target)
    return {
        "version": target.version,
        "at": f"{timezone.localtime(request.at):%H:%M}",
        "changed": len(changed),
        "paths": [one.path for one in changed],
        "name": target.name,
    }


def wrong(_request: Request, _target: Target, _said: forms.Said, problems: tuple[Problem, ...]) -> HttpResponse:
    """Say what cannot be taken, cell by cell; nothing was written."""
    return JsonResponse({"problems": [{"at": one.at, "sentence": one.sentence} for one in problems]}, status=422)


def conflict(request: Request, target: Target, said: forms.Said, version: int, *, script: bool) -> HttpResponse:
    """Show what somebody else saved meanwhile beside what was typed, each differing cell to be taken from one or the other."""
    theirs = target.facts()
    base = editing.said_at(target, version)
    mine, problems = forms.typed(target, said, base)
    found = clashes(base, theirs, mine)
    if not found and not problems:  # sent twice, or both wrote the same
        return JsonResponse(saved(request, target)) if script else redirect("targets:sheet", target.pk)
    context = {
        "target": target,
        "clashes": found,
        "problems": problems,
        "why": queries.stale(target.filing, version),
        "mine": forms.kept(mine),
        "version": target.version,
    }
    if script:
        html = render_to_string("targets/_conflict.html", context, request=request)
        return JsonResponse({"html": html, "version": target.version, "count": len(found)}, status=409)
    return render(request, "targets/conflict.html", context, status=409)


@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """Save my table with the cells chosen from theirs."""
    target = queries.target_for(request.user, today(request), pk)
    mine = forms.taken_back(request.POST.get("mine", ""))
    version = forms.version_in({"version": request.POST.get("version", "")})
    take = {name.removeprefix("take:") for name, value in request.POST.items() if name.startswith("take:") and value == "theirs"}
    if target.version != version:
        return conflict_again(request, target, mine)
    both = merged(target.facts(), mine, take)
    actions.save_target(target, both, version=version, reason="合并两人的修改", by=request.user, at=request.at)
    messages.success(request, "已按选择合并并保存")
    return redirect("targets:sheet", target.pk)


def conflict_again(request: Request, target: Target, mine: facts.Filing) -> HttpResponse:
    """Show the difference once more: a third save came in while the person chose."""
    context = {
        "target": target,
        "clashes": clashes(None, target.facts(), mine),
        "why": "您选择的时候又有人保存过，请再看一遍",
        "mine": forms.kept(mine),
        "version": target.version,
    }
    return render(request, "targets/conflict.html", context, status=409)


@require_GET
def cell(request: Request, pk: int) -> HttpResponse:
    """Show what is known of one cell: earlier years, and what happened to it."""
    target = queries.target_for(request.user, today(request), pk)
    path = request.GET.get("at", "")[:200]
    said = target.facts()
    row = editing.row_at(said, path)
    context = {
        "target": target,
        "path": path,
        "row": row,
        "earlier": editing.earlier(target, row) if row else [],
        "passed": editing.history_of(target, path) if path else [],
        "word": facts.Filing().place(path).column,
    }
    return render(request, "targets/_cell.html", context)


@require_GET
def ties(request: Request, pk: int) -> HttpResponse:
    """Show how a department's tasks and its projects hang together."""
    target = queries.target_for(request.user, today(request), pk)
    projects = {one.name: one.amount for one in editing.project_targets(target)}
    plan = target.facts().department or facts.Department()
    return render(request, "targets/_ties.html", {"ties": tied(plan, projects)})


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Delete a draft that was never sent up."""
    target = queries.target_for(request.user, today(request), pk)
    name = target.name
    actions.drop(target, by=request.user, at=request.at)
    messages.success(request, f"已删除草稿「{name}」")
    return redirect("targets:home")


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give a target to another section of the department."""
    target = queries.target_for(request.user, today(request), pk)
    wanted = request.POST.get("unit", "")
    unit = next((one for one in looking.places_for(request.user, today(request), target.filer) if str(one.pk) == wanted), None)
    if unit is None:
        msg = "请选要移交到的科室"
        raise Refused(msg)
    actions.hand_over(target, unit, by=request.user, at=request.at)
    messages.success(request, f"「{target.name}」已移交{unit.short}")
    return redirect("targets:sheet", target.pk)
