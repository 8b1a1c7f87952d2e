"""绩效目标两栏对照表: two versions side by side, the cells that differ."""

from __future__ import annotations

from jixiao.documents.facts import Compared
from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.office.facts import Document, Paragraph

TITLE = "绩效目标版本对照表"
ADDED, REMOVED, SAME = "（无，新增）", "（删去）", "两个版本内容相同，没有差异。"


def document(said: Compared) -> Document:
    """Return the table as blocks; where nothing differs, a sentence says so."""
    builder = TableBuilder(5, (5, 20, 10, 30, 30))
    builder.line(0, 0, ("序号", "位置", "栏目", said.old, said.new), labels=True)
    builder.height = 1
    for at, one in enumerate(said.differences, 1):
        texts = (str(at), one.where, one.column, one.old if one.old is not None else ADDED, one.new if one.new is not None else REMOVED)
        builder.line(at, 0, [text or BLANK for text in texts])
        builder.height += 1
    if not said.differences:
        builder.line(1, 0, (SAME,))
        builder.height += 1
    title = [Paragraph(TITLE, 1, look="title"), Paragraph(said.title, look="centre")]
    return Document((*title, builder.table(name="对照表", head=(0, 1))), "")
