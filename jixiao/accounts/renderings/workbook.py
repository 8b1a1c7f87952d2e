"""A workbook of people."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.office.writers import listing as lists

COLUMNS = (("姓名", 14), ("用户名", 18), ("单位", 30), ("科室和职务", 20), ("岗位", 46), ("账号", 10))


def listing(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook of people; the columns are COLUMNS."""
    return lists.listing("人员", COLUMNS, rows)
