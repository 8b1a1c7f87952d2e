from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find tables that do not name the department in charge and the unit that acts; a code alone that is missing is only a hint."""
    missing = [word for word, text in (("主管部门", project.department), ("实施单位", project.unit)) if not text]
    if missing:
        yield Finding(
            "unit" if project.department else "department",
            f"「{project.name or '本表'}」没有写明{'和'.join(missing)}",
            suggestion="在表头补填主管部门、实施单位及单位代码",
        )
    elif not project.unit_code:
        yield Finding(
            "unit",
            f"「{project.name or '本表'}」的实施单位「{project.unit}」没有单位代码",
            quote=project.unit or "",
            suggestion="在实施单位后补填预算单位代码",
            severity=Severity.INFO,
        )


ENTRY = Rule(
    code="FC-05",
    title="缺少主管/实施单位及代码",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    check=check,
    clean=(project(department="某某市商务局", unit="某某市商务局", unit_code="301001"),),
    caught=(project(), project(department="某某市商务局"), project(department="某某市商务局", unit="某某市商务局")),
)
