import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing
from jixiao.targets.facts import Filing, Safeguard

BAND = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万元|元)(?:[（(](不?含)[^）)]*[）)])?(以下|以内|以上)(?:[（(](不?含)[^）)]*[）)])?")
TOP = re.compile(r"(?:不满|不足|低于|至|-|—|~)\s*\d[\d,.]*万?元")


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find approval levels told by 以下 and 以上 at one number: both include it, so it belongs to two levels.

    A level that says 不含, 超过 or 不满 is clear. A lower 以上 without an upper end also swallows the level above it.
    """
    plan = filing.department
    for number, one in enumerate(plan.safeguards if plan else ()):
        below, above = _bands(one.text)
        shared = sorted(below & above)
        if shared:
            words = "、".join(f"{money.yuan().removesuffix('.00')}元" for money in shared)
            open_ended = len(above) > 1 and not TOP.search(one.text)
            more = "；较低一级的“以上”没有上限，又包含了更高一级" if open_ended else ""
            yield Finding(
                f"department.safeguards.{number}.text",
                f"“以上”“以下”都包含本数，{words}同时落在两个审批层级{more}",
                quote=words,
                suggestion="写清边界，如“2000元（含）以下……；超过2000元不满2万元……；2万元（含）以上……”",
            )


def _bands(text: str) -> tuple[set[Money], set[Money]]:
    """Return the amounts that end a level from below and those that begin one, both including the amount."""
    below: set[Money] = set()
    above: set[Money] = set()
    for amount, unit, before, word, after in BAND.findall(text):
        if "不含" not in {before, after}:
            (above if word == "以上" else below).add(Money.parse(amount, unit))
    return below, above


def _plan(text: str) -> Filing:
    return filing(department=department(safeguards=(Safeguard("加强内部监督", text),)))


ENTRY = Rule(
    code="XD-08",
    title="审批层级边界重叠",
    severity=Severity.WARN,
    basis=("B-CC", "B-IC"),
    since=date(2014, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(),
        _plan("2000元以下由科室负责人签批；2000元（不含）以上提交请示"),
        _plan("2000元（含）以下由科室负责人和财务负责人签批；超过2000元不满2万元的提交请示；2万元（含）以上集体讨论"),
    ),
    caught=(
        _plan("支出2000元以下经财务负责人签批；2000元以上需提交请示；2万元以上需集体讨论"),
        _plan("0.2万元以内由科长签；2000元以上由局长签"),
    ),
)
