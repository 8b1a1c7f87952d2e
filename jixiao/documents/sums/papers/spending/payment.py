"""付款申请单: whom to pay and where, on which invoices and contract, who approved it, and how far the money is."""

from __future__ import annotations

from jixiao.office.facts import Document

from . import pieces
from .said import Asked

TITLE = "付款申请单"
HANDLED = ("环节", "办理人", "日期", "凭据")


def document(said: Asked) -> Document:
    """Return the form as blocks."""
    sheet = pieces.Sheet()
    sheet.pair(("申请科室", said.section), ("经办人", said.author))
    sheet.pair(("事由", said.title))
    sheet.pair(("收款人", said.payee), ("类别", said.payee_kind))
    sheet.pair(("开户行", said.bank), ("账号", said.account))
    sheet.pair(*pieces.money(said.amount))
    sheet.pair(("支付方式", said.method), ("款项性质", said.stage))
    sheet.pair(("项目", said.project), ("资金来源", said.quota.source if said.quota else ""))
    sheet.pair(("功能分类", said.function), ("经济分类", said.economic))
    pieces.contract(sheet, said)
    pieces.invoices(sheet, said)
    pieces.quota(sheet, said)
    pieces.signatures(sheet, "审批", said.signs)
    pieces.signatures(sheet, "付款办理", said.hands, HANDLED)
    return pieces.framed(TITLE, said, sheet)
