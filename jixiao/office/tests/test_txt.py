"""Text files: three shapes of tables, every encoding an office has, the line of every cell."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office.book import read
from jixiao.office.facts import Cell, Paragraph

from .builders import seed, texts, told

ROWS = "\t项目名称\n\t甲项目\n\n\t年度申请\n（万元）\n\t200\n\n\t\n\t25%\n"


def test_the_seed_has_nine_tables_and_knows_the_line_of_each_cell() -> None:
    document = read(seed(), "2022-targets.txt")

    assert [(table.height, table.width, len(table.cells)) for table in document.tables] == [
        (15, 6, 74), (15, 6, 74), (15, 6, 74), (14, 6, 68), (15, 6, 74), (14, 6, 68), (14, 6, 68), (15, 6, 74), (15, 6, 74),
    ]  # fmt: skip
    assert document.tables[2].cells[1] == Cell(0, 1, "2022年冻肉储备补贴专项资金", line=312)
    assert document.tables[0].cells[16].text == "总\n体\n目\n标"
    assert document.blocks[0] == Paragraph(" 第一部分", line=1)


def test_an_untouched_slot_keeps_its_wide_blank_and_a_merged_one_is_empty() -> None:
    table = read(seed()).tables[6]

    assert [cell.text for cell in table.cells if cell.row == 13] == ["", "", "", "\u3000", "\u3000", "\u3000"]


def test_rows_of_a_word_table_open_with_a_tab_and_end_at_a_blank_line() -> None:
    document = read(f"标题\n\n{ROWS}\n尾".encode())

    assert texts(document.tables[0]) == [["项目名称", "甲项目"], ["年度申请\n（万元）", "200"], ["", "25%"]]
    assert [cell.line for cell in document.tables[0].cells] == [3, 4, 6, 8, 10, 11]
    assert told(document) == ["标题", "尾"]


def test_indented_paragraphs_are_no_table() -> None:
    assert told(read("\t第一段\n\n\t第二段\n".encode())) == ["第一段", "第二段"]


def test_rows_copied_from_a_spreadsheet_may_quote_a_cell_over_lines() -> None:
    document = read('一级\t二级\t值\n"总\n体"\t说""明\t1\n\t质量\t\n\n正文'.encode())

    assert texts(document.tables[0]) == [["一级", "二级", "值"], ["总\n体", '说""明', "1"], ["", "质量", ""]]
    assert [cell.line for cell in document.tables[0].cells if cell.row == 1] == [2, 3, 3]
    assert told(document) == ["正文"]


def test_tab_rows_with_a_blank_line_between_each_are_one_table() -> None:
    assert [table.height for table in read(b"a\tb\tc\n\nd\te\tf\n\ng\th\ti\n").tables] == [3]


def test_tab_rows_with_a_gap_are_two_tables() -> None:
    assert [table.height for table in read(b"a\tb\tc\nd\te\tf\n\ng\th\ti\nj\tk\tl\n").tables] == [2, 2]


@pytest.mark.parametrize("text", ["一、\t加强开发区工作", "1.\t甲\n2.\t乙\n", "（一）\t甲\n（二）\t乙"])
def test_numbered_text_with_tabs_is_no_table(text: str) -> None:
    assert read(text.encode()).tables == ()


def test_one_cell_a_line_stays_paragraphs_with_their_lines() -> None:
    document = read("项目名称\n甲项目\n\n数量指标 |\n|\n".encode())

    assert document.blocks == (
        Paragraph("项目名称", line=1), Paragraph("甲项目", line=2), Paragraph("数量指标", line=4), Paragraph("", line=5),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("|a|b|c|\n|---|---|---|\n|d||f|\n", [["a", "b", "c"], ["d", "", "f"]]),
        ("a | b | c |  |\nd | e |  |  |\n", [["a", "b", "c", ""], ["d", "e", "", ""]]),
        ("|总\n体\n目\n标|年度目标|\n|x|y|\n", [["总\n体\n目\n标", "年度目标"], ["x", "y"]]),
        ("a|经济效益\n指标|b|c\n社会|效益|x|y\n", [["a", "经济效益\n指标", "b", "c"], ["社会", "效益", "x", "y"]]),
        ("甲｜乙\n丙｜丁\n", [["甲", "乙"], ["丙", "丁"]]),
        ("总\n体 | 年度 | 目标\nq | w | e\n", [["总\n体", "年度", "目标"], ["q", "w", "e"]]),
        ("a | b | c\nq | 说\n明\n", [["a", "b", "c"], ["q", "说\n明"]]),
    ],
)
def test_rows_between_bars(text: str, rows: list[list[str]]) -> None:
    assert texts(read(text.encode()).tables[0]) == rows


def test_rows_of_different_length_between_bars_are_not_joined() -> None:
    text = "项目名称|甲|负责人|乙\n年度申请|200\n支出计划|3月底|6月底|9月底|12月底|全年\n"

    assert [len(row) for row in texts(read(text.encode()).tables[0])] == [4, 2, 6]


def test_a_title_between_bar_rows_stays_a_paragraph() -> None:
    document = read("1、某某专项资金绩效目标表\na | b\nc | d\n2、另一专项资金绩效目标表\ne | f\n".encode())

    assert told(document) == ["1、某某专项资金绩效目标表", "2、另一专项资金绩效目标表"]
    assert [table.height for table in document.tables] == [2, 1]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_blocks(code: str) -> None:
    assert read(ROWS.encode(code), "a.txt") == read(ROWS.encode())


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_count_the_same(ends: str) -> None:
    assert read(ROWS.replace("\n", ends).encode()) == read(ROWS.encode())


@pytest.mark.parametrize(
    "data",
    [
        "預算績效目標表數量指標質量指標".encode("big5"),
        "données très spéciales".encode("latin-1"),
        "ｶﾀｶﾅ 予算の目標表示".encode("shift_jis"),
        b"\xff\xfe\x00\xd8",
        b"\x00\x01\x02\x03binary\x00",
        b"abc\x01\x02def",
        "目标\n锟斤拷锟斤拷".encode(),
        "目标\ufffd".encode(),
        b"\xe7\xbb\xa9\xe6\x95\x88\xff",
    ],
)
def test_text_that_would_come_out_wrong_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"编码|乱码|不是文本"):
        read(data, "a.txt")


def test_characters_nobody_sees_are_left_out() -> None:
    assert told(read("数\u200b量\u202e指标\ufeff".encode())) == ["数量指标"]


def test_a_blank_file_gives_no_blocks() -> None:
    assert read(b" \n\t\n\n").blocks == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "段落\n" * 20_000, "|甲\n" * 20_000, "甲 |\n" * 20_000, "a|b\n" + "一段比八个字要长的文字\n" * 20_000, "\t甲\n" + "乙\n" * 20_000, '"a\tb\n' * 10_000,
        ("a|b\n" + "一段比八个字要长的文字\n") * 10_000, "|a|b\n" + "一段比八个字要长的文字\n" * 20_000, "a|b|c|d|e\n" + "x\n" * 20_000,
    ],
)  # fmt: skip
def test_no_text_is_gone_through_again_for_every_line(text: str) -> None:
    lines = text.splitlines(keepends=True)
    quarter = "".join(lines[: len(lines) // 4])

    assert worked(text) < 9 * worked(quarter)  # four times the lines: four times the work, not sixteen


def test_a_reader_that_goes_through_it_again_would_be_noticed() -> None:
    lines = ["乙" * 40] * 4_000

    def again(told: list[str]) -> int:
        return sum(len("\n".join(told[number:])) for number in range(len(told)))

    assert worked(lines, again) > 9 * worked(lines[:1_000], again)


def worked(subject: Any, act: Callable[[Any], object] = lambda text: read(text.encode())) -> float:
    """Return the processor time of an act, the least of three: a growth is compared, never a time by itself."""
    took = []
    for _ in range(3):
        started = time.process_time()
        act(subject)
        took.append(time.process_time() - started)
    return min(took)
