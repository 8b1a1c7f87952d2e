from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import bare
from jixiao.targets.facts import Indicator, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find rows whose first and second level do not go together, and tables that count cost in the tree of 2015 and of 2021 at once.

    A form drawn up by either tree is right in itself: the files of one year mix both.
    """
    old = next((row for row in project.rows if row.level1 == "产出指标" and row.level2 == "成本指标"), None)
    for row in project.rows:
        if wrong := _wrong(row, pack):
            yield Finding(row.at("level2"), wrong, quote=row.level2 or "", suggestion=_advice(row.level1, pack))
        elif old is not None and row.level1 == "成本指标":
            yield Finding(
                row.at("level1"),
                f"「{old.name}」的成本指标在产出指标下，「{row.name}」又设一级指标「成本指标」，两套体系混用",
                quote=row.level1,
                suggestion="成本指标统一放在一处",
            )
            return


def _wrong(row: Indicator, pack: Pack) -> str:
    level1, level2 = bare(row.level1), bare(row.level2)
    if not level1 and not level2:
        return ""
    known = _known(pack)
    if (level1, level2) in known or (not level1 and level2 in known[""]) or (not level2 and level1 == "满意度指标"):
        return ""
    if not level2:
        return f"「{row.name}」没有二级指标"
    return f"二级指标「{level2}」不在一级指标「{level1}」之下" if level1 else f"「{row.name}」的二级指标「{level2}」不在指标体系内"


@lru_cache(maxsize=8)
def _known(pack: Pack) -> dict[tuple[str, str] | str, frozenset[str]]:
    """Return the pairs that go together, and under "" all second levels."""
    found: dict[tuple[str, str] | str, frozenset[str]] = {}
    every: set[str] = set()
    for tree in pack.tables["trees"].values():
        for level1, below in tree.items():
            found |= {(level1, level2): frozenset(below) for level2 in below}
            every.update(below)
    return found | {"": frozenset(every)}


@lru_cache(maxsize=64)
def _advice(level1: str | None, pack: Pack) -> str:
    for tree in pack.tables["trees"].values():
        if bare(level1) in tree:
            return f"{bare(level1)}之下设{'、'.join(tree[bare(level1)])}"
    return "一级指标用产出指标、效益指标、满意度指标，或另加成本指标"


ENTRY = Rule(
    code="IS-09",
    title="层级与体系不匹配",
    severity=Severity.ERROR,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(indicator("数量指标", "举办展会场次"), indicator("可持续影响指标", "展会续办率")),
        project(indicator("经济成本指标", "单场成本", level1="成本指标"), indicator("满意度指标", "企业满意度", level1="满意度指标")),
        project(indicator(None, "举办展会场次", level1=None), indicator(None, "企业满意度", level1="满意度指标")),
        project(indicator("数量指标", "举办展会场次", level1=None)),
    ),
    caught=(
        project(indicator("数量指标", "举办展会场次", level1="效益指标")),
        project(indicator("进度指标", "举办展会场次", level1=None)),
        project(indicator(None, "举办展会场次", level1="产出指标")),
        project(indicator("数量指标", "举办展会场次", level1="工作指标")),
        project(indicator("成本指标", "总成本"), indicator("经济成本指标", "单场成本", level1="成本指标")),
    ),
)
