import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import is_office
from jixiao.targets.facts import Project, strip_name

LINE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－ ]?)?\d{7,8}(?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
TEXTS = ("annual_goal", "medium_goal", "name")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find a person's name beside a telephone number, and a mobile number anywhere in the table.

    An office with its public line may stand; so may a person without a number, and a number that is masked. What is found is
    not repeated: the finding shows a mask.
    """
    lead, phone = strip_name(project.lead), strip_name(project.phone)
    if MOBILE.search(phone) or (LINE.search(phone) and lead and not is_office(lead, pack)):
        yield Finding(
            "phone",
            "公开件会出现个人姓名和联系电话" if lead else "公开件会出现个人手机号码",
            quote=f"{lead[:1]}×× *******" if lead else "*******",
            suggestion="公开时换成科室名称和单位值班电话",
        )
    for field in TEXTS:
        if MOBILE.search(getattr(project, field) or ""):
            yield Finding(field, "文字中有手机号码，不宜公开", quote="***********", suggestion="删去手机号码，或换成单位值班电话")


ENTRY = Rule(
    code="PD-02",
    title="含个人联系方式",
    severity=Severity.ERROR,
    basis=("B-GIR", "B-PIPL"),
    since=date(2021, 11, 1),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        project(lead="市场运行科", phone="0000-0000001"),
        project(lead="张某某", phone=None),
        project(lead="张某某", phone="0000-*******"),
        project(lead=None, phone="0000-0000001"),
    ),
    caught=(
        project(lead="张某某", phone="0000001"),
        project(lead="张某某", phone="0000-0000001"),
        project(lead="市场运行科", phone="13000000000"),
        project(lead=None, phone=None, annual_goal="联系13000000000"),
    ),
)
