"""What comes in from outside, row by row: what the treasury executed (国库执行数据) and what was paid before the system (期初支出明细).

Pure: a document in, rows and faults out. Amounts are 分; a treasury amount below zero is money that came back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Document
from jixiao.office.rows import Columns, Head, Line, head_of, lines_of
from jixiao.organisations.sums.sheet import day_in

from .codes import refusal_of_economic, refusal_of_function, refusal_of_source

MOST, LARGEST = 20_000, 999_999_999_999_999  # lines; 分
LONGEST = {"payee": 200, "number": 60, "project": 255, "title": 200, "voucher": 60}
WORDS = {
    "on": "支付日期", "number": "回单号", "payee": "收款人", "amount": "金额（元）", "title": "事由", "project": "项目",
    "function": "功能分类", "economic": "经济分类", "source": "资金来源", "voucher": "凭证号",
}  # fmt: skip
OTHERS = {
    "on": ("日期", "支付时间", "记账日期", "清算日期", "入账日期", "付款日期", "业务日期"),
    "number": ("回单编号", "支付凭证号", "支付令号", "支付令编号", "支付申请号", "国库回单号", "交易流水号", "流水号", "凭证编号"),
    "payee": ("收款人名称", "收款人全称", "收款单位", "收款单位名称", "收款方", "对方户名"),
    "amount": ("金额", "支付金额", "实付金额", "发生额", "支付金额（元）", "金额(元)", "支付金额(元)", "金额（万元）", "金额(万元)", "支付金额（万元）"),
    "title": ("摘要", "用途", "资金用途", "事项", "支出事项"),
    "project": ("项目名称", "预算项目", "预算项目名称"),
    "function": ("支出功能分类", "功能分类科目", "支出功能分类科目", "功能科目", "功能分类编码", "支出功能分类编码"),
    "economic": ("支出经济分类", "经济分类科目", "部门经济分类", "部门预算支出经济分类", "经济科目", "经济分类编码", "部门支出经济分类"),
    "source": ("资金性质", "资金性质名称"),
    "voucher": ("记账凭证号", "会计凭证号"),
}  # fmt: skip
KINDS = {
    "treasury": Columns("国库执行数据", WORDS, OTHERS, ("on", "number", "payee", "amount"), MOST),
    "opening": Columns("期初支出明细", WORDS, OTHERS, ("on", "payee", "amount", "project", "economic"), MOST),
}
SUMMED = ("合计", "总计", "小计", "本页合计", "累计")
CODE = re.compile(r"\d+", re.ASCII)
GENERAL = ("一般公共预算资金", "一般公共预算拨款", "财政拨款", "一般公共预算财政拨款")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: at which column ("" for the row), in one sentence."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row that came in; with faults it says what was wrong, and what could not be read is blank."""

    number: int  # the row as Excel counts it
    on: date = date.min  # the least there is where the day could not be read
    receipt: str = ""
    payee: str = ""
    fen: int = 0
    title: str = ""
    project: str = ""
    function: str = ""
    economic: str = ""
    source: str = ""
    voucher: str = ""
    faults: tuple[Fault, ...] = field(default=())

    @property
    def amount(self) -> Money:
        """What was paid."""
        return Money(self.fen)


@dataclass(frozen=True, slots=True)
class Taken:
    """A list as read: where it stands, its rows, and a sentence where its own total says another sum."""

    head: Head
    rows: tuple[Row, ...]
    total: str = ""


def taken(document: Document, kind: str, year: int) -> Taken:
    """Read a list of a kind for a year. Refuses a file that holds none; what is wrong in a row is said at the row."""
    columns = KINDS[kind]
    head = head_of(document, columns)
    unit = "万元" if "万元" in head.written.get("amount", "") else "元"
    rows, totals = [], []
    for line in lines_of(document, head, columns):
        if summed(line):
            totals.append(line)
        else:
            rows.append(_row(line, kind, year, unit))
    if not rows:
        msg = f"{columns.what}的表头下面只有合计，没有明细，请填好再导入"
        raise Refused(msg)
    return Taken(head, tuple(_apart(rows)), _unlike(rows, totals, unit))


def summed(line: Line) -> bool:
    """Say whether a line is the list's own total and no payment."""
    first = next(iter(line.texts.values()), "")
    return any("".join(text.split()).rstrip("：:") in SUMMED for text in (first, line.text("payee"), line.text("project"), line.text("on")))


def _row(line: Line, kind: str, year: int, unit: str) -> Row:
    """Read one line, and gather what is wrong in it."""
    faults: list[Fault] = []

    def wrong(column: str, sentence: str | None) -> None:
        if sentence:
            faults.append(Fault(column, sentence))

    on = day_in(line.text("on"))
    wrong("on", _wrong_day(line.text("on"), on, year))
    fen, sentence = _amount(line.text("amount"), unit, back=kind == "treasury")
    wrong("amount", sentence)
    said = {name: line.text(name) for name in LONGEST}
    for name, longest in LONGEST.items():
        wrong(name, f"{WORDS[name]}超过 {longest} 个字，请缩短" if len(said[name]) > longest else None)
    for name in KINDS[kind].needed:
        if name in said:
            wrong(name, None if said[name] else f"{WORDS[name]}没有填")
    codes = {name: code_in(line.text(name)) for name in ("function", "economic")}
    wrong("function", refusal_of_function(codes["function"]) if line.text("function") else None)
    needed = kind == "opening" or line.text("economic")
    wrong("economic", refusal_of_economic(codes["economic"]) if needed else None)
    source = "一般公共预算" if line.text("source") in GENERAL else line.text("source")
    wrong("source", refusal_of_source(source) if source and kind == "opening" else None)
    return Row(
        line.number, on or date.min, said["number"], said["payee"], fen, said["title"], said["project"], codes["function"], codes["economic"], source,
        said["voucher"], tuple(faults),
    )  # fmt: skip


def code_in(text: str) -> str:
    """Return the number of a class where its name stands beside it: 30227 委托业务费, 30227-委托业务费; else the text."""
    found = CODE.match(text)
    return found[0] if found else text


def _wrong_day(text: str, on: date | None, year: int) -> str | None:
    if not text:
        return "支付日期没有填"
    if on is None:
        return f"支付日期「{text[:40]}」看不懂，请写成 {year}-03-01"
    return None if on.year == year else f"支付日期 {on:%Y-%m-%d} 不在 {year} 年度，请换到 {on.year} 年度再导入，或删去这一行"


def _amount(text: str, unit: str, *, back: bool) -> tuple[int, str | None]:
    """Read an amount; money that came back (below zero) is only known to the treasury's list."""
    if not text:
        return 0, "金额没有填"
    try:
        fen = Money.parse(text, unit).fen
    except Refused as refusal:
        return 0, f"金额：{refusal}"
    if abs(fen) > LARGEST:
        return 0, f"金额「{text[:40]}」超出可登记的范围（最大 9,999,999,999,999.99 元）"
    if fen == 0:
        return 0, "金额是零，请删去这一行"
    if fen < 0 and not back:
        return 0, f"金额「{text[:40]}」小于零；退款请在原支出上登记，不要写成负数"
    return fen, None


def _apart(rows: Sequence[Row]) -> Iterable[Row]:
    """Mark the second of two rows with one receipt number."""
    first: dict[str, int] = {}
    for row in rows:
        if row.receipt and (above := first.setdefault(row.receipt, row.number)) != row.number:
            sentence = f"回单号「{row.receipt}」与第 {above} 行重复，请核对后删去一行"
            yield added(row, Fault("number", sentence))
        else:
            yield row


def _unlike(rows: Sequence[Row], totals: Sequence[Line], unit: str) -> str:
    """Say where the list's last total is another sum than its rows; "" where it agrees, or there is none to read."""
    if not totals or any(row.faults for row in rows):
        return ""
    said, sentence = _amount(totals[-1].text("amount"), unit, back=True)
    whole = sum(row.fen for row in rows)
    if sentence or said == whole:
        return ""
    return f"第 {totals[-1].number} 行合计 {Money(said).grouped()} 元，各行相加是 {Money(whole).grouped()} 元，请核对有没有缺行"


def added(row: Row, *faults: Fault) -> Row:
    """Return a row with more found wrong in it."""
    return replace(row, faults=(*row.faults, *faults))


def templates() -> Mapping[str, Sequence[str]]:
    """Return the head of each kind's template, needed columns first."""
    found = {}
    for kind, columns in KINDS.items():
        names = ["on", "number", "payee", "amount", "title", "project", "function", "economic"]
        names += ["source", "voucher"] if kind == "opening" else []
        found[kind] = [f"{WORDS[name]}（必填）" if name in columns.needed else WORDS[name] for name in names]
    return found
