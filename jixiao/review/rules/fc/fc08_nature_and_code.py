from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables without project code, nature and term; with a code, what else is missing or an odd code is only a hint."""
    told = (("项目代码", project.code), ("项目属性", project.nature), ("项目期", project.term))
    missing = [word for word, text in told if not text]
    length = int(pack.numbers["project_code_length"])
    if missing:
        yield Finding(
            "nature" if project.code else "code",
            f"「{project.name or '本表'}」没有填写{'、'.join(missing)}",
            suggestion="补填项目代码、项目属性（新增或延续）和项目期",
            severity=Severity.INFO if project.code else None,
        )
    elif project.code and len(project.code.strip()) != length:
        yield Finding(
            "code",
            f"项目代码「{project.code}」是{len(project.code.strip())}位，不是{length}位",
            quote=project.code,
            suggestion=f"填写预算管理一体化系统的{length}位项目代码",
            severity=Severity.INFO,
        )


ENTRY = Rule(
    code="FC-08",
    title="缺少项目属性与项目代码",
    severity=Severity.WARN,
    basis=("B-88", "B-DES"),
    since=date(2015, 1, 1),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(project(code="13080022P000000000001", nature="延续", term="2022年"),),
    caught=(project(), project(code="13080022P000000000001"), project(code="P1", nature="新增", term="2022年")),
)
