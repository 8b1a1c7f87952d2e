"""Booked payments as vouchers (记账凭证) under the column names of the integrated budget system (预算管理一体化). Pure.

Names the rulebook gives (8.1, 3.5) are marked sure; the others, and the accounts, are defaults of the system and say so in the legend.
Money is written with four decimals, a moment as yyyyMMddHHmmssSSS, ``is_deleted`` 2 means live.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import resources

from jixiao.kernel.money import Money

SURE, DEFAULT = "一体化技术标准", "系统默认"
CAPITAL = "310"
LIVE = "2"
KINDS = {"budget": "预算会计", "finance": "财务会计"}
COLUMNS: dict[str, tuple[str, str]] = {
    "fiscal_year": ("预算年度", SURE),
    "mof_div_code": ("财政区划代码（9 位）", SURE),
    "dept_code": ("部门代码", SURE),
    "agency_code": ("单位代码", SURE),
    "agency_name": ("单位名称", SURE),
    "pro_code": ("项目代码（21 位；没有登记的空着）", SURE),
    "pro_name": ("项目名称", SURE),
    "exp_func_code": ("支出功能分类科目代码", DEFAULT),
    "dep_bgt_eco_code": ("部门支出经济分类科目代码", DEFAULT),
    "fund_type_name": ("资金性质", DEFAULT),
    "vou_no": ("记账凭证号", DEFAULT),
    "vou_date": ("记账时间，17 位", DEFAULT),
    "entry_no": ("分录号，一张凭证内从 1 起", DEFAULT),
    "acct_kind": ("预算会计或财务会计", DEFAULT),
    "drcr": ("借贷方向", DEFAULT),
    "acct_code": ("会计科目代码", DEFAULT),
    "acct_name": ("会计科目名称", DEFAULT),
    "amt": ("金额，元，四位小数；退款为负", DEFAULT),
    "summary": ("摘要", DEFAULT),
    "payee_name": ("收款人全称", DEFAULT),
    "pay_cert_no": ("国库回单号", DEFAULT),
    "is_deleted": ("是否删除，2 为有效", SURE),
}


@dataclass(frozen=True, slots=True)
class Booked:
    """One booked payment; ``fen`` is below zero for a refund."""

    number: int
    voucher: str
    at: datetime  # on the wall
    fen: int
    method: str
    project: str
    function: str
    economic: str
    source: str
    title: str
    payee: str
    receipt: str
    project_code: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose vouchers they are."""

    year: int
    division: str
    department: str
    agency: str
    name: str


@lru_cache(maxsize=1)
def accounts() -> Mapping[str, Mapping[str, list[list[str]]]]:
    """Return the accounts of each method of payment, from the pack."""
    return tomllib.loads((resources.files("jixiao.spending") / "packs" / "vouchers.toml").read_text("utf-8"))


def entries(one: Booked) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind of bookkeeping, direction, account and name of each entry of a payment: both bookkeepings, each balanced."""
    told = accounts()[one.method if one.method in accounts() else "unified"]
    for side, account, name in told["budget"]:
        yield KINDS["budget"], side, account, name
    for side, account, name in told["capital" if one.economic.startswith(CAPITAL) else "finance"]:
        yield KINDS["finance"], side, account, name


def rows(issuer: Issuer, booked: Iterable[Booked]) -> Iterator[tuple[str, ...]]:
    """Yield the file's rows in the order of COLUMNS, every value as text."""
    for one in booked:
        for place, (kind, side, account, name) in enumerate(entries(one), 1):
            yield (
                str(issuer.year), issuer.division, issuer.department, issuer.agency, issuer.name, one.project_code, one.project, one.function,
                one.economic, one.source, one.voucher, stamp(one.at), str(place), kind, side, account, name, decimals(one.fen), one.title,
                one.payee, one.receipt, LIVE,
            )  # fmt: skip


def stamp(at: datetime) -> str:
    """Write a moment as the integrated system does: yyyyMMddHHmmssSSS."""
    return f"{at:%Y%m%d%H%M%S}{at.microsecond // 1000:03d}"


def decimals(fen: int) -> str:
    """Write an amount in 元 with four decimals."""
    return f"{Money(fen).yuan()}00"


def division(code: str) -> str:
    """Return a division with nine digits: of six with three noughts behind it (本级)."""
    return f"{code}000" if len(code) == len("130800") else code


def lacking(booked: Iterable[Booked]) -> list[tuple[str, int]]:
    """Return what the payments do not say, and of how many: what the other system will ask for."""
    several = list(booked)
    asked = {"项目代码": "project_code", "记账凭证号": "voucher", "支出功能分类": "function", "经济分类": "economic"}
    found = [(word, sum(not getattr(one, name) for one in several)) for word, name in asked.items()]
    return [(word, count) for word, count in found if count]
