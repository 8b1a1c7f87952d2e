"""What the command line prints for people: findings of one file, or a table of many with a progress bar."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from jixiao.documents.facts import Reading
from jixiao.documents.renderings.listing import RefusedFile, Report, by_severity
from jixiao.kernel.rule import Severity

HARDEST_FIRST = sorted(Severity, reverse=True)


def worst(listing: dict[str, Any]) -> int:
    """Return the hardest severity of a printed file, below INFO where nothing was found."""
    return max((Severity.of(finding["severity"]) for finding in listing["findings"]), default=Severity.INFO - 1)


def reading(name: str, read: Reading) -> None:
    """Print what a file says."""
    filing = read.filing
    print(f"{name}：{'部门整体目标 1，' if filing.department else ''}项目表 {len(filing.projects)}")
    for project in filing.projects:
        amount = f"{project.amount.wan2()} 万元" if project.amount is not None else "金额未写"
        print(f"  {project.no + 1}　{project.name or '（未写名称）'}　{amount}　指标 {len(project.rows)} 条")
    _doubts(read)


def findings(listings: Iterator[dict[str, Any]], count: int, kept: Sequence[Report | RefusedFile]) -> int | None:
    """Print a lone file's findings, or a table of many; return the worst severity, None where a file was refused."""
    hardest, refused = Severity.INFO - 1, False
    rows: list[tuple[str, int, Counter[str], str]] = []
    for listing in _progress(listings, count):
        hardest = max(hardest, worst(listing))
        refused = refused or "refused" in listing
        counts = Counter(finding["severity"] for finding in listing["findings"])
        rows.append((listing["file"], listing["projects"], counts, listing.get("refused", "")))
    if count == 1:
        _one(kept[0])
    else:
        _table(rows)
    return None if refused else hardest


def _progress(listings: Iterator[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    if count == 1 or not sys.stderr.isatty():
        yield from listings
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(listings, description="正在核对", total=count, console=Console(stderr=True))


def _one(report: Report | RefusedFile) -> None:
    if isinstance(report, RefusedFile):
        print(f"{report.name}：拒收。{report.reason}", file=sys.stderr)
        return
    for mark in sorted(report.marks, key=lambda mark: -mark.severity):
        print(f"{mark.severity.word}　{mark.rule.code}　{mark.place}　{mark.message}")
        for edit in mark.fix:
            print(f"　　改为　{edit.new if edit.new is not None else '（删除）'}")
        if mark.suggestion:
            print(f"　　建议　{mark.suggestion}")
        print(f"　　依据　{'；'.join(report.pack.laws[key] for key in mark.rule.basis)}")
    _doubts(report.reading)
    counts = "，".join(f"{severity.word} {count}" for severity, count in by_severity(report.marks).items())
    print(f"{report.name}：项目表 {len(report.reading.filing.projects)}，{counts}")


def _doubts(read: Reading) -> None:
    for doubt in read.doubts:
        print(f"存疑　{doubt.where}　{doubt.message}")


def _table(rows: Sequence[tuple[str, int, Counter[str], str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="核对汇总")
    table.add_column("文件", overflow="fold")
    for word in ("项目表", *[severity.word for severity in HARDEST_FIRST]):
        table.add_column(word, justify="right")
    sums: Counter[str] = Counter()
    for name, projects, counts, reason in rows:
        sums.update(counts)
        cells = [""] * len(HARDEST_FIRST) if reason else [str(counts[severity.code]) for severity in HARDEST_FIRST]
        table.add_row(f"{name}\n拒收：{reason}" if reason else name, "" if reason else str(projects), *cells)
    table.add_section()
    table.add_row(f"合计 {len(rows)} 份", str(sum(row[1] for row in rows)), *[str(sums[severity.code]) for severity in HARDEST_FIRST])
    Console().print(table)
