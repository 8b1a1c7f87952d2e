"""Writers: what is written reads back to equal blocks, the same blocks give the same bytes, nothing written can run."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.kernel.refusal import Refused
from jixiao.office.book import read, write
from jixiao.office.facts import Block, Cell, Document, Paragraph, Table, decode, encode
from jixiao.office.writers import layout

from .builders import filled, seed

WORDS = st.text(st.sampled_from("绩效目标≥≤%0123.,<&>\"'=+-@ab \u3000\n\t"), max_size=12)
SAID = WORDS.filter(lambda text: bool(text.strip()))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table without gaps: cells are laid in reading order, each as wide and high as still fits."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            rows, columns = draw(st.integers(1, height - row)), draw(st.integers(1, width - column))
            while any((row, column + across) in taken for across in range(columns)):
                columns -= 1
            taken |= {(row + down, column + across) for down in range(rows) for across in range(columns)}
            cells.append(Cell(row, column, draw(WORDS), rows, columns))
    return Table(tuple(cells))


paragraphs = st.builds(Paragraph, SAID, st.integers(0, 9))
documents = st.builds(lambda blocks: Document(tuple(blocks), "docx"), st.lists(st.one_of(paragraphs, tables()), max_size=4))


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(documents)
def test_a_word_file_written_reads_back_to_equal_blocks(document: Document) -> None:
    assert read(write(document, "docx")) == document


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.lists(tables(), min_size=1, max_size=3))
def test_a_workbook_written_reads_back_to_equal_tables_down_to_the_last_text(found: list[Table]) -> None:
    marked = [Table((*table.cells, Cell(table.height, 0, "末")), f"表{number}", number) for number, table in enumerate(found, 1)]
    clean = [Table(tuple(cell._replace(text=cell.text) for cell in table.cells), table.name, table.page) for table in marked]

    assert read(write(Document(tuple(marked)), "xlsx")).tables == tuple(clean)


@given(documents)
def test_encoding_and_decoding_lose_nothing(document: Document) -> None:
    assert decode(encode(document)) == document


@pytest.mark.parametrize(
    "data",
    [
        {}, {"kind": "txt"}, {"kind": 1, "blocks": []}, {"kind": "txt", "blocks": [{}]}, {"kind": "txt", "blocks": [{"cells": [[0, 0]], "name": None, "page": None}]},
        {"kind": "txt", "blocks": [{"cells": [[None, 0, "x", 1, 1, None]], "name": None, "page": None}]}, {"kind": "txt", "blocks": 5},
        {"kind": "txt", "blocks": [{"cells": [[-1, 0, "x", 1, 1, None]], "name": None, "page": None}]},
        {"kind": "txt", "blocks": [{"cells": [[0, 0, 7, 1, 1, None]], "name": None, "page": None}]},
        {"kind": "txt", "blocks": [{"text": "x", "level": True, "line": None, "page": None}]},
    ],
)  # fmt: skip
def test_what_is_no_document_is_not_decoded(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"encoded|\[|unpack"):
        decode(data)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_same_blocks_give_the_same_bytes(kind: str) -> None:
    document = read(seed())

    assert write(document, kind) == write(document, kind)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_seed_survives_being_written_and_read(kind: str) -> None:
    document = read(seed())

    written = filled(read(write(document, kind)))

    assert written[-9:] == filled(document)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}", "http://x", "\t=1", "12"])
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    data = write(Document((Table((Cell(0, 0, text),)),)), "xlsx")

    found = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A1"]
    assert (found.data_type, found.value, found.hyperlink) == ("s", text, None)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_written_tells_nothing_of_who_and_when(kind: str) -> None:
    archive = zipfile.ZipFile(io.BytesIO(write(Document((Paragraph("x"),)), kind)))

    assert {info.date_time[0] for info in archive.infolist()} == {1980}
    core = archive.read("docProps/core.xml").decode() if "docProps/core.xml" in archive.namelist() else ""
    assert "<dc:creator></dc:creator>" in core or not core
    assert "2000-01-01" in core or not core


def test_sheets_are_named_as_excel_allows_and_never_twice() -> None:
    names = ["甲/乙", "甲*乙", "x" * 40, "x" * 40, "History", "'", None, "正文"]
    blocks: tuple[Block, ...] = (Paragraph("文"), *(Table((Cell(0, 0, "x"),), name) for name in names))

    book = openpyxl.load_workbook(io.BytesIO(write(Document(blocks), "xlsx")))

    assert book.sheetnames == ["正文", "甲_乙", "甲_乙_2", "x" * 31, "x" * 29 + "_2", "表_History", "表", "表7", "正文_2"]
    assert len(set(book.sheetnames)) == len(book.sheetnames)


def test_heads_repeat_on_every_page_when_asked() -> None:
    document = Document((Table((Cell(0, 0, "头"), Cell(1, 0, "x"))),))

    word = zipfile.ZipFile(io.BytesIO(write(document, "docx", repeat=1))).read("word/document.xml")
    assert word.count(b"<w:tblHeader/>") == 1
    assert openpyxl.load_workbook(io.BytesIO(write(document, "xlsx", repeat=1))).worksheets[0].print_title_rows == "$1:$1"


def test_a_wide_table_lies_on_its_side() -> None:
    document = Document((Table(tuple(Cell(0, column, "x") for column in range(12))),))

    assert b"landscape" in zipfile.ZipFile(io.BytesIO(write(document, "docx"))).read("word/document.xml")
    assert b"landscape" in zipfile.ZipFile(io.BytesIO(write(document, "xlsx"))).read("xl/worksheets/sheet1.xml")


def test_gaps_become_empty_cells_or_are_left_out_at_the_ends() -> None:
    table = Table((Cell(0, 0, "a"), Cell(0, 3, "b"), Cell(1, 1, "c"), Cell(3, 0, "d")))

    assert read(write(Document((table,)), "docx")).tables[0].cells == (
        Cell(0, 0, "a"), Cell(0, 1, "", 1, 2), Cell(0, 3, "b"), Cell(1, 1, "c"), Cell(2, 0, "", 1, 4), Cell(3, 0, "d"),
    )  # fmt: skip


def test_what_xml_does_not_know_is_left_out() -> None:
    assert layout.clean("a\x00b\r\nc\ud800d\rE\x1f\ufffe") == "ab\ncd\nE"


def test_a_table_wider_than_word_allows_is_refused() -> None:
    with pytest.raises(Refused, match="64 列"):
        write(Document((Table((Cell(0, 63, "x"),)),)), "docx")


def test_nobody_writes_other_kinds() -> None:
    with pytest.raises(LookupError):
        write(Document(()), "ofd")


def test_an_empty_document_is_a_file_that_opens() -> None:
    assert read(write(Document(()), "docx")).blocks == ()
    assert read(write(Document(()), "xlsx")).blocks == ()
