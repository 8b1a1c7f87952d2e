"""Workbooks of imports: templates to fill."""

from __future__ import annotations

import io

import xlsxwriter

from jixiao.office.writers import listing
from jixiao.office.writers.xlsx import PLAIN, STILL
from jixiao.spending.sums.taking import KINDS, templates

WIDTH, LONG = 16, 32
SAMPLES = {
    "treasury": ("2022-03-08", "1308000220000123", "示例会展服务有限公司", "8000.00", "展位搭建费", "展会补贴", "2160299", "30227"),
    "opening": (
        "2022-02-15", "1308000220000045", "示例会展服务有限公司", "6000.00", "展位预付款", "展会补贴", "2160299", "30227", "一般公共预算", "记-0012",
    ),
}  # fmt: skip
NOTES = {
    "treasury": (
        "填写说明",
        "1. 一行一笔国库支付；支付日期、回单号、收款人、金额必填。退回的写成负数。",
        "2. 列的先后不限，系统按表头的名称认；一体化系统导出的表一般可以直接上传。",
        "3. 金额按表头的单位读：写「金额（元）」或「金额（万元）」；不写单位按元。",
        "4. 回单号已经导入过的行自动跳过；同号而金额不同的会指出来。",
        "5. 有一行不对，整份都不导入；系统会把您的表退回，标红有问题的格，并列出问题。",
    ),
    "opening": (
        "填写说明",
        "1. 一行一笔启用本系统以前已经付出的支出；支付日期、收款人、金额、项目、经济分类必填。",
        "2. 项目名称与指标里的一致；同一项目同一经济分类有几条指标的，要填功能分类和资金来源。",
        "3. 导入后从对应指标扣减已付数，超过指标余额的整份不导入。",
        "4. 回单号空着的由系统编号；已经登记过的回单号自动跳过。",
        "5. 退款不在这里导入，导入后在原支出上登记。",
    ),
}


def template(kind: str) -> bytes:
    """Return the workbook to fill: the list, an example of it, and what to heed. Every cell is text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        head, body = book.add_format(listing.HEAD), book.add_format({**listing.BODY, "num_format": "@"})
        heads = templates()[kind]
        for name, rows in ((KINDS[kind].what, ()), ("示例", (SAMPLES[kind],))):
            sheet = book.add_worksheet(name)
            for place, word in enumerate(heads):
                sheet.set_column(
                    place, place, LONG if "收款人" in word or "事由" in word or "项目" in word else WIDTH, body if rows else None
                )
                sheet.write_string(0, place, word, head)
                for row, said in enumerate(rows, 1):
                    sheet.write_string(row, place, said[place], body)
            sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(NOTES[kind][0])
        notes.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        for row, note in enumerate(NOTES[kind]):
            notes.write_string(row, 0, note)
    return stream.getvalue()
