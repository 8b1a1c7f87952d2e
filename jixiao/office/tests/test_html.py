"""Web pages and what Word and Excel save under other names."""

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office.book import read
from jixiao.office.facts import Cell, Paragraph

from .builders import texts, told


def test_spans_are_laid_out_and_never_overlap() -> None:
    page = (
        "<table><thead><tr><th colspan=2>头</th><th rowspan=0>到底</th></tr></thead><tbody><tr><td rowspan=9>竖</td><td>a</td></tr>"
        "<tr><td colspan=5>b</td></tr></tbody></table>"
    )

    assert read(page.encode()).tables[0].cells == (
        Cell(0, 0, "头", 1, 2), Cell(0, 2, "到底", 3, 1), Cell(1, 0, "竖", 2, 1), Cell(1, 1, "a"), Cell(2, 1, "b"),
    )  # fmt: skip


def test_text_is_as_a_browser_shows_it() -> None:
    page = "<html><head><title>不读</title><style>x</style></head><body>裸文<h2>标\n题</h2><p>甲 \n 乙 and\n two<br>行二</p><script>x</script><!-- y --></body></html>"

    assert read(page.encode()).blocks == (Paragraph("裸文"), Paragraph("标题", 2), Paragraph("甲乙 and two\n行二"))


def test_what_is_hidden_is_not_read() -> None:
    page = "<div><p style='display:none'>藏</p><table><tr><td>显<span style='mso-hide:all'>藏</span></td></tr><tr style='display: none'><td>藏</td></tr></table></div>"

    document = read(page.encode())

    assert told(document) == []
    assert texts(document.tables[0]) == [["显"]]


def test_paragraphs_of_a_cell_are_its_lines_and_wide_blanks_are_kept() -> None:
    page = "<table><caption>题</caption><tr><td><p>总</p><p>体</p></td><td>&nbsp;</td><td>\u3000</td></tr></table>"

    document = read(page.encode())

    assert texts(document.tables[0]) == [["总\n体", "", "\u3000"]]
    assert told(document) == ["题"]


def test_a_frame_of_tables_is_looked_through_and_an_inner_table_kept() -> None:
    frame = "<table><tr><td><p>题目</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    inner = "<table><tr><td>外</td><td>甲<table><tr><td>里</td></tr></table></td></tr></table>"

    assert [told(read(page.encode())) for page in (frame, inner)] == [["题目"], []]
    assert [texts(table) for table in read(inner.encode()).tables] == [[["外", "甲"]], [["里"]]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<html><head><meta charset=gb2312></head><body><p>绩效</p></body></html>", "gb18030"),
        ("<html><head><meta http-equiv=Content-Type content='text/html; charset=big5'></head><body><p>績效</p></body></html>", "big5"),
        ("<?xml version='1.0' encoding='gbk'?><html><body><p>绩效</p></body></html>", "gbk"),
        ("<html><body><p>绩效</p></body></html>", "utf-16"),
        ("<!DOCTYPE html><html><body><p>绩效</p></body></html>", "utf-8-sig"),
    ],
)
def test_the_encoding_is_found(text: str, code: str) -> None:
    document = read(text.encode(code), "a.doc")

    assert told(document) in (["绩效"], ["績效"])
    assert document.kind == "html"


def test_a_page_nested_too_deep_is_refused_rather_than_cut() -> None:
    with pytest.raises(Refused, match="嵌套过深"):
        read(("<html><body>" + "<div>" * 300 + "底").encode())


@pytest.mark.parametrize("span", ["colspan=100000", "rowspan=99999999999"])
def test_a_cell_wider_than_any_table_is_refused(span: str) -> None:
    with pytest.raises(Refused, match="横跨"):
        read(f"<table><tr><td {span}>x</td></tr></table>".encode())
