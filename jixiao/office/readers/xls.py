"""Old workbooks (.xls of Excel, .et of WPS): values by a library, number formats and limits by our own look at the records."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

import python_calamine

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.facts import Document, Table
from jixiao.office.readers import Reader
from jixiao.office.readers.parts import biff, formats, sheets

PANIC = "PanicException"  # a fault inside the library; no Exception, so that nobody takes it for one by accident
HIDDEN = "（隐藏）"
FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a workbook, which knows no zone
FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
DAY = 86_400


def read(data: bytes) -> Document:
    """Read an old workbook, a table to a sheet; a hidden sheet is read too and its name says so."""
    survey = biff.survey(data)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(survey.clean)) as book:
            return Document(tuple(_tables(book, survey)), "xls")
    except python_calamine.PasswordError as error:
        msg = "文件设有密码，系统打不开，请去掉密码后再传"
        raise Refused(msg) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        _refuse_damaged(error)
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        _refuse_damaged(error)


def _refuse_damaged(error: BaseException) -> NoReturn:
    msg = f"文件不完整或已损坏，打不开，{limits.RESAVE}"
    raise Refused(msg) from error


def _tables(book: Any, survey: biff.Survey) -> list[Table]:
    found, worksheet = [], 0
    limits.cells(len(book.sheets_metadata), limits.MAX_SHEETS)
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        codes = survey.formats[worksheet] if worksheet < len(survey.formats) else {}
        worksheet += 1
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        sheet = sheets.Sheet(about.name + (HIDDEN if hidden else ""), number + 1)
        _fill(sheet, book.get_sheet_by_index(number), codes, survey)
        if table := sheet.table():
            found.append(table)
    return found


def _fill(sheet: sheets.Sheet, source: Any, codes: dict[tuple[int, int], str], survey: biff.Survey) -> None:
    top, left = source.start or (0, 0)
    for row, values in enumerate(source.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            if text := _text(value, codes.get((row, column), ""), since_1904=survey.since_1904):
                sheet.put(row, column, text)
    for (first_row, first_column), (last_row, last_column) in source.merged_cell_ranges or ():
        merge = (first_row, first_column, last_row, last_column)
        sheets.guard_merge(merge)
        sheet.merge(merge)


def _text(value: Any, code: str, *, since_1904: bool) -> str:
    """Return a value as shown: dates and shares by the cell's own format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return formats.shown(value, code, since_1904=since_1904)
    if isinstance(value, date | time | timedelta):
        return formats.shown(_serial(value, since_1904=since_1904), code or "yyyy/m/d", since_1904=since_1904)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _serial(value: date | time | timedelta, *, since_1904: bool) -> float:
    """Return the stored number a date came from."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / DAY
    if isinstance(value, timedelta):
        return value.total_seconds() / DAY
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return (moment - (FIRST_1904 if since_1904 else FIRST)).total_seconds() / DAY


ENTRY = Reader("xls", read)
