"""项目支出绩效目标审核表 (财预〔2015〕88号): an ordinary project is graded line by line, a key one gets points."""

from __future__ import annotations

from itertools import groupby

from jixiao.documents.facts import Reviewed
from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.documents.sums.writing import han
from jixiao.office.facts import Block, Document, Paragraph
from jixiao.review.facts import ReviewForm, ReviewLine

TITLE = "项目支出绩效目标审核表"
KEY = "重点"
# What a reviewer asks at each item: the key points of the form, in our own words.
POINTS = {
    "规范完整性": "目标表格式是否符合要求，内容是否完整、准确，有无缺项、错项。",
    "明确清晰性": "目标是否明确、清晰，能否反映项目的主要内容，产出和效果是否表述完整、恰当。",
    "目标相关性": "总体目标是否与国家法律法规、发展规划、部门职责和年度工作任务相符。",
    "指标科学性": "指标是否全面、充分、细化、量化；难以量化的，定性表述是否具体；是否选取了最能反映目标实现程度的关键指标并明确了指标值。",
    "绩效合理性": "预期效果是否显著、能否体现实际改善，是否符合行业正常水平，与同类项目相比是否合理。",
    "资金匹配性": "目标与资金规模、使用方向是否匹配：在既定资金下目标是否过高或过低，要达到既定目标资金是否过多或过少。",
    "实现可能性": "目标是否经过充分调查研究、论证和合理测算，实现的可能性是否充分。",
    "条件充分性": "项目实施方案是否合理，组织实施、内部控制和规章制度等条件是否充分。",
}
BANDS = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))  # share of the points


def document(said: Reviewed) -> Document:
    """Return the form as blocks: in points for a key project, in grades for an ordinary one."""
    form, project = said.review, said.project
    key = form.kind == KEY
    builder = TableBuilder(6, (10, 12, 40, 8, 8, 22)) if key else TableBuilder(5, (10, 12, 44, 12, 22))
    builder.label(0, 0, "项目名称")
    builder.put(0, 1, project.name or BLANK, 1, 2)
    builder.label(0, 3, "年度资金\n（万元）", 1, 2 if key else 1)
    builder.put(0, builder.width - 1, project.amount.wan() if project.amount else BLANK)
    builder.label(1, 0, "主管部门")
    builder.put(1, 1, project.department or BLANK, 1, 2)
    builder.label(1, 3, "实施单位", 1, 2 if key else 1)
    builder.put(1, builder.width - 1, project.unit or BLANK)
    heads = ["审核内容", "", "审核要点", *(("分值", "审核得分") if key else ("审核意见",)), "说明"]
    builder.label(2, 0, heads[0], 1, 2)
    builder.line(2, 2, heads[2:], labels=True)
    _lines(builder, form, key=key)
    _end(builder, form, key=key)
    year = f"（{project.year}年度）" if project.year else ""
    kind = "重点项目" if key else "一般性项目"
    blocks: list[Block] = [
        Paragraph(TITLE, 1, look="title"),
        Paragraph(f"{year}（{kind}）", look="centre"),
        builder.table(name="审核表", head=(2, 1)),
    ]
    return Document(tuple(blocks), "")


def _lines(builder: TableBuilder, form: ReviewForm, *, key: bool) -> None:
    row = 3
    for number, (part, group) in enumerate(groupby(form.lines, key=lambda line: line.part), 1):
        lines = list(group)
        points = f"\n（{sum(line.points for line in lines)}分）" if key else ""
        builder.label(row, 0, f"{han(number)}、{part}{points}", len(lines))
        for line in lines:
            builder.put(row, 1, line.item)
            given = (str(line.points), str(line.given)) if key else (grade(line),)
            builder.line(row, 2, [POINTS.get(line.item, BLANK), *given, _remarks(line) or BLANK])
            row += 1
    builder.height = row


def grade(line: ReviewLine) -> str:
    """Return the grade a line's points amount to."""
    return next(word for share, word in BANDS if line.given * 100 >= share * line.points)


def _remarks(line: ReviewLine) -> str:
    changed = f"系统预评{line.machine}分；" if line.given != line.machine else ""
    return f"{changed}{line.note}" if line.note or changed else "；".join(line.reasons)


def _end(builder: TableBuilder, form: ReviewForm, *, key: bool) -> None:
    row = builder.height
    if key:
        builder.label(row, 0, "合计", 1, 3)
        builder.put(row, 3, str(sum(line.points for line in form.lines)))
        builder.put(row, 4, str(form.total))
        builder.put(row, 5, BLANK)
        row += 1
    for label, text in (("综合评定等级", form.grade), ("结果处理", form.effect), ("总体意见", form.opinion)):
        builder.label(row, 0, label, 1, 2)
        builder.put(row, 2, text or BLANK, 1, builder.width - 2)
        row += 1
    on = f"{form.on.year}年{form.on.month}月{form.on.day}日" if form.on else BLANK
    builder.label(row, 0, "审核人", 1, 2)
    builder.put(row, 2, form.reviewer or BLANK)
    builder.label(row, 3, "审核日期", 1, 2 if key else 1)
    builder.put(row, builder.width - 1, on)
    builder.height = row + 1
