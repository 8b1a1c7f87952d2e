from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.review.sums import bare, first_of
from jixiao.targets.facts import Filing


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find wages, running costs and dispatched labour listed as 专项资金 or 特定目标类: by the part's title or the project's own category."""
    special = first_of(filing.part_title or "", pack.words["special_titles"])
    for one in filing.projects:
        claimed = first_of(one.category or "", pack.words["target_categories"]) or (special if not one.category else "")
        word = first_of(bare(one.name), pack.words["staff_and_running"])
        if claimed and word:
            yield Finding(
                f"projects.{one.no}.name",
                f"「{one.name}」是人员或运转支出，列成了{claimed}",
                quote=word,
                suggestion="改列人员类或运转类项目",
            )


ENTRY = Rule(
    code="RL-08",
    title="资金性质与项目类别不符",
    severity=Severity.WARN,
    basis=("B-BLR", "B-DES"),
    since=date(2020, 10, 1),
    scope=Scope.FILING,
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        filing(project(name="2022年度弥补人员工资", category="人员类"), part_title="专项资金绩效目标"),
        filing(project(), part_title="专项资金绩效目标"),
        filing(project(name="2022年度弥补人员工资")),
    ),
    caught=(
        filing(project(name="2022年度弥补人员工资"), part_title="专项资金绩效目标"),
        filing(project(name="2022年度补充业务经费", category="特定目标类")),
    ),
)
