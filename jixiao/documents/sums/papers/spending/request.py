"""支出申请单: what is asked for, from which quota, on which papers, and who signed it on the way."""

from __future__ import annotations

from collections import Counter

from jixiao.office.facts import Document

from . import pieces
from .said import Asked

TITLE = "支出申请单"


def document(said: Asked) -> Document:
    """Return the form as blocks."""
    sheet = pieces.Sheet()
    sheet.pair(("申请科室", said.section), ("经办人", said.author))
    sheet.pair(("事由", said.title))
    sheet.pair(("所属事项", said.matter), ("整件金额", said.whole.grouped()))
    sheet.pair(*pieces.money(said.amount))
    sheet.pair(("收款人", said.payee), ("款项性质", said.stage))
    sheet.pair(("项目", said.project), ("资金来源", said.quota.source if said.quota else ""))
    sheet.pair(("功能分类", said.function), ("经济分类", said.economic))
    if said.indicator:
        sheet.pair(("绩效指标", said.indicator))
    pieces.quota(sheet, said)
    pieces.contract(sheet, said)
    pieces.invoices(sheet, said)
    sheet.pair(("附件", attached(said)))
    if said.explanation:
        sheet.pair(("疑点说明", said.explanation))
    sheet.pair(("审批权限", "，".join(text for text in (said.policy, said.band, said.exempt) if text)))
    pieces.signatures(sheet, "审批", said.signs)
    return pieces.framed(TITLE, said, sheet)


def attached(said: Asked) -> str:
    """Say which papers are put to it: 请示1份、合同1份."""
    kinds = Counter(kind for kind, _name in said.papers)
    return "、".join(f"{kind}{count}份" for kind, count in kinds.items()) or "没有附件"
