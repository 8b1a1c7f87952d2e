"""Versions of a target: its course, each approved table as it was, what differs between two, and a department's tables of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.refusal import Refused
from jixiao.targets import actions, facts, queries, states
from jixiao.targets.queries import Target, Version, editing, looking
from jixiao.targets.sums import differences

from .listing import today
from .sheet import refusal_to_write, tables_of

NOW, REASON = "now", "reason:"
SHOWN = 6  # cells of a change shown at once; the rest fold


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing in the course of a target: a step, a version or a change of its facts."""

    at: datetime
    kind: str  # step, version, change
    record: object
    first: tuple[object, ...] = ()
    more: tuple[object, ...] = ()


@require_GET
def course(request: Request, pk: int) -> HttpResponse:
    """Show all that happened to a target, latest first (经过)."""
    target = queries.target_for(request.user, today(request), pk)
    versions = queries.versions_of(target)
    found = [Happening(step.at, "step", step) for step in queries.steps_of(target)]
    found += [Happening(version.at, "version", version) for version in versions]
    for change in queries.changes_of(target.filing):
        pairs = tuple({**pair, "word": facts.Filing().place(pair["path"]).column} for pair in change.pairs())
        found.append(Happening(change.at, "change", change, pairs[:SHOWN], pairs[SHOWN:]))
    found = [one for _at, _order, one in sorted(((one.at, order, one) for order, one in enumerate(found)), reverse=True)]
    wanted = request.GET.get("kind", "")
    context = {
        "target": target,
        "versions": versions,
        "happenings": [one for one in found if wanted in {"", one.kind}],
        "kind": wanted,
        "near": editing.neighbours(target, request.user, today(request)),
    }
    return render(request, "targets/versions.html", context)


@require_GET
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """Show an approved table as it was, with its fingerprint."""
    target = queries.target_for(request.user, today(request), pk)
    one = looking.version_for(target, number)
    context = {"target": target, "one": one, "versions": queries.versions_of(target)} | tables_of(one.facts())
    return render(request, "targets/version.html", context)


@require_GET
def difference(request: Request, pk: int) -> HttpResponse:
    """Show what differs between two versions, or a version and what is being filled, in two columns: only what changed."""
    target = queries.target_for(request.user, today(request), pk)
    versions = queries.versions_of(target)
    usual = usual_pair(target)
    old, new = request.GET.get("a", usual[0]), request.GET.get("b", usual[1])
    before, after = side(target, versions, old), side(target, versions, new)
    found = differences(before, after) if before and after else ()
    revision = queries.revision_between(target, int(old), None if new == NOW else int(new)) if old.isdecimal() and after else None
    notes = revision.notes if revision else {}
    groups: dict[str, list[tuple[facts.Difference, str]]] = {}
    for one in found:
        groups.setdefault(one.where or "表头和目标", []).append((one, notes.get(one.path, "")))
    context = {
        "target": target,
        "versions": versions,
        "a": old,
        "b": new,
        "groups": groups.items(),
        "count": len(found),
        "old_word": word_of(versions, old),
        "new_word": word_of(versions, new),
        "revision": revision,
        "fills": revision is not None and new == NOW and refusal_to_write(request, target) is None,
    }
    return render(request, "targets/difference.html", context)


def usual_pair(target: Target) -> tuple[str, str]:
    """Return what one most likely wants compared: the last adjustment where it is settled, else the version in force and what is filled."""
    if target.state in states.DECIDED and target.edition > 1:
        return str(target.edition - 1), str(target.edition)
    return str(target.edition) if target.edition else "", NOW


def side(target: Target, versions: list[Version], name: str) -> facts.Filing | None:
    """Return one side of a difference: a version by its number, what is being filled, or nothing before the first approval."""
    if name == NOW:
        return target.facts()
    if name == "":
        return None
    found = next((one for one in versions if str(one.number) == name), None)
    if found is None:
        raise Http404
    return found.facts()


def word_of(versions: list[Version], name: str) -> str:
    """Return what a side is called: V2 批复 2022-02-18 商财〔2022〕7号."""
    if name == NOW:
        return "现在的内容"
    found = next((one for one in versions if str(one.number) == name), None)
    return f"V{found.number} {'调整' if found.cause else '批复'} {found.since:%Y-%m-%d} {found.document}" if found else "还没有批复版"


@require_POST
def reasons(request: Request, pk: int) -> HttpResponse:
    """Keep the reason of each changed cell of the adjustment under way (逐项理由)."""
    target = queries.target_for(request.user, today(request), pk)
    revision = queries.revision_of(target)
    if revision is None:
        msg = f"「{target.name}」没有在办的调整，不用逐格写理由"
        raise Refused(msg)
    said = {name.removeprefix(REASON): str(text) for name, text in request.POST.items() if name.startswith(REASON)}
    actions.note_revision(revision, said, by=request.user, at=request.at)
    messages.success(request, "逐格理由已保存，随调整表一起报送")
    return redirect("targets:difference", target.pk)


@require_GET
def as_of(request: Request) -> HttpResponse:
    """Show a department's tables as they were in force on a day (某日的表)."""
    on, stand = today(request), request.standing
    asked = request.GET.get("date", "")
    day, problem = day_in(asked, on)
    targets = list(looking.targets_for(request.user, on, stand.unit, day.year))
    versions = looking.versions_as_of(targets, day)
    rows = [(target, versions.get(target.pk)) for target in targets]
    total = sum(one.fen for target, one in rows if one and target.kind == "project")
    context = {
        "rows": rows,
        "day": day,
        "problem": problem,
        "in_force": len(versions),
        "total": total,
        "today": on,
    }
    return render(request, "targets/as_of.html", context, status=422 if problem else 200)


def day_in(text: str, default: date) -> tuple[date, str]:
    """Return the day asked for, and why it is none."""
    if not text:
        return default, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return default, f"「{text[:20]}」不是日期，请写成 2022-03-31 这样"
