"""The department's whole set as one file: cover, contents, totals, the department's plan, every project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.documents.sums.grid import Grid
from jixiao.kernel.money import Money, total
from jixiao.office.facts import Block, Document, Paragraph, Table
from jixiao.targets.facts import Filing, Project

OWN, LEFT = "财政拨款", "结转"
HEADS = ("序号", "项目名称", "项目代码", "实施单位", "年度资金总额", "财政拨款", "上年结转", "其他资金")
SHARES = (5, 30, 16, 18, 11, 11, 10, 10)


def document(filing: Filing, plan: Callable[[Filing], Sequence[Block]], table: Callable[[Project], Table], title: str) -> Document:
    """Return the set: ``plan`` writes the department's part, ``table`` a project's table, ``title`` stands above each of them."""
    name = (filing.department.name if filing.department else None) or next(
        (one.department for one in filing.projects if one.department), ""
    )
    year = f"{filing.year}年" if filing.year else ""
    blocks: list[Block] = [
        Paragraph(f"{name}\n{year}部门预算绩效目标", look="cover"),
        Paragraph("目\u3000录", look="contents", fresh=True),
        Paragraph("一、绩效目标汇总表", 1, fresh=True, look="plain"),
        Paragraph(f"{year}部门预算项目绩效目标汇总表", look="title"),
        Paragraph("单位：万元", look="caption"),
        totals(filing.projects),
    ]
    if filing.department is not None:
        blocks += [Paragraph("二、部门整体绩效目标", 1, fresh=True, look="plain"), *plan(filing)]
    blocks += _projects(filing, table, title, "三" if filing.department is not None else "二")
    return Document(tuple(blocks), "")


def _projects(filing: Filing, table: Callable[[Project], Table], title: str, ordinal: str) -> Iterator[Block]:
    for at, project in enumerate(filing.projects):
        if at == 0:
            yield Paragraph(f"{ordinal}、项目绩效目标", 1, fresh=True, look="plain")
        yield Paragraph(f"{at + 1}．{project.name or ''}", 2, fresh=at > 0, look="plain")
        yield Paragraph(title, look="title")
        if project.year is not None:
            yield Paragraph(f"（{project.year}年度）", look="centre")
        yield replace(table(project), name=project.name)


def totals(projects: Sequence[Project]) -> Table:
    """Return the table of all projects with their money by source, and its total."""
    builder = TableBuilder(len(HEADS), SHARES)
    builder.line(0, 0, HEADS, labels=True)
    for at, project in enumerate(projects, 1):
        money = [_wan(amount) for amount in (project.amount, *parts(project))]
        builder.line(at, 0, [text or BLANK for text in (str(at), project.name, project.code, project.unit, *money)])
    row = len(projects) + 1
    builder.label(row, 0, f"合计（{len(projects)}个项目）", 1, 4)
    sums = [total([project.amount for project in projects if project.amount is not None])]
    split = [parts(project) for project in projects]
    sums += [total([one[at] for one in split if one[at] is not None]) for at in range(3)]  # type: ignore[misc] # None is left out
    builder.line(row, 4, [money.wan2() for money in sums])
    builder.height = row + 1
    return builder.table(name="汇总表", head=(0, 1))


def is_totals(grid: Grid) -> bool:
    """Say whether a table is the totals of a set: it names projects, but is no target."""
    return any(tuple(box.bare for box in row) == HEADS for row in grid.rows)


def parts(project: Project) -> tuple[Money | None, Money | None, Money | None]:
    """Return appropriation, carried over and other money of a project; None where its sources are not told."""
    if not project.funding:
        return None, None, None
    carried = total([money for name, money in project.funding if LEFT in name])
    own = total([money for name, money in project.funding if OWN in name and LEFT not in name])
    return own, carried, total([money for _, money in project.funding]) - own - carried


def _wan(money: Money | None) -> str:
    return money.wan2() if money is not None else ""
