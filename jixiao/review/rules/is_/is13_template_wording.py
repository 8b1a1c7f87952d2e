from collections import Counter
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, indicator, project
from jixiao.review.sums import bare
from jixiao.targets.facts import Filing

WHOLE = 100


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find tables several of whose indicator names stand word for word in several other tables of the file.

    In a large file a name is template wording only where a share of all tables uses it. Tables of 人员类 and 运转类, whose
    indicators are set for the whole class, are not counted among them.
    """
    numbers, apart = pack.numbers, pack.words["running_categories"]
    tables = [table for table in filing.projects if not (table.category and any(word in table.category for word in apart))]
    names = {table.no: {row.name for row in table.rows} for table in tables}
    uses = Counter(name for each in names.values() for name in each)
    others = max(int(numbers["template_tables"]), len(tables) * int(numbers["template_percent"]) // WHOLE)
    common = {name for name, count in uses.items() if count > others}
    for table in tables:
        shared = names[table.no] & common
        if len(shared) >= int(numbers["template_names"]):
            shown = [f"「{row.name}」" for row in table.rows if row.name in shared]
            yield Finding(
                f"projects.{table.no}.indicators",
                f"「{bare(table.name)}」的{'、'.join(shown)}在另外至少{others}张表里一字不差",
                quote=shown[0].strip("「」"),
                suggestion="换成本项目特有的指标，写明对象和内容",
            )


SAME = ("不高于支出核定数额", "确保生态环保", "客户满意度")

ENTRY = Rule(
    code="IS-13",
    title="每类仅一条且均为模板语",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    confidence=Confidence.MEDIUM,
    hard=False,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(*(project(*(indicator("数量指标", name) for name in SAME)) for _ in range(3))),
        filing(*(project(*(indicator("数量指标", name) for name in SAME), category="人员类") for _ in range(4))),
        filing(*(project(*(indicator("数量指标", name) for name in SAME[:2])) for _ in range(4))),
    ),
    caught=(filing(*(project(*(indicator("数量指标", name) for name in SAME)) for _ in range(4))),),
)
