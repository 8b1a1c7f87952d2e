from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import NUMBER, finder, shown
from jixiao.targets.facts import Indicator, Project

NAMED = 3


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find shares that do not say what is divided by what. A form without room for it is asked once for the whole table."""
    told, ends = finder(pack, "formulas"), pack.words["rate_words"]
    without = [row for row in project.rows if _is_share(row, ends) and not told(row.explanation or "")]
    if not without:
        return
    advice = "在指标解释中写明分子、分母和统计口径，如“合格批次数÷检验总批次数×100%”"
    if "explanation" in project.columns:
        for row in without:
            yield Finding(
                row.at("explanation" if row.explanation else "value"),
                f"「{shown(row.name)}」的指标值{shown(row.value)}没有写明分子和分母",
                quote=row.value or "",
                suggestion=advice,
            )
        return
    names = "、".join(f"「{shown(row.name)}」" for row in without[:NAMED])
    yield Finding(
        without[0].at("value"),
        f"{names}{'等' if len(without) > NAMED else ''}{len(without)}项比率没有写明分子和分母",
        quote="、".join(row.value or "" for row in without[:NAMED]),
        suggestion="增设指标解释栏，" + advice.removeprefix("在指标解释中"),
    )


def _is_share(row: Indicator, ends: tuple[str, ...]) -> bool:
    goal = row.goal
    if goal.is_ratio:
        return True
    return goal.kind is NUMBER and not goal.unit and row.name.endswith(ends)


ENTRY = Rule(
    code="IV-08",
    title="率类指标无计算口径",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(indicator("质量指标", "布展合格率", "≥95%", explanation="合格展位数÷展位总数×100%")),
        project(indicator("质量指标", "布展合格率", "≥95%", explanation="合格展位数占展位总数的比重")),
        project(indicator("数量指标", "举办展会场次", "≥5场"), indicator("质量指标", "巡查频率", "≥2次")),
    ),
    caught=(
        project(indicator("质量指标", "布展合格率", "≥95%"), indicator("服务对象满意度指标", "参展企业满意度", "≥95%")),
        project(indicator("质量指标", "布展合格率", "≥95")),
        project(indicator("质量指标", "布展合格率", "≥95%", explanation="布展合格"), columns=("level3", "value", "explanation")),
        project(indicator("质量指标", "布展合格率", "≥95%"), columns=("level3", "value", "explanation")),
    ),
)
