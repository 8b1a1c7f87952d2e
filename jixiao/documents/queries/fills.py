"""Workbooks filled offline: what one is made of, how one that came back stands against the targets now, why it may not be taken in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.http import Http404

from jixiao.accounts.models import User
from jixiao.documents.facts import Expected, Offline, Problem, Source
from jixiao.documents.models import Fill
from jixiao.documents.sums import offline
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.facts import decode
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.targets import facts
from jixiao.targets.queries import Target, named, refusal_to_edit, stale
from jixiao.targets.queries.editing import said_at
from jixiao.targets.queries.looking import places_for, regime_for
from jixiao.targets.sums import differences

__all__ = ["Entry", "Fill", "Judged", "judged"]
RECENT, MOST = 8, 100
SHORT, DATES, DATE = 100, 12, 20  # signs of a unit's name; points of a spending plan; signs of one's date
SPARE = 3  # sheets for new projects in a department's workbook
NEW, CHANGED, SAME = "new", "changed", "same"
STATES = {NEW: "新增", CHANGED: "修改", SAME: "未改"}
FORGED = "这张表隐藏的底稿被改动过，与系统里记的不一致，请重新下载模板，把内容填进去再传"
TAKEN, NOTHING = "这份填报表已经导入过了", "这份填报表与系统里的内容完全相同，没有要导入的改动"


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a workbook against the target it is of: new, changed (each cell old and new) or the same."""

    number: int  # of the table in its workbook
    said: facts.Filing
    state: str
    target: Target | None = None
    version: int = 0
    differences: tuple[facts.Difference, ...] = ()
    sheet: str = ""

    @property
    def name(self) -> str:
        """What the table is called."""
        return named(self.said)[0] or "（没有名称）"

    @property
    def word(self) -> str:
        """What becomes of it."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class Judged:
    """A workbook looked at: its tables, its problems, and where a new table may go."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: tuple[Unit, ...] = field(default=(), compare=False)

    @property
    def wanted(self) -> list[Entry]:
        """The tables that would be written."""
        return [entry for entry in self.entries if entry.state != SAME]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many tables are new, changed and the same."""
        return [(code, word, sum(entry.state == code for entry in self.entries)) for code, word in STATES.items()]

    @property
    def refusal(self) -> str | None:
        """Why nothing may be taken in, or None."""
        if self.problems:
            first = self.problems[0]
            return f"还有 {len(self.problems)} 处问题（工作表「{first.sheet}」：{first.sentence}），改好重新上传后才能导入"
        return None if self.wanted else NOTHING


def open_targets(user: User, on: date, unit: Unit, year: int) -> list[Target]:
    """Return the targets at and below a unit that a person may fill now."""
    mine = Target.objects.for_user(user, on, Permission.TARGET_FILL).filter(within([unit.path]), year=year)
    rows = mine.select_related("unit", "filer", "filing").order_by("kind", "position", "pk")
    return [target for target in rows if refusal_to_edit(target) is None]


def refusal_to_hand_out(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person gets no workbook to fill for a unit, or None."""
    if unit.kind == "bureau":
        return "财政部门不申报目标，请先在上方选一个主管部门或单位"
    if not places_for(user, on, department_of(unit)):
        return f"填报模板由{unit.short}的经办人、科室负责人或绩效专员下载，您没有填报的岗位"
    return None


def refusal_to_fill(user: User, on: date, target: Target) -> str | None:
    """Return why a person may not fill a target offline now, or None."""
    if refusal := refusal_to_edit(target):
        return refusal
    return None if user.may(Permission.TARGET_FILL, target.unit, on) else f"「{target.name}」由{target.unit.short}填报，您没有填报的岗位"


def offline_of(unit: Unit, year: int, targets: Sequence[Target]) -> Offline:
    """Return what a workbook is made of: some targets of a department's year, each with the version it says."""
    if len(targets) > MOST:
        msg = f"{unit.short}有 {len(targets)} 张可以填报的表，一个工作簿最多装 {MOST} 张，请按科室分别下载"
        raise Refused(msg)
    filer = department_of(unit)
    plan: facts.Department | None = None
    whole: Source | None = None
    projects: list[facts.Project] = []
    sources: list[Source] = []
    for target in targets:
        said, source = target.facts(), Source(target.pk, target.version)
        if said.department is not None:
            plan, whole = said.department, source
        for one in said.projects:
            projects.append(replace(one, no=len(projects)))
            sources.append(source)
    filing = facts.Filing(plan, tuple(projects), year)
    return Offline(filer.name, filer.path, year, regime_for(filer, year), filing, tuple(sources), whole)


def fill_for(user: User, on: date, code: UUID) -> Fill:
    """Return a workbook a person may see: their own, or one of a unit they fill in; any other is not there."""
    found = Fill.objects.filter(pk=code).select_related("unit", "unit__parent", "by", "applied_by").first()
    if found is None or not (found.by_id == user.pk or Fill.objects.for_user(user, on).filter(pk=code).exists()):
        raise Http404
    return found


def recent(user: User, on: date, unit: Unit, year: int) -> list[Fill]:
    """Return the workbooks of a unit and those below it that came in lately."""
    mine = Fill.objects.for_user(user, on).filter(within([unit.path]), year=year)
    return list(mine.select_related("unit", "by").defer("document")[:RECENT])


def known_fill(unit: Unit, year: int, sha256: str) -> Fill | None:
    """Return the workbook a unit already has of the same bytes."""
    return Fill.objects.filter(unit=unit, year=year, sha256=sha256).first()


def judged(fill: Fill, user: User, on: date) -> Judged:
    """Return how a workbook stands against the targets as they are now."""
    document, filer = decode(json.loads(fill.document)), department_of(fill.unit)
    made = offline.origin(document)
    if made is None:
        return Judged(problems=offline.read(document)[1])
    near = _near(filer, fill.year, user, on)
    said, problems = offline.read(document, _expected(filer, fill.year, made, near))
    if forged := tuple(_forged(made, near)):
        return Judged(problems=(*problems, *forged))
    entries = tuple(_entries(said, near)) if said else ()
    places = places_for(user, on, filer)
    found = [*problems, *_hindrances(entries, user, on, places)]
    return Judged(entries, tuple(found), tuple(places))


def _tables(made: Offline) -> Iterable[tuple[facts.Filing, Source, str]]:
    """Return the tables of a workbook, each with where it comes from and its sheet."""
    if made.filing.department is not None and made.whole is not None:
        yield facts.Filing(made.filing.department, (), made.year), made.whole, "部门整体"
    for number, project in enumerate(made.filing.projects):
        source = made.sources[number] if number < len(made.sources) else Source()
        sheet = f"项目{number + 1}" if source.target is not None else "新增项目1"
        yield facts.Filing(None, (replace(project, no=0),), made.year), source, sheet


def _forged(made: Offline, near: Mapping[int, Target]) -> Iterable[Problem]:
    """Say which hidden facts of a workbook are not the system's own: what a sheet does not show must not come in through it."""
    for said, source, sheet in _tables(made):
        target = near.get(source.target) if source.target is not None else None
        if source.target is None:
            one = said.projects[0]
            own = facts.Project(year=made.year, amount_unit="万元", unit=made.unit[:SHORT], plan=one.plan[:DATES])
            true = one == own and all(point.percent is None and len(point.by) <= DATE for point in one.plan)
        elif target is not None and (was := said_at(target, source.version)) is not None:
            true = (was.department, was.projects) == (said.department, said.projects)
        else:
            continue  # gone, or so old that nothing is kept: told elsewhere
        if not true:
            yield Problem(sheet, 1, 1, FORGED)


def _near(filer: Unit, year: int, user: User, on: date) -> Mapping[int, Target]:
    """Return the targets of a department's year a person may see, by number."""
    mine = Target.objects.for_user(user, on).filter(filer=filer.pk, year=year)
    return {target.pk: target for target in mine.select_related("unit", "filer", "filing")}


def _expected(filer: Unit, year: int, made: Offline, near: Mapping[int, Target]) -> Expected:
    """Return what a workbook is held against; a target moved on is told below, and only where its table was changed."""
    sources = {source.target: source.version for _said, source, _sheet in _tables(made) if source.target is not None}
    taken = list(Target.objects.filter(filer=filer.pk, year=year).exclude(pk__in=sources).values_list("name", "code"))
    versions = {target: version for target, version in sources.items() if target in near}
    names, codes = frozenset(name for name, _ in taken), frozenset(code for _, code in taken if code)
    return Expected(filer.name, filer.path, year, versions, names, codes)


def _entries(said: Offline, near: Mapping[int, Target]) -> Iterable[Entry]:
    for number, (one, source, sheet) in enumerate(_tables(said)):
        if source.target is not None or (one.projects and one.projects[0].name):
            yield _entry(number, one, source, near, sheet)


def _entry(number: int, said: facts.Filing, source: Source, near: Mapping[int, Target], sheet: str) -> Entry:
    target = near.get(source.target) if source.target is not None else None
    if target is None:
        return Entry(number, said, NEW if source.target is None else SAME, None, source.version, (), sheet)
    found = differences(target.facts(), said)
    return Entry(number, said, CHANGED if found else SAME, target, source.version, found, sheet)


def _hindrances(entries: Sequence[Entry], user: User, on: date, places: Sequence[Unit]) -> Iterable[Problem]:
    """Say of each table to be written why it may not be: locked, another section's, or changed by somebody meanwhile."""
    for entry in entries:
        if entry.state == SAME:
            continue
        if entry.target is None:
            if not places:
                yield Problem(entry.sheet, 1, 1, f"「{entry.name}」不能新建：您没有新建目标的岗位")
        elif refusal := refusal_to_fill(user, on, entry.target):
            yield Problem(entry.sheet, 1, 1, refusal)
        elif why := stale(entry.target.filing, entry.version):
            yield Problem(
                entry.sheet, 1, 1, f"「{entry.name}」在您下载模板以后改过：{why.partition('；')[0]}；请重新下载模板，再把您的改动填进去"
            )


def opened(entry: Entry, place: Unit) -> facts.Filing:
    """Return a new table as its target begins: with the department and unit it is filed by, where the workbook leaves them blank."""
    one = entry.said.projects[0]
    return replace(
        entry.said, projects=(replace(one, department=one.department or department_of(place).name, unit=one.unit or place.name),)
    )
