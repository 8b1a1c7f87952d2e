"""Old files through antiword and LibreOffice, and the seed through every format these can make of it."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office.book import read, write
from jixiao.office.facts import Cell, Document, Paragraph, Table
from jixiao.office.readers import doc

from .builders import R, filled, ole, seed, texts, told, zipped
from .test_docx import NUMBERS, item

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
needs_antiword = pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
pytestmark = [pytest.mark.tools, pytest.mark.slow]

SHAPES = Document(
    (
        Paragraph("标题一", 1),
        Paragraph("正文"),
        Table(
            (
                Cell(0, 0, "题", 1, 4), Cell(1, 0, "竖\n并", 2, 1), Cell(1, 1, "a&<b>"), Cell(1, 2, "横", 1, 2), Cell(2, 1, "左"), Cell(2, 2, "x"), Cell(2, 3, ""),
                Cell(3, 0, "一"), Cell(3, 1, "二", 1, 2), Cell(3, 3, "三"),
            )
        ),
    )
)  # fmt: skip


class Workshop:
    """LibreOffice turning files into other formats, each result kept for the next test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def turned(self, data: bytes, source: str, target: str) -> bytes:
        name = f"{abs(hash(data))}"
        path = self._folder / f"{name}.{source}"
        made = self._folder / f"{name}.{target}"
        if not made.exists():
            path.write_bytes(data)
            command = [
                "soffice",
                f"-env:UserInstallation={self._folder.as_uri()}/profile",
                "--headless",
                "--convert-to",
                target,
                "--outdir",
            ]
            subprocess.run([*command, str(self._folder), str(path)], check=True, capture_output=True, timeout=120)
        return made.read_bytes()


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("office"))


@needs_office
@pytest.mark.parametrize(
    ("made", "target", "kind"),
    [("docx", "html", "html"), ("docx", "pdf", "pdf"), ("docx", "doc", "doc"), ("docx", "rtf", "doc"), ("xlsx", "xls", "xls")],
)
def test_the_seed_reads_the_same_from_every_format(made: str, target: str, kind: str, workshop: Workshop) -> None:
    """Nine tables, every text in its row, whichever program wrote the file."""
    if target == "rtf" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    document = read(seed())

    found = read(workshop.turned(write(document, made), made, target), f"a.{target}")

    assert found.kind == kind
    assert filled(found)[-9:] == filled(document)


@needs_office
def test_rows_cut_by_a_page_are_whole_again(workshop: Workshop, tmp_path: Path) -> None:
    """The seed printed with rows allowed to break: at most one row may stay in two pieces, and none is lost."""
    document = read(seed())
    whole, loose = tmp_path / "a.docx", tmp_path / "b.docx"
    whole.write_bytes(write(document, "docx"))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(loose, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<w:cantSplit/>", b""))

    found = filled(read(workshop.turned(loose.read_bytes(), "docx", "pdf")))

    assert len(found) == 9
    assert sum(ours != theirs for ours, theirs in zip(found, filled(document), strict=True)) <= 1
    joined = ["".join(text for _, text in sorted(table)) for table in (*found, *filled(document))]
    assert [len(text) for text in joined[:9]] == [len(text) for text in joined[9:]]


@needs_office
@needs_antiword
def test_antiword_tells_spans_by_widths(workshop: Workshop) -> None:
    found = read(workshop.turned(write(SHAPES, "docx"), "docx", "doc"), "a.wps")

    assert found.blocks[:2] == (Paragraph("标题一", 1), Paragraph("正文"))
    assert found.tables[0].cells[:4] == (Cell(0, 0, "题", 1, 4), Cell(1, 0, "竖\n并"), Cell(1, 1, "a&<b>"), Cell(1, 2, "横", 1, 2))
    assert texts(found.tables[0])[2:] == [["", "左", "x", ""], ["一", "二", "三"]]


@needs_office
def test_without_antiword_libreoffice_reads_the_old_file(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workshop.turned(write(SHAPES, "docx"), "docx", "doc")
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "antiword" else which(name))

    assert read(data).tables[0].cells[1] == Cell(1, 0, "竖\n并", 2, 1)


def with_numbers(data: bytes, body: str) -> bytes:
    """Put numbered paragraphs and their numbering into a file complete enough for any program."""
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
    additions = {
        "word/document.xml": ("<w:body>", f"<w:body>{body}"),
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/numbering.xml" ContentType="{mime}"/></Types>'),
        "word/_rels/document.xml.rels": ("</Rel", f'<Relationship Id="rId9" Type="{R}/numbering" Target="numbering.xml"/></Rel'),
    }
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {
            name: source.read(name).decode().replace(*additions.get(name, ("", ""))) for name in source.namelist() if name in additions
        }
        members |= {name: source.read(name).decode() for name in source.namelist() if name not in additions}
    return zipped({**members, "word/numbering.xml": NUMBERS})


@needs_office
def test_numbers_antiword_would_drop_come_through_libreoffice(workshop: Workshop) -> None:
    data = workshop.turned(with_numbers(write(Document((Paragraph("X"),)), "docx"), item("甲", 1) + item("乙", 1)), "docx", "doc")

    assert told(read(data)) == ["一、甲", "二、乙", "X"]


WORD = ole({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 600})


def test_without_any_tool_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(
        Refused, match=r"^这台服务器不能读 .doc，请管理员安装 antiword（apt install antiword），或把文件另存为 .docx 后再传$"
    ):
        read(WORD, "a.doc")
    with pytest.raises(Refused, match="libreoffice-writer"):
        read(b"{\\rtf1 x}", "a.rtf")


@needs_antiword
def test_a_file_antiword_cannot_read_is_refused_where_there_is_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "soffice" else which(name))

    with pytest.raises(Refused, match=r"另存为 .docx 后再传"):
        read(WORD, "a.doc")


def test_a_file_nobody_can_turn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/false" if name == "soffice" else None)
    monkeypatch.setattr(doc, "_run", lambda *_args, **_options: None)

    with pytest.raises(Refused, match="转换不了"):
        read(WORD, "a.doc")


def test_a_tool_that_hangs_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    assert doc._run(["/bin/sh", "-c", "sleep 60 & sleep 61"], seconds=1, megabytes=500, folder=tmp_path) is None
    assert doc._run(["/bin/sh", "-c", "exit 3"], seconds=5, megabytes=500, folder=tmp_path) is None
    assert doc._run(["/bin/echo", "x"], seconds=5, megabytes=500, folder=tmp_path) == b"x\n"


def test_a_tool_has_no_more_memory_than_allowed(tmp_path: Path) -> None:
    eat = ["/bin/sh", "-c", "head -c 300000000 /dev/zero | tail -c 300000000 | wc -c"]

    assert doc._run(eat, seconds=10, megabytes=100, folder=tmp_path) != b"300000000\n"
    assert doc._run(eat, seconds=10, megabytes=2_000, folder=tmp_path) == b"300000000\n"


def test_output_of_antiword_that_is_no_xml_falls_to_the_next_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/true" if name == "antiword" else None)
    monkeypatch.setattr(doc, "_run", lambda *_args, **_options: b"<book>")

    with pytest.raises(Refused, match="读不出来"):
        read(WORD, "a.doc")


def test_docbook_of_any_widths_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    book = (
        "<!DOCTYPE book><book><bookinfo><date>1</date></bookinfo><chapter><title>章</title><para>文<emphasis>重</emphasis></para><sect1><title>节</title></sect1>"
        "<informaltable><tgroup><colspec colwidth='?'/><tbody><row><entry>甲</entry></row></tbody></tgroup></informaltable></chapter></book>"
    )
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/true" if name == "antiword" else None)
    monkeypatch.setattr(doc, "_run", lambda *_args, **_options: book.encode())

    assert read(WORD).blocks == (Paragraph("章", 1), Paragraph("文重"), Paragraph("节", 2), Table((Cell(0, 0, "甲"),)))
