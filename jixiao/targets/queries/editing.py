"""Questions of the editing table: neighbours, what a cell was before, what it was in earlier years, what an edit was made on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jixiao.accounts.models import User
from jixiao.targets import facts, states, sums
from jixiao.targets.facts import Difference, Filing, Indicator
from jixiao.targets.models import Change, Target
from jixiao.targets.sums.comparing import differences, paired, shown

from .looking import stem

LOOKED_BACK, ONE_SITTING, YEARS = 60, timedelta(minutes=10), 3
HELP = {
    states.SECTION: "经办人可以撤回；科室负责人可以退回",
    states.FINANCE: "经办人可以撤回；财务审核人可以退回",
    states.DEPARTMENT: "经办人可以撤回；部门审核人可以退回",
    states.FISCAL: "财政局审核人可以退回",
    states.APPROVED: "经办人可以申请调整",
    states.PUBLISHED: "经办人可以申请调整",
    states.ADJUSTED: "财政局审核人可以退回调整",
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a target stands among its department's of the year."""

    place: int
    count: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that happened to a cell: who, when, from what to what, why."""

    by: str
    at: datetime
    old: str | None
    new: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same indicator promised and reached in an earlier year; blank is not zero."""

    year: int
    promised: str | None
    reached: str | None


def neighbours(target: Target, user: User, on: date) -> Neighbours:
    """Return a target's place among those of its department and year that a person may see, in one question."""
    mine = Target.objects.for_user(user, on).filter(filer=target.filer_id, year=target.year)
    order = list(mine.order_by("kind", "position", "pk").values_list("pk", flat=True))
    place = order.index(target.pk)
    return Neighbours(place + 1, len(order), order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None)


def who_unlocks(target: Target) -> str:
    """Return who can make a locked table writable again, in words; "" where nobody can."""
    return HELP.get(target.state, "")


def said_at(target: Target, version: int) -> Filing | None:
    """Return what a target said at an earlier version of its facts, or None where nothing is kept of it."""
    if version == target.filing.version:
        return target.facts()
    change = Change.objects.filter(filing=target.filing_id, version__gt=version).order_by("version").first()
    if change is None:
        return None
    return sums.load({"year": target.year} | whole_of(change.before))


def whole_of(parts: dict[str, object]) -> dict[str, object]:
    """Return the plain form of a target's filing from the parts a change kept."""
    plain: dict[str, object] = {}
    if (project := parts.get("projects.0")) is not None:
        plain["projects"] = [project]
    if (plan := parts.get("department")) is not None:
        plain["department"] = plan
    return plain


def history_of(target: Target, path: str) -> list[Passed]:
    """Return what happened to a cell, latest first: a row is followed through the places it stood in; one sitting counts once."""
    changes = list(Change.objects.filter(filing=target.filing_id, undone_at=None).select_related("by").order_by("-version")[:LOOKED_BACK])
    passed: list[Passed] = []
    where: str | None = path
    for change in changes:
        if where is None:
            break
        for at, old, new in change.edits:
            if at == where or where.startswith(f"{at}.") or (at.startswith(f"{where}.") and ".indicators." not in at):
                passed.append(Passed(change.by.name, change.at, old, new, change.reason))
        where = _stood(change, where)
    return together(passed)


def _stood(change: Change, path: str) -> str | None:
    """Return where a cell stood before a change, None where its row was not there yet."""
    head, found, rest = path.partition(".indicators.")
    if not found:
        return path
    number, _, column = rest.partition(".")
    after, before = _rows(change.after), _rows(change.before)
    if not number.isdigit() or int(number) >= len(after):
        return None
    row = after[int(number)]
    old = next((old for old, new in paired(before, after) if new is row), None)
    return None if old is None else f"{head}.indicators.{old.no}" + (f".{column}" if column else "")


def _rows(parts: dict[str, object]) -> Sequence[Indicator]:
    said = sums.load(json.loads(json.dumps(whole_of(parts))))
    if said.projects:
        return said.projects[0].indicators
    return said.department.indicators if said.department else ()


def together(passed: Sequence[Passed]) -> list[Passed]:
    """Return changes with those of one person in one sitting drawn together: from the first old to the last new."""
    drawn: list[Passed] = []
    for one in passed:  # latest first
        last = drawn[-1] if drawn else None
        if last and last.by == one.by and last.at - one.at <= ONE_SITTING and last.old == one.new:
            drawn[-1] = Passed(last.by, last.at, one.old, last.new, last.reason)
        else:
            drawn.append(one)
    return [one for one in drawn if one.old != one.new]


def earlier(target: Target, row: Indicator) -> list[Earlier]:
    """Return what the same indicator of the same project promised and reached in the years before, oldest first."""
    if not row.name or target.kind != "project":
        return []
    years = range(target.year - YEARS, target.year)
    found = Target.objects.filter(filer=target.filer_id, year__in=list(years), kind="project").select_related("filing").order_by("year")
    wanted = stem(target.name)
    past: list[Earlier] = []
    for one in found:
        if stem(one.name) != wanted:
            continue
        match = next((each for each in one.facts().projects[0].indicators if each.name == row.name), None)
        if match is not None:
            past.append(Earlier(one.year, shown(match, "value"), match.actual))
    return past


def row_at(said: Filing, path: str) -> Indicator | None:
    """Return the indicator row a path lies in, or None."""
    _head, found, rest = path.partition(".indicators.")
    number = rest.partition(".")[0]
    rows = said.projects[0].indicators if said.projects else said.department.indicators if said.department else ()
    return rows[int(number)] if found and number.isdigit() and len(number) < 5 and int(number) < len(rows) else None  # noqa: PLR2004


def changed_since_approval(target: Target) -> tuple[Difference, ...]:
    """Return which cells differ from the version in force; none before the first approval."""
    version = target.versions.filter(number=target.edition).first() if target.edition else None
    return differences(version.facts(), target.facts()) if version else ()


def project_targets(target: Target) -> list[Target]:
    """Return the project targets of a department's year, in order: what its plan's tasks are carried out by."""
    found = Target.objects.filter(filer=target.filer_id, year=target.year, kind="project").select_related("unit")
    return list(found.order_by("position", "pk"))


def indicators_of(said: facts.Filing) -> Sequence[Indicator]:
    """Return the indicator rows of a target's one table."""
    return said.projects[0].indicators if said.projects else said.department.indicators if said.department else ()
