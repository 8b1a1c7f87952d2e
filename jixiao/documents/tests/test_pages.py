from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jixiao.accounts.models import User
from jixiao.documents import actions, queries
from jixiao.documents.models import Upload
from jixiao.documents.renderings.panel import own
from jixiao.kernel.rule import Severity
from jixiao.office import book as office
from jixiao.office.facts import Cell, Document, Paragraph, Table
from jixiao.targets.renderings import sheet

from .conftest import NOON, SAMPLE

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = ("file", "department", "fixes", "doubts", "delete", "source", "report", "workbook", "word", "excel", "original")
ACTS = ("correct", "fill", "waive")
ATTACK = "<script>alert(1)</script>"


def address(name: str, upload: Upload, *more: object) -> str:
    return reverse(f"documents:{name}", args=[upload.pk, *more])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def sent(name: str = SAMPLE.name, data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, SAMPLE.read_bytes() if data is None else data)


def a_file_called(name: str) -> bytes:
    """Return a Word file with one project of a name."""
    rows = [("项目名称", name), ("年度申请资金额度（万元）", "40"), ("年度目标", name)]
    head = [Cell(row, column, text) for row, pair in enumerate(rows) for column, text in enumerate(pair)]
    words = ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据")
    line = ("产出指标", "数量指标", name, "≥5次", name)
    cells = [Cell(3 + row, column, text) for row, texts in enumerate((words, line)) for column, text in enumerate(texts)]
    return office.write(Document((Paragraph(f"1、{name}绩效目标表"), Table((*head, *cells))), "docx"), "docx")


@pytest.mark.parametrize("name", ["file", "department", "fixes", "doubts", "delete"])
def test_every_page_of_a_file_answers_in_chinese(page: Client, upload: Upload, name: str) -> None:
    answer = page.get(address(name, upload))

    assert answer.status_code == 200
    assert re.search(r"<title>[^<]*[\u4e00-\u9fff]", answer.content.decode())


def test_every_project_has_its_table_with_marks_and_findings(page: Client, upload: Upload) -> None:
    for number in range(1, 10):
        text = page.get(address("project", upload, number)).content.decode()
        assert 'class="jx-cell-tag"' in text
        assert "更正" in text


def test_the_third_table_shows_its_fix_old_beside_new(page: Client, upload: Upload) -> None:
    text = page.get(address("project", upload, 3)).content.decode()

    assert '<del class="jx-old">2022年冻肉储备补贴专项资金</del>' in text
    assert '<ins class="jx-new">2022年度蔬菜储备补贴专项资金</ins>' in text
    assert "更正这一项后自动消除" in text


def test_the_first_page_makes_the_first_upload_obvious(page: Client) -> None:
    text = page.get("/").content.decode()

    for words in ("把部门的 Word 拖到这里", "选择文件", "先用示例试一遍", "接下来会发生什么", "单份不超过 20 MB", "还没有核对过文件"):
        assert words in text


def test_a_file_goes_straight_to_its_result_without_script(page: Client) -> None:
    answer = page.post(reverse("documents:upload"), {"files": sent(), "key": "a"}, follow=True)

    assert answer.redirect_chain[0][0] == address("file", Upload.objects.get())
    assert "待处理" in answer.content.decode()


def test_the_sample_is_one_click_away(page: Client) -> None:
    answer = page.post(reverse("documents:sample"), {"key": "a"})

    assert answer.headers["Location"] == address("file", Upload.objects.get())


def test_the_same_file_again_leads_to_its_result_and_says_so(page: Client, upload: Upload) -> None:
    answer = page.post(reverse("documents:upload"), {"files": sent("别名.docx"), "key": "b"}, follow=True)

    assert answer.redirect_chain[0][0] == address("file", upload)
    assert "核对过" in answer.content.decode()


def test_several_files_come_back_as_a_list_with_the_refused_ones_reason(page: Client) -> None:
    answer = page.post(reverse("documents:upload"), {"files": [sent(), sent("坏的.docx", b"not a file")], "key": "a"})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert Upload.objects.count() == 1
    for words in ("坏的.docx", "拒收", "没有保存任何内容", "换一份", "看结果"):
        assert words in text


def test_a_script_is_told_where_the_result_is_or_why_not(page: Client) -> None:
    told = page.post(reverse("documents:upload"), {"files": sent(), "key": "a"}, headers={"accept": "application/json"})
    refused = page.post(reverse("documents:upload"), {"files": sent("空.docx", b""), "key": "b"}, headers={"accept": "application/json"})

    assert told.json() == {"address": address("file", Upload.objects.get()), "known": False}
    assert refused.status_code == 422
    assert "空" in refused.json()["refusal"]


def test_an_upload_without_a_file_is_refused_in_words(page: Client) -> None:
    answer = page.post(reverse("documents:upload"), {"key": "a"})

    assert answer.status_code == 409
    assert "请先选择文件" in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_another_units_file_is_not_there(stranger: User, upload: Upload, name: str) -> None:
    assert signed_in(stranger).get(address(name, upload)).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_another_units_file_cannot_be_acted_on(stranger: User, upload: Upload, name: str) -> None:
    assert signed_in(stranger).post(address(name, upload), {"version": 1}).status_code == 404


def test_another_units_files_are_not_in_the_list(stranger: User, upload: Upload) -> None:
    assert upload.name not in signed_in(stranger).get("/").content.decode()


def test_a_table_or_file_that_does_not_exist_is_not_there(page: Client, upload: Upload) -> None:
    assert page.get(address("project", upload, 10)).status_code == 404
    assert page.get(address("project", upload, 0)).status_code == 404
    assert page.get(reverse("documents:file", args=[uuid4()])).status_code == 404


def test_nobody_sees_anything_without_signing_in(upload: Upload) -> None:
    assert Client().get(address("file", upload)).status_code == 302


def test_a_leader_may_look_and_not_change(leader: User, upload: Upload) -> None:
    client = signed_in(leader)
    looked = client.get(address("project", upload, 3)).content.decode()
    answer = client.post(address("correct", upload), {"version": 1, "finding": "x", "page": "3"})

    assert "data-do" not in looked
    assert "您可以看结果，不能上传" in client.get("/").content.decode()
    assert answer.status_code == 403


def certain(upload: Upload, number: int = 2) -> str:
    return next(name for name, mark in queries.check_of(upload).certain.items() if mark.project == number)


def test_one_click_corrects_and_offers_to_take_it_back(page: Client, upload: Upload) -> None:
    done = page.post(address("correct", upload), {"version": 1, "finding": certain(upload), "page": "3", "key": "a"}, follow=True)
    text = done.content.decode()
    change = queries.check_of(Upload.objects.get()).changes[0]
    undone = page.post(address("undo", upload, change.pk), {"page": "3", "key": "b"}, follow=True)

    assert "已改 1 处" in text
    assert address("undo", upload, change.pk) in text
    assert "jx-cell-done" in text or "doc-now" in text
    assert "已撤销" in undone.content.decode()
    assert not queries.check_of(Upload.objects.get()).lasting


def test_htmx_gets_the_fragment_alone(page: Client, upload: Upload) -> None:
    text = page.get(address("project", upload, 3), headers={"hx-request": "true"}).content.decode()

    assert text.lstrip().startswith('<div id="board"')
    assert "<html" not in text


def test_a_stale_form_gets_a_409_with_the_page_as_it_stands_and_the_words_typed(page: Client, upload: Upload, officer: User) -> None:
    actions.correct(upload, [certain(upload)], version=1, by=officer, at=NOON)
    finding = next(name for name, mark in queries.check_of(upload).of(2).items() if mark.severity is Severity.WARN)
    answer = page.post(address("waive", upload), {"version": 1, "finding": finding, "reason": "我写的理由", "page": "3", "key": "a"})
    text = answer.content.decode()

    assert answer.status_code == 409
    assert "已不是最新" in text
    assert "我写的理由" in text
    assert 'name="version" value="2"' in text


def test_a_stale_htmx_form_gets_the_board_back(page: Client, upload: Upload, officer: User) -> None:
    actions.correct(upload, [certain(upload)], version=1, by=officer, at=NOON)
    answer = page.post(
        address("correct", upload), {"version": 1, "finding": certain(upload, 6), "page": "7"}, headers={"hx-request": "true"}
    )

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#board"
    assert answer.content.decode().lstrip().startswith('<div id="board"')


def test_a_block_cannot_be_left_with_a_reason(page: Client, upload: Upload) -> None:
    block = next(name for name, mark in queries.check_of(upload).open.items() if mark.severity is Severity.BLOCK)
    answer = page.post(address("waive", upload), {"version": 1, "finding": block, "reason": "就这样", "page": "3", "key": "a"})

    assert answer.status_code == 409
    assert "阻断" in answer.content.decode()
    assert not queries.check_of(Upload.objects.get()).waivers


def test_a_reason_must_say_something(page: Client, upload: Upload) -> None:
    finding = next(name for name, mark in queries.check_of(upload).of(2).items() if mark.severity is Severity.WARN)
    answer = page.post(address("waive", upload), {"version": 1, "finding": finding, "reason": "  ", "page": "3", "key": "a"})

    assert answer.status_code == 409
    assert "请写明不改的理由" in answer.content.decode()


def test_a_reason_is_kept_beside_its_finding_and_can_be_withdrawn(page: Client, upload: Upload) -> None:
    finding = next(name for name, mark in queries.check_of(upload).of(2).items() if mark.severity is Severity.WARN)
    left = page.post(
        address("waive", upload), {"version": 1, "finding": finding, "reason": "沿用市级标准", "page": "3", "key": "a"}, follow=True
    )
    waiver = queries.check_of(Upload.objects.get()).waivers[finding]
    back = page.post(address("withdraw", upload, waiver.pk), {"page": "3", "key": "b"}, follow=True)

    assert "沿用市级标准" in left.content.decode()
    assert "沿用市级标准" not in back.content.decode()


def test_a_cell_is_written_as_a_person_gives_it(page: Client, upload: Upload) -> None:
    path = "projects.2.annual_goal"
    old = own(upload.filing.facts(), path)
    done = page.post(
        address("fill", upload), {"version": 1, "path": path, "old": old, "new": "储备蔬菜1000吨", "page": "3", "key": "a"}, follow=True
    )

    assert "储备蔬菜1000吨" in done.content.decode()


def test_the_fixes_are_shown_before_they_are_made_and_made_together(page: Client, upload: Upload) -> None:
    names = list(queries.check_of(upload).certain)
    shown = page.get(address("fixes", upload)).content.decode()
    page.post(address("correct", upload), {"version": 1, "finding": names, "page": "fixes", "key": "a"})

    assert shown.count('type="checkbox"') == len(names)
    assert len(queries.check_of(Upload.objects.get()).changes) == 1


def test_severity_and_rule_stand_in_the_address(page: Client, upload: Upload) -> None:
    check = queries.check_of(upload)
    blocks = sum(mark.severity is Severity.BLOCK for mark in check.open.values())
    by_severity = page.get(address("file", upload), {"severity": "block"}).content.decode()
    by_rule = page.get(address("file", upload), {"rule": "BS-01"}).content.decode()

    assert f"符合条件的 {blocks} 项" in by_severity
    assert f"符合条件的 {sum(mark.rule.code == 'BS-01' for mark in check.open.values())} 项" in by_rule


def test_the_original_is_shown_around_a_fact(page: Client, upload: Upload) -> None:
    text = page.get(address("source", upload), {"at": "projects.2.name"}).content.decode()

    assert "<mark>2022年冻肉储备补贴专项资金</mark>" in text


@pytest.mark.parametrize(("name", "ending"), [("report", "html"), ("workbook", "xlsx"), ("word", "docx"), ("excel", "xlsx")])
def test_what_is_taken_home_has_a_chinese_name(page: Client, upload: Upload, name: str, ending: str) -> None:
    answer = page.get(address(name, upload))

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Disposition"].endswith(ending)


def test_the_corrected_word_file_reads_back_as_corrected(page: Client, upload: Upload, officer: User) -> None:
    actions.correct(upload, list(queries.check_of(upload).certain), version=1, by=officer, at=NOON)
    data = page.get(address("word", upload)).content

    assert zipfile.is_zipfile(io.BytesIO(data))
    assert queries.check_of(upload).filing == actions._read("更正后.docx", data).reading.filing


def test_the_file_comes_back_as_it_was_sent(page: Client, upload: Upload) -> None:
    answer: Any = page.get(address("original", upload))

    assert b"".join(answer.streaming_content) == SAMPLE.read_bytes()


def test_deleting_asks_first(page: Client, upload: Upload) -> None:
    asked = page.get(address("delete", upload))
    done = page.post(address("delete", upload), {"key": "a"}, follow=True)

    assert "不能恢复" in asked.content.decode()
    assert "已删除" in done.content.decode()
    assert page.get(address("file", upload)).status_code == 404


def test_a_name_that_is_a_script_is_only_text_everywhere(page: Client, department: Any, officer: User) -> None:
    one = actions.receive(department, f"{ATTACK}.docx", a_file_called(ATTACK), by=officer, at=NOON)
    check = queries.check_of(one)
    assert check.filing.projects[0].name == ATTACK

    for place in ("/", *(address(name, one) for name in ("file", "fixes", "doubts", "delete", "report")), address("project", one, 1)):
        text = page.get(place).content.decode()
        assert ATTACK not in text, place
    assert "&lt;script&gt;" in page.get(address("project", one, 1)).content.decode()


def test_pages_carry_the_policy_that_forbids_inline_script(page: Client, upload: Upload) -> None:
    for place in ("/", address("project", upload, 3)):
        answer = page.get(place)
        text = answer.content.decode()
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", text)


def test_the_list_is_searched_sorted_and_paged_in_the_address(page: Client, department: Any, officer: User) -> None:
    for number in range(21):
        actions.receive(department, f"文件{number:02d}.docx", a_file_called(f"项目{number:02d}"), by=officer, at=NOON)

    def names(**asked: str) -> list[str]:
        return re.findall(r"<b>(文件\d\d\.docx)</b>", page.get("/", asked).content.decode())

    assert names(q="文件07") == ["文件07.docx"]
    assert names(order="name")[0] == "文件00.docx"
    assert names(order="-name")[0] == "文件20.docx"
    assert len(names()) == 20
    assert len(names(page="2")) == 1
    assert names(order="nonsense", page="x", state="y")
    assert "没有符合条件的文件" in page.get("/", {"q": "没有"}).content.decode()


@pytest.mark.parametrize(("place", "words"), [("fixes", "逐条看过原值与新值"), ("", "先改这些，最省事")])
def test_a_stale_form_of_other_pages_shows_them_as_they_stand(page: Client, upload: Upload, officer: User, place: str, words: str) -> None:
    actions.correct(upload, [certain(upload)], version=1, by=officer, at=NOON)
    answer = page.post(address("correct", upload), {"version": 1, "finding": certain(upload, 6), "page": place})

    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert "已不是最新" in answer.content.decode()


def test_several_good_files_come_back_as_the_list(page: Client) -> None:
    other = sent("另一份.docx", a_file_called("展会补贴"))
    answer = page.post(reverse("documents:upload"), {"files": [sent(), other], "key": "a"}, follow=True)

    assert "2 份文件已核对" in answer.content.decode()
    assert Upload.objects.count() == 2


def test_a_file_lost_from_the_store_is_not_there(page: Client, upload: Upload) -> None:
    queries.stored(upload.sha256).unlink()

    assert page.get(address("original", upload)).status_code == 404


def test_a_leader_may_not_upload_or_settle(leader: User, upload: Upload) -> None:
    answer = signed_in(leader).post(reverse("documents:upload"), {"files": sent("别.docx", a_file_called("展会")), "key": "a"})

    assert answer.status_code == 403


def test_signs_a_database_does_not_take_are_not_searched_for(page: Client, upload: Upload) -> None:
    assert page.get("/", {"q": "示例\0市"}).status_code == 200


@pytest.mark.parametrize(
    ("phone", "shown"), [("0314-2150000", "0314-*******"), ("13800000000", "138********"), ("值班室", "值班室"), ("", "")]
)
def test_a_telephone_number_is_not_shown_whole(phone: str, shown: str) -> None:
    assert sheet.masked(phone) == shown
