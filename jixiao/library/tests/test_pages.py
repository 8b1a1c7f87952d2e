"""The library's pages: find, look, suggest, ask, decide; what is wrong is a sentence and leaves no trace."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, a_person
from jixiao.audit.models import Event
from jixiao.kernel.roles import Role
from jixiao.library import actions, book, queries
from jixiao.library.forms import written
from jixiao.library.models import Item, Past, Proposal
from jixiao.library.renderings import HEADS, row, xlsx

from .people import Town, a_town, an_entry, kept, proposed

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def town() -> Town:
    return a_town()


def at(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def typed(**change: Any) -> dict[str, Any]:
    """Return the form as a browser sends it."""
    return {**written(an_entry()), "reason": "库里没有对应的指标", **change}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_shows_the_seed_and_keeps_its_filter_in_the_address(town: Town) -> None:
    answer = at(town.officer).get("/library/", {"q": "培训", "level2": "质量指标", "order": "name"})

    assert answer.status_code == 200
    assert "培训考试合格率" in text(answer)
    assert "培训班期数" not in text(answer)
    assert 'value="培训"' in text(answer)


def test_a_script_gets_the_list_alone(town: Town) -> None:
    answer = at(town.officer).get("/library/", {"q": "培训"}, headers=HTMX)

    assert "<html" not in text(answer)
    assert 'id="list"' in text(answer)


def test_nothing_found_says_what_to_do(town: Town) -> None:
    assert "申请入库" in text(at(town.officer).get("/library/", {"q": "龘龘"}))


@pytest.mark.parametrize(
    "address", ["?page=99", "?page=x", "?order=nonsense", "?regime=R1999", "?q=%00", "?level2=x&sector=x&owner=x&state=x"]
)
def test_a_crooked_address_is_no_fault(town: Town, address: str) -> None:
    assert at(town.officer).get(f"/library/{address}").status_code == 200


def test_the_list_asks_as_many_questions_for_many_indicators_as_for_few(town: Town) -> None:
    client = at(town.officer)
    kept(town, "早市改造个数")
    client.get("/library/")
    with CaptureQueriesContext(connection) as few:
        client.get("/library/")
    for number in "甲乙丙丁戊":
        kept(town, f"{number}类市场改造个数")
    client.get("/library/")

    with CaptureQueriesContext(connection) as many:
        client.get("/library/")

    assert len(many) == len(few)


def test_an_indicator_is_shown_whole_with_its_past_and_what_resembles_it(town: Town) -> None:
    actions.keep_past(town.commerce, [("参展企业家次", "商务活动", 2021, "≥45家次", "61家次")], "自评表", by=town.officer, at=NOON)

    page = text(at(town.officer).get("/library/ZH-02/"))

    for words in ("产出指标 / 数量指标", "61家次", "年度展会计划", "情况统计法", "参展企业到展率"):
        assert words in page
    assert "61家次" not in text(at(town.neighbour).get("/library/ZH-02/"))


def test_a_neighbours_indicator_is_not_there(town: Town) -> None:
    item = kept(town)
    client = at(town.neighbour)

    assert client.get(f"/library/{item.code}/").status_code == 404
    assert client.get(f"/library/{item.code}/retire/").status_code == 404
    assert client.post(f"/library/{item.code}/past/", {"year": 2021}).status_code == 404
    assert "早市改造个数" not in text(client.get("/library/", {"q": "早市"}))
    assert at(town.officer).get(f"/library/{item.code}/").status_code == 200


def test_the_workbook_holds_what_the_list_holds(town: Town) -> None:
    answer = at(town.officer).get("/library/export.xlsx", {"q": "培训", "level2": "质量指标"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0] == HEADS
    listed = queries.listed(town.officer, NOON.date(), town.commerce, queries.Filters(words="培训", level2="质量指标"))
    assert [line[1] for line in lines[1:]] == [one.entry.name for one in listed.rows]


def test_the_same_list_gives_the_same_bytes_and_no_text_becomes_a_formula() -> None:
    rows = [(an_entry("=HYPERLINK(1)"), "本单位", "在库", 0)]

    assert xlsx(rows) == xlsx(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(rows))).active
    assert sheet is not None
    assert sheet["B2"].data_type == "s"


def test_while_typing_a_fragment_comes_that_can_fill_a_row(town: Town) -> None:
    page = text(at(town.officer).get("/library/suggest/", {"q": "培训", "project": "外贸发展", "level2": "数量指标", "regime": "R2015"}))

    assert "<html" not in page
    for words in (
        'data-level3="外贸业务培训人次"',
        'data-level2="数量指标"',
        'data-unit="人次"',
        'data-operator="≥"',
        "data-basis=",
        "data-formula=",
    ):
        assert words in page
    assert page.count('role="option"') <= 8


def test_a_table_gets_the_same_as_json(town: Town) -> None:
    answer = at(town.officer).get("/library/suggest/", {"q": "培训", "project": "外贸发展"}, headers={"accept": "application/json"})

    assert answer["Content-Type"] == "application/json"
    first = answer.json()["rows"][0]
    assert first == row(book.by_name()["外贸业务培训人次"], "R2015")
    assert "Accept" in answer["Vary"]


def test_nothing_near_is_said_in_words_and_what_is_typed_is_never_markup(town: Town) -> None:
    page = text(at(town.officer).get("/library/suggest/", {"q": "<b>龘</b>"}))

    assert "没有与「&lt;b&gt;龘&lt;/b&gt;」相近的指标" in page


def test_a_satisfaction_tells_its_row_whom_to_ask() -> None:
    assert "调查对象：当年由本部门组织参展的企业" in row(book.by_name()["参展企业满意度"], "R2015")["explanation"]
    assert row(book.by_name()["资金分配异议件数"], "R2015")["level1"] == ""


def test_an_indicator_is_proposed_and_shown_as_asked(town: Town) -> None:
    answer = at(town.officer).post("/library/propose/", typed(), follow=True)

    item = Item.objects.get()
    assert answer.redirect_chain == [(f"/library/{item.code}/", 302)]
    assert (item.unit, item.state, item.entry.formula, item.entry.bases) == (town.commerce, "申请", None, an_entry().bases)
    assert "撤回申请入库" in text(answer)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "早市改造3个"}, "数字"),
        ({"name": ""}, "请填指标名称"),
        ({"place": "nowhere"}, "不在可选的范围内"),
        ({"name": "早市改造率", "unit": "%"}, "分子和分母"),
        ({"bases": "年度计划"}, "依据类别"),
        ({"bases": ""}, "请填指标值确定依据"),
        ({"sectors": ["farming"]}, "适用行业请从列表里选"),
        ({"reason": ""}, "请填申请理由"),
        ({"explanation": "长" * 501}, "不超过 500"),
        ({"bases": "计划标准：" + "长" * 501}, "写得不对或太长"),
        ({"name": "参展企业家次"}, "已有"),
    ],
)
def test_what_is_wrong_with_a_proposal_stands_on_the_form_and_nothing_is_kept(town: Town, change: dict[str, Any], told: str) -> None:
    answer = at(town.officer).post("/library/propose/", typed(**change))

    assert answer.status_code == 422
    assert told in text(answer)
    assert not Item.objects.exists()


def test_a_qualitative_and_a_lasting_indicator_can_be_typed(town: Town) -> None:
    words = {
        "name": "早市管理规范性",
        "operator": "定性",
        "unit": "",
        "grading": "优：好\n良：较好\n中：一般\n差：差",
        "place": "output.quality",
    }
    lasting = {
        "name": "早市持续经营年限",
        "unit": "年",
        "place": "benefit.sustainable",
        "heir": "benefit.ecological",
        "words": "早市、夜市 早市",
    }
    for said in (words, lasting):
        assert at(town.officer).post("/library/propose/", typed(**said)).status_code == 302

    entry = Item.objects.get(name="早市持续经营年限").entry
    assert (entry.at("R2021"), entry.words) == (("效益指标", "生态效益指标"), ("早市", "夜市"))
    assert len(Item.objects.get(name="早市管理规范性").entry.grading) == 4


def test_the_form_starts_from_another_indicator(town: Town) -> None:
    page = text(at(town.officer).get("/library/propose/", {"from": "ZH-02"}))

    assert 'value="参展企业家次"' in page
    assert at(town.officer).get("/library/propose/", {"from": "nothing"}).status_code == 200


def test_who_may_not_propose_reads_why(town: Town) -> None:
    client = at(a_person(town.commerce, "shenji", Role.AUDITOR))

    assert "没有申请入库的岗位" in text(client.get("/library/propose/"))
    assert client.post("/library/propose/", typed()).status_code == 403
    assert not Item.objects.exists()


def test_a_refused_one_is_mended_and_sent_again(town: Town) -> None:
    item = proposed(town)
    actions.decide(item.proposals.get(), "不同意", "名称不准", by=town.keeper, at=NOON)
    client = at(town.officer)
    assert "早市改造个数" in text(client.get(f"/library/{item.code}/again/"))
    assert "再次申请入库" in text(client.get(f"/library/{item.code}/"))

    client.post(f"/library/{item.code}/again/", typed(name="早市新建个数"))

    item.refresh_from_db()
    assert (item.name, item.state) == ("早市新建个数", "申请")
    assert client.post(f"/library/{item.code}/again/", typed(name="")).status_code == 422


def test_retiring_wants_a_reason_and_waits_for_the_keeper(town: Town) -> None:
    item = kept(town)
    client = at(town.officer)
    assert client.post(f"/library/{item.code}/retire/", {"reason": ""}).status_code == 422

    client.post(f"/library/{item.code}/retire/", {"reason": "任务已完成"})

    item.refresh_from_db()
    assert item.state == "拟停用"
    assert "现在是「拟停用」" in text(client.get(f"/library/{item.code}/retire/"))
    assert client.post(f"/library/{item.code}/retire/", {"reason": "任务已完成"}).status_code == 409


def test_the_keeper_sees_the_oldest_decides_and_comes_to_the_next(town: Town) -> None:
    first, second = proposed(town, "早市改造个数"), proposed(town, "夜市改造个数")
    client = at(town.keeper)
    page = text(client.get("/library/requests/"))
    assert page.index("早市改造个数") < page.index("夜市改造个数")
    assert f"?at={second.proposals.get().pk}" in page

    answer = client.post(f"/library/requests/{first.proposals.get().pk}/decide/", {"outcome": "同意"})

    assert answer["Location"] == f"/library/requests/?at={second.proposals.get().pk}"
    first.refresh_from_db()
    assert first.state == "在库"
    assert client.post(f"/library/requests/{second.proposals.get().pk}/decide/", {"outcome": "不同意"}).status_code == 409
    assert client.post(f"/library/requests/{second.proposals.get().pk}/decide/", {"outcome": "也许"}).status_code == 409
    done = client.post(f"/library/requests/{second.proposals.get().pk}/decide/", {"outcome": "不同意", "opinion": "重复"})
    assert done["Location"] == "/library/requests/"
    assert "没有待办的申请" in text(client.get("/library/requests/"))


def test_on_ones_own_request_the_buttons_say_why_not(town: Town) -> None:
    item = proposed(town, by=town.keeper, unit=town.bureau)
    client = at(town.keeper)

    assert "须由其他人办理" in text(client.get("/library/requests/"))
    assert client.post(f"/library/requests/{item.proposals.get().pk}/decide/", {"outcome": "同意"}).status_code == 409


def test_who_keeps_no_library_has_no_queue_and_cannot_decide(town: Town) -> None:
    proposal = proposed(town).proposals.get()
    client = at(town.officer)

    assert "没有管理指标库的岗位" in text(client.get("/library/requests/"))
    assert client.post(f"/library/requests/{proposal.pk}/decide/", {"outcome": "同意"}).status_code == 404
    assert Proposal.objects.get().outcome == ""


def test_a_request_is_withdrawn_from_its_page(town: Town) -> None:
    item = proposed(town)

    at(town.officer).post(f"/library/requests/{item.proposals.get().pk}/withdraw/")

    item.refresh_from_db()
    assert item.state == "未入库"
    assert Event.objects.order_by("-seq")[0].action == "library.withdraw"


def test_a_year_is_kept_from_the_page_and_a_wrong_one_is_a_sentence(town: Town) -> None:
    client = at(town.officer)
    said = {"year": "2021", "target": "≥45家次", "actual": "61家次", "source": "自评表", "project": ""}
    assert client.post("/library/ZH-02/past/", said).status_code == 302
    assert "61家次" in text(client.get("/library/ZH-02/"))

    for change, told in (
        ({"year": "前年"}, "年度请写成"),
        ({"year": "1999"}, "预算年度"),
        ({"source": ""}, "来源"),
        ({"target": "", "actual": ""}, "至少"),
    ):
        answer = client.post("/library/ZH-02/past/", {**said, **change})
        assert answer.status_code == 409
        assert told in text(answer)
    assert Past.objects.count() == 1
