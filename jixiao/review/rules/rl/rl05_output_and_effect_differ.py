import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import label, plain_name
from jixiao.targets.facts import Indicator, Project

MEASURE = re.compile(r"(?:数量|总数|次数|场次|人数|户数|家数|金额|总额|总量|完成率|比例|率|额|量|数)$")
SHORTEST = 3


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find an effect that is an output said again: the same name but for the word of measure at its end (数量, 率, 额)."""
    outputs: dict[str, Indicator] = {}
    for row in project.rows:
        subject = MEASURE.sub("", plain_name(row.name))
        if len(subject) < SHORTEST:
            continue
        if row.level1 == "产出指标":
            outputs.setdefault(subject, row)
        elif row.level1 == "效益指标" and subject in outputs:
            yield Finding(
                row.at("level3"),
                f"效益指标{label(row)}与产出指标{label(outputs[subject])}说的是一回事",
                quote=row.name,
                suggestion="效益写产出带来的变化，不重复产出本身",
            )


ENTRY = Rule(
    code="RL-05",
    title="产出与效益重复",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        project(indicator("数量指标", "人数", "7人"), indicator("社会效益指标", "人数", "7人")),
        project(indicator("数量指标", "参展企业数量", "≥50家"), indicator("经济效益指标", "参展企业签约额", "≥1亿元")),
    ),
    caught=(project(indicator("数量指标", "参展企业数量", "≥50家"), indicator("社会效益指标", "参展企业数", "≥50家")),),
)
