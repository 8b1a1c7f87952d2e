"""The list of targets as a workbook: what is seen, to hand round."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from jixiao.kernel.money import Money

HEADS = ("次序", "名称", "申报单位", "责任科室", "经办人", "金额（万元）", "状态", "轮次", "版次", "进入状态日期")
WIDTHS = (6, 40, 20, 16, 12, 14, 10, 6, 6, 14)
MONEY = 5
FEN_A_WAN = 1_000_000
# The same list gives the same bytes: the day the file was made is no part of what it says.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the library writes it as it stands


@dataclass(frozen=True, slots=True)
class Line:
    """One target of the list."""

    place: int
    name: str
    filer: str
    unit: str
    author: str
    money: Money
    state: str
    round: int
    edition: int
    since: str

    @property
    def cells(self) -> tuple[object, ...]:
        """What stands in the columns."""
        return (
            self.place,
            self.name,
            self.filer,
            self.unit,
            self.author,
            self.money,
            self.state,
            self.round or "",
            self.edition or "",
            self.since,
        )


def xlsx(title: str, lines: Sequence[Line], total: Money) -> bytes:
    """Return the list as a workbook with its total; every text stays text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": MADE})
    head = book.add_format({"bold": True, "bg_color": "#F3F6F9", "border": 1, "align": "center", "valign": "vcenter"})
    body = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    money = book.add_format({"num_format": "#,##0.00####", "valign": "vcenter", "border": 1})
    sheet = book.add_worksheet("目标清单")
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for column, (word, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.write_string(1, column, word, head)
        sheet.set_column(column, column, width)
    for row, line in enumerate(lines, 2):
        for column, value in enumerate(line.cells):
            if isinstance(value, Money):
                sheet.write_number(row, column, value.fen / FEN_A_WAN, money)
            elif isinstance(value, int):
                sheet.write_number(row, column, value, body)
            else:
                sheet.write_string(row, column, str(value), body)
    last = len(lines) + 2
    sheet.write_string(last, 1, "项目合计", head)
    sheet.write_number(last, MONEY, total.fen / FEN_A_WAN, money)
    sheet.freeze_panes(2, 2)
    book.close()
    return out.getvalue()
