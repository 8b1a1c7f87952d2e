"""The shelf of layouts, run over documents: any file's blocks into facts, facts into a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from jixiao.documents import layouts
from jixiao.documents.facts import Adjusted, Compared, Layout, Reading, Reviewed
from jixiao.documents.layouts import national
from jixiao.documents.sums import national_form, whole_form, writing
from jixiao.documents.sums.papers import adjustment, core, difference, review, whole_set
from jixiao.documents.sums.papers.monitoring import form as monitor
from jixiao.documents.sums.papers.monitoring import report
from jixiao.documents.sums.papers.monitoring.said import Frozen, Report, Tables
from jixiao.documents.sums.papers.spending import ledger, payment, progress, request
from jixiao.documents.sums.papers.spending.said import Asked, Ledger, Progress
from jixiao.documents.sums.printing import printed
from jixiao.kernel.refusal import Refused
from jixiao.kernel.shelf import entries
from jixiao.office import book as office
from jixiao.office.facts import Block, Document, Letter, Paragraph, Table
from jixiao.targets.facts import Department, Filing, Project

__all__ = ["PAPERS", "layout", "paper", "printed", "recognise", "shelf", "write"]

Said = Filing | Reviewed | Adjusted | Compared | Letter | Asked | Ledger | Progress | Frozen | Report | Tables
FORMS = ("docx", "xlsx", "pdf")
UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
LONGEST_NAME = 60  # characters of a project's name in the name of a file
SEED_TITLE, NATIONAL_TITLE = "项目绩效目标表", "项目支出绩效目标申报表"


@cache
def shelf() -> tuple[Layout, ...]:
    """Return every layout."""
    return tuple(entries(layouts).values())


def layout(code: str) -> Layout:
    """Return a layout by its code; refuses an unknown one."""
    for one in shelf():
        if one.code == code:
            return one
    msg = f"没有代码为「{code}」的表式"
    raise Refused(msg)


def recognise(document: Document) -> Reading:
    """Read a document by the layout that claims it most. Never refuses: what was not understood is among the doubts."""
    best = max(shelf(), key=lambda one: one.recognises(document))
    return best.read(document)


def write(filing: Filing, code: str) -> Document:
    """Write a filing in a form; refuses a form that can only be read."""
    chosen = layout(code)
    if chosen.write is None:
        writable = "、".join(one.title for one in shelf() if one.write is not None)
        msg = f"表式「{chosen.title}」只能读入，不能写出，请改用：{writable}"
        raise Refused(msg)
    return chosen.write(filing)


def paper(kind: str, said: Said, form: str, note: str = "") -> tuple[str, bytes]:
    """Return an official paper as the name of a file and its bytes; ``note`` stands in small print at its foot.

    ``kind`` is one of PAPERS, ``form`` docx, xlsx or pdf. A filing makes seed, national, department, core, set and set-national;
    Reviewed makes review, Adjusted adjustment, Compared difference, Letter letter (docx and pdf), Asked, Ledger and Progress the papers of
    spending, Frozen, Tables and Report those of monitoring. Raises LookupError for a kind or a form there is none of, TypeError where the facts are of another paper.
    """
    title, wanted, make = PAPERS[kind]
    if not isinstance(said, wanted):
        raise TypeError(type(said))
    if form not in FORMS or (wanted is Letter and form == "xlsx"):
        raise LookupError(form)
    made = make(said)
    name = f"{UNSAFE.sub('', _about(said))}{title}.{form}"
    return name, office.letter(made, form) if isinstance(made, Letter) else office.write(_noted(made, note, form), form)


def _noted(made: Document, note: str, form: str) -> Document:
    """Return a document with a note: at its end, in a workbook above its first table, whose sheets hold nothing below."""
    if not note:
        return made
    tables = [at for at, block in enumerate(made.blocks) if isinstance(block, Table)]
    place = tables[0] if tables and form == "xlsx" else len(made.blocks)
    return replace(made, blocks=(*made.blocks[:place], Paragraph(note, look="note"), *made.blocks[place:]))


def _about(said: Said) -> str:
    """Return what a paper is about, for the name of its file: year and unit, or year and project."""
    match said:
        case Filing():
            whole = said.department.name if said.department else None
            one = said.projects[0].name if len(said.projects) == 1 else None
            return _dated(whole or one or next((p.department for p in said.projects if p.department), None), said.year)
        case Reviewed() | Adjusted():
            return _dated(said.project.name, said.project.year)
        case Compared():
            return _dated(said.title, None)
        case Frozen():
            return _dated(said.sheet.project, said.sheet.year)
        case Asked() | Ledger() | Progress() | Report() | Tables():
            return _dated(said.about, said.year)
        case _:
            return said.title.replace("\n", "")


def _dated(name: str | None, year: int | None) -> str:
    """Return a name with its year before it, unless it says the year itself."""
    shown = (name or "")[:LONGEST_NAME]
    dated = f"{year}年{shown}" if year and str(year) not in shown else shown
    return f"{dated}-" if dated else ""


def _official(filing: Filing) -> Filing:
    """Return a filing whose tables bear the official title, not the one of the file they came in."""
    return replace(filing, projects=tuple(replace(one, table_title=None, heading=None) for one in filing.projects))


def _department(filing: Filing) -> Document:
    return Document((*whole_form.heading(filing), whole_form.table(_plan(filing), filing.projects)), "")


def _plan(filing: Filing) -> Department:
    return filing.department or Department()


def _set(filing: Filing, plan: Callable[[Filing], Sequence[Block]], form: writing.Form, title: str) -> Document:
    def table(project: Project) -> Table:
        return (national_form.table if form is national.FORM else writing.table)(project, form)

    return whole_set.document(filing, plan, table, title)


def _seed_set(filing: Filing) -> Document:
    return _set(filing, lambda one: tuple(writing.plan_blocks(one)), writing.Form(), SEED_TITLE)


def _national_set(filing: Filing) -> Document:
    return _set(
        filing,
        lambda one: (*(replace(line, level=0) for line in whole_form.heading(one)), whole_form.table(_plan(one), one.projects)),
        national.FORM,
        NATIONAL_TITLE,
    )


# kind → title of the paper, the facts it is made of, how. Views name a kind, nothing else.
PAPERS: dict[str, tuple[str, type, Callable[..., Document | Letter]]] = {
    "seed": ("预算项目绩效目标文本", Filing, lambda filing: write(filing, "hebei-2022")),
    "national": (NATIONAL_TITLE, Filing, lambda filing: write(_official(replace(filing, department=None, part_title=None)), "national")),
    "department": ("部门整体支出绩效目标申报表", Filing, _department),
    "core": (core.TITLE, Filing, core.document),
    "set": ("部门预算绩效目标（全套）", Filing, _seed_set),
    "set-national": ("部门预算绩效目标（全套·申报表）", Filing, _national_set),
    "review": (review.TITLE, Reviewed, review.document),
    "adjustment": (adjustment.TITLE, Adjusted, adjustment.document),
    "difference": (difference.TITLE, Compared, difference.document),
    "letter": ("", Letter, lambda letter: letter),
    "spending-request": (request.TITLE, Asked, request.document),
    "spending-payment": (payment.TITLE, Asked, payment.document),
    "spending-ledger": (ledger.TITLE, Ledger, ledger.document),
    "spending-progress": (progress.TITLE, Progress, progress.document),
    "monitor-form": (monitor.TITLE, Frozen, monitor.document),
    "monitor-forms": (monitor.TITLE, Tables, monitor.together),
    "monitor-report": (report.TITLE, Report, report.document),
}
