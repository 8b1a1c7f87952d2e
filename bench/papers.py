"""(e) Papers: the department's set of 30 projects and each form, in Word, Excel and PDF; memory over many papers."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from functools import partial
from typing import Any

from . import samples
from .measure import Row, peak_mb, spread, table, timed

PROJECTS, TIMES, MANY = 30, 8, 120
FORMS = ("docx", "xlsx", "pdf")


def _sets() -> Any:
    """Yield sets of 30 projects, never twice the same, so that no compiler has seen one before."""
    for filing in samples.filings(100_000):
        tables = [replace(project, table_title=None, heading=None) for project in filing.projects]
        whole = [replace(tables[at % len(tables)], no=at, name=f"{tables[at % len(tables)].name}{at}") for at in range(PROJECTS)]
        yield replace(filing, projects=tuple(whole))


def _write(paper: Any, kind: str, sets: Any, form: str) -> None:
    paper(kind, next(sets), form)


def _measure(send: Any) -> None:
    from jixiao.documents import book

    sets = _sets()
    rows = []
    for kind in ("set", "set-national", "core", "department"):
        for form in FORMS:
            took = timed(partial(_write, book.paper, kind, sets, form), times=TIMES, warm=1)
            rows.append({"paper": kind, "form": form, **spread(took)})
    before = peak_mb()
    singles = samples.filings(MANY)
    for filing in singles:
        book.paper("national", replace(filing, projects=filing.projects[:1]), "pdf")
    send.send((rows, before, peak_mb()))


def run() -> Row:
    """Measure; milliseconds and MB."""
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_measure, args=(send,))
    process.start()
    rows, before, after = receive.recv()
    process.join()
    table(f"(e) papers of {PROJECTS} projects, milliseconds; peak {before} MB, {after} MB after {MANY} more PDF files", rows)
    return {"papers": rows, "peak_mb": before, "peak_mb_after_many": after}
