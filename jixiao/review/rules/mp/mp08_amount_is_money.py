from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import AMOUNT
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import shown
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find amounts that are no money: text that is not a number, parts of a 分, zero or less. A blank cell is FC-01.

    A number whose unit the form tells nowhere cannot be read either; that is an error of the form, not of the number.
    """
    if project.amount is not None:
        if project.amount.fen <= 0:
            yield Finding(
                "amount",
                f"申请额度写的是{shown(project.amount_text) or project.amount}，应大于零",
                quote=project.amount_text or "",
                suggestion="填写本年申请的资金数额；本年不安排资金的，不必申报",
            )
    elif project.amount_text and project.amount_unit is None and AMOUNT.fullmatch(project.amount_text.strip()):
        yield Finding(
            "amount",
            f"申请额度{shown(project.amount_text)}没有写明单位是元还是万元",
            quote=project.amount_text,
            suggestion="在金额栏写明单位，如“年度申请资金额度（万元）”",
            severity=Severity.ERROR,
        )
    elif project.amount_text and project.amount_text.strip():
        yield Finding(
            "amount",
            f"申请额度「{shown(project.amount_text)}」不是有效的金额",
            quote=project.amount_text,
            suggestion=f"只填数字，单位{project.amount_unit or '万元'}，精确到分，如 15.5",
        )


ENTRY = Rule(
    code="MP-08",
    title="金额数值非法",
    severity=Severity.BLOCK,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(project(wan="15.5"), project(wan="0.000001"), project(wan=None)),
    caught=(
        project(wan="0"),
        project(wan="-5"),
        project(wan=None, amount_text="约50"),
        project(wan=None, amount_text="15.1234567"),
        project(wan=None, amount_text="100", amount_unit=None),
    ),
)
