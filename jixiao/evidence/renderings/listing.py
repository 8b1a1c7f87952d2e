"""Workbooks of a ledger: what is seen, and the template to fill. The list that goes out reads back in."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from jixiao.evidence.facts import Column, Form, Ledger, Values
from jixiao.evidence.sums import saying
from jixiao.office.writers import listing
from jixiao.office.writers.xlsx import PLAIN, STILL

NARROW, WIDE = 13, 26
PROJECT = "项目"
HEADS = {Form.TEXT: WIDE, Form.NUMBER: NARROW, Form.DAY: NARROW, Form.CHOICE: NARROW}


def width(column: Column) -> int:
    """Return how wide a column is drawn."""
    return max(HEADS[column.form], len(column.head) * 2)


def xlsx(ledger: Ledger, title: str, rows: Iterable[tuple[Values, str]]) -> bytes:
    """Return entries as a workbook, in the columns of the template, with the project each proves."""
    columns = [*((column.head, width(column)) for column in ledger.columns), (PROJECT, WIDE)]
    told = ([*(saying.shown(column, values.get(column.key)) for column in ledger.columns), project] for values, project in rows)
    return listing.listing(ledger.word, columns, told, title=title)


def template(ledger: Ledger) -> bytes:
    """Return the workbook to fill: heads with their units, lists to choose from, and what to heed. Every cell is text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        head, body = book.add_format(listing.HEAD), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(ledger.word)
        for place, column in enumerate(ledger.columns):
            sheet.set_column(place, place, width(column), body)
            sheet.write_string(0, place, f"{column.head}{'（必填）' if column.needed else ''}", head)
            if column.choices:
                sheet.data_validation(1, place, 5000, place, {"validate": "list", "source": list(column.choices)})
        sheet.set_column(len(ledger.columns), len(ledger.columns), WIDE, body)
        sheet.write_string(0, len(ledger.columns), PROJECT, head)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        for row, note in enumerate(notes_of(ledger)):
            notes.write_string(row, 0, note)
    return stream.getvalue()


def notes_of(ledger: Ledger) -> list[str]:
    """Return what to heed when filling a ledger's template."""
    said = [f"{ledger.word}台账：{ledger.about}", "一行一条；标“必填”的列不能空；日期写成 2022-03-01；数只写数字，单位看表头。"]
    said += [f"{column.word}：写{'、'.join(column.choices)}之一。" for column in ledger.columns if column.choices]
    said += [f"{column.word}：{column.hint}。" for column in ledger.columns if column.hint]
    same = "、".join(ledger.column(key).word for key in ledger.same)
    said += [
        f"{same}都相同的算同一条，不会重复登记。",
        "“项目”写批复的项目名称，证明哪个项目就写哪个；空着的只计入部门。",
        "有一行不对，整份都不导入；系统会把您的表退回，标红有问题的格，并列出问题。",
    ]
    return said
