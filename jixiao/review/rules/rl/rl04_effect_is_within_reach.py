from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, indicator, project, section
from jixiao.review.sums import first_of, label
from jixiao.targets.facts import Filing


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find effects no single fund or section can carry (全市经济发展, 社会就业, 知名度), where no figure says how much.

    The rulebook compares the amount with the related budget, which a document does not print; the pack's words stand for it.
    """
    words = pack.words["far_effects"]
    for one in filing.projects:
        for row in one.rows:
            if first_of(row.name, words) and not row.goal.has_digit:
                yield Finding(
                    f"projects.{one.no}.{row.at('level3')}",
                    f"{label(row)}靠「{one.name or '本项目'}」一项资金达不到，也无法衡量",
                    quote=row.name,
                    suggestion="换成本项目直接带来的效果，如签约额、订单额、受益企业数",
                )
    for number, part in enumerate(filing.department.sub_goals if filing.department else ()):
        for place, sentence in enumerate(part.indicators):
            if (word := first_of(sentence.text, words)) and not any(char.isdigit() for char in sentence.text):
                yield Finding(
                    f"department.sub_goals.{number}.indicators.{place}.text",
                    f"{sentence.level2}中的“{word}”无法衡量，也难说是本分项带来的",
                    quote=sentence.text,
                    suggestion="换成可统计的效果，如媒体报道篇数、到会客商数、签约额",
                )


ENTRY = Rule(
    code="RL-04",
    title="效益夸大（因果过远）",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        filing(project(indicator("社会效益指标", "参展企业订单额", "≥1亿元"))),
        filing(project(indicator("社会效益指标", "城市知名度调查得分", "≥80分"))),
        filing(department=department(section("内贸", 社会效益指标="媒体报道≥20篇，提高知名度"))),
    ),
    caught=(
        filing(project(indicator("社会效益指标", "促进全市经济发展", "明显"))),
        filing(department=department(section("内贸", 社会效益指标="提高本市知名度"))),
    ),
)
