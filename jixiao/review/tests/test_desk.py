"""The review desk: who sees what, one form for all that is written, nothing typed is lost, as many questions for 2 targets as for 40."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, a_person, a_unit
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.review import actions, queries
from jixiao.review.models import Assessment, Remark
from jixiao.review.tests.season import YEAR, Season, a_season, a_target, facts_named, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.models import Step, Target, Version

pytestmark = pytest.mark.django_db
ROW = "projects.0.indicators.2"


@pytest.fixture
def season() -> Season:
    """Make a season whose year everybody may choose in the top bar."""
    made = a_season()
    for unit in (made.bureau, made.department, made.section):
        organisations.adopt(unit, YEAR, pack="standard", regime="R2015", by=CONSOLE, at=made.at())
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["year"] = YEAR
    session.save()
    return client


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def written(target: Target, move: str = "save", points: int | None = None, **more: Any) -> dict[str, str]:
    """Return what the desk sends: the machine's points, or so many for each line with a reason."""
    form = queries.machine_form(target)
    said = {"move": move, "version": str(target.filing.version), "state": target.state, "opinion": "", "key": "k" + move}
    for place, line in enumerate(form.lines):
        given = line.machine if points is None else line.points * points // 100
        said |= {f"given:{place}": str(given), f"note:{place}": "按实际评定" if given != line.machine else ""}
    return said | more


def at_fiscal(season: Season, name: str = "2022年度展会补贴经费") -> Target:
    return pass_up(season, a_target(season, name), "财政审核")


@pytest.mark.parametrize("who", ["head", "finance", "leader", "fiscal"])
def test_each_reviewer_comes_straight_to_what_waits_for_him(season: Season, who: str) -> None:
    stage = {"head": "科室审核", "finance": "财务审核", "leader": "部门审核", "fiscal": "财政审核"}[who]
    target = pass_up(season, a_target(season), stage)

    answer = signed_in(getattr(season, who)).get("/review/")

    assert answer["Location"] == f"/review/{target.pk}/"


def test_one_who_reviews_nothing_has_no_desk(season: Season) -> None:
    assert signed_in(season.officer).get("/review/").status_code == 404


def test_another_units_target_is_not_there(season: Season) -> None:
    target = pass_up(season, a_target(season), "部门审核")
    other = a_person(a_unit(season.bureau, "科技局", "302"), "waibu", Role.CHIEF)
    client = signed_in(other)

    assert client.get(f"/review/{target.pk}/").status_code == 404
    assert client.post(f"/review/{target.pk}/decide/", written(target)).status_code == 404
    for name in ("life", "findings", "assessments"):
        assert client.get(f"/targets/{target.pk}/{name}/").status_code == 404
    for name in ("pass_on", "check", "waive", "answer", "fix"):
        assert client.post(f"/targets/{target.pk}/{name}/").status_code == 404
    assert fresh(target).state == "部门审核"


def test_remarks_points_and_move_go_in_one_act(season: Season) -> None:
    target = at_fiscal(season)
    said = written(target, "send_back", 70, opinion="按意见修改") | {f"text:{ROW}": "请写明完成日期", f"grade:{ROW}": "差"}

    answer = signed_in(season.fiscal).post(f"/review/{target.pk}/decide/", said)

    assert answer.status_code == 302
    assert fresh(target).state == "被退回"
    remark, form = Remark.objects.get(target=target), Assessment.objects.filter(target=target, stage="财政审核").get()
    assert (remark.text, remark.grade, remark.where) == ("请写明完成日期", "差", "时效指标 · 展会举办完成日期")
    assert (form.grade, form.opinion) == ("中", "按意见修改")


def test_what_was_typed_stays_where_it_is_refused(season: Season) -> None:
    target = at_fiscal(season)
    said = written(target, "pass", 70, **{f"text:{ROW}": "这句话不能丢", "opinion": "这句也不能丢", "document": "财预〔2022〕9号"})
    said |= {"since": "2022-02-18", "budget": "20"}

    answer = signed_in(season.fiscal).post(f"/review/{target.pk}/decide/", said)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "审核表评定为「中」" in page
    assert all(words in page for words in ("这句话不能丢", "这句也不能丢", "财预〔2022〕9号", "按实际评定"))
    assert (fresh(target).state, Remark.objects.count()) == ("财政审核", 0)
    assert not Assessment.objects.filter(stage="财政审核").exists()


def test_points_by_hand_without_a_reason_are_refused(season: Season) -> None:
    target = at_fiscal(season)
    said = written(target, "save", 70) | {"note:0": ""}

    answer = signed_in(season.fiscal).post(f"/review/{target.pk}/decide/", said)

    assert answer.status_code == 409
    assert "请写明理由" in answer.content.decode()
    assert not Assessment.objects.filter(stage="财政审核").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"given:0": "11", "note:0": "多给"}, "应在 0 至 10 之间"),
        ({"given:0": "七"}, "得分要写整数"),
        ({"given:0": "-1"}, "得分要写整数"),
        ({"version": "99"}, "不是最新"),
        ({"version": ""}, "页面不完整"),
        ({"move": "fly"}, "页面不完整"),
        ({f"text:{ROW}": "长" * 1001}, "最多 1000 字"),
        ({"since": "昨天"}, "不是日期"),
        ({"budget": "二十"}, "不是金额"),
        ({"state": "部门审核"}, "已经办到「财政审核」"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_kept_is_said_in_a_sentence_and_nothing_is_kept(season: Season, said: dict[str, str], sentence: str) -> None:
    target = at_fiscal(season)

    answer = signed_in(season.fiscal).post(f"/review/{target.pk}/decide/", written(target) | {f"text:{ROW}": "一句话"} | said)

    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert (Remark.objects.count(), Assessment.objects.filter(stage="财政审核").count()) == (0, 0)


def test_a_form_sent_twice_has_one_effect(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    client, said = signed_in(season.head), written(target, "pass", key="twice")
    before = Event.objects.count()

    first = client.post(f"/review/{target.pk}/decide/", said)
    events = Event.objects.count()
    second = client.post(f"/review/{target.pk}/decide/", said)

    assert (first.status_code, second.status_code) == (302, 302)
    assert fresh(target).state == "财务审核"
    assert Step.objects.filter(target=target, move="pass_section").count() == 1
    assert Event.objects.count() == events > before


def test_going_back_to_a_page_loses_nothing_and_claims_nothing(season: Season) -> None:
    target = at_fiscal(season)
    client, address = signed_in(season.fiscal), f"/review/{target.pk}/decide/"

    for text in ("先写的", "退回网页后改的"):
        client.post(address, written(target, key="same") | {f"text:{ROW}": text})
    assert Remark.objects.get().text == "退回网页后改的"

    approved = written(target, "pass", key="same") | {"document": "财预〔2022〕1号", "since": "2022-03-01", "budget": target.amount.wan()}
    assert client.post(address, approved).status_code == 302
    assert client.post(address, written(target, "send_back", key="same")).status_code == 409
    assert fresh(target).state == "已批复"


def test_without_the_key_the_second_is_refused(season: Season) -> None:
    """The twin: the same form under another key is another act, which the stage no longer allows."""
    target = pass_up(season, a_target(season), "科室审核")
    client = signed_in(season.head)
    client.post(f"/review/{target.pk}/decide/", written(target, "pass", key="one"))

    assert client.post(f"/review/{target.pk}/decide/", written(target, "pass", key="two")).status_code == 403


def test_approval_from_the_desk_makes_a_version_and_goes_on_to_the_next(season: Season) -> None:
    one, two = at_fiscal(season, "2022年度甲项目展会补贴经费"), at_fiscal(season, "2022年度乙项目展会补贴经费")
    said = written(one, "pass", document="财预〔2022〕3号", since="2022-02-18", budget="20")

    answer = signed_in(season.fiscal).post(f"/review/{one.pk}/decide/", said)

    assert answer["Location"] == f"/review/{two.pk}/"
    assert Version.objects.get(target=one).document == "财预〔2022〕3号"


def test_the_last_decision_leads_to_the_desk_that_says_so(season: Season) -> None:
    target = at_fiscal(season)
    client = signed_in(season.fiscal)
    answer = client.post(f"/review/{target.pk}/decide/", written(target, "send_back", 70) | {f"text:{ROW}": "改"}, follow=True)

    assert answer.redirect_chain[0][0] == "/review/?at=end"
    assert "轮到您审核的都已办完" in answer.content.decode()


@pytest.mark.parametrize(("points", "move"), [(95, "pass"), (85, "pass"), (70, "send_back"), (40, "reject")])
def test_the_first_button_is_what_the_grade_calls_for_and_the_others_say_why_not(season: Season, points: int, move: str) -> None:
    target = at_fiscal(season)
    client = signed_in(season.fiscal)
    client.post(f"/review/{target.pk}/decide/", written(target, "save", points))

    page = shown(client, f"/review/{target.pk}/")

    acts = page[page.index("rv-buttons") :]
    first = re.search(r"jx-btn-first", acts)
    assert first
    assert f'data-move="{move}"' in acts[: first.start() + 200]
    grade = queries.assessment_of(fresh(target))
    assert grade
    for name, real in (("pass", "approve"), ("send_back", "send_back"), ("reject", "reject")):
        refusal = queries.refusal_to_move(fresh(target), real, by=season.fiscal, on=season.at().date())
        assert (name != move) == bool(refusal)
        if refusal:
            assert f'title="{html.escape(refusal)}"' in acts
            assert f"<span>{html.escape(refusal)}</span>" in acts


def test_last_years_version_stands_beside_this_years_row(season: Season) -> None:
    old = facts_named("2021年度展会补贴经费")
    rows = tuple(replace(row, value="≥4场", actual="6场") if row.no == 0 else row for row in old.projects[0].indicators)
    said = replace(old, year=YEAR - 1, projects=(replace(old.projects[0], indicators=rows),))
    last = targets.open_target(season.section, said, year=YEAR - 1, pack="standard", by=season.officer, at=season.at())
    pass_up(season, last, "已批复")
    page = shown(signed_in(season.fiscal), f"/review/{at_fiscal(season).pk}/")

    assert "≥4场" in page
    assert "6场" in page
    assert "上年批复 20.00 万元" in page


def test_the_previous_rounds_remarks_show_how_they_were_answered(season: Season) -> None:
    target = at_fiscal(season)
    signed_in(season.fiscal).post(f"/review/{target.pk}/decide/", written(target, "send_back", 70) | {f"text:{ROW}": "补上日期"})
    actions.answer(Remark.objects.get(), True, by=season.officer, at=season.at())
    pass_up(season, fresh(target), "财政审核")

    page = shown(signed_in(season.fiscal), f"/review/{target.pk}/")

    assert "补上日期" in page
    assert "已采纳" in page


def many(season: Season, count: int) -> list[Target]:
    """Put so many targets at the finance bureau: one properly, the others beside it."""
    first = at_fiscal(season, "2022年度展会补贴经费甲")
    made = [first]
    for number in range(1, count):
        one = a_target(season, f"2022年度展会补贴经费{number}")
        Target.objects.filter(pk=one.pk).update(state="财政审核", round=1)
        made.append(fresh(one))
    return made


def counted(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(client, path)
    return len(asked)


@pytest.mark.parametrize(
    "path", ["/review/{0}/", "/review/{0}/?show=all&grade=中&q=展会", "/review/batch/", "/targets/{0}/life/", "/review/whole/"]
)
def test_as_many_questions_for_forty_targets_as_for_two(season: Season, path: str) -> None:
    made = many(season, 2)
    client = signed_in(season.fiscal)
    few = counted(client, path.format(made[0].pk))
    for number in range(2, 40):
        one = a_target(season, f"2022年度展会补贴经费{number}")
        Target.objects.filter(pk=one.pk).update(state="财政审核", round=1)

    assert counted(client, path.format(made[0].pk)) == few
    assert few <= 60


def test_batch_asks_as_many_questions_for_many(season: Season) -> None:
    pass_up(season, a_target(season), "科室审核")
    client = signed_in(season.head)
    few = counted(client, "/review/batch/")
    for number in range(20):
        one = a_target(season, f"2022年度展会补贴经费{number}")
        Target.objects.filter(pk=one.pk).update(state="科室审核", round=1)

    assert counted(client, "/review/batch/") == few


def test_next_and_previous_follow_the_filing_order_and_the_filter(season: Season) -> None:
    made = many(season, 4)
    client = signed_in(season.fiscal)

    page = shown(client, f"/review/{made[1].pk}/")
    assert f'rel="prev" href="/review/{made[0].pk}/"' in page
    assert f'rel="next" href="/review/{made[2].pk}/"' in page
    filtered = shown(client, f"/review/{made[0].pk}/?q=费3")
    assert f'rel="next" href="/review/{made[3].pk}/?q=%E8%B4%B93"' in filtered


def test_saving_on_the_way_to_the_next_keeps_and_goes(season: Season) -> None:
    made = many(season, 3)
    client = signed_in(season.fiscal)

    answer = client.post(f"/review/{made[0].pk}/decide/", written(made[0], then="next") | {f"text:{ROW}": "改"})

    assert answer["Location"] == f"/review/{made[1].pk}/"
    assert Remark.objects.get().text == "改"


def test_a_remark_emptied_is_taken_back(season: Season) -> None:
    target = at_fiscal(season)
    client = signed_in(season.fiscal)
    client.post(f"/review/{target.pk}/decide/", written(target, key="a") | {f"text:{ROW}": "改"})
    client.post(f"/review/{target.pk}/decide/", written(target, key="b") | {f"text:{ROW}": ""})

    assert Remark.objects.count() == 0


def test_a_row_the_page_did_not_show_is_not_taken_back(season: Season) -> None:
    target = at_fiscal(season)
    client = signed_in(season.fiscal)
    client.post(f"/review/{target.pk}/decide/", written(target, key="a") | {f"text:{ROW}": "改"})
    client.post(f"/review/{target.pk}/decide/", written(target, key="b"))

    assert Remark.objects.count() == 1


def test_a_grade_without_words_asks_for_no_answer(season: Season) -> None:
    target = at_fiscal(season)
    rows = {f"text:{ROW}": "", f"grade:{ROW}": "良", "text:projects.0.indicators.0": "写明依据"}
    signed_in(season.fiscal).post(f"/review/{target.pk}/decide/", written(target, "send_back", 70, **rows))
    actions.answer(Remark.objects.get(text="写明依据"), True, by=season.officer, at=season.at())

    assert queries.refusal_to_move(fresh(target), "resubmit", by=season.officer, on=season.at().date()) is None


def test_the_same_form_kept_twice_is_one(season: Season) -> None:
    target = at_fiscal(season)
    client = signed_in(season.fiscal)
    for key in "ab":
        client.post(f"/review/{target.pk}/decide/", written(target, "save", 70, key=key))

    assert Assessment.objects.filter(target=target, stage="财政审核").count() == 1


def pair(season: Season, state: str) -> list[Target]:
    return [pass_up(season, a_target(season, f"2022年度展会补贴经费{name}"), state) for name in "甲乙"]


def test_several_pass_at_once(season: Season) -> None:
    made = pair(season, "科室审核")
    said: dict[str, Any] = {"target": [one.pk for one in made], "opinion": "同意", "key": "k"}

    assert signed_in(season.head).post("/review/batch/", said).status_code == 302
    assert {fresh(one).state for one in made} == {"财务审核"}


def test_where_one_may_not_pass_none_does_and_each_says_why(season: Season) -> None:
    made = pair(season, "科室审核")
    own = targets.open_target(season.section, facts_named("2022年度自填经费"), year=YEAR, pack="standard", by=season.head, at=season.at())
    Target.objects.filter(pk=own.pk).update(state="科室审核", round=1, author=season.officer)
    Step.objects.create(target=own, move="submit", source="草稿", state="科室审核", round=1, by=season.head, at=season.at())

    answer = signed_in(season.head).post("/review/batch/", {"target": [own.pk, *(one.pk for one in made)], "opinion": "同意"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "一项也没有办理" in page
    assert page.count("可以通过，这次没有办理") == 2
    assert "一个人不能办两个审核环节" in page
    assert {fresh(one).state for one in (*made, own)} == {"科室审核"}


@pytest.mark.parametrize("said", [{}, {"target": ["999999"]}, {"target": ["x"]}])
def test_nothing_ticked_or_nothing_known_is_refused(season: Season, said: dict[str, Any]) -> None:
    pair(season, "科室审核")
    assert signed_in(season.head).post("/review/batch/", said).status_code == 409


def test_a_whole_department_is_looked_at_together(season: Season) -> None:
    for name in "甲乙":
        a_target(season, f"2022年度展会补贴经费{name}")

    page = shown(signed_in(season.finance), f"/review/whole/?unit={season.section.pk}&year={YEAR}")

    assert "商务局 2022 年度整体核对" in page
    assert "2 张表" in page
    assert signed_in(season.finance).get(f"/review/whole/?unit={season.bureau.pk}").status_code == 404
    assert signed_in(season.finance).get("/review/whole/?year=9").status_code == 404


def test_the_form_on_paper_says_who_and_for_whom(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    one = Assessment.objects.filter(target=target).latest("pk")
    client = signed_in(season.finance)

    page = shown(client, f"/targets/{target.pk}/assessments/{one.pk}/")

    assert "项目支出绩效目标审核表" in page
    assert season.fiscal.name in page
    assert str(one.total) in shown(client, f"/targets/{target.pk}/assessments/")
    assert client.get(f"/targets/{target.pk}/assessments/999999/").status_code == 404
