from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import QUALITY, finder, proposal, shown, subject
from jixiao.targets.facts import Project

WHOLE = 100


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find quality targets of 100% that name no standard, contract or document to accept by."""
    for row in project.rows:
        goal = row.goal
        if row.kind is not QUALITY or goal.number != WHOLE or goal.unit != "%":
            continue
        if finder(pack, "acceptance")(f"{row.basis or ''}{row.explanation or ''}{row.grading or ''}{row.source or ''}"):
            continue
        better = proposal(subject(project, pack), row.level2, pack, 1)
        yield Finding(
            row.at("value"),
            f"质量指标「{shown(row.name)}」定为{shown(row.value)}，没有写明按什么标准验收",
            quote=row.value or "",
            suggestion="写明验收标准的名称和编号" + (f"，或改用{better}" if better else ""),
        )


ENTRY = Rule(
    code="IV-14",
    title="100%类绝对化目标",
    severity=Severity.INFO,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.LOW,
    hard=False,
    check=check,
    clean=(
        project(indicator("质量指标", "储备肉检验合格率", "=100%", "GB 9959.1-2019")),
        project(indicator("质量指标", "布展合格率", "=100%", "《展会验收办法》")),
        project(indicator("质量指标", "布展合格率", "≥95%")),
        project(indicator("时效指标", "按期举办率", "=100%")),
    ),
    caught=(
        project(indicator("质量指标", "确保考核指标完成", "100%", "政府采购标准")),
        project(indicator("质量指标", "布展合格率", "≥100%")),
    ),
)
