"""A department with a section, its people, and targets in it: for tests of the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.test import Client

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, a_person, a_unit
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit
from jixiao.targets import actions
from jixiao.targets.facts import Department, Filing, GoalIndicator, Indicator, PlanPoint, Project, Safeguard, SubGoal, Task
from jixiao.targets.models import Target

YEAR = 2022
ROWS = (
    Indicator("产出指标", "数量指标", "举办展会场次", "≥5场", basis="商务工作要点", weight="20", no=0),
    Indicator("产出指标", "质量指标", "展位验收合格率", "=100%", basis="展会合同", weight="30", no=1),
    Indicator("效益指标", "经济效益指标", "展会现场签约金额", "≥3000万元", basis="近三年平均值", weight="30", no=2),
    Indicator("满意度指标", "服务对象满意度指标", "参展企业满意度", "≥95%", basis="问卷调查", weight="10", no=3),
)
PLAN = Department(
    "商务局",
    "办好展会，扩大开放，稳住外贸",
    (
        SubGoal(
            "扩大开放",
            (Task("展会", "办展会", Money(2_000_000), "外贸科", ("展会补贴",)),),
            (GoalIndicator("数量指标", "确保完成展会任务"),),
        ),
        SubGoal("保障运转", (Task("车辆", "保车辆"),)),
    ),
    (Safeguard("完善制度建设", "按制度办"),),
)


def a_project(name: str = "展会补贴") -> Filing:
    project = Project(
        name=name,
        table_title=f"{name}绩效目标表",
        year=YEAR,
        amount=Money(2_000_000),
        amount_text="2",
        amount_unit="万元",
        funding=(("财政拨款", Money(2_000_000)),),
        plan=tuple(
            PlanPoint(by, percent) for by, percent in zip(("3月底", "6月底", "9月底", "12月底"), ("10", "40", "70", "100"), strict=True)
        ),
        annual_goal="办好展会",
        indicators=ROWS,
        columns=("level1", "level2", "level3", "value", "basis", "weight"),
    )
    return Filing(None, (project,), YEAR)


def a_plan() -> Filing:
    return Filing(PLAN, (), YEAR)


@dataclass(frozen=True)
class Desk:
    """Who sits there."""

    department: Unit
    section: Unit
    neighbour: Unit
    officer: User
    other: User
    auditor: User
    stranger: User

    def client(self, user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or self.officer, backend=BACKEND)
        session = client.session
        session["year"] = YEAR
        session.save()
        return client


def a_desk() -> Desk:
    bureau = a_unit(None, "财政局", "1")
    department, neighbour = a_unit(bureau, "商务局", "301"), a_unit(bureau, "农业局", "302")
    section = a_unit(department, "外贸科", "01")
    organisations.adopt(department, YEAR, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return Desk(
        department,
        section,
        neighbour,
        officer=a_person(department, "jingban", Role.PROJECT_OFFICER),
        other=a_person(department, "tongshi", Role.PROJECT_OFFICER),
        auditor=a_person(department, "shenji", Role.AUDITOR),
        stranger=a_person(neighbour, "waidan", Role.PROJECT_OFFICER),
    )


def opened(desk: Desk, said: Filing | None = None, *, year: int = YEAR) -> Target:
    said = replace(said or a_project(), year=year)
    return actions.open_target(desk.section, said, year=year, pack="standard", by=desk.officer, at=NOON)
