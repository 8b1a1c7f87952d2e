"""Word files: what the person sees comes out, once, with merged cells as they reach."""

import pytest

from jixiao.office.book import read
from jixiao.office.facts import Cell, Paragraph
from jixiao.office.readers.parts.numbering import han, spelled

from .builders import W, docx, docx_with, p, tbl, tc, texts, told

BOX = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
ALTERNATE = (
    f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
)


def cells(body: str) -> tuple[Cell, ...]:
    return read(docx(body)).tables[0].cells


def test_merged_cells_reach_right_and_down() -> None:
    wide, start, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

    found = cells(tbl(tc("甲", start) + tc("乙", wide), tc("", on) + tc("丙") + tc("丁"), tc("戊") + tc("己", wide)))

    assert found == (
        Cell(0, 0, "甲", 2),
        Cell(0, 1, "乙", 1, 2),
        Cell(1, 1, "丙"),
        Cell(1, 2, "丁"),
        Cell(2, 0, "戊"),
        Cell(2, 1, "己", 1, 2),
    )


def test_a_merged_block_reaches_both_ways() -> None:
    both = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'

    assert cells(tbl(tc("块", both) + tc("a"), tc("", '<w:gridSpan w:val="2"/><w:vMerge/>') + tc("b")))[0] == Cell(0, 0, "块", 2, 2)


def test_a_continuation_of_nothing_is_a_cell_of_its_own() -> None:
    assert cells(tbl(tc("甲", "<w:vMerge/>"), tc("乙", "<w:vMerge/>"))) == (Cell(0, 0, "甲", 2),)
    assert cells(tbl(tc("甲") + tc("乙"), tc("丙", "<w:vMerge/>") + tc("丁"))) == (
        Cell(0, 0, "甲"),
        Cell(0, 1, "乙"),
        Cell(1, 0, "丙"),
        Cell(1, 1, "丁"),
    )


def test_the_old_horizontal_merge_is_one_cell() -> None:
    assert cells(tbl(tc("宽", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("b")))[:2] == (
        Cell(0, 0, "宽", 1, 2),
        Cell(0, 2, "b"),
    )


def test_a_row_that_begins_late_stands_where_it_stands() -> None:
    late = "<w:tr><w:trPr><w:gridBefore w:val='2'/><w:gridAfter w:val='1'/></w:trPr>" + tc("迟") + "</w:tr>"

    assert cells(f"<w:tbl><w:tr>{tc('a') + tc('b') + tc('c') + tc('d')}</w:tr>{late}</w:tbl>")[-1] == Cell(1, 2, "迟")


def test_lines_tabs_and_paragraphs_of_a_cell_stay_apart() -> None:
    body = "<w:tc>" + p("总") + "<w:p><w:r><w:t>体</w:t><w:br/><w:t>目</w:t><w:tab/><w:t>标</w:t><w:br w:type='page'/></w:r></w:p></w:tc>"

    assert cells(tbl(body)) == (Cell(0, 0, "总\n体\n目\t标"),)


def test_a_table_inside_a_table_comes_after_it_and_is_not_told_twice() -> None:
    inner = tbl(tc("里"))
    document = read(docx(tbl(tc("外") + f"<w:tc>{p('前')}{inner}<w:p/></w:tc>") + p("尾")))

    assert [texts(table) for table in document.tables] == [[["外", "前"]], [["里"]]]
    assert told(document) == ["尾"]


def test_a_frame_around_a_table_is_no_table() -> None:
    document = read(docx(tbl(f"<w:tc>{p('题目')}{tbl(tc('a') + tc('b'), tc('c') + tc('d'))}<w:p/></w:tc>")))

    assert told(document) == ["题目"]
    assert [texts(table) for table in document.tables] == [[["a", "b"], ["c", "d"]]]


def test_content_controls_are_looked_through() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias w:val='不是正文'/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inline = f"<w:p>{control('<w:r><w:t>行内</w:t></w:r>')}<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>"
    rows = f"<w:tbl>{control('<w:tr>' + control(tc('格')) + '</w:tr>')}</w:tbl>"
    document = read(docx(control(p("段")) + inline + rows))

    assert told(document) == ["段", "行内链接"]
    assert texts(document.tables[0]) == [["格"]]


def test_tracked_insertions_are_kept_and_deletions_dropped() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
    kept = f"<w:ins>{run.format('新')}</w:ins><w:moveTo>{run.format('移来')}</w:moveTo>"
    row_gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删去的行')}</w:tr>"
    document = read(docx(f"<w:p>{run.format('前')}{gone}{kept}</w:p><w:tbl><w:tr>{tc('留')}</w:tr>{row_gone}</w:tbl>"))

    assert told(document) == ["前新移来"]
    assert texts(document.tables[0]) == [["留"]]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    cell = f"<w:tc>{p('格一', gone)}{p('格二')}</w:tc><w:tc>{p('悬', gone)}</w:tc>"

    document = read(docx(p("上半", gone) + p("下半") + tbl(cell)))

    assert told(document) == ["上半下半"]
    assert texts(document.tables[0]) == [["格一格二", "悬"]]


def test_a_text_box_is_read_once() -> None:
    document = read(
        docx(f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{ALTERNATE}</w:r></w:p>" + tbl(f"<w:tc><w:p><w:r>{ALTERNATE}</w:r></w:p></w:tc>"))
    )

    assert told(document) == ["正文", "框内"]
    assert texts(document.tables[0]) == [["\n框内"]]


def test_a_text_box_of_an_old_program_is_read_too() -> None:
    fallback = f"<mc:AlternateContent><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"

    assert told(read(docx(f"<w:p><w:r>{fallback}</w:r></w:p><w:p><w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r></w:p>"))) == [
        "框内",
        "框内",
    ]


def test_a_table_in_a_text_box_in_a_cell_is_not_lost() -> None:
    box = f"<w:pict><v:textbox><w:txbxContent>{tbl(tc('框表'))}</w:txbxContent></v:textbox></w:pict>"

    assert [texts(table) for table in read(docx(tbl(f"<w:tc>{p('格')}<w:p><w:r>{box}</w:r></w:p></w:tc>"))).tables] == [
        [["格\n"]],
        [["框表"]],
    ]


def test_alternatives_between_blocks_and_rows_are_read_once() -> None:
    block = f"<mc:AlternateContent><mc:Choice>{p('新')}</mc:Choice><mc:Fallback>{p('旧')}</mc:Fallback></mc:AlternateContent>"

    document = read(docx(block + "<mc:AlternateContent/>" + tbl(f"<w:tc>{block}</w:tc>")))

    assert told(document) == ["新"]
    assert texts(document.tables[0]) == [["新"]]


def test_signs_of_symbol_fonts_formulas_and_guides_are_read() -> None:
    signs = "".join(
        f"<w:sym w:font='{font}' w:char='{code}'/>"
        for font, code in (
            ("Symbol", "F0B3"),
            ("Wingdings", "F0FE"),
            ("Other", "2460"),
            ("Other", "F041"),
            ("Symbol", "x"),
            ("Other", "D800"),
        )
    )
    run = f"<w:r>{signs}<w:t>5</w:t><w:noBreakHyphen/><w:cr/></w:r>"
    formula = "<m:oMath><m:r><m:t>x≤2</m:t></m:r></m:oMath>"
    guide = "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    branch = "<mc:AlternateContent><mc:Choice><w:r><w:t>甲</w:t></w:r></mc:Choice></mc:AlternateContent>"

    assert told(read(docx(f"<w:p>{run}{formula}{guide}{branch}</w:p>"))) == ["≥☑①5-\nx≤2字甲"]


def test_hidden_text_field_codes_and_footnote_marks_are_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r>"

    assert told(read(docx(f"<w:p>{hidden}{field}</w:p>"))) == ["显3"]


STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="自定"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="o"><w:name w:val="o"/><w:basedOn w:val="o"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="n"/><w:pPr><w:outlineLvl w:val="1"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def test_headings_are_known_by_style_by_its_parent_or_by_themselves() -> None:
    body = (
        "".join(p(name, f"<w:pStyle w:val='{name}'/>") for name in ("1", "x", "o", "a", "无"))
        + p("自己", "<w:outlineLvl w:val='2'/>")
        + p("正文")
    )
    body += p("九", "<w:outlineLvl w:val='9'/>")

    document = read(docx_with(body, {"word/styles.xml": STYLES}))

    assert [block.level for block in document.blocks if isinstance(block, Paragraph)] == [1, 1, 0, 0, 0, 3, 0, 0]


def level(at: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERS = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}{level(1, "chineseCounting", "（%2）")}{level(2, "decimal", "%3", '<w:suff w:val="space"/>')}
{level(3, "decimal", "%1.%4", "<w:isLgl/>")}{level(4, "bullet", "●")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.")}</w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"/>
</w:numbering>"""


def item(text: str, number: int, at: int = 0) -> str:
    return p(text, f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{number}'/></w:numPr>")


def test_automatic_numbers_are_written_out_as_word_counts_them() -> None:
    body = (
        item("甲", 1) + item("子", 1, 1) + item("丑", 1, 1) + item("乙", 1) + item("寅", 1, 1) + item("三级", 1, 2) + item("四级", 1, 3)
        + item("点", 1, 4) + item("重来", 2) + item("字母", 3) + item("无", 0) + item("缺", 9) + item("空", 5) + item("数", 4) + p("正文")
    )  # fmt: skip

    document = read(docx_with(body, {"word/numbering.xml": NUMBERS, "word/styles.xml": STYLES}))

    assert told(document) == [
        "一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅", "1 三级", "2.1 四级", "点", "一、重来", "A.字母", "无", "缺", "空", "2 数", "正文",
    ]  # fmt: skip


def test_a_number_that_comes_with_the_style_counts_too_and_an_empty_cell_shows_it() -> None:
    styled = p("样式", "<w:pStyle w:val='n'/>")
    body = styled + tbl("<w:tc><w:p><w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr></w:p></w:tc>")

    document = read(docx_with(body, {"word/numbering.xml": NUMBERS, "word/styles.xml": STYLES}))

    assert document.blocks[0] == Paragraph("一、样式", 2)
    assert texts(document.tables[0]) == [["1 "]]


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (12, "chineseCounting", "十二"), (105, "chineseCounting", "一百零五"), (20, "ideographDigital", "二〇"), (10, "chineseLegalSimplified", "壹拾"),
        (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "21"), (5, "decimalFullWidth", "５"), (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"), (1, "ideographZodiac", "子"), (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"),
        (2, "upperLetter", "B"), (8, "unknown", "8"), (0, "chineseCounting", "0"), (1, "taiwaneseDigital", "一"), (1010, "chineseCounting", "一千零一十"),
    ],
)  # fmt: skip
def test_a_number_is_spelled_in_words_format(number: int, style: str, text: str) -> None:
    assert spelled(number, style) == text


def test_a_number_past_the_words_is_spelled_by_figures() -> None:
    assert han(10_000) == "一〇〇〇〇"


def test_the_strict_spelling_of_the_standard_reads_the_same() -> None:
    plain = docx(tbl(tc("甲") + tc("乙")))
    strict = docx_with(
        "",
        {
            "word/document.xml": f"<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>{tbl(tc('甲') + tc('乙'))}</w:body></w:document>"
        },
    )

    assert read(strict) == read(plain)


def test_the_text_is_found_under_another_name() -> None:
    links = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='1' Type='x/officeDocument' Target='/word/document2.xml'/></Relationships>"
    text = f"<w:document xmlns:w='{W}'><w:body>{p('正文')}</w:body></w:document>"

    assert told(read(docx_with("", {"_rels/.rels": links, "word/document2.xml": text}))) == ["正文"]
