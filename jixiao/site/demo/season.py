"""The sample's target seasons: last year's targets approved, one of them adjusted; next year's at every stage of their way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from jixiao.accounts.models import User
from jixiao.audit.facts import canonical
from jixiao.kernel.money import Money
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit
from jixiao.organisations.sums.season import default_calendar
from jixiao.review import actions, queries
from jixiao.targets import actions as targets
from jixiao.targets.facts import Department, Filing, Project, Task
from jixiao.targets.queries import Target
from jixiao.targets.sums import dump, load

from . import build

AUGUST = 8  # from here on the season is that of the year to come
STAGES = ("科室审核", "财务审核", "部门审核", "财政审核", "已批复")
# How far each of next year's nine projects has come, as filed; the plan of the whole stays with finance
WAYS = ("财政审核", "财政审核", "部门审核", "财务审核", "科室审核", "草稿", "被退回", "草稿", "财政审核")
ADJUSTED, CUT = 1, "≥200吨"  # last year's second project stored less meat than promised
YEARS = re.compile(r"20(?:1[5-9]|2[0-2])(?=[年〕,}])")  # of a text; the year of a standard (—2019) stays
SECTIONS = (("01", "外贸科"), ("02", "市场科"), ("03", "办公室"))
HOME = (0, 1, 1, 2, 2, 2, 2, 2, 1)  # which section answers for which project


@dataclass(frozen=True)
class Cast:
    """Who plays: the sections and the people of the season."""

    bureau: Unit
    department: Unit
    sections: tuple[Unit, ...]
    people: Mapping[str, User]

    def by(self, state: str) -> User:
        """Return who handles a stage."""
        who = {"科室审核": "kezhang", "财务审核": "fuzeren", "部门审核": "juzhang", "财政审核": "shenhe"}
        return self.people[who.get(state, "jingban")]


def season_year(on: date) -> int:
    """Return the budget year whose targets are set on a day."""
    return on.year + (on.month >= AUGUST)


def said_in(year: int) -> Filing:
    """Return the sample put right, as if written for another year."""
    text = canonical(dump(build.clean()))
    return load(json.loads(YEARS.sub(lambda found: str(int(found[0]) + year - 2022), text)))


def lay(cast: Cast, at: datetime) -> None:
    """Lay out last year's targets and next year's."""
    year = season_year(at.date())
    organisations.plan_season(cast.bureau, year, days_from(at.date(), year), by=cast.people["shenhe"], at=at)
    last_year(cast, year - 1, at - timedelta(days=300))
    this_year(cast, year, at - timedelta(days=20))


def days_from(on: date, year: int) -> dict[str, date]:
    """Return a season whose review is under way on a day, so that the sample shows what is due, near and late."""
    usual = default_calendar(year).days
    ahead = {"filing": -3, "section": -1, "finance": 1, "department": 7, "fiscal": 20}
    near = {name: on + timedelta(days=days) for name, days in ahead.items()}
    return {name: near.get(name) or max(day, near["fiscal"]) for name, day in usual.items()}


def last_year(cast: Cast, year: int, at: datetime) -> None:
    """Approve all nine, and adjust one of them in the summer."""
    tables = list(opened(cast, said_in(year), year, at))
    for target in (*tables, plan(cast, said_in(year), year, at)):
        brought(cast, target, "已批复", at)
    changed = again(tables[ADJUSTED])
    officer, summer = cast.people["jingban"], at + timedelta(days=180)
    reason = "储备库改造，库容减少，按实际库容调整储备量"
    actions.request_adjust(changed, cause="突发事件", basis=f"市商〔{year}〕20号", reason=reason, by=officer, at=summer)
    said = changed.facts()
    one = said.projects[0]
    rows = tuple(replace(row, value=CUT) if row.no == 0 else row for row in one.indicators)
    targets.save_target(
        changed,
        replace(said, projects=(replace(one, indicators=rows),)),
        version=changed.version,
        reason="调整储备量",
        by=officer,
        at=summer,
    )
    actions.send_adjust(changed, by=officer, at=summer)
    actions.approve_adjust(changed, f"市财预〔{year}〕36号", since=summer.date(), by=cast.people["shenhe"], at=summer + timedelta(days=3))


def this_year(cast: Cast, year: int, at: datetime) -> None:
    """Bring each project as far as it has come; one comes back with remarks."""
    brought(cast, plan(cast, said_in(year), year, at), "财务审核", at)
    for target, way in zip(opened(cast, said_in(year), year, at), WAYS, strict=True):
        if way != "被退回":
            brought(cast, target, way, at)
            continue
        brought(cast, target, "财务审核", at)
        row = target.facts().projects[0].indicators[0]
        finance = cast.people["fuzeren"]
        where = f"{row.level2} · {row.name}"
        remark = "请说明这个数是怎样定的，附上年完成情况"
        actions.remark(again(target), f"projects.0.indicators.{row.no}.value", where, remark, grade="中", by=finance, at=at)
        actions.send_back(again(target), "补充依据后再报", by=finance, at=at + timedelta(days=4))


def opened(cast: Cast, said: Filing, year: int, at: datetime) -> Iterable[Target]:
    """Open a target for each project of a filing, in the section that answers for it."""
    officer = cast.people["jingban"]
    for project, home in zip(said.projects, HOME, strict=True):
        yield targets.open_target(cast.sections[home], only(project), year=year, pack="standard", by=officer, at=at)


def plan(cast: Cast, said: Filing, year: int, at: datetime) -> Target:
    """Open the department's plan, each task tied to the projects its text names."""
    free = {project.name or "": project.amount or Money(0) for project in said.projects}

    def tied(task: Task) -> Task:
        mine = tuple(name for name in free if name and name in task.text)
        return replace(task, projects=mine, amount=Money(sum(free.pop(name).fen for name in mine)) if mine else None)

    whole = said.department or Department()
    parts = tuple(replace(part, tasks=tuple(map(tied, part.tasks))) for part in whole.sub_goals)
    facts = Filing(department=replace(whole, name="示例市商务局", sub_goals=parts), year=year)
    return targets.open_target(cast.department, facts, year=year, pack="standard", by=cast.people["caiwu"], at=at)


def funds(department: Unit, year: int) -> tuple[Target, ...]:
    """Return the nine funds of a year, as filed."""
    return tuple(Target.objects.filter(filer=department, year=year, kind="project").select_related("unit", "filer").order_by("pk"))


def only(project: Project) -> Filing:
    """Return a filing of one table, without its telephone number."""
    return Filing(projects=(replace(project, no=0, heading=None, phone=None),), year=project.year)


def brought(cast: Cast, target: Target, to: str, at: datetime) -> None:
    """Take a draft up to a state by those whose turn it is, a day a stage."""
    for days, stage in enumerate(("草稿", *STAGES)):
        target = again(target)
        if target.state == to:
            return
        by, when = cast.by(stage), at + timedelta(days=days)
        if stage == "草稿":
            actions.submit(target, by=target.author, at=when)
            continue
        if stage in {"部门审核", "财政审核"}:
            actions.assess(target, queries.machine_form(target), version=target.version, by=by, at=when)
        if stage == "财政审核":
            document = f"市财预〔{target.year}〕8号"
            actions.approve(target, document, budget=target.amount, since=when.date(), by=by, at=when)
        else:
            actions.pass_on(target, "同意", by=by, at=when)


def again(target: Target) -> Target:
    """Read a target again, as the next one to handle it does."""
    return Target.objects.select_related("unit", "filer", "author", "filing").get(pk=target.pk)
