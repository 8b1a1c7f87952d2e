"""A workbook filled offline, read back: the facts it says, and every problem with the cell it stands in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from jixiao.documents.facts import Expected, Offline, Problem, Source
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Document, Table
from jixiao.targets.facts import Filing, Project, strip_name
from jixiao.targets.sums import filled, load
from jixiao.targets.sums.levels import WHOLE, due, levels
from jixiao.targets.sums.planning import planned

from .panes import APART, FORMAT, GUIDE, HIDDEN_SHEET, Pane, Slot, panes

TOP = (GUIDE, 1, 1)
LARGEST = 2**63 - 1  # number of a record
BROKEN = (KeyError, IndexError, ValueError, TypeError, OverflowError, RecursionError, Refused)  # what a hidden sheet written by hand raises
FOREIGN = "这不是本系统发出的填报模板，请在目标页面下载模板，填好后再传"
OLD = "这份填报模板是旧版式，现在的系统读不了，请重新下载模板"
CHANGED = "模板的表样被改动（「{word}」不在原来的位置），请不要插入或删除行列，重新下载模板填写"
MISSING = "工作表「{name}」被删除或改名，请重新下载模板填写"
STALE = "「{name}」在您下载模板以后已经改到第{now}版（模板是第{then}版），为免覆盖别人的修改，请重新下载模板再填"
GONE = "「{name}」在系统里已经没有可以修改的目标，请向财务科核实"
UNKNOWN = "{word}：「{text}」不在{regime}的指标分类里，请从下拉列表中选择"
REGIMES = {"R2015": "财预〔2015〕88号", "R2020": "财预〔2015〕88号", "R2021": "财预〔2021〕101号"}


@dataclass(slots=True)
class Sheet:
    """One sheet as it came back: its texts by place, and the pane it was made as."""

    pane: Pane
    texts: Mapping[tuple[int, int], str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, slot: Slot | None, sentence: str) -> None:
        """Note a problem at a cell."""
        row, column = (slot.row + 1, slot.column + 1) if slot else (1, 1)
        self.problems.append(Problem(self.pane.name, row, column, sentence))

    def text(self, slot: Slot) -> str:
        """Return what stands in a cell."""
        return self.texts.get((slot.row, slot.column), "").strip()

    @property
    def typed(self) -> bool:
        """Say whether anything was written that was not there before."""
        return any(self.text(slot) and self.text(slot) != slot.text for slot in self.pane.slots if slot.path)


def read(document: Document, expected: Expected | None = None) -> tuple[Offline | None, tuple[Problem, ...]]:
    """Return what a workbook says, and its problems; nothing where it is none of ours. Facts with a problem stay as they were.

    ``expected`` holds the unit and year it is meant for, and the versions of the targets now.
    """
    tables = {(table.name or "").removesuffix("（隐藏）"): table for table in document.tables}
    try:
        made = _made(tables.get(HIDDEN_SHEET))
    except BROKEN:
        return None, (Problem(*TOP, FOREIGN),)
    if made is None:
        return None, (Problem(*TOP, OLD if HIDDEN_SHEET in tables else FOREIGN),)
    problems: list[Problem] = list(_meant(made, expected)) if expected else []
    sheets: list[Sheet] = []
    for pane in panes(made):
        table = tables.get(pane.name)
        sheet = Sheet(pane, _texts(table) if table else {})
        sheets.append(sheet)
        if table is None:
            problems.append(Problem(*TOP, MISSING.format(name=pane.name)))
        elif moved := next((slot for slot in pane.slots if not slot.path and slot.text and sheet.text(slot) != slot.text.strip()), None):
            sheet.wrong(moved, CHANGED.format(word=moved.text))
    if problems or any(sheet.problems for sheet in sheets):
        return made, (*problems, *_all(sheets))
    said, taken = _facts(made, sheets)
    _together(taken, said, expected)
    return said, (*problems, *_all(sheets))


def origin(document: Document) -> Offline | None:
    """Return what a workbook says it was made from, whatever was typed since; None where it is none of ours."""
    table = next((table for table in document.tables if (table.name or "").removesuffix("（隐藏）") == HIDDEN_SHEET), None)
    try:
        return _made(table)
    except BROKEN:
        return None


def _all(sheets: Iterable[Sheet]) -> list[Problem]:
    return [problem for sheet in sheets for problem in sheet.problems]


def _texts(table: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def _made(table: Table | None) -> Offline | None:
    """Return what the workbook was made from, as its hidden sheet says; None for another format of the sheets."""
    if table is None:
        raise KeyError(HIDDEN_SHEET)
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    if rows[0][1] != FORMAT:
        return None
    data = json.loads("".join("".join(rows[row]) for row in sorted(rows) if row > 0))
    filing = load(data["filing"])
    whole = _source(data["whole"]) if data["whole"] else None
    if data["regime"] not in REGIMES:
        raise ValueError(data["regime"])
    return Offline(
        str(data["unit"]),
        str(data["unit_code"]),
        int(data["year"]),
        str(data["regime"]),
        filing,
        tuple(_source(one) for one in data["sources"]),
        whole,
    )


def _source(said: Sequence[Any]) -> Source:
    """Return from which target a sheet was made; ValueError where it names none that could be."""
    target, version = said
    for number in (version,) if target is None else (target, version):
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise ValueError(said)
    return Source(target, version)


def _meant(made: Offline, expected: Expected) -> Iterable[Problem]:
    if made.year != expected.year:
        yield Problem(*TOP, f"这是{made.year}年度的模板，正在填报的是{expected.year}年度，请下载{expected.year}年度的模板")
    if made.unit_code != expected.unit_code:
        yield Problem(*TOP, f"这是「{made.unit}」的模板，不是「{expected.unit}」的，请下载本单位的模板")


def _facts(made: Offline, sheets: Sequence[Sheet]) -> tuple[Offline, list[tuple[Sheet, int | None]]]:
    """Return the facts as typed, and the sheets taken with the number of their project."""
    filing = made.filing
    projects: list[Project] = []
    sources: list[Source] = []
    taken: list[tuple[Sheet, int | None]] = []
    for sheet in sheets:
        base = sheet.pane.project
        if base is None:
            filing, wrong = planned(filing, _said(sheet, None), regime=made.regime)
            taken.append((sheet, None))
        elif sheet.pane.source.target is None and not sheet.typed:
            continue
        else:
            one, wrong = filled(Filing(None, (base,), made.year), _said(sheet, base), regime=made.regime)
            taken.append((sheet, len(projects)))
            projects.append(replace(one.projects[0], no=len(projects)))
            sources.append(sheet.pane.source)
        slots = sheet.pane.by_path
        for problem in wrong:
            sheet.wrong(slots.get(problem.at), problem.sentence)
        _levels(sheet, made.regime)
        _weights(sheet, made.year)
    return replace(made, filing=replace(filing, projects=tuple(projects)), sources=tuple(sources)), taken


def _said(sheet: Sheet, base: Project | None) -> dict[str, Any]:
    """Return a sheet's cells in the shape the editing table sends."""
    said: dict[str, Any] = {}
    for slot in sheet.pane.slots:
        if slot.path:
            _put(said, slot.path.split("."), sheet.text(slot))
    known = (base.indicators if base else sheet.pane.plan.indicators if sheet.pane.plan else ())[: len(said.get("rows", []))]
    for at, _ in enumerate(known):
        said["rows"][at]["was"] = str(at)
    labels = {(slot.row, slot.column): slot.text for slot in sheet.pane.slots if not slot.path}
    for slot in sheet.pane.slots:
        part, _, rest = slot.path.partition(".")
        if part in {"funding", "plan"}:
            said[part][int(rest.split(".")[0])]["source" if part == "funding" else "by"] = labels[slot.row, slot.column - 1]
    for number, goal in enumerate(said.get("sub_goals", [])):
        goal["name"] = sheet.pane.plan.sub_goals[number].name if sheet.pane.plan else ""
        for task in goal["tasks"]:
            task["projects"] = [name.strip() for name in task["projects"].replace(";", APART).split(APART)]
    return said


def _put(said: Any, steps: Sequence[str], text: str) -> None:
    """Put a text at a path of names and numbers; numbers come in their order."""
    for step, after in zip(steps, (*steps[1:], ""), strict=True):
        new: Any = text if not after else [] if after.isdecimal() else {}
        if isinstance(said, list):
            if int(step) == len(said):
                said.append(new)
            said = said[int(step)]
        else:
            said = said.setdefault(step, new)


def _levels(sheet: Sheet, regime: str) -> None:
    known = levels(regime)
    names = {"level1": set(known), "level2": {name for below in known.values() for name in below}}
    words = {"level1": "一级指标", "level2": "二级指标"}
    for path, slot in sheet.pane.by_path.items():
        name = path.rpartition(".")[2]
        text = sheet.text(slot)
        if name in names and text and text != slot.text and text not in names[name]:
            sheet.wrong(slot, UNKNOWN.format(word=words[name], text=text, regime=REGIMES.get(regime, "")))


def _weights(sheet: Sheet, year: int) -> None:
    """Hold the sum of the weights against 100, or 90 where the execution of the budget keeps ten points for itself."""
    slots = [slot for path, slot in sheet.pane.by_path.items() if path.endswith(".weight") and sheet.text(slot)]
    try:
        given = sum(Decimal(sheet.text(slot).rstrip("分%％ ")) for slot in slots)
    except ArithmeticError:
        return  # no number, or too large a one: told at its own cell
    if slots and given not in {WHOLE, due(year)}:
        wanted = f"{WHOLE}" if due(year) == WHOLE else f"{WHOLE}（预算执行率另计10分的，合计{due(year)}）"
        sheet.wrong(slots[0], f"分值合计是{given}，应当是{wanted}，请核对各行分值")


def _together(taken: Sequence[tuple[Sheet, int | None]], said: Offline, expected: Expected | None) -> None:
    """Hold the projects against each other and against what is in the system."""
    projects = said.filing.projects
    for path, word, others in (
        ("name", "项目名称", expected.names if expected else frozenset()),
        ("code", "项目代码", expected.codes if expected else frozenset()),
    ):
        texts = [strip_name(getattr(project, path)) for project in projects]
        counts = Counter(text for text in texts if text)
        outside = {strip_name(text) for text in others}
        for sheet, number in taken:
            if number is None or not texts[number]:
                continue
            if counts[texts[number]] > 1:
                sheet.wrong(
                    sheet.pane.by_path[path], f"{word}「{texts[number]}」在这份文件里出现了{counts[texts[number]]}次，请改正重复的一处"
                )
            elif texts[number] in outside:
                sheet.wrong(sheet.pane.by_path[path], f"{word}「{texts[number]}」已被本单位本年度的另一个项目使用，请改正")
    for sheet, number in taken if expected else ():
        source, name = sheet.pane.source, projects[number].name if number is not None else "部门整体绩效目标"
        now = expected.versions.get(source.target) if expected and source.target is not None else source.version
        if now is None:
            sheet.wrong(None, GONE.format(name=name))
        elif now != source.version:
            sheet.wrong(None, STALE.format(name=name, now=now, then=source.version))
