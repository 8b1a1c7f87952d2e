import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing
from jixiao.review.sums import first_of
from jixiao.targets.facts import Filing, Safeguard

LOWEST = re.compile(r"元(?:[（(][^）)]*[）)])?(?:以下|以内)[^；;。]*?(?:须?经过?|由|报)([^；;。]*?)(?:签批|审批|签字|批准|审核)")
AND = re.compile(r"[、及和与，,]|以及")


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find a lowest approval level that one person signs alone, with nobody from the business side."""
    plan = filing.department
    for number, one in enumerate(plan.safeguards if plan else ()):
        match = LOWEST.search(one.text)
        if match is None:
            continue
        signers = [name for name in AND.split(match[1]) if name]
        if len(signers) == 1 and not first_of(match[1], pack.words["business_signers"]):
            yield Finding(
                f"department.safeguards.{number}.text",
                f"最低一级支出只由“{signers[0]}”一人签批，没有业务科室确认",
                quote=match[0],
                suggestion="在财务负责人之前加科室负责人审核",
            )


def _plan(text: str) -> Filing:
    return filing(department=department(safeguards=(Safeguard("加强内部监督", text),)))


ENTRY = Rule(
    code="XD-10",
    title="最低审批层级单人签批",
    severity=Severity.INFO,
    basis=("B-IC", "B-SEED"),
    since=date(2014, 1, 1),
    scope=Scope.FILING,
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(filing(), _plan("2000元（含）以下经科室负责人审核、财务负责人签批；2万元以上集体讨论"), _plan("加强内部监督")),
    caught=(_plan("日常支出2000元以下经过单位财务负责人签批；2000元以上需提交请示"),),
)
