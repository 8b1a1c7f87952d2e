from collections import Counter
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.review.sums import is_office
from jixiao.targets.facts import Filing, strip_name


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find one person named 项目负责人 of more than half of the projects: rather a contact than who answers for them.

    An office in place of a person, and a filing of few projects, are no concentration. The name itself is not repeated.
    """
    leads = [strip_name(project.lead) for project in filing.projects]
    people = Counter(lead for lead in leads if lead and not is_office(lead, pack))
    if not people or len(filing.projects) < int(pack.numbers["concentration_least"]):
        return
    lead, count = people.most_common(1)[0]
    if count * 100 <= len(leads) * int(pack.numbers["concentration_percent"]):
        return
    for one, name in zip(filing.projects, leads, strict=True):
        if name == lead:
            yield Finding(
                f"projects.{one.no}.lead",
                f"{len(leads)}个项目中有{count}个由同一人负责，像是统一的联系人而不是项目负责人",
                quote=f"{lead[0]}××",
                suggestion="填写实际负责本项目的业务科室负责人",
            )


ENTRY = Rule(
    code="XD-09",
    title="负责人高度集中",
    severity=Severity.INFO,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    scope=Scope.FILING,
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        filing(project(), project()),
        filing(project(lead="甲某某"), project(lead="乙某某"), project(lead="甲某某"), project(lead="丙某某")),
        filing(*[project(lead="市场运行科")] * 3),
    ),
    caught=(filing(*[project(lead="甲某某")] * 3), filing(project(lead="甲某某"), project(lead="甲某某"), project(lead="乙某某"))),
)
