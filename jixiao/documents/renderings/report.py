"""The check report as one self-contained page: opens anywhere, prints on A4, loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from lxml import etree
from lxml.html import builder as E  # noqa: N812 - the library's own habit

from jixiao.documents.facts import Reading
from jixiao.kernel.rule import Severity
from jixiao.review.facts import Mark
from jixiao.targets.facts import Indicator, Project

from .listing import RefusedFile, Report, by_rule, by_severity, laws, of_project

SIGNS = {Severity.BLOCK: "⬣", Severity.ERROR: "✕", Severity.WARN: "▲", Severity.INFO: "ｉ"}
COLUMNS = (("level1", "一级指标"), ("level2", "二级指标"), ("level3", "三级指标"), ("value", "指标值"), ("basis", "指标值确定依据"))


def html(reports: Sequence[Report | RefusedFile], *, title: str = "绩效目标核对报告", printed_on: str = "") -> str:
    """Return the report on the given files as a whole HTML page."""
    style = files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    page = E.HTML(
        E.HEAD(
            E.META(charset="utf-8"),
            E.META(name="viewport", content="width=device-width, initial-scale=1"),
            E.TITLE(title),
            E.STYLE(style),
        ),
        E.BODY(E.H1(title), E.P(printed_on, E.CLASS("caption")) if printed_on else "", *[_file(report) for report in reports]),
        lang="zh-CN",
    )
    text: str = etree.tostring(page, encoding="unicode", method="html", doctype="<!DOCTYPE html>")
    return text


def _file(report: Report | RefusedFile) -> Any:
    if isinstance(report, RefusedFile):
        return E.SECTION(E.H2(report.name), E.P("拒收：" + report.reason, E.CLASS("refused")))
    filing = report.reading.filing
    parts = [
        E.H2(report.name),
        E.P(f"项目表 {len(filing.projects)} 张，申请合计 {report.amount.wan2()} 万元；问题 {len(report.marks)} 处。"),
        _counts(report.marks),
        _frequent(report.marks),
        _doubts(report.reading),
    ]
    whole = of_project(report.marks, None)
    if whole:
        parts += [E.H3("部门整体与全文"), _findings(whole, report)]
    parts += [_project(project, report) for project in filing.projects]
    return E.SECTION(*parts)


def _counts(marks: Sequence[Mark]) -> Any:
    cells = [E.LI(f"{SIGNS[severity]} {severity.word} {count}", E.CLASS(severity.code)) for severity, count in by_severity(marks).items()]
    return E.UL(*cells, E.CLASS("counts"))


def _frequent(marks: Sequence[Mark]) -> Any:
    rows = [E.TR(E.TD(code), E.TD(title), E.TD(str(count), E.CLASS("number"))) for code, title, count in by_rule(marks)]
    if not rows:
        return E.P("没有发现问题。", E.CLASS("good"))
    head = E.THEAD(E.TR(E.TH("规则"), E.TH("名称"), E.TH("处")))
    return E.DETAILS(E.SUMMARY("按规则汇总"), E.TABLE(head, E.TBODY(*rows), E.CLASS("list")))


def _doubts(reading: Reading) -> Any:
    if not reading.doubts:
        return ""
    lines = [E.LI(f"{doubt.where}：{doubt.message}" if doubt.where else doubt.message) for doubt in reading.doubts]
    return E.DIV(E.H3("读取存疑"), E.UL(*lines), E.CLASS("doubts"))


def _project(project: Project, report: Report) -> Any:
    marks = of_project(report.marks, project.no)
    numbers: dict[str, list[str]] = {}
    for number, mark in enumerate(marks, 1):
        numbers.setdefault(mark.place.path, []).append(f"{SIGNS[mark.severity]}{number}")
    amount = f"{project.amount.wan2()} 万元" if project.amount is not None else "金额未写"
    heading = f"{project.no + 1}　{project.name or project.table_title or '未写名称'}　{amount}"
    return E.ARTICLE(E.H3(heading), _sheet(project, numbers), _findings(marks, report))


def _sheet(project: Project, numbers: dict[str, list[str]]) -> Any:
    top = f"projects.{project.no}"

    def cell(path: str, text: str | None, **attributes: str) -> Any:
        tags = " ".join(numbers.get(f"{top}.{path}", []))
        return E.TD(text or "", *([E.B(tags)] if tags else []), **attributes)

    plan = "；".join(f"{point.by} {point.percent or '（空）'}" for point in project.plan)
    head = [
        E.TR(E.TH("项目名称", colspan="2"), cell("name", project.name, colspan="3")),
        E.TR(E.TH("资金支出计划", colspan="2"), cell("plan", plan, colspan="3")),
        E.TR(E.TH("年度目标", colspan="2"), cell("annual_goal", project.annual_goal, colspan="3")),
        E.TR(*[E.TH(word) for _field, word in COLUMNS]),
    ]

    def row(one: Indicator) -> Any:
        return E.TR(*[cell(one.at(field), getattr(one, field)) for field, _word in COLUMNS])

    return E.TABLE(E.TBODY(*head, *[row(one) for one in project.indicators]), E.CLASS("sheet"))


def _findings(marks: Sequence[Mark], report: Report) -> Any:
    if not marks:
        return E.P("未发现问题。", E.CLASS("good"))
    return E.OL(*[_finding(mark, report) for mark in marks], E.CLASS("findings"))


def _finding(mark: Mark, report: Report) -> Any:
    lines = [
        E.P(
            E.B(f"{SIGNS[mark.severity]} {mark.severity.word}"), f" {mark.rule.title}　", E.CODE(mark.rule.code), E.SPAN(f"　{mark.place}")
        ),
        E.P(mark.message),
    ]
    if mark.fix:
        lines += [
            E.P(E.DEL(edit.old or "（空）"), " → ", E.INS(edit.new if edit.new is not None else "（删除）"), E.CLASS("fix"))
            for edit in mark.fix
        ]
    if mark.suggestion:
        lines.append(E.P("建议：" + mark.suggestion))
    lines.append(E.P("依据：" + "；".join(laws(mark, report.pack)), E.CLASS("basis")))
    return E.LI(*lines, E.CLASS(mark.severity.code))
