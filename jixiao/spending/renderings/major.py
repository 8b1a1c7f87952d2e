"""The register of major matters (三重一大) as a workbook to hand round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.office.writers.listing import Value, listing

COLUMNS = (
    ("会议", 24),
    ("日期", 12),
    ("类别", 16),
    ("议题", 40),
    ("提请金额（万元）", 16),
    ("同意人数", 10),
    ("不同意人数", 10),
    ("缓议人数", 10),
    ("决定", 10),
    ("同意上限（万元）", 16),
    ("已用（万元）", 14),
    ("决定事项", 40),
)


def xlsx(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the register as a workbook."""
    return listing("三重一大", COLUMNS, rows, title=title)
