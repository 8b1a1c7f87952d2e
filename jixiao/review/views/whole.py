"""Several targets at once: the check across a department's tables, and passing several together."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import department_of, unit_for
from jixiao.review import actions, forms, queries
from jixiao.review.facts import Mark
from jixiao.review.renderings.places import spoken

from .moving import today

YEARS = range(2000, 2100)


@require_GET
def whole(request: Request) -> HttpResponse:
    """Check a whole department: what only shows when its tables lie side by side (XD, repeated names and texts)."""
    on = today(request)
    asked = forms.number(request.GET.get("unit", ""))
    unit = unit_for(request.user, on, asked, Permission.FILING_READ) if asked else request.standing.unit
    year = forms.number(request.GET.get("year", "")) or request.standing.year
    if year not in YEARS:
        raise Http404
    found = queries.across(request.user, on, department_of(unit), year)
    listed: dict[str, list[tuple[object, Mark, str]]] = {}
    for target, marks in found.found:
        for mark in marks:
            listed.setdefault(mark.rule.code, []).append((target, mark, spoken_in(found, mark.place.path)))
    rules = sorted(listed.values(), key=lambda same: (-max(mark.severity for _target, mark, _where in same), same[0][1].rule.code))
    return render(request, "review/whole.html", {"across": found, "rules": rules})


def spoken_in(found: queries.Across, path: str) -> str:
    """Say where a finding stands in its own table."""
    steps = path.split(".")
    if steps[0] != "projects" or len(steps) < 2:  # noqa: PLR2004 - projects and a number
        return spoken(found.filing, path)
    alone = found.filing.__class__(projects=(found.filing.projects[int(steps[1])],), year=found.year)
    return spoken(alone, ".".join(["projects", "0", *steps[2:]]))


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: Request) -> HttpResponse:
    """Pass several targets at once, each one's findings shown: all of them, or none."""
    on = today(request)
    if not queries.rights_of(request.user, on):
        raise Http404
    asked = forms.queue_asked(request.GET, request.standing.year)
    found = queries.candidates(asked, request.user, on)
    context = {"asked": asked, "found": found, "ticked": {one.target.pk for one in found if not one.refusal}, "opinion": "同意"}
    if request.method != "POST":
        return render(request, "review/batch.html", context)
    numbers = [number for text in request.POST.getlist("target") if (number := forms.number(text)) is not None]
    try:
        said = forms.asked(forms.BatchForm(request.POST, [one.target.pk for one in found]))
        chosen = queries.chosen_of(found, said["target"])
        if refusal := queries.refusal_of(chosen):
            raise Refused(refusal)  # noqa: TRY301 - said on the same page
        targets = [one.target for one in chosen]
        actions.pass_all(targets[0].filer, targets, said["opinion"], by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        more = {"refusal": str(refusal), "ticked": set(numbers), "tried": True, "opinion": request.POST.get("opinion", "")}
        return render(request, "review/batch.html", context | more, status=409)
    messages.success(request, f"已通过 {len(targets)} 项")
    return redirect(reverse("review:desk"))
