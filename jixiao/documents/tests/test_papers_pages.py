"""Papers on their page: every one of a target as a file that says the same as the system, of the version asked for; never a foreign one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, a_person, a_unit
from jixiao.documents.book import recognise
from jixiao.kernel.roles import Role
from jixiao.office.book import read
from jixiao.office.facts import Document, Paragraph, Table
from jixiao.review import actions as review
from jixiao.review.tests.season import Season, a_season, a_target, facts_named, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.facts import Department, Filing, SubGoal, Task
from jixiao.targets.models import Target
from jixiao.targets.queries import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FORMS = ("docx", "xlsx", "pdf")
NAME = "2022年度展会补贴经费"


@pytest.fixture
def season() -> Season:
    return a_season()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def approved(season: Season, name: str = NAME) -> Target:
    return pass_up(season, a_target(season, name), "已批复")


def adjusted(season: Season) -> Target:
    """Return a target approved, adjusted and approved again: two versions, the second saying ≥8场."""
    target, later = approved(season), NOON + timedelta(days=30)
    review.request_adjust(target, cause="政策变化", basis="市商〔2022〕3号", reason="增加场次", by=season.officer, at=later)
    target = fresh(target)
    one = target.facts().projects[0]
    rows = tuple(replace(row, value="≥8场") if row.no == 0 else row for row in one.indicators)
    said = replace(target.facts(), projects=(replace(one, indicators=rows),))
    targets.save_target(target, said, version=target.version, reason="改场次", by=season.officer, at=later)
    review.send_adjust(fresh(target), by=season.officer, at=later)
    review.approve_adjust(fresh(target), "财预〔2022〕9号", since=later.date(), by=season.fiscal, at=later)
    return fresh(target)


def name_of(answer: Any) -> str:
    found = re.search(r"filename\*=utf-8''([^;]+)", answer["Content-Disposition"], re.IGNORECASE)
    assert found, answer["Content-Disposition"]
    return unquote(found[1])


def text_of(document: Document) -> str:
    pieces = [block.text if isinstance(block, Paragraph) else "\n".join(cell.text for cell in block.cells) for block in document.blocks]
    return re.sub(r"\s", "", "".join(pieces))


def opened(client: Client, target: Target, kind: str, form: str, asks: str = "") -> tuple[str, Document]:
    answer = client.get(f"/targets/{target.pk}/papers/{kind}.{form}?{asks}")
    assert answer.status_code == 200, answer.content.decode()[:500]
    assert "no-store" in answer["Cache-Control"]
    return name_of(answer), read(answer.content, f"paper.{form}")


def cells_of(filing: Filing) -> list[tuple[str | None, ...]]:
    return [(row.level1, row.level2, row.level3, row.value) for row in filing.projects[0].indicators]


def test_the_page_lists_what_the_target_has_and_each_link_answers(season: Season) -> None:
    target, client = adjusted(season), signed_in(season.officer)

    page = client.get(f"/targets/{target.pk}/papers/").content.decode()

    for word in ("申报表", "核心绩效指标表", "审核表", "调整表", "报送函", "调整请示", "两栏对照表", "财预〔2022〕9号"):
        assert word in page
    links = [link.replace("&amp;", "&") for link in re.findall(rf'href="(/targets/{target.pk}/papers/[^"]+)"', page)]
    assert len(links) > 20
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_draft_has_no_review_no_adjustment_and_nothing_to_compare(season: Season) -> None:
    target, client = a_target(season), signed_in(season.officer)

    page = client.get(f"/targets/{target.pk}/papers/").content.decode()

    assert "审核表" not in page
    assert "调整表" not in page
    assert "批复以后才能对照" in page
    for kind in ("review", "adjustment", "difference", "set", "nonsense"):
        assert client.get(f"/targets/{target.pk}/papers/{kind}.docx").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_the_national_form_reads_back_equal_and_its_foot_tells_the_version(season: Season, form: str) -> None:
    target, client = adjusted(season), signed_in(season.officer)

    name, document = opened(client, target, "national", form, "version=1")

    assert name == f"{NAME}-项目支出绩效目标申报表（V1）.{form}"
    assert cells_of(recognise(document).filing) == cells_of(target.versions.get(number=1).facts())
    assert target.versions.get(number=1).sha256 in text_of(document)
    assert target.versions.get(number=2).sha256 not in text_of(document)
    assert cells_of(recognise(opened(client, target, "national", form)[1]).filing)[0][3] == "≥8场"


@pytest.mark.parametrize("form", FORMS)
def test_the_seed_form_reads_back_equal(season: Season, form: str) -> None:
    target, client = a_target(season), signed_in(season.officer)

    name, document = opened(client, target, "seed", form)

    assert name == f"{NAME}-预算项目绩效目标文本（草稿）.{form}"
    assert cells_of(recognise(document).filing) == cells_of(target.facts())
    assert "未经批复" in text_of(document)


def test_a_paper_of_a_day_is_the_version_in_force_that_day(season: Season) -> None:
    target, client = adjusted(season), signed_in(season.officer)
    first = target.versions.get(number=1)

    name, document = opened(client, target, "national", "docx", f"date={first.since:%Y-%m-%d}")

    assert version_on(target, first.since) == first
    assert "（V1）" in name
    assert cells_of(recognise(document).filing)[0][3] == "≥5场"


@pytest.mark.parametrize(("asks", "words"), [("date=2020-01-01", "还没有生效的批复版"), ("date=notaday", "不是日期")])
def test_a_day_without_a_version_is_a_sentence(season: Season, asks: str, words: str) -> None:
    target, client = approved(season), signed_in(season.officer)

    page = client.get(f"/targets/{target.pk}/papers/?{asks}")
    paper = client.get(f"/targets/{target.pk}/papers/national.docx?{asks}")

    assert (page.status_code, paper.status_code) == (422, 409)
    assert words in page.content.decode()
    assert words in paper.content.decode()


@pytest.mark.parametrize("asks", ["version=7", "version=0", "version=x", "version=99999999999999999999"])
def test_a_version_that_is_none_is_not_found(season: Season, asks: str) -> None:
    target, client = approved(season), signed_in(season.officer)

    assert client.get(f"/targets/{target.pk}/papers/?{asks}").status_code == 404
    assert client.get(f"/targets/{target.pk}/papers/national.docx?{asks}").status_code == 404


def test_the_review_form_shows_points_grade_and_who(season: Season) -> None:
    target, client = approved(season), signed_in(season.fiscal)

    _name, document = opened(client, target, "review", "docx")

    assert "项目支出绩效目标审核表" in text_of(document)
    assert season.fiscal.name in text_of(document)
    assert client.get(f"/targets/{target.pk}/papers/review.docx?form=987654").status_code == 404


def test_the_adjustment_shows_old_new_cause_and_opinions(season: Season) -> None:
    target, client = adjusted(season), signed_in(season.officer)

    said = text_of(opened(client, target, "adjustment", "docx")[1])

    for word in ("政策变化", "市商〔2022〕3号", "≥5场", "≥8场", season.fiscal.name, "第2版"):
        assert word in said


def test_two_versions_stand_side_by_side(season: Season) -> None:
    target, client = adjusted(season), signed_in(season.officer)

    name, document = opened(client, target, "difference", "xlsx", "a=1&b=2")

    assert name.endswith("绩效目标版本对照表（V1与V2）.xlsx")
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert {"≥5场", "≥8场"} <= {cell.text for cell in table.cells}
    assert "内容相同" in text_of(opened(client, target, "difference", "docx", "a=2&b=2")[1])


def test_a_letter_speaks_of_the_target_and_comes_as_word_and_pdf(season: Season) -> None:
    target, client = adjusted(season), signed_in(season.officer)

    report = text_of(opened(client, target, "letter", "docx", "letter=report")[1])
    ask = text_of(opened(client, target, "letter", "docx", "letter=adjust")[1])

    assert f"关于报送{NAME}绩效目标的函" in report
    assert "财政局：" in report
    assert f"关于调整{NAME}绩效目标的请示" in ask
    assert client.get(f"/targets/{target.pk}/papers/letter.pdf?letter=report").status_code == 200
    assert client.get(f"/targets/{target.pk}/papers/letter.xlsx?letter=report").status_code == 404
    assert client.get(f"/targets/{target.pk}/papers/letter.docx?letter=love").status_code == 404


def test_a_foreign_target_is_not_there_and_reading_alone_does_not_export(season: Season) -> None:
    target = approved(season)
    neighbour = a_unit(season.bureau, "农业局", "302")
    stranger = signed_in(a_person(neighbour, "nongye", Role.FINANCE_OFFICER))
    expert = signed_in(a_person(season.department, "zhuanjia", Role.EXPERT))
    address = f"/targets/{target.pk}/papers/"

    assert stranger.get(address).status_code == stranger.get(f"{address}national.docx").status_code == 404
    assert expert.get(address).status_code == 200
    assert "disabled" in expert.get(address).content.decode()
    assert expert.get(f"{address}national.docx").status_code == 404
    assert signed_in(season.officer).get(f"{address}national.docx").status_code == 200  # the twin: an own one is there


def a_plan(season: Season) -> Target:
    plan = Department("商务局", "开展5次商务活动，进出口总值达到42亿元。", (SubGoal("外贸发展", (Task("办展", "举办展会5场"),)),))
    pack = "standard"
    return targets.open_target(season.department, Filing(plan, (), 2022), year=2022, pack=pack, by=season.finance, at=season.at())


@pytest.mark.parametrize("form", FORMS)
def test_the_departments_plan_has_its_form(season: Season, form: str) -> None:
    target, client = a_plan(season), signed_in(season.finance)

    name, document = opened(client, target, "department", form)
    plan = recognise(document).filing.department

    assert name == f"2022年商务局-部门整体支出绩效目标申报表（草稿）.{form}"
    assert plan is not None
    assert plan.overall_goal == "开展5次商务活动，进出口总值达到42亿元。"
    assert client.get(f"/targets/{target.pk}/papers/national.{form}").status_code == 404


@pytest.mark.parametrize("layout", ["set", "set-national"])
@pytest.mark.parametrize("form", FORMS)
def test_the_set_is_one_file_with_every_table(season: Season, form: str, layout: str) -> None:
    a_plan(season)
    for name in ("2022年度展会补贴经费", "2022年度外贸发展资金"):
        a_target(season, name)
    client = signed_in(season.finance)

    answer = client.get(f"/targets/papers.{form}?unit={season.department.pk}&year=2022&layout={layout}")

    assert answer.status_code == 200
    document = read(answer.content, f"set.{form}")
    filing = recognise(document).filing
    assert [one.name for one in filing.projects] == ["2022年度展会补贴经费", "2022年度外贸发展资金"]
    assert filing.department is not None
    assert "40.00" in text_of(document)  # twice 20 万元, the total
    assert "部门预算绩效目标" in name_of(answer)


def test_the_set_of_approved_versions_leaves_drafts_out_and_says_so(season: Season) -> None:
    target = approved(season)
    draft = a_target(season, "2022年度外贸发展资金")
    client, asks = signed_in(season.finance), f"unit={season.department.pk}&year=2022"

    page = client.get(f"/targets/papers/?{asks}&of=approved").content.decode()
    answer = client.get(f"/targets/papers.docx?{asks}&of=approved")

    assert draft.name in page
    assert "还没有批复" in page
    assert "没有部门整体绩效目标" in page
    said = text_of(read(answer.content))
    assert draft.name not in said
    assert target.versions.get(number=1).sha256 in said
    early = client.get(f"/targets/papers/?{asks}&of=day&date=2020-01-01").content.decode()
    assert "这一天还没有生效的批复版" in early
    assert client.get(f"/targets/papers.docx?{asks}&of=day&date=2020-01-01").status_code == 409
    assert client.get(f"/targets/papers/?{asks}&of=day&date=someday").status_code == 422


def test_a_foreign_set_is_not_there_and_a_bureau_chooses_a_department_first(season: Season) -> None:
    a_target(season)
    stranger = signed_in(a_person(a_unit(season.bureau, "农业局", "302"), "nongye", Role.FINANCE_OFFICER))

    assert stranger.get(f"/targets/papers/?unit={season.department.pk}&year=2022").status_code == 404
    assert stranger.get(f"/targets/papers.docx?unit={season.department.pk}&year=2022").status_code == 404
    assert stranger.get("/targets/papers/?unit=1e9&year=2022").status_code == 404
    assert "先选一个部门" in signed_in(season.fiscal).get(f"/targets/papers/?unit={season.bureau.pk}&year=2022").content.decode()
    assert signed_in(season.fiscal).get(f"/targets/papers.docx?unit={season.department.pk}&year=2022").status_code == 200


def test_an_officer_of_one_section_binds_only_its_tables(season: Season) -> None:
    other = a_unit(season.department, "办公室", "02")
    hidden = targets.open_target(other, facts_named("2022年度办公经费"), year=2022, pack="standard", by=season.finance, at=NOON)
    mine = a_target(season)
    asks = f"unit={season.section.pk}&year=2022"

    page = signed_in(season.officer).get(f"/targets/papers/?{asks}").content.decode()

    assert mine.name in page
    assert hidden.name not in page
    assert hidden.name in signed_in(season.finance).get(f"/targets/papers/?{asks}").content.decode()  # the twin: whose department it is


def test_pages_ask_a_constant_number_of_questions(season: Season, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        a_target(season, f"2022年度项目{number}资金")
    client = signed_in(season.finance)
    client.get(f"/targets/papers/?unit={season.department.pk}&year=2022")

    with django_assert_max_num_queries(22):
        client.get(f"/targets/papers/?unit={season.department.pk}&year=2022")


def test_an_adjustment_under_way_has_its_paper_and_one_called_off_has_none(season: Season) -> None:
    target, client, later = approved(season), signed_in(season.officer), NOON + timedelta(days=30)
    review.request_adjust(target, cause="政策变化", basis="市商〔2022〕3号", reason="增加场次", by=season.officer, at=later)

    name, document = opened(client, target, "adjustment", "docx")

    assert "（调整中）" in name
    assert "未经批复" in text_of(document)
    assert "正在办理" in client.get(f"/targets/{target.pk}/papers/").content.decode()
    review.cancel_adjust(fresh(target), "不调了", by=season.officer, at=later)
    assert client.get(f"/targets/{target.pk}/papers/adjustment.docx").status_code == 404


def test_the_departments_plan_is_reported_by_a_letter_of_its_own(season: Season) -> None:
    target, client = a_plan(season), signed_in(season.finance)

    said = text_of(opened(client, target, "letter", "docx", "letter=report")[1])

    assert "关于报送2022年度商务局整体绩效目标的函" in said
    assert "部门整体支出绩效目标申报表" in said
    assert "已经单位内部审核" not in said  # a draft has not been


@pytest.mark.parametrize("address", ["national.zip", "national.x"])
def test_a_form_nobody_writes_is_not_found(season: Season, address: str) -> None:
    target, client = a_target(season), signed_in(season.officer)

    assert client.get(f"/targets/{target.pk}/papers/{address}").status_code == 404
    assert client.get(f"/targets/papers.zip?unit={season.section.pk}&year=2022").status_code == 404
    assert client.get(f"/targets/papers.pdf?unit={season.section.pk}&year=2022&layout=love").status_code == 404
