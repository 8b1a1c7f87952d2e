"""PDF out: the text as it is said, the page of an official paper, no character lost without a word."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from jixiao.office.book import read, write
from jixiao.office.facts import Cell, Document, Letter, Paragraph, Table
from jixiao.office.writers import docx, glyphs, layout, pdf

HOSTILE = ("#eval(1)", "]", "*bold*", "$x$", "<label>", "@ref", "//x", "`raw`", "\\u{41}", '"', "#{", "= 标题", "- 项", "/ 词: 义")
NO_FONT_HAS = "\U000e0fff"  # a place of the private kind no font fills


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as book:
        return "".join(page.extract_text() or "" for page in book.pages)


def table_of(*texts: str) -> Table:
    return Table(tuple(Cell(row, 0, text) for row, text in enumerate(texts)))


def test_markup_in_a_text_stays_text() -> None:
    data = write(Document((Paragraph("标题", 1), *[Paragraph(text) for text in HOSTILE], table_of(*HOSTILE))), "pdf")

    said = text_of(data)
    assert [text for text in HOSTILE if said.count(text) < 2] == []


def test_a_letter_takes_markup_as_text_everywhere() -> None:
    letter = Letter("#title[", "*to*", HOSTILE, HOSTILE, "$signer$", "#on", "@organ", "<n>", "_a_", "]c[", "#p", "$d$", "*n*", "#s", "#u")

    assert [text for text in (*HOSTILE, "#title[", "@organ", "]c[") if text not in text_of(pdf.letter(letter))] == []


def test_the_same_blocks_give_the_same_bytes() -> None:
    document = Document((Paragraph("绩效目标", 1), table_of("数量指标", "≥5次")))

    assert write(document, "pdf") == write(document, "pdf")


def test_what_is_written_reads_back_as_the_same_table() -> None:
    cells = (Cell(0, 0, "项目名称"), Cell(0, 1, "展会补贴", 1, 2), Cell(1, 0, "绩效指标", 2, 1), Cell(1, 1, "数量"), Cell(1, 2, "≥5次"))
    table = Table((*cells, Cell(2, 1, "质量"), Cell(2, 2, "100%")))

    assert read(write(Document((table,)), "pdf")).tables == (replace(table, page=1),)


def test_the_head_of_the_indicators_is_printed_again_on_each_page() -> None:
    rows = [Cell(row, column, f"{row}·{column}") for row in range(2, 90) for column in (1, 2)]
    cells = (
        Cell(0, 0, "项目名称"),
        Cell(0, 1, "展会", 1, 2),
        Cell(1, 0, "绩效指标", 89),
        Cell(1, 1, "三级指标"),
        Cell(1, 2, "指标值"),
        *rows,
    )
    plain, heads = Table(cells), Table(cells, head=(1, 1))

    counts = [text_of(write(Document((table,)), "pdf")).count("三级指标") for table in (plain, heads)]

    assert counts[0] == 1
    assert counts[1] > 1


def pages_of(data: bytes) -> list[tuple[bool, str]]:
    """Return for each page whether it lies, and the number at its foot."""
    found = []
    with pdfplumber.open(io.BytesIO(data)) as book:
        for page in book.pages:
            foot = page.crop((0, float(page.height) - 99, page.width, page.height)).extract_text() or ""
            found.append((page.width > page.height, foot.replace(" ", "").strip()))
    return found


def test_pages_are_numbered_at_the_outer_side_covers_not() -> None:
    blocks = (Paragraph("封面", look="cover"), Paragraph("甲", fresh=True), Paragraph("乙", fresh=True))
    data = write(Document(blocks), "pdf")

    assert [foot for _, foot in pages_of(data)] == ["", "—1—", "—2—"]
    with pdfplumber.open(io.BytesIO(data)) as book:
        sides = [next(char["x0"] for char in page.chars if char["text"] in "12") > float(page.width) / 2 for page in book.pages[1:]]
    assert sides == [True, False]


def test_a_wide_table_lies_on_its_side_the_text_around_it_stands() -> None:
    wide = Table(tuple(Cell(0, column, "列") for column in range(layout.LYING_FROM + 1)))
    data = write(Document((Paragraph("甲"), Paragraph("宽表", fresh=True), wide, Paragraph("乙", fresh=True))), "pdf")

    assert [lies for lies, _ in pages_of(data)] == [False, True, False]


def test_the_contents_name_each_heading_with_its_page() -> None:
    blocks = (Paragraph("目录", look="contents"), Paragraph("甲项目", 1, fresh=True), Paragraph("乙项目", 2, fresh=True))

    before = text_of(write(Document(blocks), "pdf")).replace(" ", "").split("—1—")[0]
    assert "甲项目" in before
    assert ".2" in before.replace("\u2060", "")


def test_a_page_holds_22_lines_of_28_characters() -> None:
    data = pdf.letter(Letter("关于报送绩效目标的函", body=("测试文字排版网格" * 200,)))

    with pdfplumber.open(io.BytesIO(data)) as book:
        page = book.pages[1]
        rows = Counter(round(char["top"]) for char in page.chars if char["top"] < float(page.height) - 35 / 25.4 * 72)
        left, right = min(char["x0"] for char in page.chars), max(char["x1"] for char in page.chars)
    assert sorted(rows.values()) == [28] * 22
    assert (round(left / 72 * 25.4), round(right / 72 * 25.4)) == (28, 184)


def test_the_letter_names_the_official_fonts_in_word_and_the_stand_ins_in_pdf() -> None:
    letter = Letter("关于报送绩效目标的函", "市财政局", ("一、情况", "（一）细目。正文"), organ="示例市商务局")

    assert all(name.encode() in unpacked(docx.letter(letter)) for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"))
    with pdfplumber.open(io.BytesIO(pdf.letter(letter))) as book:
        assert "Jixiao Biaosong 代 方正小标宋简体" in str(book.metadata.get("Subject", book.metadata))


def unpacked(data: bytes) -> bytes:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_character_without_type_is_marked_and_told() -> None:
    data = write(Document((Paragraph(f"张{NO_FONT_HAS}某"),)), "pdf")

    said = text_of(data)
    assert f"张{glyphs.MISSING}某" in said
    assert f"U+{ord(NO_FONT_HAS):04X}" in said


def test_a_sentence_all_fonts_hold_gets_no_warning() -> None:
    assert "本机没有字形" not in text_of(write(Document((Paragraph("张某"),)), "pdf"))


def test_the_text_face_holds_gbk_and_the_signs_of_forms() -> None:
    words = "≥≤±㎡℃①②③‰√□★※—…喆堃昇珺玥頔㑇镕" + "".join(chr(code) for code in range(0x4E00, 0x9FA6))

    assert glyphs.without(words, ((glyphs.FOLDER / "jixiao-song.otf", 0),)) == frozenset()


def test_what_is_no_font_holds_nothing(tmp_path: Path) -> None:
    for name, data in (("a.otf", b""), ("b.otf", b"OTTO\x00\x01" + b"\x00" * 64), ("c.ttc", b"ttcf" + b"\xff" * 64)):
        (tmp_path / name).write_bytes(data)
        assert glyphs.coverage(tmp_path / name) == ()
    assert glyphs.coverage(tmp_path / "none.otf") == ()


def test_the_offices_own_font_comes_before_the_stand_in() -> None:
    assert glyphs.faces(["FangSong_GB2312", "Jixiao Song"])["body"] == ["FangSong_GB2312", "Jixiao Song"]
    assert "仿宋_GB2312" not in glyphs.stand_ins(["FangSong_GB2312"])


@pytest.mark.slow
def test_every_glyph_is_drawn_none_is_the_box_of_a_missing_one() -> None:
    """The text layer is right even where a box is drawn, so the outlines in the file are looked at."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    for path in sorted(glyphs.FOLDER.glob("*.otf")):
        font = TTFont(path)
        assert {12, 4} <= {table.format for table in font["cmap"].tables}
        drawn = font["CFF "].cff[0].CharStrings
        box = drawn[".notdef"].bytecode
        best = font.getBestCmap()
        assert [chr(code) for code, name in best.items() if name == ".notdef" or drawn[name].bytecode == box] == []


GRID = """
#let chars = json(bytes(sys.inputs.chars))
#set page(width: 800pt, height: auto, margin: 0pt)
#set text(font: ("Jixiao Song", "Jixiao Hei"), size: 16pt, fallback: false)
#grid(columns: (20pt,) * 40, rows: 20pt, align: center + horizon, ..chars)
"""


def tiles(text: str, folder: Path) -> list[bytes]:
    """Return the picture of each character as the compiler draws it."""
    import json  # noqa: PLC0415

    import typst  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    (folder / "grid.typ").write_text(GRID, encoding="utf-8")
    compiler = typst.Compiler(str(folder / "grid.typ"), root=str(folder), font_paths=pdf.fonts(spare=False), ignore_system_fonts=True)
    png = compiler.compile(format="png", ppi=72, sys_inputs={"chars": json.dumps(list(text))})
    picture = Image.open(io.BytesIO(png if isinstance(png, bytes) else b"")).convert("L")
    places = [(at % 40 * 20, at // 40 * 20) for at in range(len(text))]
    return [picture.crop((x, y, x + 20, y + 20)).tobytes() for x, y in places]


def corpus() -> str:
    """Return every character the product's own words, its library, its rules and its sample are made of."""
    root = Path(__file__).parents[2]
    texts = [path.read_text("utf-8") for kind in ("*.py", "*.toml", "*.html", "*.json", "*.yaml") for path in root.rglob(kind)]
    # Signs only tests and screens use, no paper: arrows of buttons, boxes, direction marks.
    printed = {char for text in texts for char in text if unicodedata.category(char) not in {*glyphs.UNSEEN, "Co", "Cn", "Cs"}}
    return "".join(sorted(printed))


@pytest.mark.slow
def test_every_character_of_the_corpus_is_drawn_by_our_own_fonts(tmp_path: Path) -> None:
    text = corpus()
    box, *drawn = tiles(NO_FONT_HAS + text, tmp_path)

    missing = [char for char, tile in zip(text, drawn, strict=True) if tile == box or (min(tile) == 255 and char.isalnum())]
    held = [char for char in missing if char not in glyphs.without("".join(missing), pdf._paths(spare=False))]
    assert held == []
    assert len(text) > 1000
    assert [char for char in missing if "\u2e80" <= char <= "\uffef"] == []
