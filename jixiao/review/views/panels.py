"""Panels of a target's page: what is found in it, what its reviewers said, and the check of what is being typed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.review import actions, forms, queries
from jixiao.review.renderings import findings as listing
from jixiao.review.renderings.places import spoken
from jixiao.targets.forms import typed
from jixiao.targets.queries import Target, target_for
from jixiao.targets.states import OPEN
from jixiao.targets.sums import dump

from .moving import today

MOST_BYTES, MOST_ROWS = 512 * 1024, 500


@require_GET
def findings(request: Request, pk: int) -> HttpResponse:
    """Show what is found in a target, and what its reviewers remarked: a fragment for its page, or a page of its own."""
    return page(request, target_for(request.user, today(request), pk))


def page(request: Request, target: Target, *, status: int = 200, refused: dict[str, str] | None = None) -> HttpResponse:
    """Show the findings; a refusal keeps what was typed at its place."""
    context = found_in(request, target) | {"refused": refused or {}}
    return render(request, "review/_findings.html" if request.htmx else "review/findings.html", context, status=status)


def found_in(request: Request, target: Target) -> dict[str, Any]:
    """Return what the panel shows."""
    open_, waived = queries.standing_of(target)
    said, marks = queries.look(target.filing)
    items = listing.items(said, open_, queries.pack_of(target.filing))
    strip, first = listing.strip(items)
    writes = target.state in OPEN
    unit, on = target.unit, today(request)
    return {
        "target": target,
        "items": items,
        "grades": listing.grades(items),
        "strip": strip if writes else "",
        "first": first,
        "waived": [(name, marks[name], waiver, spoken(said, marks[name].place.path)) for name, waiver in waived.items()],
        "rounds": queries.all_remarks(target),
        "may_mend": writes and request.user.may(Permission.FILING_MEND, unit, on),
        "may_waive": writes and request.user.may(Permission.FINDING_WAIVE, unit, on),
        "may_answer": target.state in OPEN and request.user.may(Permission.TARGET_FILL, unit, on),
        "place": reverse("review:findings", args=[target.pk]),
    }


def acted(request: Request, target: Target, act: Any, form: forms.Keyed, *, told: str, about: str) -> HttpResponse:
    """Do what was asked and go back, or say why not, beside what was typed."""
    try:
        act(forms.asked(form))
    except Denied:
        raise
    except Refused as refusal:
        typed = {
            "at": request.POST.get(about, ""),
            "sentence": str(refusal),
            "text": request.POST.get("reason") or request.POST.get("text") or "",
        }
        return page(request, target_for(request.user, today(request), target.pk), status=409, refused=typed)
    messages.success(request, told)
    return redirect(way_on(request, reverse("targets:sheet", args=[target.pk])))


@require_POST
def waive(request: Request, pk: int) -> HttpResponse:
    """Leave a finding as it is, with the reason."""
    target = target_for(request.user, today(request), pk)

    def act(said: dict[str, Any]) -> None:
        actions.waive(target.filing, said["finding"], said["reason"], by=request.user, at=request.at, key=said["key"])

    return acted(request, target, act, forms.WaiveForm(request.POST), told="已记下不改的理由", about="finding")


@require_POST
def unwaive(request: Request, pk: int) -> HttpResponse:
    """Take the reason back: the finding is open again."""
    target = target_for(request.user, today(request), pk)

    def act(said: dict[str, Any]) -> None:
        waiver = next((one for one in queries.waivers_of(target.filing) if one.finding == said["finding"]), None)
        if waiver is None:
            msg = "这条理由已经撤回过了"
            raise Refused(msg)
        actions.withdraw(waiver, by=request.user, at=request.at, key=said["key"])

    return acted(request, target, act, forms.WaiveForm(request.POST), told="已撤回理由", about="finding")


@require_POST
def fix(request: Request, pk: int) -> HttpResponse:
    """Make the certain fix of a finding."""
    target = target_for(request.user, today(request), pk)

    def act(said: dict[str, Any]) -> None:
        actions.fix(target.filing, said["finding"], version=said["version"], by=request.user, at=request.at, key=said["key"])

    return acted(request, target, act, forms.FixForm(request.POST), told="已更正", about="finding")


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer a remark."""
    target = target_for(request.user, today(request), pk)

    def act(said: dict[str, Any]) -> None:
        remark = queries.remark_for(target, said["remark"])
        actions.answer(remark, said["taken"] == "yes", said["text"], by=request.user, at=request.at, key=said["key"])

    return acted(request, target, act, forms.AnswerForm(request.POST), told="已答复", about="remark")


@require_POST
def check(request: Request, pk: int) -> JsonResponse:
    """Check what is being typed and not yet saved, by the rules the server goes by; nothing is kept."""
    target = target_for(request.user, today(request), pk)
    if len(request.body) > MOST_BYTES:
        return _unfit("这张表太大，边填边查最多 512 KB；请先保存，再看核对结果", 413)
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        return _unfit("这份数据读不懂，请刷新页面", 400)
    try:
        if isinstance(data, dict) and isinstance(data.get("typed"), dict):  # the editing table sends its fields as they were typed
            data = dump(typed(target, data["typed"])[0])
        open_, said = queries.checked(target, data, MOST_ROWS)
    except Refused as refusal:
        return _unfit(str(refusal), 409)
    items = listing.items(said, open_, queries.pack_of(target.filing))
    strip, first = listing.strip(items)
    context = {"target": target, "items": items, "grades": listing.grades(items), "strip": strip, "first": first, "live": True}
    return JsonResponse(
        {
            "findings": [listing.plain(item) for item in items],
            "counts": {grade.severity.code: grade.count for grade in listing.grades(items)},
            "strip": strip,
            "html": render_to_string("review/_found.html", context, request),
        }
    )


def _unfit(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"refusal": sentence}, status=status)
