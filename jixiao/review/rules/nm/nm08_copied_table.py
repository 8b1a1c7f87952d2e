from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, indicator, project
from jixiao.review.sums import bare, is_running, table_no
from jixiao.targets.facts import Filing, Project

WHOLE = 100


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find tables whose indicator names are for the most part those of another table (Jaccard similarity of the sets of names).

    Each table is told of the one most like it. Two tables of wages or running costs may share the indicators set for their kind.
    """
    sets = {
        table.no: names
        for table in filing.projects
        if len(names := frozenset(row.name for row in table.rows)) >= int(pack.numbers["copy_names"])
    }
    closest = _closest(sets, int(pack.numbers["copy_share"]), int(pack.numbers["copy_candidates"]))
    for no, (other, share) in sorted(closest.items()):
        table, twin = filing.projects[no], filing.projects[other]
        if not _may_share(table, twin, pack):
            both = sets[no] & sets[other]
            yield Finding(
                f"projects.{no}.table_title",
                f"「{bare(table.name)}」的{len(sets[no])}项指标中有{len(both)}项与表{table_no(filing, twin)}相同，疑为复制",
                quote="、".join(sorted(both)[:3]),
                suggestion=f"按本项目的内容重写指标，相似度{share}%应降到{pack.numbers['copy_share']}%以下",
            )


def _may_share(table: Project, twin: Project, pack: Pack) -> bool:
    return bool(table.category and twin.category) and is_running(table, pack) and is_running(twin, pack)


def _closest(sets: dict[int, frozenset[str]], share: int, limit: int) -> dict[int, tuple[int, int]]:
    """Return for each set the one most like it and their similarity in per cent, where it reaches ``share``.

    Two sets that similar share one of the rarest names of each, so only these are indexed; at most ``limit`` candidates are
    compared a set, so that thousands of tables cut from one template do not cost their square.
    """
    frequency: dict[str, int] = defaultdict(int)
    for names in sets.values():
        for name in names:
            frequency[name] += 1
    rarest = {no: _prefix(names, frequency, share) for no, names in sets.items()}
    index: dict[str, list[int]] = defaultdict(list)
    for no, rare in rarest.items():
        for name in rare:
            index[name].append(no)
    closest = {}
    for no, names in sets.items():
        candidates = islice(chain.from_iterable(index[name] for name in rarest[no]), limit)
        alike = [(_likeness(names, sets[other]), -other) for other in dict.fromkeys(candidates) if other != no]
        best, other = max(alike, default=(0, 0))
        if best >= share:
            closest[no] = (-other, best)
    return closest


def _prefix(names: frozenset[str], frequency: dict[str, int], share: int) -> list[str]:
    ordered = sorted((name for name in names if frequency[name] > 1), key=lambda name: (frequency[name], name))
    alone = len(names) - len(ordered)
    return ordered[: max(0, len(names) - -(-share * len(names) // WHOLE) + 1 - alone)]


def _likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how much of both sets is in common, in whole per cent rounded down."""
    both = len(one & other)
    return WHOLE * both // (len(one) + len(other) - both)


MEAT = ("储备数量", "质量达到储备标准", "不高于支出核定数额", "提高储存效率", "确保生态环保", "客户满意度")

ENTRY = Rule(
    code="NM-08",
    title="复制粘贴雷同表",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    confidence=Confidence.MEDIUM,
    hard=False,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(
            project(*(indicator("数量指标", name) for name in MEAT)),
            project(*(indicator("数量指标", name) for name in ("甲数量", "乙数量", "丙率", "丁额", "客户满意度"))),
            project(indicator("数量指标", "客户满意度")),
        ),
        filing(
            project(*(indicator("数量指标", name) for name in MEAT), category="人员类"),
            project(*(indicator("数量指标", name) for name in MEAT), category="人员类"),
        ),
    ),
    caught=(
        filing(
            project(*(indicator("数量指标", name) for name in MEAT)),
            project(*(indicator("数量指标", name) for name in (*MEAT[1:], "储备完成及时率"))),
        ),
    ),
)
