"""Papers: every official form in Word, Excel and PDF, from the same facts; what can be read back says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jixiao.documents.book import recognise, write
from jixiao.documents.facts import Reading
from jixiao.office.book import read
from jixiao.office.book import write as as_file
from jixiao.targets.facts import Filing
from tests.samples import as_html

from . import papers

KINDS = ["docx", "xlsx", "pdf", "html"]


def round_trip(filing: Filing, code: str, kind: str) -> Reading:
    document = write(filing, code)
    return recognise(read(as_html(document) if kind == "html" else as_file(document, kind), f"paper.{kind}"))


def bared(filing: Filing) -> Filing:
    return replace(filing, projects=tuple(map(papers.bare, filing.projects)))


def unwrapped(filing: Filing) -> Filing:
    """Return a filing whose tasks have no line ends: a PDF does not tell where a narrow column broke a line behind a colon."""
    plan = filing.department
    assert plan is not None
    goals = [replace(goal, tasks=tuple(replace(task, text=task.text.replace("\n", "")) for task in goal.tasks)) for goal in plan.sub_goals]
    return replace(filing, department=replace(plan, sub_goals=tuple(goals)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_departments_form_reads_back_whole(kind: str) -> None:
    filing = papers.department()

    reading = round_trip(filing, "national-whole", kind)

    assert reading.layout == "national-whole"
    assert unwrapped(bared(reading.filing)) == filing
    assert reading.doubts == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_project_form_reads_back_with_its_medium_term(kind: str) -> None:
    filing = Filing(None, (papers.over_years(), replace(papers.department().projects[1], no=1)), 2022)

    reading = round_trip(filing, "national", kind)

    assert reading.layout == "national"
    assert bared(reading.filing) == filing
    assert reading.doubts == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_form_reads_back(kind: str) -> None:
    filing = replace(papers.department(), department=None, part_title=None)

    reading = round_trip(filing, "hebei-2022", kind)

    assert bared(reading.filing) == filing
