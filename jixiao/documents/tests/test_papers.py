"""Papers: every official form in Word, Excel and PDF, from the same facts; what can be read back says the same."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pdfplumber
import pytest

from jixiao.documents.book import PAPERS, paper, recognise, write
from jixiao.documents.facts import Adjusted, Compared, Reading, Reviewed
from jixiao.documents.tests import spendings
from jixiao.kernel.money import Money
from jixiao.office.book import read
from jixiao.office.book import write as as_file
from jixiao.office.facts import Document, Letter
from jixiao.review.facts import ReviewForm, ReviewLine
from jixiao.targets.facts import Adjustment, Difference, Filing, Indicator, Project
from tests import papers
from tests.samples import as_html

KINDS = ["docx", "xlsx", "pdf", "html"]


def round_trip(filing: Filing, code: str, kind: str) -> Reading:
    document = write(filing, code)
    return recognise(read(as_html(document) if kind == "html" else as_file(document, kind), f"paper.{kind}"))


def bared(filing: Filing) -> Filing:
    return replace(filing, projects=tuple(map(papers.bare, filing.projects)))


def unwrapped(filing: Filing) -> Filing:
    """Return a filing whose tasks have no line ends: a PDF does not tell where a narrow column broke a line behind a colon."""
    plan = filing.department
    assert plan is not None
    goals = [replace(goal, tasks=tuple(replace(task, text=task.text.replace("\n", "")) for task in goal.tasks)) for goal in plan.sub_goals]
    return replace(filing, department=replace(plan, sub_goals=tuple(goals)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_departments_form_reads_back_whole(kind: str) -> None:
    filing = papers.department()

    reading = round_trip(filing, "national-whole", kind)

    assert reading.layout == "national-whole"
    assert unwrapped(bared(reading.filing)) == filing
    assert reading.doubts == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_project_form_reads_back_with_its_medium_term(kind: str) -> None:
    filing = Filing(None, (papers.over_years(), replace(papers.department().projects[1], no=1)), 2022)

    reading = round_trip(filing, "national", kind)

    assert reading.layout == "national"
    assert bared(reading.filing) == filing
    assert reading.doubts == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_form_reads_back(kind: str) -> None:
    filing = replace(papers.department(), department=None, part_title=None)

    reading = round_trip(filing, "hebei-2022", kind)

    assert bared(reading.filing) == filing


HOSTILE = '#eval("1") ] *x* $y$ </w:t> =SUM(A1) <b>'
LINES = tuple(
    ReviewLine(part, item, points, points - 1, points - number % 2, ("缺少指标值确定依据",), "" if number % 2 else "已补充材料")
    for number, (part, item, points) in enumerate(
        [
            ("完整性", "规范完整性", 10),
            ("完整性", "明确清晰性", 10),
            ("相关性", "目标相关性", 15),
            ("相关性", "指标科学性", 15),
            ("适当性", "绩效合理性", 15),
            ("适当性", "资金匹配性", 15),
            ("可行性", "实现可能性", 10),
            ("可行性", "条件充分性", 10),
        ]
    )
)
ROW = "projects.0.indicators.0"
CHANGES = (
    Difference(f"{ROW}.value", "经贸洽谈活动场次", "指标值", "≥5场", "≥4场"),
    Difference(f"{ROW}.weight", "经贸洽谈活动场次", "分值", "8", "10"),
    Difference("projects.0.indicators.3", "签约项目履约率", "整行", None, HOSTILE),
)


def said() -> dict[str, Any]:
    filing = papers.department()
    project = replace(filing.projects[0], name=f"展会{HOSTILE}补贴")
    review = ReviewForm(LINES, 96, "优", "进入下一步预算安排流程", "审核人", date(2022, 1, 5), HOSTILE, "重点")
    adjustment = Adjustment("预算调整", "文号", HOSTILE, Money(200_000_000), Money(150_000_000), CHANGES, {f"{ROW}.value": "经费核减"})
    hostile = replace(filing, projects=(project, *filing.projects[1:]))
    filings = dict.fromkeys(("seed", "national", "department", "core", "set", "set-national"), hostile)
    return (
        filings
        | spendings.said()
        | {
            "review": Reviewed(project, review),
            "adjustment": Adjusted(project, adjustment, (("财政审批意见", "同意", "2022年9月5日"),), 2),
            "difference": Compared(HOSTILE, "第1版", "第2版", CHANGES),
            "letter": Letter(HOSTILE, "市财政局", (HOSTILE, "现将本部门预算绩效目标报送你局，请予审核。")),
        }
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_every_paper_is_written_in_every_form_the_same_each_time(kind: str, form: str) -> None:
    if (kind, form) == ("letter", "xlsx"):
        with pytest.raises(LookupError):
            paper(kind, said()[kind], form)
        return
    name, data = paper(kind, said()[kind], form)

    assert (name, data) == paper(kind, said()[kind], form)
    assert name.endswith(f".{form}")
    assert not set('\\/:*?"<>| ') & set(name)
    assert read(data, name).blocks or kind == "letter"


def made(kind: str, facts: Any) -> Document:
    document = PAPERS[kind][2](facts)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("kind", sorted(set(PAPERS) - {"letter"}))
def test_every_place_of_every_table_is_covered_once(kind: str) -> None:
    for table in made(kind, said()[kind]).tables:
        covered = [(cell.row + r, cell.column + c) for cell in table.cells for r in range(cell.rows) for c in range(cell.columns)]
        assert len(covered) == len(set(covered)) == table.height * table.width
        assert len(table.widths) == table.width


def test_a_paper_of_other_facts_or_another_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        paper("review", Filing(), "pdf")
    with pytest.raises(KeyError):
        paper("moon", Filing(), "pdf")
    with pytest.raises(LookupError):
        paper("core", Filing(), "ofd")


def cells(kind: str, facts: Any) -> list[str]:
    return [cell.text for table in made(kind, facts).tables for cell in table.cells]


def test_a_key_project_is_reviewed_in_points_an_ordinary_one_in_grades() -> None:
    key = said()["review"]
    ordinary = replace(key, review=replace(key.review, kind="一般"))

    assert {"分值", "审核得分", "一、完整性\n（20分）", "合计", "100", "96"} <= set(cells("review", key))
    assert "审核意见" in cells("review", ordinary)
    assert not {"分值", "合计"} & set(cells("review", ordinary))


def test_a_changed_weight_stands_on_the_line_of_its_indicator() -> None:
    texts = cells("adjustment", said()["adjustment"])

    at = texts.index("≥4场")
    assert texts[at - 3 : at + 4] == ["经贸洽谈活动场次", "指标值", "≥5场", "≥4场", "8", "10", "经费核减"]


def test_a_weight_that_changed_alone_has_a_line_of_its_own() -> None:
    adjusted = said()["adjustment"]
    alone = replace(adjusted, adjustment=replace(adjusted.adjustment, differences=CHANGES[1:2]))

    assert "分值" in cells("adjustment", alone)


def test_versions_that_are_equal_are_said_to_be() -> None:
    assert any("没有差异" in text for text in cells("difference", Compared("目标", "第1版", "第2版")))


def test_the_core_table_takes_a_value_apart() -> None:
    rows = (
        Indicator("产出指标", "数量指标", "举办场次", "≥5场"),
        Indicator("产出指标", "时效指标", "完成时间", "12月底前", no=1),
        Indicator("效益指标", "社会效益指标", "影响", "明显", no=2),
        Indicator("产出指标", "质量指标", "增幅", "10%-12%", no=3),
    )
    texts = cells("core", Filing(None, (Project(name="展会", indicators=rows),), 2022))

    for wanted in (["≥", "5", "场"], ["≤", "12月底"], ["定性", "明显"], ["介于", "10-12", "%"]):
        assert any(texts[at : at + len(wanted)] == wanted for at in range(len(texts))), wanted


def test_the_set_tells_count_money_and_sources() -> None:
    funded = (("财政拨款", Money(300_000_000)), ("上年结转", Money(50_000_000)), ("其他资金", Money(1)))
    projects = (
        Project(name="甲", amount=Money(350_000_001), funding=funded),
        Project(name="乙", amount=Money(2_000_000), no=1),
    )
    texts = cells("set", Filing(None, projects, 2022))

    at = texts.index("合计（2个项目）")
    assert texts[at : at + 5] == ["合计（2个项目）", "352.000001", "300.00", "50.00", "0.000001"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("kind", ["set", "set-national"])
def test_the_whole_set_reads_back_with_its_projects(kind: str, form: str) -> None:
    filing = papers.department()

    reading = recognise(read(paper(kind, filing, form)[1], f"set.{form}"))

    assert bared(reading.filing).projects == filing.projects
    assert reading.filing.department is not None
    assert reading.doubts == ()


@pytest.mark.slow
def test_the_contents_of_the_set_point_at_the_pages_of_the_projects() -> None:
    filing = papers.department()
    with pdfplumber.open(io.BytesIO(paper("set", filing, "pdf")[1])) as book:
        pages = [(page.extract_text() or "").replace(" ", "").replace("\u2060", "") for page in book.pages]

    contents = next(text for text in pages if "目\u3000录" in text or text.startswith("目"))
    for number, project in enumerate(filing.projects, 1):
        listed = re.search(rf"{number}．{re.escape(project.name or '')}\D*?(\d+)$", contents, re.MULTILINE)
        assert listed
        start = next(at for at, text in enumerate(pages) if at > 1 and f"{number}．{project.name}" in text)
        assert start - 1 == int(listed[1])  # cover and contents come before page 1
