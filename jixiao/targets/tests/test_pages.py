from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jixiao.accounts.tests.people import NOON, a_person
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.targets import actions, queries
from jixiao.targets.facts import Department, Filing
from jixiao.targets.models import Change, Step, Target, Version
from jixiao.targets.renderings import draft
from jixiao.targets.tests.desks import YEAR, Desk, a_desk, a_plan, a_project, opened

pytestmark = pytest.mark.django_db
KEY = "k" * 20


@pytest.fixture
def desk(db: None) -> Desk:
    return a_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    return desk.client()


def approved(target: Target, desk: Desk, *, since: date = date(2022, 2, 1)) -> Version:
    """Put an approved version in force, as the review room would."""
    version = actions.enact(target, "市财预〔2022〕1号", since=since, by=desk.officer, at=NOON)
    Target.objects.filter(pk=target.pk).update(state="已批复")
    target.refresh_from_db()
    return version


def said(target: Target, **changes: Any) -> dict[str, Any]:
    return draft.said_of(target.facts().projects[0]) | {"version": target.version} | changes


def posted(client: Client, target: Target, body: dict[str, Any]) -> Any:
    return client.post(f"/targets/{target.pk}/", json.dumps(body), content_type="application/json")


def fields(body: dict[str, Any], top: str = "") -> dict[str, str]:
    """Return nested facts as the fields of a plain form."""
    flat: dict[str, str] = {}
    for name, value in body.items():
        if isinstance(value, list):
            for number, one in enumerate(value):
                flat |= fields(one, f"{top}{name}-{number}-") if isinstance(one, dict) else {f"{top}{name}": one}
        else:
            flat[f"{top}{name}"] = str(value)
    return flat


def test_the_list_shows_the_plan_first_and_adds_up_the_projects(desk: Desk, client: Client) -> None:
    opened(desk)
    opened(desk, a_project("购车"))
    opened(desk, a_plan())

    page = client.get("/targets/").content.decode()

    assert page.index("商务局整体绩效目标") < page.index("展会补贴") < page.index("购车")
    assert "4.00" in page
    assert "部门整体不重复计入" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=购", ["购车"]),
        ("state=草稿", ["展会补贴", "购车"]),
        ("state=已批复", []),
        ("order=-name", ["购车", "展会补贴"]),
        ("order=money", ["展会补贴", "购车"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted_by_its_address(desk: Desk, client: Client, query: str, shown: list[str]) -> None:
    opened(desk)
    opened(desk, a_project("购车"))

    page = client.get(f"/targets/?{query}").content.decode()
    places = [(page.find(f"<b>{name}</b>"), name) for name in ("展会补贴", "购车")]

    assert sorted(name for place, name in places if place >= 0) == sorted(shown)
    if query == "order=-name":
        assert page.index("<b>购车</b>") > 0
    if not shown:
        assert "没有符合条件的目标" in page


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    page = client.get("/targets/").content.decode()

    assert "新建目标" in page
    assert "从核对过的文件装入" in page


def test_the_list_goes_home_as_a_workbook(desk: Desk, client: Client) -> None:
    opened(desk)

    book = openpyxl.load_workbook(io.BytesIO(client.get("/targets/export/").content))

    sheet = book.worksheets[0]
    assert [sheet.cell(3, column).value for column in (2, 6, 7)] == ["展会补贴", 2, "草稿"]
    assert sheet.cell(4, 6).value == 2


def test_who_may_only_read_takes_nothing_home(desk: Desk) -> None:
    opened(desk)
    expert = a_person(desk.department, "zhuanjia", Role.EXPERT)

    sheet = openpyxl.load_workbook(io.BytesIO(desk.client(expert).get("/targets/export/").content)).worksheets[0]

    assert "展会补贴" in desk.client(expert).get("/targets/").content.decode()
    assert [cell.value for row in sheet.iter_rows(min_row=3) for cell in row if cell.value] == ["项目合计"]


def test_a_target_is_opened_by_hand_once_per_key(desk: Desk, client: Client) -> None:
    form = {"kind": "project", "name": "储备补贴", "unit": str(desk.section.pk), "key": KEY}
    first, again = (client.post("/targets/new/", form) for _ in range(2))

    target = Target.objects.get(name="储备补贴")
    assert (first.status_code, first["Location"], again["Location"]) == (302, f"/targets/{target.pk}/", f"/targets/{target.pk}/")
    assert [point.by for point in target.facts().projects[0].plan] == ["3月底", "6月底", "9月底", "12月底"]


def test_a_second_target_of_a_name_is_refused_in_the_form(desk: Desk, client: Client) -> None:
    opened(desk)
    answer = client.post("/targets/new/", {"kind": "project", "name": "展会补贴", "unit": str(desk.section.pk)})

    assert answer.status_code == 422
    assert "已有名为「展会补贴」的目标" in answer.content.decode()
    assert "请填项目名称" in client.post("/targets/new/", {"kind": "project", "name": " ", "unit": str(desk.section.pk)}).content.decode()


def filed(desk: Desk, filing: Filing) -> queries.Filing:
    return actions.file(desk.department, filing, title="2022.docx", pack="standard", by=desk.officer, at=NOON)


def whole(*names: str) -> Filing:
    projects = tuple(replace(a_project(name).projects[0], no=no) for no, name in enumerate(names))
    return Filing(a_plan().department, projects, YEAR)


def test_a_checked_file_becomes_targets_all_at_once(desk: Desk, client: Client) -> None:
    filing = filed(desk, whole("展会补贴", "购车"))
    assert "2022.docx" in client.get("/targets/take/").content.decode()
    assert "购车" in client.get(f"/targets/take/{filing.pk}/").content.decode()
    form = {"table": ["0", "1", "2"], "unit-0": desk.department.pk, "unit-1": desk.section.pk, "unit-2": desk.section.pk, "key": KEY}

    client.post(f"/targets/take/{filing.pk}/", form)
    client.post(f"/targets/take/{filing.pk}/", form)

    assert list(Target.objects.order_by("position").values_list("name", "unit", "kind")) == [
        ("商务局整体绩效目标", desk.department.pk, "department"),
        ("展会补贴", desk.section.pk, "project"),
        ("购车", desk.section.pk, "project"),
    ]


def test_one_duplicate_name_keeps_the_whole_file_out(desk: Desk, client: Client) -> None:
    opened(desk, a_project("购车"))
    filing = filed(desk, whole("展会补贴", "购车"))

    answer = client.post(f"/targets/take/{filing.pk}/", {"table": ["1", "2"], "unit-1": desk.section.pk, "unit-2": desk.section.pk})

    assert answer.status_code == 409
    assert "已有名为「购车」的目标" in answer.content.decode()
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("filing", "sentence"),
    [
        (replace(whole("展会补贴"), year=2021), "这份文件是2021年度的，现在办的是2022年度"),
        (replace(whole("展会补贴"), department=Department("教育局")), "这份文件写的单位是「教育局」，不是商务局"),
        (Filing(None, (), YEAR), "没有读出部门整体目标"),
    ],
)
def test_a_file_of_another_year_or_unit_is_refused(desk: Desk, client: Client, filing: Filing, sentence: str) -> None:
    one = filed(desk, filing)

    assert sentence in client.get(f"/targets/take/{one.pk}/").content.decode()
    answer = client.post(f"/targets/take/{one.pk}/", {"table": ["0"], "unit-0": desk.section.pk})
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert Target.objects.count() == 0


def test_a_table_without_a_section_is_not_taken_in(desk: Desk, client: Client) -> None:
    filing = filed(desk, whole("展会补贴"))

    assert client.post(f"/targets/take/{filing.pk}/", {"table": ["1"], "unit-1": desk.neighbour.pk}).status_code == 409
    assert client.post(f"/targets/take/{filing.pk}/", {}).status_code == 409
    assert Target.objects.count() == 0


def test_last_years_approved_targets_are_copied_as_drafts(desk: Desk, client: Client) -> None:
    project = replace(
        a_project("2021年展会补贴").projects[0],
        annual_goal="2021年办好展会",
        indicators=(replace(a_project().projects[0].indicators[0], actual="6场"),),
    )
    last = opened(desk, Filing(None, (project,), 2021), year=2021)
    draft_only = opened(desk, a_project("未批复"), year=2021)
    approved(last, desk)

    assert "未批复" not in client.get("/targets/copy/").content.decode()
    client.post("/targets/copy/", {"target": [last.pk, draft_only.pk], "key": KEY})

    copied = Target.objects.get(year=YEAR)
    said = copied.facts().projects[0]
    assert (copied.name, copied.state, said.annual_goal, said.indicators[0].actual) == ("2022年展会补贴", "草稿", "2022年办好展会", None)


@pytest.mark.parametrize("path", ["", "cell/", "ties/", "versions/", "versions/1/", "difference/"])
def test_another_units_target_is_not_there(desk: Desk, path: str) -> None:
    target = opened(desk)
    approved(target, desk)

    assert desk.client(desk.stranger).get(f"/targets/{target.pk}/{path}").status_code == 404
    assert desk.client().get(f"/targets/{target.pk}/{path}").status_code == 200


def test_another_unit_writes_nothing(desk: Desk) -> None:
    target, stranger = opened(desk), desk.client(desk.stranger)
    filing = filed(desk, whole("购车"))

    assert stranger.post(f"/targets/{target.pk}/", fields(said(target, name="改"))).status_code == 404
    assert stranger.post(f"/targets/{target.pk}/merge/", {}).status_code == 404
    assert stranger.post(f"/targets/{target.pk}/drop/").status_code == 404
    assert stranger.get(f"/targets/take/{filing.pk}/").status_code == 404
    assert (Target.objects.get().name, Change.objects.count()) == ("展会补贴", 0)


def test_the_plain_form_saves_without_script(desk: Desk, client: Client) -> None:
    target = opened(desk)
    page = client.get(f"/targets/{target.pk}/").content.decode()
    assert 'name="rows-3-level3"' in page
    assert 'name="rows-6-level3"' in page  # three blank rows below
    body = fields(said(target, annual_goal="办好五场展会")) | {
        "rows-1-delete": "on",
        "rows-4-level2": "社会效益指标",
        "rows-4-level3": "媒体报道篇数",
    }

    answer = client.post(f"/targets/{target.pk}/", body)

    target.refresh_from_db()
    project = target.facts().projects[0]
    assert (answer.status_code, answer["Location"]) == (302, f"/targets/{target.pk}/")
    assert project.annual_goal == "办好五场展会"
    assert [row.name for row in project.indicators] == ["举办展会场次", "展会现场签约金额", "参展企业满意度", "媒体报道篇数"]
    assert Change.objects.get().reason == "修改目标表"


def test_what_is_wrong_stays_in_the_plain_form_with_its_sentence(desk: Desk, client: Client) -> None:
    target = opened(desk)

    answer = client.post(f"/targets/{target.pk}/", fields(said(target, amount="2.123456789", annual_goal="新写的目标")))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一元最多写两位小数" in page
    assert "新写的目标" in page
    assert Change.objects.count() == 0


def test_the_table_saves_by_itself_and_says_when(desk: Desk, client: Client) -> None:
    target = opened(desk)

    answer = posted(client, target, said(target, annual_goal="改过", auto=True))

    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    assert Change.objects.get().reason == "自动保存"
    assert posted(client, target, said(target, annual_goal="改过", version=2)).json()["version"] == 2  # nothing changed, no version more


@pytest.mark.parametrize(
    ("change", "at", "sentence"),
    [
        ({"amount": "1.0000001"}, "amount", "一元最多写两位小数"),
        ({"name": ""}, "name", "没有填"),
        ({"rows": [{"level2": "数量指标", "weight": "1.234"}]}, "rows.0.weight", "第1行·分值"),
        ({"version": "x"}, "", "没有说明改的是哪一版"),
    ],
)
def test_the_table_is_told_cell_by_cell_what_cannot_be_taken(
    desk: Desk, client: Client, change: dict[str, Any], at: str, sentence: str
) -> None:
    target = opened(desk)

    answer = posted(client, target, said(target, **change))

    problem = answer.json()["problems"][0]
    assert (answer.status_code, problem["at"]) == (422, at)
    assert sentence in problem["sentence"]
    assert Change.objects.count() == 0


def test_a_name_somebody_has_is_refused_in_the_table(desk: Desk, client: Client) -> None:
    target = opened(desk)
    opened(desk, a_project("购车"))

    answer = posted(client, target, said(target, name="购车"))

    assert answer.status_code == 422
    assert "已有名为「购车」的目标" in answer.json()["problems"][0]["sentence"]


@pytest.mark.parametrize("body", ["{", "[1]", "null", '{"version": 1, "rows": 5, "plan": "x", "funding": [3]}', "[" * 100_000])
def test_broken_bodies_are_a_sentence_and_write_nothing(desk: Desk, client: Client, body: str) -> None:
    target = opened(desk)

    answer = client.post(f"/targets/{target.pk}/", body, content_type="application/json")

    assert answer.status_code in {200, 422}
    assert target.facts().projects[0].name == "展会补贴"


def test_a_stale_save_gives_the_difference_and_loses_nothing(desk: Desk, client: Client) -> None:
    target = opened(desk)
    mine = said(target, annual_goal="我写的目标")
    other = desk.client(desk.other)
    theirs = said(target)
    theirs["rows"][0] |= {"value": "9"}
    posted(other, target, theirs)

    answer = posted(client, target, mine)

    assert answer.status_code == 409
    assert "我写的目标" in answer.json()["html"]
    assert "≥9场" in answer.json()["html"]
    assert target.facts().projects[0].annual_goal == "办好展会"
    form = client.post(f"/targets/{target.pk}/", fields(mine))
    page = form.content.decode()
    assert form.status_code == 409
    assert "tongshi某刚办过「修改目标表」" in page

    mine_kept = json.dumps(json.loads(html_value(page, "mine")))
    chosen = {"mine": mine_kept, "version": "2", "take:projects.0.annual_goal": "mine", "take:projects.0.indicators.0.value": "theirs"}
    assert client.post(f"/targets/{target.pk}/merge/", chosen).status_code == 302
    target = Target.objects.get(pk=target.pk)
    project = target.facts().projects[0]
    assert (project.annual_goal, project.indicators[0].value) == ("我写的目标", "≥9场")


def html_value(page: str, name: str) -> str:
    return unescape(page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0])


def test_the_same_thing_sent_twice_is_saved_once(desk: Desk, client: Client) -> None:
    target = opened(desk)
    body = fields(said(target, annual_goal="改过"))

    answers = [client.post(f"/targets/{target.pk}/", body).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Change.objects.count() == 1


def test_a_merge_on_an_old_version_asks_again(desk: Desk, client: Client) -> None:
    target = opened(desk)
    posted(client, target, said(target, annual_goal="新"))

    answer = client.post(f"/targets/{target.pk}/merge/", {"mine": json.dumps({"projects": [{"name": "展会补贴"}]}), "version": "1"})

    assert answer.status_code == 409
    assert client.post(f"/targets/{target.pk}/merge/", {"mine": "{", "version": "2"}).status_code == 409


@pytest.mark.parametrize("said", [{"department": {"name": "别的"}}, {"projects": []}])
def test_a_project_never_becomes_another_kind_of_table(desk: Desk, client: Client, said: dict[str, Any]) -> None:
    target = opened(desk)
    before = target.filing.current

    client.post(f"/targets/{target.pk}/merge/", {"mine": json.dumps({"year": YEAR, **said}), "version": "1"})
    with pytest.raises(Refused, match="不是「展会补贴」这张表"):
        actions.save_target(target, Filing(Department("别的"), (), YEAR), version=1, reason="改", by=desk.officer, at=NOON)

    assert Target.objects.get(pk=target.pk).filing.current == before


@pytest.mark.parametrize("version", ["", "abc", "9" * 40])
def test_a_form_that_names_no_version_is_refused_and_nothing_is_saved(desk: Desk, client: Client, version: str) -> None:
    target = opened(desk)

    answer = client.post(f"/targets/{target.pk}/", fields(said(target, annual_goal="新")) | {"version": version})

    assert answer.status_code == 409
    assert "没有说明改的是哪一版" in answer.content.decode()
    assert not Change.objects.exists()


@pytest.mark.parametrize("since", [date(1, 1, 1), date(2020, 12, 31), date(2024, 1, 1), date(9999, 12, 31)])
def test_an_approval_is_not_dated_far_from_its_year(desk: Desk, since: date) -> None:
    target = opened(desk)

    with pytest.raises(Refused, match=f"生效日期 {since.isoformat()} 与2022年度对不上"):
        approved(target, desk, since=since)

    assert not Version.objects.exists()


def test_a_locked_table_is_read_only_and_says_why_and_who_can_help(desk: Desk, client: Client) -> None:
    target = opened(desk)
    Target.objects.filter(pk=target.pk).update(state="财务审核")

    page = client.get(f"/targets/{target.pk}/").content.decode()
    answer = posted(client, target, said(target, annual_goal="改"))

    assert 'name="rows-0-level3"' not in page
    assert "正在财务审核，内容已锁定" in page
    assert "财务审核人可以退回" in page
    assert answer.status_code == 422
    assert client.post(f"/targets/{target.pk}/", fields(said(target))).status_code == 409


def test_who_may_only_look_gets_the_table_read_only(desk: Desk) -> None:
    target, auditor = opened(desk), desk.client(desk.auditor)

    page = auditor.get(f"/targets/{target.pk}/").content.decode()

    assert "您没有填报的岗位，只能看" in page
    assert auditor.post(f"/targets/{target.pk}/", fields(said(target, annual_goal="改"))).status_code == 403
    assert Change.objects.count() == 0


def test_a_cell_tells_its_course_and_its_earlier_years(desk: Desk, client: Client) -> None:
    last = opened(desk, a_project("2021年展会补贴"), year=2021)
    assert last.pk
    target = opened(desk, a_project("2022年展会补贴"))
    rows = said(target)["rows"]
    rows[0] |= {"value": "6"}
    posted(client, target, said(target, rows=rows))
    target.refresh_from_db()
    target.filing.refresh_from_db()
    moved = said(target)["rows"]
    posted(client, target, said(target, rows=[moved[1], moved[0], *moved[2:]]))

    page = client.get(f"/targets/{target.pk}/cell/?at=projects.0.indicators.1.value").content.decode()

    assert "≥5场" in page
    assert "≥6场" in page
    assert "<td>2021</td>" in page
    assert "还没有改过" in client.get(f"/targets/{target.pk}/cell/?at=projects.0.indicators.0.value").content.decode()
    assert client.get(f"/targets/{target.pk}/cell/?at=projects.0.indicators.99.x").status_code == 200


def test_a_draft_is_dropped_and_a_sent_one_is_not(desk: Desk, client: Client) -> None:
    target, sent = opened(desk), opened(desk, a_project("购车"))
    Target.objects.filter(pk=sent.pk).update(state="科室审核", round=1)

    assert client.post(f"/targets/{target.pk}/drop/").status_code == 302
    assert client.post(f"/targets/{sent.pk}/drop/").status_code == 409
    assert list(Target.objects.values_list("name", flat=True)) == ["购车"]


def test_versions_are_shown_as_they_were_and_compared(desk: Desk, client: Client) -> None:
    target = opened(desk)
    version = approved(target, desk)
    Target.objects.filter(pk=target.pk).update(state="调整中")
    posted(client, target, said(target, annual_goal="调整后的目标"))

    frozen = client.get(f"/targets/{target.pk}/versions/1/").content.decode()
    course = client.get(f"/targets/{target.pk}/versions/").content.decode()
    both = client.get(f"/targets/{target.pk}/difference/").content.decode()

    assert version.sha256 in frozen
    assert "调整后的目标" not in frozen
    assert "市财预〔2022〕1号" in course
    assert "调整后的目标" in course
    assert 'class="jx-old">办好展会</del>' in both
    assert 'class="jx-new">调整后的目标</ins>' in both
    assert client.get(f"/targets/{target.pk}/difference/?a=1&b=1").status_code == 200
    assert client.get(f"/targets/{target.pk}/difference/?a=7&b=now").status_code == 404
    assert client.get(f"/targets/{target.pk}/versions/2/").status_code == 404
    assert Step.objects.filter(target=target).exists()


def test_the_tables_of_a_day_are_those_in_force_then(desk: Desk, client: Client) -> None:
    target = opened(desk)
    approved(target, desk, since=date(2022, 2, 10))

    before = client.get("/targets/as-of/?date=2022-02-09").content.decode()
    after = client.get("/targets/as-of/?date=2022-02-10").content.decode()

    assert "这一天还没有批复" in before
    assert "市财预〔2022〕1号" in after
    assert client.get("/targets/as-of/?date=明天").status_code == 422


def test_the_plan_is_filled_and_its_loose_ends_are_shown(desk: Desk, client: Client) -> None:
    opened(desk)
    opened(desk, a_project("购车"))
    target = opened(desk, a_plan())

    page = client.get(f"/targets/{target.pk}/").content.decode()
    assert "没有对应项目的任务 1 项" in page
    assert "没有对应任务的项目 1 个" in page
    body = {
        "version": "1",
        "overall_goal": "稳住外贸",
        "sub_goals-0-name": "开放",
        "sub_goals-0-tasks-0-name": "车辆",
        "sub_goals-0-tasks-0-amount": "2",
        "sub_goals-0-tasks-0-projects": ["购车", "展会补贴"],
        "tags-0-words": "外贸",
        "tags-0-indicator": "进出口总值",
    }
    assert client.post(f"/targets/{target.pk}/", body).status_code == 302

    target = Target.objects.get(pk=target.pk)
    plan = target.facts().department
    assert plan
    assert (plan.sub_goals[0].tasks[0].projects, target.amount, plan.tags) == (
        ("购车", "展会补贴"),
        Money(2_000_000),
        (("外贸", "进出口总值"),),
    )
    ties = client.get(f"/targets/{target.pk}/ties/").content.decode()
    assert "每个项目都有任务" in ties
    assert "不等" in ties
    wrong = client.post(f"/targets/{target.pk}/", body | {"version": "2", "sub_goals-0-tasks-0-amount": "两万"})
    assert wrong.status_code == 422
    assert "第1项分项目标第1项任务·预算金额：「两万」不是金额" in wrong.content.decode()


def test_two_people_at_one_plan_are_told_apart(desk: Desk, client: Client) -> None:
    target = opened(desk, a_plan())
    posted(desk.client(desk.other), target, {"version": 1, "overall_goal": "他的目标"})

    answer = posted(client, target, {"version": 1, "safeguards": [{"name": "监督", "text": "管好"}]})

    assert answer.status_code == 409
    assert "他的目标" in answer.json()["html"]


@pytest.mark.parametrize("path", ["/targets/", "/targets/as-of/?date=2022-06-01"])
def test_a_list_asks_the_same_number_of_questions_however_long_it_is(desk: Desk, client: Client, path: str) -> None:
    opened(desk)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(8):
        opened(desk, a_project(f"项目{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few)


def test_a_target_is_handed_to_another_section_of_the_department_only(desk: Desk, client: Client) -> None:
    target = opened(desk)

    assert client.post(f"/targets/{target.pk}/hand-over/", {"unit": desk.neighbour.pk}).status_code == 409
    assert client.post(f"/targets/{target.pk}/hand-over/", {"unit": desk.department.pk}).status_code == 302

    target = Target.objects.get(pk=target.pk)
    assert (target.unit, target.filing.unit) == (desk.department, desk.department)


def test_saving_asks_few_questions_however_many_rows_there_are(desk: Desk, client: Client) -> None:
    target = opened(desk)
    client.get("/targets/")  # the session notes once a minute that somebody works
    with CaptureQueriesContext(connection) as few:
        posted(client, target, said(target, annual_goal="一"))
    many_rows = said(target)["rows"] * 20
    with CaptureQueriesContext(connection) as many:
        assert posted(client, target, said(target, version=2, rows=many_rows)).status_code == 200

    assert len(many) == len(few)
    assert len(few) <= 26


def test_where_nothing_may_be_opened_the_page_says_why(desk: Desk) -> None:
    auditor = desk.client(desk.auditor)

    assert "您没有这个岗位" in auditor.get("/targets/").content.decode()
    assert auditor.get("/targets/new/").status_code == 409
    assert auditor.post("/targets/copy/", {}).status_code == 409


def test_nothing_chosen_is_nothing_copied_or_taken_in(desk: Desk, client: Client) -> None:
    last = opened(desk, a_project("2021年展会补贴"), year=2021)

    assert client.post("/targets/copy/", {}).status_code == 409
    with pytest.raises(Refused, match="不是商务局2022年度批复过的目标"):
        actions.copy_forward(desk.department, [last], year=2023, by=desk.officer, at=NOON)
    with pytest.raises(Refused, match="不属于商务局"):
        actions.take_up(filed(desk, whole("展会补贴")), {1: desk.neighbour}, filer=desk.department, year=YEAR, by=desk.officer, at=NOON)
    assert Target.objects.count() == 1


@pytest.mark.parametrize("query", ["order=state", "order=-state", "section=x", "section=999999", "order=nonsense", "page=99"])
def test_any_address_of_the_list_is_answered(desk: Desk, client: Client, query: str) -> None:
    opened(desk)

    assert client.get(f"/targets/?{query}").status_code == 200


def test_a_row_that_was_not_there_before_has_its_own_course(desk: Desk, client: Client) -> None:
    target = opened(desk)
    rows = said(target)["rows"]
    posted(client, target, said(target, rows=[{"level2": "数量指标", "level3": "新的一行", "value": "≥3家"}, *rows]))

    page = client.get(f"/targets/{target.pk}/cell/?at=projects.0.indicators.0.value").content.decode()
    plan = opened(desk, a_plan())

    assert "新的一行" in page
    assert client.get(f"/targets/{plan.pk}/cell/?at=department.overall_goal").status_code == 200


def test_without_the_version_the_others_edit_would_be_lost(desk: Desk, client: Client) -> None:
    """Prove that the version is what keeps two edits apart: the same save under the present version wins silently."""
    target = opened(desk)
    mine = said(target, annual_goal="我写的目标")
    posted(desk.client(desk.other), target, said(target, annual_goal="对方写的目标"))

    assert posted(client, target, mine | {"version": 2}).status_code == 200
    assert Target.objects.get(pk=target.pk).facts().projects[0].annual_goal == "我写的目标"
