"""Half a year of the sample: ledgers entered, indicators linked, people asked, three rounds watched, deviations answered. Made up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.evidence.actions import entries, links, surveys
from jixiao.evidence.queries.links import indicators_of
from jixiao.evidence.queries.surveys import tickets_of
from jixiao.evidence.sums.surveying import MEAN
from jixiao.monitoring.actions import deviations, rounds, tasks
from jixiao.monitoring.facts import LONGEST, Status
from jixiao.monitoring.queries import deviations as off
from jixiao.monitoring.queries import tasks as tables
from jixiao.monitoring.queries.rounds import projects_in
from jixiao.monitoring.sums.timing import period
from jixiao.office.writers.listing import listing
from jixiao.organisations.models import Unit
from jixiao.targets.queries import Target

from .build import HERE

CITY = ZoneInfo("Asia/Shanghai")
MONTHS = (3, 6, 7)
LEFT = (0, 4, 5, 8)  # funds whose July tables nobody has sent in yet
ASKED = ("活动和服务组织得怎么样？", "办事及时吗？")


@dataclass(frozen=True)
class Year:
    """The sample's year: its department, its people, its nine funds, and the moment it is laid out."""

    department: Unit
    people: Mapping[str, User]
    targets: Sequence[Target]
    at: datetime

    @property
    def number(self) -> int:
        """The budget year."""
        return self.targets[0].year

    def day(self, said: str) -> date:
        """Return a day of the year as the data names it; 02-28 stands for the last of February."""
        return date(self.number, *(int(part) for part in said.split("-")))

    def moment(self, on: date) -> datetime:
        """Return nine in the morning of a day, never later than now."""
        return min(self.at, datetime(on.year, on.month, on.day, 9, tzinfo=CITY))


def lay(department: Unit, people: Mapping[str, User], targets: Sequence[Target], at: datetime) -> None:
    """Lay the half year out."""
    year = Year(department, people, targets, at)
    said = tomllib.loads((HERE / "happened.toml").read_text("utf-8"))
    linked(year, said["links"])
    for ledger in said["ledger"]:
        entered(year, ledger)
    for row in said["stated"].strip().splitlines():
        stated(year, *row.split("|"))
    for one in said["survey"]:
        asked(year, one)
    watched(year, said["handled"])


def place_of(target: Target, name: str) -> str:
    """Return the place of an indicator by its name."""
    return next(place for place, row in indicators_of(target) if row.name == name)


def linked(year: Year, said: Mapping[str, Mapping[str, str]]) -> None:
    """Link indicators to measures."""
    by = year.people["jingban"]
    for fund, names in said.items():
        target = year.targets[int(fund)]
        for name, measure in names.items():
            links.link(target, place_of(target, name), measure.rstrip("*"), whole=measure.endswith("*"), by=by, at=year.at)


def entered(year: Year, ledger: Mapping[str, Any]) -> None:
    """Enter the rows of one ledger, as far as their days have come."""
    target = year.targets[ledger["fund"]] if ledger["fund"] >= 0 else None
    unit = target.unit if target else year.department
    by = year.people["jingban" if target else "caiwu"]
    for row in ledger["rows"].strip().splitlines():
        said, *cells = row.split("|")
        on = year.day(said)
        if on > timezone.localdate(year.at):
            continue
        texts = dict(zip(ledger["columns"], cells, strict=True)) | {"on": on.isoformat()}
        if texts.get("due"):
            texts["due"] = year.day(texts["due"]).isoformat()
        if texts.get("name", "").endswith("月"):
            texts["name"] = f"{year.number}年{texts['name']}"
        entries.add(unit, year.number, ledger["code"], texts, target=target, by=by, at=year.moment(on))


def stated(year: Year, fund: str, name: str, day: str, value: str, reason: str) -> None:  # noqa: PLR0917 - the columns of the data
    """State a value by hand, with a small workbook for its proof."""
    target, on, by = year.targets[int(fund)], year.day(day), year.people["jingban"]
    if on > timezone.localdate(year.at):
        return
    place = place_of(target, name)
    links.link(target, place, "stated", by=by, at=year.at)
    data = listing("统计", (("指标", 30), ("数值", 12)), [(name, value)], title="演示数据")
    links.state(target, place, value, on=on, reason=reason, name=f"{name}统计表.xlsx", data=data, by=by, at=year.at)


def asked(year: Year, one: Mapping[str, Any]) -> None:
    """Hold a survey and let its answers in."""
    target, since, until = year.targets[one["fund"]], year.day(one["since"]), year.day(one["until"])
    head = {"title": f"{one['name']}调查", "about": one["about"], "frame": one["frame"], "way": MEAN}
    by, at = year.people["jingban"], year.moment(since)
    more: dict[str, Any] = {"size": one.get("size"), "since": since, "until": until}
    survey = surveys.hold(target, place_of(target, one["name"]), head, ASKED, **more, by=by, at=at)
    answers = one["answers"].split()
    surveys.print_tickets(survey, len(answers) + 8, by=by, at=at)
    for number, ((ticket, _token), levels) in enumerate(zip(tickets_of(survey), answers, strict=False)):
        when = year.moment(since + timedelta(days=number % 40))
        surveys.answer(survey, ticket, [int(level) for level in levels], by=surveys.RESPONDENT, at=when)


def watched(year: Year, handled: Sequence[Mapping[str, Any]]) -> None:
    """Issue the rounds whose periods are over, and handle what each found as far as it has come."""
    for month in MONTHS:
        watch = period(year.number, month)
        at = year.moment(watch.until + timedelta(days=5))
        known = projects_in(year.department, year.number, watch.until).exists()
        if timezone.localdate(at) <= watch.until or not known:
            continue
        one = rounds.issue(year.department, year.number, month, by=year.people["caiwu"], at=at)
        while not one.ready:
            one = rounds.fill(one, by=year.people["caiwu"], at=at)
        for said in handled:
            if said["month"] == month:
                answered(year, said, at + timedelta(days=2))
        for fund, task in filed(year, one.pk):
            if month != MONTHS[-1] or fund not in LEFT:
                sent(year, task, at + timedelta(days=4))


def filed(year: Year, number: int) -> Iterator[tuple[int, tables.Task]]:
    """Yield the tables of a round by fund."""
    funds = {target.pk: fund for fund, target in enumerate(year.targets)}
    for task in tables.Task.objects.filter(round=number).select_related("round__unit", "target", "unit", "filer"):
        yield funds[task.target_id], task


def answered(year: Year, said: Mapping[str, Any], at: datetime) -> None:
    """Answer a deviation as far as it has come; where nothing was found there is nothing to answer."""
    one = off.open_of(year.targets[said["fund"]])
    if one is None or one.state != "待说明" or at > year.at:
        return
    who = year.people
    due = timezone.localdate(at) + timedelta(days=said["days"])
    measures = {said["measure"]: {"said": said["how"], "due": due}}
    deviations.explain(one, said["causes"], said["said"][:LONGEST], measures, by=who["jingban"], at=at)
    deviations.check(one, "情况属实，措施可行", by=who["caiwu"], at=at + timedelta(hours=3))
    if said["to"] == "待批准":
        return
    deviations.approve(one, "同意，按期落实", by=who["fenguan"], at=at + timedelta(days=1))
    if said["to"] == "已关闭":
        proof = listing("核销", (("事项", 40),), [(said["how"],)], title="演示数据")
        deviations.close(one, "已核对支付凭证", "拨付凭证.xlsx", proof, by=who["fuzeren"], at=at + timedelta(days=12))


def sent(year: Year, task: tables.Task, at: datetime) -> None:
    """Fill a table in and pass it all the way."""
    if at > year.at:
        return
    who, frozen = year.people, tables.snapshot_of(task)
    if frozen is None:
        return
    lost = [row for row in frozen.facts()[0].readings if row.status is Status.LOST]
    answers = {row.place: {"causes": ["其他"], "said": "下半年集中安排，按月督办", "possible": "有可能"} for row in lost}
    tasks.answer(task, answers, by=who["jingban"], at=at)
    tasks.submit(task, by=who["jingban"], at=at)
    for name in ("kezhang", "fuzeren", "caiwu"):
        tasks.pass_on(task, "同意", by=who[name], at=at + timedelta(hours=2))
