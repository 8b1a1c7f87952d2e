"""One content, six formats, the same facts: the seed read from text equals its transcription, and every other format equals it."""

from __future__ import annotations

from functools import lru_cache

import pytest

from jixiao.documents import book as documents
from jixiao.office import book as office

from . import samples

pytestmark = [pytest.mark.pure]


@lru_cache(maxsize=1)
def as_docx() -> bytes:
    return office.write(documents.write(samples.seed_reading().filing, "hebei-2022"), "docx")


def facts(data: bytes, name: str) -> dict[str, object]:
    return samples.read_facts(documents.printed(documents.recognise(office.read(data, name))))


def test_the_seed_equals_its_transcription_fact_for_fact() -> None:
    read = samples.read_facts(documents.printed(samples.seed_reading()))
    expected = samples.golden_facts(samples.golden())

    assert read["department"] == expected["department"]
    for mine, theirs in zip(read["projects"], expected["projects"], strict=True):
        assert mine == theirs


def test_the_seed_leaves_nothing_in_doubt() -> None:
    assert [doubt.message for doubt in samples.seed_reading().doubts] == []


def test_the_seed_as_docx_reads_equally() -> None:
    assert facts(as_docx(), "seed.docx") == samples.golden_facts(samples.golden())


def test_the_seed_as_xlsx_reads_equally() -> None:
    data = office.write(documents.write(samples.seed_reading().filing, "hebei-2022"), "xlsx")

    assert facts(data, "seed.xlsx") == samples.golden_facts(samples.golden())


def test_the_seed_as_html_reads_equally() -> None:
    data = samples.as_html(documents.write(samples.seed_reading().filing, "hebei-2022"))

    assert facts(data, "seed.html") == samples.golden_facts(samples.golden())


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "target"), [("doc", "doc:MS Word 97"), ("pdf", "pdf")])
def test_the_seed_through_an_office_suite_reads_equally(kind: str, target: str) -> None:
    data = samples.converted(samples.ragged(as_docx()), "docx", target)

    assert facts(data, f"seed.{kind}") == samples.golden_facts(samples.golden())


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "target"), [("xls", "xls:MS Excel 97"), ("et", "xls:MS Excel 97")])
def test_old_workbooks_read_equally(kind: str, target: str) -> None:
    book = office.write(documents.write(samples.seed_reading().filing, "hebei-2022"), "xlsx")
    data = samples.converted(book, "xlsx", target)

    assert facts(data, f"seed.{kind}") == samples.golden_facts(samples.golden())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_seed_reads_equally_in_every_encoding(encoding: str) -> None:
    data = samples.seed().decode("utf-8").encode(encoding)

    assert facts(data, "seed.txt") == samples.golden_facts(samples.golden())
