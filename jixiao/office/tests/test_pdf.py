"""PDF files, drawn by hand: tables by their lines, page breaks undone, what cannot be read refused."""

import zlib

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.book import read
from jixiao.office.facts import Cell, Paragraph

from .builders import Pdf, texts, told

XS = (60, 130, 200, 270)
HEAD = ["名称", "要求", "备注"]


def test_a_table_and_the_text_around_it_come_in_reading_order() -> None:
    pdf = Pdf().page().text(60, 100, "标题在前").table(XS, (130, 160, 190), [HEAD, ["甲", "≥5次", ""]]).text(60, 220, "正文在后")

    document = read(pdf.bytes())

    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Paragraph"]
    assert texts(document.tables[0]) == [HEAD, ["甲", "≥5次", ""]]
    assert document.blocks[0] == Paragraph("标题在前", page=1)


def test_a_merged_cell_reaches_as_far_as_its_lines() -> None:
    pdf = Pdf().page().table((60, 270), (100, 130), [["宽"]]).table(XS, (130, 160), [["a", "b", "c"]])

    assert read(pdf.bytes()).tables[0].cells[0] == Cell(0, 0, "宽", 1, 3)


def test_a_line_broken_to_fit_is_joined_and_an_ended_one_kept() -> None:
    pdf = Pdf().page().table(XS, (100, 150), [["按时间进度\n完成支付", "经济\n指标", "总\n体"]])

    assert texts(read(pdf.bytes()).tables[0]) == [["按时间进度完成支付", "经济\n指标", "总\n体"]]


def test_a_table_going_on_overleaf_is_one_table_without_its_repeated_head() -> None:
    pdf = Pdf().page().table(XS, (700, 730, 760), [HEAD, ["甲", "一", "1"]]).text(290, 800, "- 1 -")
    pdf.page().table(XS, (80, 110, 140), [HEAD, ["乙", "二", "2"]]).text(60, 160, "结尾").text(290, 800, "第 2 页 共 2 页")

    document = read(pdf.bytes())

    assert [texts(table) for table in document.tables] == [[HEAD, ["甲", "一", "1"], ["乙", "二", "2"]]]
    assert told(document) == ["结尾"]


def test_a_row_cut_by_the_page_is_one_row() -> None:
    pdf = Pdf().page().table(XS, (700, 760), [["时效指标", "按时间进度完\n成全部工作任", "及时"]])
    pdf.page().table(XS, (80, 110, 140), [["", "务", ""], ["成本指标", "不超", "正常"]])

    assert texts(read(pdf.bytes()).tables[0]) == [["时效指标", "按时间进度完成全部工作任务", "及时"], ["成本指标", "不超", "正常"]]


def test_a_long_text_alone_in_its_row_goes_on_overleaf() -> None:
    pdf = Pdf().page().table(XS, (700, 760), [["", "保障网络正常", ""]])
    pdf.page().table(XS, (80, 110), [["", "运转", ""]])

    assert texts(read(pdf.bytes()).tables[0]) == [["", "保障网络正常运转", ""]]


def test_a_new_row_overleaf_stays_a_row() -> None:
    pdf = Pdf().page().table(XS, (700, 730), [["", "质量", "合格"]])
    pdf.page().table(XS, (80, 110), [["", "时效", ""]])

    assert texts(read(pdf.bytes()).tables[0]) == [["", "质量", "合格"], ["", "时效", ""]]


def test_a_table_of_other_columns_overleaf_is_another_table() -> None:
    pdf = Pdf().page().table(XS, (700, 730), [HEAD]).page().table((60, 111, 222), (80, 110), [["另", "表"]])

    assert len(read(pdf.bytes()).tables) == 2


def test_a_table_high_on_the_page_does_not_go_on_overleaf() -> None:
    assert len(read(Pdf().page().table(XS, (100, 130), [HEAD]).page().table(XS, (80, 110), [["另", "一", "表"]]).bytes()).tables) == 2


def test_lines_of_a_paragraph_are_joined_across_lines_and_pages() -> None:
    full = "绩效目标管理是预算管理的重要内容各部门应当按照要求如实填报并对结果负责"
    short = full[:-2]
    pdf = Pdf().page().text(80, 700, short).text(60, 716, full).text(60, 732, "到此为止。").text(80, 748, short)
    pdf.page().text(60, 90, "接上页").text(60, 140, "另起")

    assert told(read(pdf.bytes())) == [short + full + "到此为止。", short + "接上页", "另起"]


def test_running_heads_are_left_out() -> None:
    pdf = Pdf()
    for number in range(3):
        pdf.page().text(60, 30, "某市商务局预算绩效文本").text(60, 200, f"第{'一二三'[number]}部分。")

    assert told(read(pdf.bytes())) == ["第一部分。", "第二部分。", "第三部分。"]


def test_letters_printed_twice_and_pulled_apart_are_read_once_and_together() -> None:
    pdf = Pdf().page().text(60, 100, "粗").text(60.3, 100, "粗").text(78, 100, "体").text(100, 100, "远")

    assert told(read(pdf.bytes())) == ["粗体 远"]


def test_a_scanned_file_is_refused_with_what_to_bring_instead() -> None:
    with pytest.raises(Refused, match=r"^整份是扫描图片，里面没有文字可读，请改放盖章前的 Word 原件$"):
        read(Pdf().page().image().page().image().bytes())


def test_one_scanned_page_among_others_is_refused_by_its_number() -> None:
    with pytest.raises(Refused, match="第2页是扫描图片"):
        read(Pdf().page().text(60, 100, "正文").page().image().bytes())


def test_an_empty_pdf_is_refused() -> None:
    with pytest.raises(Refused, match="没有文字"):
        read(Pdf().page().bytes())


@pytest.mark.parametrize("ordering", [b"Ordering(GB1)", b"Ordering(XYZ)"])
def test_a_font_without_characters_is_refused(ordering: bytes) -> None:
    with pytest.raises(Refused, match="字体没有文字对照"):
        read(
            Pdf().page().text(60, 100, "没有对照").bytes().replace(b"/UniGB-UTF16-H", b"/Identity-H   ").replace(b"Ordering(GB1)", ordering)
        )


@pytest.mark.parametrize("data", [Pdf().page().text(60, 100, "x").bytes()[:200], b"%PDF-1.7\nnothing at all"])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="PDF"):
        read(data)


def test_a_locked_pdf_is_refused() -> None:
    data = Pdf().page().text(60, 100, "x").bytes()
    lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>/Size "

    with pytest.raises(Refused, match="PDF 设有密码"):
        read(data.replace(b"/Size ", lock))


def test_a_bomb_in_a_stream_is_refused_by_the_limit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    image = (
        b"<</Type/XObject/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length 1>>\nstream\n"
    )
    bomb = Pdf().page().text(60, 100, "正文").bytes() + b"\n9 0 obj\n" + image + zlib.compress(b" " * (130 << 20)) + b"\nendstream\nendobj"
    with pytest.raises(Refused, match="压缩炸弹"):
        read(bomb)

    monkeypatch.setattr(limits, "MAX_UNPACKED", 10**12)
    assert told(read(bomb)) == ["正文"]


def test_too_many_pages_and_too_dense_pages_are_refused_by_the_limit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    data = Pdf().page().text(60, 100, "甲乙").page().text(60, 100, "丙丁").bytes()
    assert told(read(data)) == ["甲乙", "丙丁"]

    monkeypatch.setattr(limits, "MAX_CHARS", 1)
    with pytest.raises(Refused, match="过密"):
        read(data)
    monkeypatch.setattr(limits, "MAX_PAGES", 1)
    with pytest.raises(Refused, match="2 页，超过 1 页"):
        read(data)
