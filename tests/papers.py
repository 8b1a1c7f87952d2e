"""Facts to print: a department with everything its form has room for, a project over three years."""

from __future__ import annotations

from dataclasses import replace

from jixiao.kernel.money import Money
from jixiao.site.demo import build
from jixiao.targets.facts import Department, Filing, Indicator, Project, Task


def bare(project: Project) -> Project:
    """Return a project without what a file was called and what its form had columns for."""
    return replace(project, table_title=None, heading=None, columns=())


def department() -> Filing:
    """Return the sample department with money, section and projects at its tasks, numbered indicators and tagged words."""
    filing = build.clean()
    plan = filing.department
    assert plan is not None
    names = [project.name or "" for project in filing.projects]
    goals = []
    for at, goal in enumerate(plan.sub_goals):
        tasks = [
            replace(task, amount=Money(200_000_000 + at), section="市场运行科", projects=tuple(names[number : number + 2]))
            for number, task in enumerate(goal.tasks)
        ]
        goals.append(replace(goal, tasks=(*tasks, Task("日常工作", "保障机关运转。"))))
    rows = (
        Indicator("产出指标", "数量指标", "举办经贸洽谈活动场次", "≥5场", weight="20", basis="年度工作计划", no=0),
        Indicator("产出指标", "质量指标", "签约项目履约率", "≥80%", weight="20", no=1),
        Indicator("效益指标", "经济效益指标", "外贸进出口总值", "≥42亿元", weight="40", no=2),
        Indicator("满意度指标", "服务对象满意度指标", "企业满意度", "≥95%", weight="20", no=3),
    )
    tags = (("扩消费", "活动期汽车成交额"), ("稳外贸", "外贸进出口总值"))
    whole: Department = replace(plan, name="示例市商务局", sub_goals=tuple(goals), indicators=rows, tags=tags)
    return replace(filing, department=whole, projects=tuple(map(bare, filing.projects)))


def over_years() -> Project:
    """Return a project with a medium term: money, goal and indicators of its own beside the year's."""
    project = bare(build.clean().projects[0])
    rows = tuple(replace(row, explanation=None, grading=None, source=None, history=None, basis=None) for row in project.indicators)
    medium = (
        Indicator("产出指标", "数量指标", "三年举办活动场次", "≥15场", no=0),
        Indicator("产出指标", "数量指标", "三年参展企业", "≥180家", no=1),
        Indicator("产出指标", "数量指标", "三年签约项目", "≥30个", no=2),
        Indicator("产出指标", "数量指标", "三年推介产品", "≥60种", no=3),
        Indicator("效益指标", "生态效益指标", "绿色展位占比", "≥30%", no=4),
    )
    return replace(
        project,
        code="000001234567",
        term="2022年1月至2024年12月",
        medium_amount=Money(600_000_000),
        medium_goal="目标1：三年举办经贸洽谈活动15场。\n目标2：外贸进出口总值达到50亿元。",
        indicators=rows,
        medium_indicators=medium,
        extra=(("中期财政拨款", "580"), ("中期其他资金", "20"), ("项目概况", "举办经贸洽谈活动")),
    )
