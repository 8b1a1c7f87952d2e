"""A department in its target season: five people, a bureau, and a target good enough to be approved. For tests of any room above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, a_person, a_unit
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit
from jixiao.review import actions, queries
from jixiao.review.facts import ReviewForm, ReviewLine
from jixiao.review.samples import indicator, project
from jixiao.review.sums import graded
from jixiao.targets import actions as targets
from jixiao.targets.facts import Filing
from jixiao.targets.models import Target

YEAR = 2022
ROWS = (
    indicator("数量指标", "举办展会场次", "≥5场", "商务工作要点（商发〔2022〕10号）", weight="15"),
    indicator("质量指标", "展位验收合格率", "=100%", "展会合同", weight="15"),
    indicator("时效指标", "展会举办完成日期", "11月30日前", "年度展会计划（商发〔2022〕10号）", weight="10"),
    indicator("成本指标", "单场展会平均成本", "≤4万元/场", "预算编制说明", weight="10"),
    indicator("经济效益指标", "展会现场签约金额", "≥3000万元", "近三年平均值2900万元", weight="15"),
    indicator("社会效益指标", "媒体报道篇数", "≥30篇", "近三年平均值28篇", weight="15"),
    indicator("服务对象满意度指标", "参展企业满意度", "≥95%", "问卷调查，有效样本≥30份", weight="10"),
)


@dataclass(frozen=True)
class Season:
    """The people and units of one season."""

    bureau: Unit
    department: Unit
    section: Unit
    officer: User
    head: User
    finance: User
    leader: User
    fiscal: User

    def at(self, hours: int = 0) -> datetime:
        return NOON + timedelta(hours=hours)

    def may_all(self) -> dict[str, User]:
        """Return the reviewers by the stage they handle."""
        return {"科室审核": self.head, "财务审核": self.finance, "部门审核": self.leader, "财政审核": self.fiscal}


def a_season() -> Season:
    bureau = a_unit(None, "财政局", "1")
    department = a_unit(bureau, "商务局", "301")
    section = a_unit(department, "外贸科", "01")
    return Season(
        bureau,
        department,
        section,
        a_person(section, "jingban", Role.PROJECT_OFFICER),
        a_person(section, "kezhang", Role.SECTION_HEAD),
        a_person(department, "caiwu", Role.FINANCE_OFFICER),
        a_person(department, "juzhang", Role.CHIEF),
        a_person(bureau, "shenhe", Role.FISCAL_REVIEWER),
    )


def facts_named(name: str = "2022年度展会补贴经费", fen: int = 20_000_000) -> Filing:
    """Return one project table without a finding that stands in the way."""
    return Filing(
        projects=(replace(project(*ROWS), name=name, table_title=None, phone=None, amount=Money(fen), amount_text=None),), year=YEAR
    )


def a_target(season: Season, name: str = "2022年度展会补贴经费") -> Target:
    return targets.open_target(season.section, facts_named(name), year=YEAR, pack="standard", by=season.officer, at=season.at())


def fresh(target: Target) -> Target:
    return Target.objects.select_related("unit", "filer", "author", "filing").get(pk=target.pk)


def form_of(target: Target, grade: str = "优") -> ReviewForm:
    """Return a review form of a wished grade, every point changed by hand with its reason."""
    share = {"优": 100, "良": 85, "中": 70, "差": 40}[grade]
    machine = queries.machine_form(target)
    given = [(one, one.points * share // 100) for one in machine.lines]
    lines = tuple(ReviewLine(one.part, one.item, one.points, one.machine, points, one.reasons, "按实际情况评定") for one, points in given)
    return graded(replace(machine, lines=lines), queries.pack_of(target.filing))


def assess(season: Season, target: Target, grade: str = "优") -> None:
    target = fresh(target)
    by = season.may_all()[target.state]
    actions.assess(target, form_of(target, grade), version=target.filing.version, by=by, at=season.at())


def answer_errors(season: Season, target: Target) -> None:
    """Give a reason for every open finding that is no 阻断."""
    for name in queries.standing_of(fresh(target))[0]:
        actions.waive(fresh(target).filing, name, "按实际情况说明", by=season.officer, at=season.at())


def pass_up(season: Season, target: Target, until: str) -> Target:
    """Take a draft up to a state, properly."""
    target = fresh(target)
    answer_errors(season, target)
    while target.state != until:
        by, at = season.may_all().get(target.state, season.officer), season.at()
        if target.state in {"草稿", "被退回"}:
            actions.submit(target, by=season.officer, at=at)
        elif target.state == "财政审核":
            assess(season, target)
            actions.approve(fresh(target), "财预〔2022〕1号", budget=target.amount, since=at.date(), by=by, at=at)
        else:
            if target.state == "部门审核":
                assess(season, target)
            actions.pass_on(fresh(target), "同意", by=by, at=at)
        target = fresh(target)
    return target
