"""The life of a target: every move by whom it belongs to, every guard, every forbidden move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from jixiao.accounts.tests.people import a_person, a_unit
from jixiao.audit.actions import Denied
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review import actions, queries
from jixiao.review.models import Waiver
from jixiao.review.tests.season import YEAR, Season, a_season, a_target, answer_errors, assess, facts_named, form_of, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets import states
from jixiao.targets.models import Filing, Step, Target, Version
from jixiao.targets.queries import version_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return a_season()


def edited(target: Target, value: str = "≥9场") -> None:
    """Change one value of a target, properly."""
    said = target.facts()
    one = said.projects[0]
    rows = (replace(one.indicators[0], value=value), *one.indicators[1:])
    said = replace(said, projects=(replace(one, indicators=rows),))
    targets.save_target(target, said, version=target.filing.version, reason="改指标值", by=target.author, at=target.since)


def test_a_target_goes_all_the_way_to_approval(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    version = Version.objects.get(target=target)
    assert (target.edition, version.number, version.fen, version.facts_text) == (1, 1, target.fen, target.filing.current)
    assert [step.state for step in Step.objects.filter(target=target)] == ["草稿", "科室审核", "财务审核", "部门审核", "财政审核", "已批复"]


def test_a_return_with_remarks_is_answered_and_sent_up_again(season: Season) -> None:
    target = pass_up(season, a_target(season), "财务审核")
    remark = actions.remark(target, "projects.0.indicators.0.value", "数量指标", "写明场次", by=season.finance, at=season.at())
    actions.send_back(fresh(target), by=season.finance, at=season.at())
    with pytest.raises(Refused, match="还有 1 条审核意见没有答复"):
        actions.submit(fresh(target), by=season.officer, at=season.at())
    with pytest.raises(Refused, match="请说明理由"):
        actions.answer(remark, False, by=season.officer, at=season.at())
    actions.answer(remark, True, by=season.officer, at=season.at())
    actions.submit(fresh(target), by=season.officer, at=season.at())
    assert (fresh(target).state, fresh(target).round) == ("科室审核", 2)


def test_a_return_without_a_word_is_refused(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    with pytest.raises(Refused, match="退回要写明意见"):
        actions.send_back(target, by=season.head, at=season.at())


def test_a_block_stands_in_the_way_of_sending_up(season: Season) -> None:
    target = targets.open_target(
        season.section,
        replace(facts_named(), projects=(replace(facts_named().projects[0], indicators=()),)),
        year=YEAR,
        pack="standard",
        by=season.officer,
        at=season.at(),
    )
    with pytest.raises(Refused, match="阻断问题没有改"):
        actions.submit(target, by=season.officer, at=season.at())
    assert queries.refusal_to_move(target, "submit", by=season.officer, on=season.at().date())


def test_finance_passes_only_when_errors_are_mended_or_answered(season: Season) -> None:
    target = a_target(season)
    edited(target, "若干场")
    actions.submit(fresh(target), by=season.officer, at=season.at())
    actions.pass_on(fresh(target), by=season.head, at=season.at())
    with pytest.raises(Refused, match="条错误没有改、也没有说明理由"):
        actions.pass_on(fresh(target), by=season.finance, at=season.at())
    with pytest.raises(Refused, match="内容已锁定"):  # nor may finance give the reason itself and pass
        actions.waive(fresh(target).filing, next(iter(queries.standing_of(fresh(target))[0])), "按实际", by=season.finance, at=season.at())
    actions.send_back(fresh(target), "请改正或说明", by=season.finance, at=season.at())
    answer_errors(season, target)
    assert pass_up(season, target, "部门审核").state == "部门审核"


def test_the_author_does_not_review_his_own(season: Season) -> None:
    both = a_person(season.section, "liangzhi", Role.PROJECT_OFFICER, Role.SECTION_HEAD)
    target = targets.open_target(season.section, facts_named(), year=YEAR, pack="standard", by=both, at=season.at())
    actions.submit(target, by=both, at=season.at())
    with pytest.raises(Refused, match="这件事您已经手"):
        actions.pass_on(fresh(target), by=both, at=season.at())


def test_one_person_takes_one_step_of_a_round(season: Season) -> None:
    double = a_person(season.department, "shuangzhi", Role.FINANCE_HEAD, Role.CHIEF)
    target = pass_up(season, a_target(season), "财务审核")
    actions.pass_on(target, by=double, at=season.at())
    with pytest.raises(Refused, match="一个人不能办两个审核环节"):
        actions.pass_on(fresh(target), by=double, at=season.at())


@pytest.mark.parametrize(("grade", "allowed"), [("优", "pass"), ("良", "pass"), ("中", "send_back"), ("差", "reject")])
def test_the_grade_decides_what_may_be_done(season: Season, grade: str, allowed: str) -> None:
    acts: dict[str, Callable[[Target], object]] = {
        "pass": lambda target: actions.pass_on(target, by=season.leader, at=season.at()),
        "send_back": lambda target: actions.send_back(target, "请修改", by=season.leader, at=season.at()),
        "reject": lambda target: actions.reject(target, "不宜安排", by=season.leader, at=season.at()),
    }
    target = pass_up(season, a_target(season), "部门审核")
    for act in acts.values():
        with pytest.raises(Refused, match="还没有填审核表"):
            act(fresh(target))
    assess(season, target, grade)
    for name in [name for name in acts if name != allowed]:
        with pytest.raises(Refused, match="评"):
            acts[name](fresh(target))
    acts[allowed](fresh(target))


def test_a_point_changed_by_hand_needs_its_reason(season: Season) -> None:
    target = pass_up(season, a_target(season), "部门审核")
    form = form_of(target, "中")
    bare = replace(form, lines=tuple(replace(line, note="") for line in form.lines))
    with pytest.raises(Refused, match="请写明理由"):
        actions.assess(target, bare, version=target.filing.version, by=season.leader, at=season.at())


def test_target_and_budget_are_approved_together(season: Season) -> None:
    target = pass_up(season, a_target(season), "财政审核")
    assess(season, target)
    with pytest.raises(Refused, match="不一致"):
        actions.approve(fresh(target), "财预〔2022〕1号", budget=Money(1), since=season.at().date(), by=season.fiscal, at=season.at())
    with pytest.raises(Refused, match="批复文号没有填"):
        actions.approve(fresh(target), " ", budget=target.amount, since=season.at().date(), by=season.fiscal, at=season.at())
    assert (fresh(target).state, Version.objects.count()) == ("财政审核", 0)


def test_an_adjustment_makes_the_next_version_and_keeps_the_old(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    before = Version.objects.get(target=target)
    actions.request_adjust(fresh(target), cause="政策变化", basis="商财〔2022〕7号", reason="展会取消", by=season.officer, at=season.at())
    with pytest.raises(Refused, match="没有改动"):
        actions.send_adjust(fresh(target), by=season.officer, at=season.at())
    edited(fresh(target))
    actions.send_adjust(fresh(target), by=season.officer, at=season.at())
    after = actions.approve_adjust(fresh(target), "财预〔2022〕9号", since=season.at(480).date(), by=season.fiscal, at=season.at(480))
    assert (fresh(target).edition, after.number, after.cause) == (2, 2, "政策变化")
    assert Version.objects.get(pk=before.pk).facts_text == before.facts_text != after.facts_text
    assert version_on(target, season.at().date()) == before
    assert version_on(target, season.at(480).date()) == after


def test_an_adjustment_called_off_leaves_the_approved_version(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    approved = fresh(target).filing.current
    actions.request_adjust(fresh(target), cause="突发事件", basis="商财〔2022〕7号", reason="试改", by=season.officer, at=season.at())
    edited(fresh(target))
    assert fresh(target).filing.current != approved
    actions.cancel_adjust(fresh(target), by=season.officer, at=season.at())
    assert (fresh(target).state, fresh(target).filing.current, fresh(target).edition) == ("已批复", approved, 1)


def test_what_is_under_review_is_locked(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    with pytest.raises(Refused, match="正在科室审核，内容已锁定"):
        edited(fresh(target))
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Filing.objects.filter(pk=target.filing_id).update(current="{}")


def test_the_lock_is_what_holds(season: Season) -> None:
    """The twin: without the trigger the same update goes through, so the test above can fail."""
    target = pass_up(season, a_target(season), "科室审核")
    on = " ON targets_filing" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER filing_locked{on}")
    assert Filing.objects.filter(pk=target.filing_id).update(current="{}") == 1


def test_a_version_is_never_touched_by_any_path(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    for statement in (
        "UPDATE targets_version SET document = 'x'",
        "UPDATE targets_version SET facts_text = '{}'",
        "DELETE FROM targets_version",
        "UPDATE targets_step SET opinion = 'x'",
        "DELETE FROM targets_step",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Version.objects.get(target=target).document == "财预〔2022〕1号"


FORBIDDEN = [(state, move.name) for state in states.LIFE.states for move in states.LIFE.moves if state not in move.sources]


@pytest.mark.parametrize(("state", "move"), FORBIDDEN, ids=lambda word: word)
def test_a_move_that_is_not_open_is_refused(season: Season, state: str, move: str) -> None:
    target = a_target(season)
    Target.objects.filter(pk=target.pk).update(state=state, edition=1)
    with pytest.raises(Refused, match=f"现在是「{state}」"):
        targets.move(fresh(target), move, by=season.officer, at=season.at())
    assert fresh(target).state == state


def test_a_stranger_to_the_stage_is_denied(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    for act in (actions.pass_on, actions.send_back):
        with pytest.raises(Denied):
            act(fresh(target), "同意", by=season.officer, at=season.at())
    outsider = a_person(a_unit(season.bureau, "科技局", "302"), "waibu", Role.SECTION_HEAD)
    with pytest.raises(Denied):
        actions.pass_on(fresh(target), "同意", by=outsider, at=season.at())


def test_an_approved_target_is_published_and_frozen_when_its_year_is_over(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    actions.publish(target, by=season.finance, at=season.at())
    assert fresh(target).state == "已公开"
    with pytest.raises(Refused, match="2022年度还没有结束"):
        actions.close_year(fresh(target), by=season.fiscal, at=season.at())
    actions.close_year(fresh(target), by=season.fiscal, at=season.at(24 * 305))
    assert fresh(target).state == "已冻结"
    with pytest.raises(Refused, match="已冻结"):
        edited(fresh(target))


def test_personal_data_keeps_a_target_from_being_published(season: Season) -> None:
    said = facts_named()
    said = replace(said, projects=(replace(said.projects[0], phone="0314-0000000"),))
    target = targets.open_target(season.section, said, year=YEAR, pack="standard", by=season.officer, at=season.at())
    pass_up(season, target, "已批复")
    Waiver.objects.filter(rule__startswith="PD").update(withdrawn_by=season.officer, withdrawn_at=season.at())
    with pytest.raises(Refused, match="个人信息"):
        actions.publish(fresh(target), by=season.finance, at=season.at())


def test_an_adjustment_may_be_returned_with_its_reason(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    actions.request_adjust(fresh(target), cause="政策变化", basis="商财〔2022〕7号", reason="展会取消", by=season.officer, at=season.at())
    edited(fresh(target))
    actions.send_adjust(fresh(target), by=season.officer, at=season.at())
    with pytest.raises(Refused, match="调整审核"):
        edited(fresh(target))
    with pytest.raises(Refused, match="写明意见"):
        actions.return_adjust(fresh(target), " ", by=season.fiscal, at=season.at())
    actions.return_adjust(fresh(target), "请补依据", by=season.fiscal, at=season.at())
    assert fresh(target).state == "调整中"


def test_a_target_is_taken_back_until_it_reaches_the_bureau(season: Season) -> None:
    for stage in ("科室审核", "财务审核", "部门审核"):
        target = pass_up(season, a_target(season, stage), stage)
        assert actions.withdraw_target(target, by=season.officer, at=season.at()).state == "草稿"
    target = pass_up(season, a_target(season, "到财政"), "财政审核")
    with pytest.raises(Refused, match="现在是「财政审核」，不能撤回"):
        actions.withdraw_target(target, by=season.officer, at=season.at())


def test_every_state_is_reached_by_the_moves_above() -> None:
    reached = {"草稿", *(move.target for move in states.LIFE.moves)}
    assert reached == set(states.LIFE.states)


@pytest.mark.parametrize("field", ["cause", "basis", "reason"])
def test_an_adjustment_needs_its_cause_its_paper_and_its_reason(season: Season, field: str) -> None:
    target = pass_up(season, a_target(season), "已批复")
    said = {"cause": "政策变化", "basis": "商财〔2022〕7号", "reason": "展会取消"} | {field: ""}
    with pytest.raises(Refused):
        actions.request_adjust(fresh(target), **said, by=season.officer, at=season.at())
    assert fresh(target).state == "已批复"
