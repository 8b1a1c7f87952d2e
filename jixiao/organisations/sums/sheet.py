"""A list of units (单位清单) as it stands in a workbook: where its head is, and what each line says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Document, Table

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
EXAMPLE = "示例"
HEAD_WITHIN = 10  # rows from the top among which the head is looked for
MOST_LINES = 5_000
MARKS = re.compile(r"[\s*＊]|[（(]必填[）)]")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?|(\d{4})(\d{2})(\d{2})", re.ASCII)
WORDS = {alias: column for column, word in COLUMNS.items() for alias in (word, *ALIASES[column])}


@dataclass(frozen=True, slots=True)
class Head:
    """Where the list stands: which table of the file, which of its rows is the head, which column holds what."""

    table: int
    row: int
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, as written; ``number`` is the row as Excel counts it."""

    number: int
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return what stands in a column, without the blanks around it."""
        return self.texts.get(column, "").strip()


def head_of(document: Document) -> Head:
    """Find the list in a file; refuses one that holds none, or whose head names a column twice."""
    for number, table in enumerate(document.tables):
        if EXAMPLE in (table.name or "") and len(document.tables) > 1:
            continue
        for row in range(min(HEAD_WITHIN, table.height)):
            places = _places(table, row)
            if all(column in places for column in NEEDED):
                return Head(number, row, places)
    msg = f"文件里没有找到单位清单，表头要有{'、'.join(f'「{COLUMNS[column]}」' for column in NEEDED)}三列，请用导入模板填写"
    raise Refused(msg)


def _places(table: Table, row: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for cell in table.cells:
        column = WORDS.get(MARKS.sub("", cell.text)) if cell.row == row else None
        if column in places:
            msg = f"表头里「{COLUMNS[column]}」出现了两次，请删去一列再导入"
            raise Refused(msg)
        if column:
            places[column] = cell.column
    return places


def lines_of(document: Document, head: Head) -> list[Line]:
    """Return the lines under the head that say something; a merged cell speaks for every row it covers."""
    columns = {place: column for column, place in head.places.items()}
    texts: dict[int, dict[str, str]] = {}
    for cell in document.tables[head.table].cells:
        column = columns.get(cell.column)
        if column and cell.row > head.row and cell.text.strip():
            for row in range(cell.row, cell.row + cell.rows):
                texts.setdefault(row, {})[column] = cell.text.strip()
    if not texts:
        msg = "单位清单的表头下面没有内容，请填好再导入"
        raise Refused(msg)
    if len(texts) > MOST_LINES:
        msg = f"单位清单有 {len(texts):,} 行，一次最多导入 {MOST_LINES:,} 行，请分几份导入"
        raise Refused(msg)
    return [Line(row + 1, texts[row]) for row in sorted(texts)]


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
