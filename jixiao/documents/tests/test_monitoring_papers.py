"""Papers of monitoring: the form as the rulebook lays it out, the report with every part, what a person may take home."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jixiao.accounts.tests.people import a_browser, a_person
from jixiao.documents.sums.papers.monitoring import form, report
from jixiao.kernel.roles import Role
from jixiao.monitoring import facts
from jixiao.monitoring.actions import deviations, tasks
from jixiao.monitoring.tests.watch import AUGUST, Watch, a_watch
from jixiao.office.facts import Document, Table
from jixiao.office.readers import docx

pytestmark = pytest.mark.django_db
PLACE = "数量指标|举办展会场次"


@pytest.fixture
def watch(settings: Any, tmp_path: Any) -> Watch:
    settings.DATA = tmp_path
    made = a_watch()
    made.pay(3, date(2022, 3, 10))
    made.fair("2022-03-01", "春季展会")
    made.issue()
    said = {PLACE: {"expected": "3", "causes": ["经费保障"], "said": "一场延期到十月", "possible": facts.MAYBE, "note": "十月补办"}}
    tasks.answer(made.task, said, "15", by=made.season.officer, at=AUGUST)
    measures = {facts.CONTINUE: {"said": "十月底前补两场", "due": date(2022, 10, 31)}}
    deviations.explain(made.deviation, ["制度保障"], "招标流标一次", measures, by=made.season.officer, at=AUGUST)
    tasks.submit(made.task, by=made.season.officer, at=AUGUST)
    return made


def texts(document: Document) -> str:
    return "\n".join("\n".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text for block in document.blocks)


def read(data: bytes) -> str:
    return texts(docx.read(data))


def test_the_form_has_every_block_of_the_rulebook_and_what_officers_said(watch: Watch) -> None:
    there = reverse("documents:monitoring_form", args=[watch.task.pk, "docx"])
    found = read(a_browser(watch.season.officer).get(there).content)

    for word in (
        "项目支出绩效目标执行监控表", "主管部门", "实施单位", "年度资金总额", "其中：一般公共预算拨款", "其他资金", "年初预算数", "1—7月执行数", "1—7月执行率",
        "全年预计执行数", "年度总体目标", "偏差原因分析", "经费保障", "硬件条件保障", "原因说明", "完成目标可能性", "完全不可能", "备注",
    ):  # fmt: skip
        assert word in found, word
    for said in ("20.00", "3.00", "15%", "15.00", "1场", "3场", "一场延期到十月", "十月补办", "√", "第2份快照"):
        assert said in found, said


def test_the_workbook_of_a_round_has_a_sheet_a_project(watch: Watch) -> None:
    one = watch.task.round
    answer = a_browser(watch.season.finance).get(reverse("documents:monitoring_tables", args=[one.pk, "xlsx"]))

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["1.2022年度展会补贴经费"]
    assert any("一场延期到十月" in str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row)


def test_the_report_tells_all_six_parts_from_what_was_frozen(watch: Watch) -> None:
    one = watch.task.round
    finance = a_browser(watch.season.finance)
    found = read(finance.get(reverse("documents:monitoring_report", args=[one.pk, "docx"])).content)

    for word in ("一、总体情况", "二、绩效目标完成情况", "三、存在问题及原因", "四、处置情况", "五、下一步措施", "六、附表"):
        assert word in found, word
    for said in (
        "纳入监控的项目1个",
        "执行率15%",
        "招标流标一次",
        "2022-监-001",
        "继续执行",
        "十月底前补两场",
        "参展、招商场次",
        "第2份快照",
        "█",
    ):
        assert said in found, said
    assert finance.get(reverse("documents:monitoring_report", args=[one.pk, "pdf"])).content.startswith(b"%PDF")
    assert finance.get(reverse("documents:monitoring_report", args=[one.pk, "xlsx"])).status_code == 404


def test_who_may_not_export_takes_nothing_home(watch: Watch) -> None:
    expert = a_browser(a_person(watch.season.department, "zhuanjia", Role.EXPERT))

    assert expert.get(reverse("documents:monitoring_form", args=[watch.task.pk, "docx"])).status_code == 404
    assert expert.get(reverse("documents:monitoring_report", args=[watch.task.round_id, "docx"])).status_code == 404


def test_a_word_file_holds_no_name_of_a_machine_or_a_person(watch: Watch) -> None:
    data = a_browser(watch.season.finance).get(reverse("documents:monitoring_form", args=[watch.task.pk, "docx"])).content
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        core = parts.read("docProps/core.xml").decode() if "docProps/core.xml" in parts.namelist() else ""

    assert watch.season.officer.name not in core


def test_a_bar_shows_rate_and_plan() -> None:
    assert report.bar(Fraction(50), Fraction(25)) == "██" + "│" + "███" + "░" * 5
    assert report.bar(Fraction(0), Fraction(120)).endswith("│")
    assert form.expected_of(facts.Reading(place="甲", level1="", level2="", name="甲", goal=""), facts.Answer(place="甲")) == ""
