"""Workbooks: the text of a cell is the text a person sees, its row is the row Excel shows."""

import pytest
import python_calamine

from jixiao.kernel.refusal import Refused
from jixiao.office.book import read
from jixiao.office.facts import Cell
from jixiao.office.readers.parts.formats import shown

from .builders import P, R, S, cell, label, number, record, texts, xls, xlsx, zipped

STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="0.00&quot;万元&quot;"/></numFmts><borders><border><left/></border><border><left style="thin"/></border></borders>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="31"/><xf numFmtId="170"/><xf numFmtId="0" borderId="1"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("1", "General", "1"), ("1.0", "", "1"), ("0.25", "0%", "25%"), ("0.255", "0.0%", "25.5%"), ("15.499999999999998", "", "15.5"),
        ("0.1", "", "0.1"), ("1E-3", "", "0.001"), ("12345678901", "", "12345678901"), ("-3", "0.00;[红色]-0.00", "-3.00"), ("-3", "0.0", "-3.0"),
        ("0", '#,##0;-#,##0;"-"', "-"), ("5", '0"万元"', "5万元"), ("1234.5", "#,##0.00_ ", "1,234.50"), ("7", "000", "007"), ("2.5", "0.##", "2.5"),
        ("12", "0.##", "12"), ("1234567", "#,##0,", "1,235"), ("3", '"≥"0"次"', "≥3次"), ("1.5", "# ?/?", "1.5"), ("1234", "0.00E+00", "1234"),
        ("44562", 'yyyy"年"m"月"d"日"', "2022年1月1日"), ("44562", "yyyy/m/d", "2022/1/1"), ("44562.5", "yyyy-mm-dd hh:mm", "2022-01-01 12:00"),
        ("45000", '[$-804]yyyy"年"m"月";@', "2023年3月"), ("0.5", "上午/下午h:mm", "下午12:00"), ("0.25", "h:mm AM/PM", "6:00 上午"), ("1.5", "[h]:mm:ss", "36:00:00"),
        ("44562", "yy/m/d aaaa", "22/1/1 星期六"), ("44562", "aaa", "六"), ("1", "yyyy/m/d", "1900/1/1"), ("-1", "yyyy/m/d", "-1"), ("9999999", "yyyy/m/d", "9999999"),
        ("8", "@", "8"), ("3", '"合计"', "合计"), ("-3", "0;;", ""), ("5", 'General"次"', "5次"), ("0.5", "[$¥-804]0.00", "¥0.50"), ("12", "0\\:0", "12:"),
        ("abc", "0", "abc"), ("nan", "0", "nan"), ("-0.001", "0.0", "0.0"), ("1e20", "0", "100000000000000000000"), ("0.5", "#.00", "0.50"),
        ("1", '0"a;b"', "1a;b"), ("2", "0\\;", "2;"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


def test_a_calendar_from_1904_is_known() -> None:
    assert shown("43100", "yyyy/m/d", since_1904=True) == "2022/1/1"


def test_cells_of_every_kind_are_read_as_shown() -> None:
    rows = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>0.25</v></c><c r="C2" s="2"><v>44562</v></c><c r="D2" s="3"><v>200</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r><rPh><t>pin</t></rPh></is></c><c r="B4" t="b"><v>1</v></c>'
        '<c r="C4" t="str"><f>1</f><v>算出</v></c><c r="D4" t="e"><v>#DIV/0!</v></c><c r="E4" t="d"><v>2022-01-01</v></c><c r="F4" t="s"><v>9</v></c></row>'
    )
    document = read(xlsx(f"<sheetData>{rows}</sheetData>", styles=STYLES, strings=["共享_x000D_"]))

    assert document.tables[0].cells == (
        Cell(1, 0, "共享"), Cell(1, 1, "25%"), Cell(1, 2, "2022年1月1日"), Cell(1, 3, "200.00万元"),
        Cell(3, 0, "行内"), Cell(3, 1, "TRUE"), Cell(3, 2, "算出"), Cell(3, 3, "#DIV/0!"), Cell(3, 4, "2022-01-01"),
    )  # fmt: skip
    assert (document.kind, document.tables[0].name, document.tables[0].page) == ("xlsx", "表", 1)


def test_cells_without_addresses_stand_one_after_the_other() -> None:
    rows = "<row><c t='str'><v>a</v></c><c><v>1</v></c></row><row><c t='str'><v>b</v></c></row>"

    assert texts(read(xlsx(f"<sheetData>{rows}</sheetData>")).tables[0]) == [["a", "1"], ["b"]]


def test_boxed_empty_cells_are_cells_and_blank_ones_below_the_text_are_not() -> None:
    rows = f'<row r="1">{cell("A1", "甲")}<c r="B1" s="4"/><c r="C1" s="0"/></row><row r="2"><c r="A2" s="4"/></row>'

    assert read(xlsx(f"<sheetData>{rows}</sheetData>", styles=STYLES)).tables[0].cells == (Cell(0, 0, "甲"), Cell(0, 1, ""))


def test_merged_ranges_reach_and_a_whole_row_merged_ends_with_the_table() -> None:
    rows = f'<row r="1">{cell("A1", "题")}</row><row r="2">{cell("A2", "竖")}{cell("B2", "a")}{cell("C2", "b")}</row><row r="3">{cell("A3", "盖住")}{cell("B3", "c")}</row>'
    merges = "<mergeCells>" + "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:XFD1", "A2:A3", "A3:B3", "Z9:Z10")) + "</mergeCells>"

    assert read(xlsx(f"<sheetData>{rows}</sheetData>{merges}")).tables[0].cells == (
        Cell(0, 0, "题", 1, 3), Cell(1, 0, "竖", 2, 1), Cell(1, 1, "a"), Cell(1, 2, "b"), Cell(2, 1, "c"),
    )  # fmt: skip


def test_a_hidden_sheet_is_read_and_says_so() -> None:
    assert read(xlsx(f"<sheetData>{cell('A1', 'x')}</sheetData>", state='state="veryHidden"')).tables[0].name == "表（隐藏）"


def test_an_empty_sheet_gives_no_table() -> None:
    assert read(xlsx("<sheetData/>")).tables == ()


def test_a_formula_without_its_result_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match=r"工作表「表」的 B7 是公式.*打开、保存一次"):
        read(xlsx('<sheetData><row r="7"><c r="B7"><f>SUM(A1:A6)</f></c></row></sheetData>'))


def test_a_formula_whose_result_is_empty_text_is_empty() -> None:
    assert read(xlsx(f'<sheetData><row r="1">{cell("A1", "x")}<c r="B1" t="str"><f>""</f><v></v></c></row></sheetData>')).tables[
        0
    ].cells == (Cell(0, 0, "x"),)


def test_a_chart_sheet_is_passed_over_and_the_strict_spelling_read() -> None:
    book = f'<workbook xmlns="{S}" xmlns:r="{R}"><workbookPr date1904="1"/><sheets><sheet name="图" r:id="r2"/><sheet name="表" r:id="r1"/></sheets></workbook>'
    links = f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="x/worksheet" Target="/xl/worksheets/s.xml"/><Relationship Id="r2" Type="x/chartsheet" Target="c.xml"/></Relationships>'
    sheet = f"<worksheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'><sheetData>{cell('A1', '严')}</sheetData></worksheet>"

    document = read(zipped({"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/s.xml": sheet}))

    assert [(table.name, texts(table)) for table in document.tables] == [("表", [["严"]])]


def test_an_old_workbook_shows_shares_and_dates_by_their_format() -> None:
    data = xls(label(0, 0, "指标"), number(0, 1, 0.25, 1), number(1, 0, 5), number(1, 1, 44562, 2))

    document = read(data, "a.et")

    assert document.kind == "xls"
    assert texts(document.tables[0]) == [["指标", "25%"], ["5", "2022/1/1"]]


def test_an_old_workbook_keeps_its_merged_ranges() -> None:
    merge = record(0xE5, b"\x01\0" + b"\0\0\x01\0\0\0\0\0")

    assert read(xls(label(0, 0, "竖"), label(0, 1, "a"), label(1, 1, "b"), after=merge)).tables[0].cells[0] == Cell(0, 0, "竖", 2, 1)


@pytest.mark.parametrize("fault", ["PanicException", "CalamineError", "PasswordError"])
def test_a_fault_inside_the_library_is_a_refusal(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = getattr(python_calamine, fault, None) or type(fault, (BaseException,), {})

    def fail(_stream: object) -> None:
        raise known(fault)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", type("Stub", (), {"from_filelike": staticmethod(fail)}))
    with pytest.raises(Refused, match=r"损坏|密码"):
        read(xls(label(0, 0, "x")))


def test_an_interruption_inside_the_library_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stub:
        @staticmethod
        def from_filelike(_stream: object) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Stub)
    with pytest.raises(KeyboardInterrupt):
        read(xls(label(0, 0, "x")))
