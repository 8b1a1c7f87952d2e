import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.money import Money, total
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, project
from jixiao.targets.facts import Filing


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find documents whose tables do not add up to the total the department plan states; where none is stated, a hint says so.

    The department's budget itself is not part of the file; the total is read from the text of the plan (项目支出562.9万元). Loose
    tables without a department plan are not a document and are not asked for a total.
    """
    amounts = [one.amount for one in filing.projects if one.amount is not None]
    if filing.department is None or len(amounts) < len(filing.projects) or not amounts:
        return
    added = total(amounts)
    stated = _stated(filing.department.overall_goal, pack)
    at = "part_title" if filing.part_title else "projects"
    if not stated:
        yield Finding(
            at,
            f"{len(amounts)}个项目合计{added}，文本中没有项目支出总额可以核对",
            quote=filing.part_title or "",
            suggestion=f"增加汇总表或在总体目标中写明“预算项目{len(amounts)}个、资金{added}”，与部门预算的项目支出一致",
            severity=Severity.INFO,
        )
    elif added not in stated:
        yield Finding(
            "department.overall_goal",
            f"总体目标写项目资金{stated[0]}，{len(amounts)}张表合计{added}，两者不等",
            quote=str(stated[0]),
            suggestion="与部门预算的项目支出核对，改正总额或补齐项目",
        )


@lru_cache(maxsize=8)
def _pattern(pack: Pack) -> re.Pattern[str]:
    heads = "|".join(pack.words["total_heads"])
    return re.compile(rf"(?:{heads})(?:共?\d+个)?[^\d。；;]{{0,10}}?(\d[\d,]*(?:\.\d+)?)(亿元|万元|元)")


def _stated(text: str, pack: Pack) -> list[Money]:
    """Return the totals of all projects a text states."""
    found = []
    for number, unit in _pattern(pack).findall(text):
        try:
            found.append(Money.parse(number, unit))
        except Refused:
            continue
    return found


def _plan(text: str) -> Filing:
    return filing(project(wan="200"), project(wan="50"), department=department(overall=text), part_title="预算项目绩效目标")


ENTRY = Rule(
    code="MP-09",
    title="项目合计与部门预算不符",
    severity=Severity.ERROR,
    basis=("B-143",),
    since=date(2016, 10, 27),
    scope=Scope.FILING,
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        filing(project(), project()),
        _plan("安排预算项目2个、资金250万元，举办展会5场"),
        filing(project(wan=None), department=department(overall="举办展会5场")),
    ),
    caught=(_plan("举办展会5场，签约项目120个"), _plan("项目支出300万元，举办展会5场"), _plan("项目支出0.001元")),
)
