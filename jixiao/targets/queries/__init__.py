"""Questions about filings: what was changed in them, and why a change may not be made or taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Max
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.targets import facts, states
from jixiao.targets.models import Change, Filing, FilingQuerySet, Revision, Step, Target, TargetQuerySet, Version, facts_of
from jixiao.targets.sums import differences

__all__ = [
    "Change",
    "Filing",
    "FilingQuerySet",
    "Revision",
    "Step",
    "Target",
    "TargetQuerySet",
    "Version",
    "adjustment",
    "changes_of",
    "facts_of",
    "locked",
    "money_of",
    "named",
    "next_position",
    "part_of",
    "parts",
    "refusal_to_edit",
    "refusal_to_name",
    "refusal_to_undo",
    "revision_between",
    "revision_of",
    "stale",
    "steps_of",
    "target_for",
    "target_of",
    "targets_of",
    "version_on",
    "versions_of",
    "whole",
]


def changes_of(filing: Filing) -> list[Change]:
    """Return every change of a filing, latest first."""
    return list(filing.changes.select_related("by", "undone_by"))


def stale(filing: Filing, version: int) -> str | None:
    """Return why a change meant for one version may not be made any more, or None when nothing has changed since."""
    if filing.version == version:
        return None
    last = filing.changes.select_related("by", "undone_by").order_by("-version").first()
    who = f"{(last.undone_by or last.by).name}刚办过「{last.reason}」" if last else "别人刚改过"
    return f"{who}，您看到的已不是最新；这次没有改动，请看过现在的内容再办理"


def refusal_to_undo(filing: Filing, change: Change) -> str | None:
    """Return why a change cannot be taken back, or None when it can."""
    if change.undone_at is not None:
        return "这处改动已经撤销过了"
    if parts(json.loads(filing.current), change.after) != change.after:
        return "这张表后来又改过，请先撤销后来的改动，再撤销这一处"
    return None


def part_of(path: str) -> str:
    """Return the part of a filing a path lies in: projects.3, department, part_title."""
    steps = path.split(".")
    return ".".join(steps[:2]) if steps[0] == "projects" else steps[0]


def parts(current: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return parts of a filing's plain form by name; ``spots:projects.3`` are the spots of a project."""
    return {name: _part(current, name) for name in sorted(names)}


def _part(current: dict[str, Any], name: str) -> Any:
    kind, _, rest = name.partition(":")
    if rest:
        return {path: spot for path, spot in current.get(kind, {}).items() if path == rest or path.startswith(f"{rest}.")}
    head, _, number = name.partition(".")
    return current["projects"][int(number)] if number else current.get(head)


def target_for(user: User, on: date, number: int, permission: Permission = Permission.FILING_READ) -> Target:
    """Return a target a person may see; another unit's is not found."""
    found = Target.objects.for_user(user, on, permission).select_related("unit", "filer", "author", "filing").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def targets_of(filer: Unit, year: int) -> TargetQuerySet:
    """Return the targets a department files for a year, the plan of the whole first, then the projects in order."""
    found = Target.objects.filter(filer=filer, year=year).select_related("unit", "filer", "author", "filing")
    return found.order_by("kind", "position", "pk")  # department before project


def whole(targets: Iterable[Target]) -> facts.Filing:
    """Return the department's text as one filing: its plan, and its project tables in order (rules across tables look at this)."""
    plan, year, part = None, None, None
    projects: list[facts.Project] = []
    for target in targets:
        said = target.facts()
        plan, year, part = said.department or plan, target.year, said.part_title or part
        projects += said.projects
    return facts.Filing(plan, tuple(replace(project, no=no) for no, project in enumerate(projects)), year, part)


def next_position(filer: Unit, year: int) -> int:
    """Return the place a new target of a department takes."""
    last = Target.objects.filter(filer=filer, year=year).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1


def named(said: facts.Filing) -> tuple[str, str]:
    """Return name and code of the one target a filing holds."""
    if said.projects:
        return (said.projects[0].name or "").strip(), (said.projects[0].code or "").strip()
    return f"{(said.department.name if said.department else None) or '部门'}整体绩效目标", ""


def money_of(said: facts.Filing) -> Money:
    """Return the money of the one target a filing holds: the project's amount, or the sum of the plan's tasks."""
    if said.projects:
        return said.projects[0].amount or Money(0)
    plan = said.department or facts.Department()
    return Money(sum(task.amount.fen for part in plan.sub_goals for task in part.tasks if task.amount))


def refusal_to_name(target: Target | None, filer: Unit, year: int, said: facts.Filing) -> str | None:
    """Return why a target may not be called what its facts call it, or None: names and codes are unique within a department's year."""
    name, code = named(said)
    if not name:
        return "项目名称没有填，请填写后再保存"
    others = Target.objects.filter(filer=filer, year=year)
    if target is not None:
        others = others.exclude(pk=target.pk)
    if others.filter(name=name).exists():
        return f"{filer.short}{year}年度已有名为「{name}」的目标，请换一个名称，或在原来那张表上修改"
    if code and others.filter(code=code).exists():
        return f"{filer.short}{year}年度已有项目用了代码「{code}」，请核对项目代码"
    return None


def refusal_to_edit(target: Target) -> str | None:
    """Return why the facts of a target may not be changed now, or None."""
    if target.state in states.OPEN:
        return None
    if target.state in states.DECIDED:
        return (
            f"「{target.name}」{target.state}，内容已锁定；要改请先申请调整"
            if target.state != states.FROZEN
            else f"「{target.name}」已冻结，不能再改"
        )
    if target.state == states.REJECTED:
        return f"「{target.name}」不予安排，不能再改"
    return f"「{target.name}」正在{target.state}，内容已锁定；要改请先撤回，或等审核人退回"


def target_of(filing: Filing) -> Target | None:
    """Return the target whose facts a filing holds; None for the filing of an uploaded file."""
    return Target.objects.filter(filing=filing).select_related("filer").first()


def locked(filing: Filing) -> str | None:
    """Return why the facts of a filing may not be changed now, or None."""
    target = target_of(filing)
    return refusal_to_edit(target) if target else None


def steps_of(target: Target) -> list[Step]:
    """Return every move of a target's life, first to last."""
    return list(target.steps.select_related("by", "on_behalf").order_by("pk"))


def versions_of(target: Target) -> list[Version]:
    """Return the approved versions, first to last."""
    return list(target.versions.select_related("by", "on_behalf").order_by("number"))


def version_on(target: Target, on: date) -> Version | None:
    """Return the version in force on a day, or None before the first."""
    return target.versions.filter(since__lte=on).order_by("-number").first()


def revision_of(target: Target) -> Revision | None:
    """Return the adjustment under way, or None."""
    return target.revisions.filter(outcome="").select_related("by").first()


def revision_between(target: Target, old: int, new: int | None) -> Revision | None:
    """Return the adjustment that leads from one version to the next, or (None) to what is being filled."""
    if new is None:
        return target.revisions.filter(base=old, outcome="").first()
    return target.revisions.filter(base=old, outcome="批复").first() if new == old + 1 else None


def adjustment(target: Target, revision: Revision) -> facts.Adjustment:
    """Return an adjustment as facts: what it changes against the version it started from."""
    before = target.versions.get(number=revision.base)
    after = target.versions.filter(number=revision.base + 1).first() if revision.outcome == "批复" else None
    now = after.facts() if after else target.facts()
    return facts.Adjustment(
        cause=revision.cause,
        document=revision.basis,
        reason=revision.reason,
        old=before.amount,
        new=money_of(now),
        differences=differences(before.facts(), now),
        notes=revision.notes,
    )
