from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import first_of, percents
from jixiao.targets.facts import Project

WHOLE = 100


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find a cumulative spending plan that does not end at 100%, unless the table says that money is carried over.

    A plan left blank as a whole is MP-05; one written in words or amounts cannot be judged.
    """
    shares = percents(project)
    filled = [number for number, point in enumerate(project.plan) if (point.percent or "").strip()]
    if not filled or shares[filled[-1]] is None:
        return
    last = filled[-1]
    share = shares[last]
    if share is None or share == WHOLE:
        return
    notes = "".join(text for _head, text in project.extra) + (project.term or "") + (project.annual_goal or "")
    if first_of(notes, pack.words["carried_forward"]):
        return
    point = project.plan[last]
    yield Finding(
        f"plan.{last}.percent",
        f"资金支出计划到{point.by}为{point.percent}，全年累计应为100%",
        quote=point.percent or "",
        suggestion="最后一期填100%；确需结转下年的，写明结转金额和原因，或核减本年申请额度",
    )


ENTRY = Rule(
    code="MP-04",
    title="资金支出计划未达100%",
    severity=Severity.BLOCK,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        project(),
        project(plan=("100%", None, None, None)),
        project(plan=("25%", "50%", "75%", "90%"), extra=(("备注", "余款结转下年支付"),)),
        project(plan=(None, None, None, None)),
        project(plan=("0.25", "0.5", "0.75", "1")),
        project(plan=("25%", "50%", "75%", "据实支付")),
        project(plan=()),
    ),
    caught=(
        project(plan=("25%", "50%", "75%", "90%")),
        project(plan=("25%", "25%", "25%", "25%")),
        project(plan=("0%", "60%", "120%", None)),
    ),
)
