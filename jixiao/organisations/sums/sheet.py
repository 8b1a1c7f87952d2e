"""A list of units (单位清单) as it stands in a workbook: where its head is, and what each line says."""

from __future__ import annotations

import re
from datetime import date

from jixiao.office import rows
from jixiao.office.facts import Document
from jixiao.office.rows import EXAMPLE, Head, Line

__all__ = ["ALIASES", "COLUMNS", "EXAMPLE", "NEEDED", "Head", "Line", "day_in", "head_of", "lines_of"]

COLUMNS = {
    "code": "单位编码",
    "name": "单位名称",
    "short": "简称",
    "kind": "类别",
    "parent": "上级单位编码",
    "credit": "统一社会信用代码",
    "division": "行政区划代码",
    "since": "设立日期",
    "renamed": "更名日期",
}
ALIASES = {
    "code": ("编码", "预算单位编码", "单位代码", "部门编码"),
    "name": ("名称", "预算单位名称", "单位全称", "部门名称"),
    "short": ("单位简称",),
    "kind": ("单位类别", "单位类型", "类型"),
    "parent": ("上级编码", "上级单位", "主管部门编码", "上级单位代码"),
    "credit": ("社会信用代码", "信用代码"),
    "division": ("行政区划", "区划代码", "区划编码"),
    "since": ("设立时间", "启用日期"),
    "renamed": ("更名时间",),
}
NEEDED = ("code", "name", "kind")
LIST = rows.Columns("单位清单", COLUMNS, ALIASES, NEEDED, most=5_000)
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?|(\d{4})(\d{2})(\d{2})", re.ASCII)


def head_of(document: Document) -> Head:
    """Find the list in a file; refuses one that holds none, or whose head names a column twice."""
    return rows.head_of(document, LIST)


def lines_of(document: Document, head: Head) -> list[Line]:
    """Return the lines under the head that say something; a merged cell speaks for every row it covers."""
    return rows.lines_of(document, head, LIST)


def day_in(text: str) -> date | None:
    """Read 2020-01-01, 2020/1/1, 2020年1月1日 or 20200101; None when it is no day."""
    match = DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None
