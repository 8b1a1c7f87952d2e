"""The panels of a target's page: its life and moves, its findings and reasons, its remarks and answers, the check while typing."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from jixiao.accounts.tests.people import a_person, a_unit
from jixiao.audit.models import Event
from jixiao.kernel.roles import Role
from jixiao.review import actions, queries
from jixiao.review.models import Remark, Waiver
from jixiao.review.samples import indicator
from jixiao.review.tests.season import YEAR, Season, a_season, a_target, facts_named, fresh, pass_up
from jixiao.review.tests.test_desk import signed_in
from jixiao.targets import actions as targets
from jixiao.targets.facts import Filing
from jixiao.targets.models import Revision, Step, Target, Version
from jixiao.targets.sums import dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return a_season()


def faulty(season: Season) -> Target:
    """Open a target with a 阻断, an error and a certain fix among its findings."""
    said = facts_named()
    rows = (replace(indicator("时效指标", "按时间进度完成支付", "及时", None, weight="10"), no=0), *said.projects[0].indicators[1:])
    one = replace(said.projects[0], indicators=rows, table_title="另一个项目绩效目标表", annual_goal="举办展会5次,签约3000万元")
    return targets.open_target(
        season.section, Filing(projects=(one,), year=YEAR), year=YEAR, pack="standard", by=season.officer, at=season.at()
    )


def press(client: Client, target: Target, move: str, **said: Any) -> int:
    return client.post(f"/targets/{target.pk}/{move}/", said).status_code


def test_the_panel_is_a_fragment_for_htmx_and_a_page_without(season: Season) -> None:
    target, client = a_target(season), signed_in(season.officer)
    for name in ("life", "findings"):
        page = client.get(f"/targets/{target.pk}/{name}/").content.decode()
        part = client.get(f"/targets/{target.pk}/{name}/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" in page
        assert "<html" not in part
        assert len(part) < len(page)


def test_a_draft_is_sent_up_and_taken_back(season: Season) -> None:
    target, client = a_target(season), signed_in(season.officer)

    assert press(client, target, "submit", key="a") == 302
    assert fresh(target).state == "科室审核"
    assert press(client, target, "withdraw", key="b", reason="还要改") == 302
    assert fresh(target).state == "草稿"
    assert [step.opinion for step in Step.objects.filter(move="withdraw")] == ["还要改"]


def test_a_button_that_is_refused_says_the_sentence_the_act_would_raise(season: Season) -> None:
    target, client = faulty(season), signed_in(season.officer)
    sentence = queries.refusal_to_move(target, "submit", by=season.officer, on=season.at().date())
    assert sentence

    page = client.get(f"/targets/{target.pk}/life/").content.decode()
    answer = client.post(f"/targets/{target.pk}/submit/", {"key": "a"})

    assert f'aria-disabled="true" title="{html.escape(sentence)}"' in page
    assert html.escape(sentence) in page.replace(f'title="{html.escape(sentence)}"', "")
    assert answer.status_code == 409
    assert html.escape(sentence) in answer.content.decode()


def test_the_same_reason_is_said_once(season: Season) -> None:
    target = pass_up(season, a_target(season), "部门审核")

    page = signed_in(season.leader).get(f"/targets/{target.pk}/life/").content.decode()

    assert page.count("</b>还没有填审核表，请先评分定级") == 1
    assert page.count('title="还没有填审核表，请先评分定级"') == 3


def test_a_double_click_sends_up_once(season: Season) -> None:
    target, client = a_target(season), signed_in(season.officer)
    press(client, target, "submit", key="same")
    events = Event.objects.count()

    assert press(client, target, "submit", key="same") == 302
    assert Step.objects.filter(target=target, move="submit").count() == 1
    assert Event.objects.count() == events


def test_approval_with_the_wrong_amount_keeps_what_was_typed(season: Season) -> None:
    target, client = pass_up(season, a_target(season), "财政审核"), signed_in(season.fiscal)
    said = {"document": "财预〔2022〕8号", "since": "2022-02-18", "budget": "19", "opinion": "同意安排"}

    answer = client.post(f"/targets/{target.pk}/approve/", said)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "批复额度 19 万元与目标申请的 20 万元不一致" in page
    assert all(f'value="{word}"' in page for word in ("财预〔2022〕8号", "2022-02-18", "19"))
    assert "同意安排" in page
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "批复文号没有填"),
        ({"document": "x", "since": "x", "budget": "20"}, "不是日期"),
        ({"document": "x", "since": "2022-02-18", "budget": "20.123456789"}, "不是整分"),
        ({"document": "x" * 101, "since": "2022-02-18", "budget": "20"}, "最多 100 字"),
    ],
)
def test_an_approval_form_that_is_not_full_is_refused_in_its_own_words(season: Season, said: dict[str, str], sentence: str) -> None:
    target, client = pass_up(season, a_target(season), "财政审核"), signed_in(season.fiscal)

    answer = client.post(f"/targets/{target.pk}/approve/", said)

    assert answer.status_code == 409
    assert sentence in answer.content.decode()


def test_a_whole_adjustment_from_the_panel(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    officer, fiscal = signed_in(season.officer), signed_in(season.fiscal)

    assert press(officer, target, "request_adjust", cause="政策变化", basis="", reason="减少") == 409
    assert press(officer, target, "request_adjust", cause="政策变化", basis="商财〔2022〕7号", reason="减少") == 302
    assert Revision.objects.get().basis == "商财〔2022〕7号"
    one = fresh(target)
    said = one.facts()
    rows = tuple(replace(row, value="≥4场") if row.no == 0 else row for row in said.projects[0].indicators)
    said = replace(said, projects=(replace(said.projects[0], indicators=rows),))
    targets.save_target(one, said, version=one.filing.version, reason="改", by=season.officer, at=season.at())
    page = officer.get(f"/targets/{target.pk}/life/").content.decode()
    assert "改 1 格" in page
    assert "政策变化 · 商财〔2022〕7号" in page
    assert press(officer, target, "send_adjust") == 302
    assert press(fiscal, target, "return_adjust", opinion="") == 409
    assert press(fiscal, target, "return_adjust", opinion="补材料") == 302
    assert press(officer, target, "send_adjust") == 302
    assert press(fiscal, target, "approve_adjust", document="财预〔2022〕90号", since="2022-12-01") == 302
    assert [version.number for version in Version.objects.order_by("number")] == [1, 2]
    assert "V2 2022-12-01" in officer.get(f"/targets/{target.pk}/life/").content.decode()


def test_an_adjustment_may_be_called_off(season: Season) -> None:
    target, officer = pass_up(season, a_target(season), "已批复"), signed_in(season.officer)
    press(officer, target, "request_adjust", cause="政策变化", basis="商财〔2022〕7号", reason="减少")

    assert press(officer, target, "cancel_adjust", reason="不调了") == 302
    assert fresh(target).state == "已批复"


def test_the_other_moves_of_a_life(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")

    assert press(signed_in(season.finance), target, "publish") == 302
    assert press(signed_in(season.fiscal), target, "close_year") == 302
    assert fresh(target).state == "已冻结"
    page = signed_in(season.fiscal).get(f"/targets/{target.pk}/life/").content.decode()
    assert "aria-disabled" not in page


def test_pass_return_and_reject_from_the_panel(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    assert press(signed_in(season.head), target, "pass_on", opinion="同意") == 302
    assert press(signed_in(season.finance), target, "send_back", opinion="") == 409
    assert press(signed_in(season.finance), target, "send_back", opinion="请改") == 302
    assert fresh(target).state == "被退回"
    assert press(signed_in(season.leader), target, "reject", opinion="") == 409


def test_what_stands_in_the_way_is_on_the_red_strip_with_its_place(season: Season) -> None:
    page = signed_in(season.officer).get(f"/targets/{faulty(season).pk}/findings/").content.decode()

    assert "现在不能送审：" in page
    assert "第1行 时效指标 · 指标值" in page
    assert "跳到第一处" in page


def named(target: Target, code: str) -> str:
    return next(name for name, mark in queries.standing_of(target)[0].items() if mark.rule.code == code)


def test_a_reason_is_given_and_taken_back(season: Season) -> None:
    target, client = faulty(season), signed_in(season.officer)
    name = next(name for name, mark in queries.standing_of(target)[0].items() if mark.severity == 2)

    assert press(client, target, "waive", finding=name, reason="") == 409
    assert press(client, target, "waive", finding=name, reason="另有规定") == 302
    assert Waiver.objects.get().reason == "另有规定"
    assert "另有规定" in client.get(f"/targets/{target.pk}/findings/").content.decode()
    assert press(client, target, "unwaive", finding=name) == 302
    assert press(client, target, "unwaive", finding=name) == 409
    assert Waiver.objects.filter(withdrawn_at=None).count() == 0


def test_reasons_and_answers_are_closed_while_the_table_is_locked(season: Season) -> None:
    target, client = faulty(season), signed_in(season.officer)
    one, two = [name for name, mark in queries.standing_of(target)[0].items() if mark.severity < 4][:2]
    assert press(client, target, "waive", finding=one, reason="另有规定") == 302
    Target.objects.filter(pk=target.pk).update(state="科室审核")
    note = actions.remark(fresh(target), "projects.0.name", "项目名称", "写全称", by=season.head, at=season.at())

    for by in (season.officer, season.finance):
        assert press(signed_in(by), target, "waive", finding=two, reason="另有规定") == 409
        assert press(signed_in(by), target, "unwaive", finding=one, reason="") == 409
        assert press(signed_in(by), target, "answer", remark=note.pk, taken="yes") == 409

    assert Waiver.objects.filter(withdrawn_at=None).count() == 1
    assert Remark.objects.get().answer == ""


def test_a_block_is_not_waived_and_what_was_typed_stays(season: Season) -> None:
    target, client = faulty(season), signed_in(season.officer)
    block = next(name for name, mark in queries.standing_of(target)[0].items() if mark.severity == 4)

    answer = client.post(f"/targets/{target.pk}/waive/", {"finding": block, "reason": "想留着"})

    assert answer.status_code == 409
    assert "不改不能送审" in answer.content.decode()


def test_a_refused_reason_stays_beside_its_finding(season: Season) -> None:
    target, client = faulty(season), signed_in(season.officer)
    name = next(name for name, mark in queries.standing_of(target)[0].items() if mark.severity == 2)

    answer = client.post(f"/targets/{target.pk}/waive/", {"finding": name, "reason": "长" * 501})

    assert answer.status_code == 409
    assert "理由最多 500 字" in answer.content.decode()
    assert "长" * 501 in answer.content.decode()


def test_a_certain_fix_is_made_while_the_table_is_open_and_not_later(season: Season) -> None:
    target, client = faulty(season), signed_in(season.officer)
    name, mark = next((name, mark) for name, mark in queries.standing_of(target)[0].items() if mark.fix)

    assert press(client, target, "fix", finding=name, version=target.filing.version + 5) == 409
    assert press(client, target, "fix", finding=name, version=target.filing.version) == 302
    assert mark.key not in {one.key for one in queries.look_at(fresh(target)).values()}
    assert press(client, target, "fix", finding=name, version=fresh(target).filing.version) == 409
    Target.objects.filter(pk=target.pk).update(state="科室审核")
    page = client.get(f"/targets/{target.pk}/findings/").content.decode()
    assert f"/targets/{target.pk}/fix/" not in page
    assert f"/targets/{target.pk}/waive/" not in page


def returned(season: Season) -> tuple[Target, Remark]:
    target = pass_up(season, a_target(season), "科室审核")
    actions.remark(target, "projects.0.indicators.0", "数量指标 · 举办展会场次", "场次偏少", by=season.head, at=season.at())
    actions.send_back(fresh(target), "", by=season.head, at=season.at())
    return fresh(target), Remark.objects.get()


def test_a_remark_is_answered_by_the_filing_unit(season: Season) -> None:
    target, remark = returned(season)
    client = signed_in(season.officer)

    assert "场次偏少" in client.get(f"/targets/{target.pk}/findings/").content.decode()
    assert press(client, target, "answer", remark=remark.pk, taken="no", text="") == 409
    assert press(client, target, "answer", remark=remark.pk, taken="no", text="场地有限") == 302
    remark.refresh_from_db()
    assert (remark.answer, remark.answer_text) == ("未采纳", "场地有限")
    assert press(client, target, "submit", key="z") == 302


def test_a_remark_on_another_target_is_not_there(season: Season) -> None:
    _target, remark = returned(season)
    other = a_target(season, "2022年度另一项经费")

    assert press(signed_in(season.officer), other, "answer", remark=remark.pk, taken="yes") == 404


def checked(client: Client, target: Target, data: object) -> Any:
    return client.post(f"/targets/{target.pk}/check/", json.dumps(data), content_type="application/json")


def test_what_is_typed_is_checked_by_the_servers_rules_and_not_kept(season: Season) -> None:
    target, client = a_target(season), signed_in(season.officer)
    data = dump(faulty_facts())
    before = Event.objects.count(), target.filing.current

    answer = checked(client, target, data)

    said = answer.json()
    assert answer.status_code == 200
    assert {"IV-03"} <= {finding["rule"] for finding in said["findings"]}
    one = next(finding for finding in said["findings"] if finding["rule"] == "IV-03")
    assert (one["path"], one["where"]) == ("projects.0.indicators.0.value", "第1行 时效指标 · 指标值")
    assert said["strip"]
    assert "现在不能送审" in said["html"]
    assert sum(said["counts"].values()) == len(said["findings"])
    assert (Event.objects.count(), fresh(target).filing.current) == before


def faulty_facts() -> Filing:
    said = facts_named()
    rows = (replace(indicator("时效指标", "按时间进度完成支付", "及时", None), no=0), *said.projects[0].indicators[1:])
    return replace(said, projects=(replace(said.projects[0], indicators=rows, table_title="另一个项目绩效目标表"),))


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ([], 409),
        ({}, 409),
        ({"projects": []}, 409),
        ({"projects": "x"}, 409),
        ({"projects": [{"name": 5}]}, 409),
        ({"department": {}}, 409),
        ({"projects": [{}, {}]}, 409),
        ({"projects": [{"indicators": [{} for _ in range(501)]}]}, 409),
        ({"projects": [{"name": "长" * 300_000}]}, 413),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_table_is_not_checked(season: Season, data: object, status: int) -> None:
    target, client = a_target(season), signed_in(season.officer)

    answer = checked(client, target, data)

    assert answer.status_code == status
    assert answer.json()["refusal"]


def test_what_is_no_json_is_not_checked(season: Season) -> None:
    target, client = a_target(season), signed_in(season.officer)
    for body in ("{", "[" * 100_000):
        assert client.post(f"/targets/{target.pk}/check/", body, content_type="application/json").status_code == 400


def test_only_the_units_own_people_check_there(season: Season) -> None:
    target = a_target(season)
    assert checked(signed_in(season.fiscal), target, dump(facts_named())).status_code == 200
    stranger = a_person(a_unit(season.bureau, "科技局", "302"), "waibu", Role.PROJECT_OFFICER)
    assert checked(signed_in(stranger), target, dump(facts_named())).status_code == 404
