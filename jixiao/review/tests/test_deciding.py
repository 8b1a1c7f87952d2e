"""What the acts of the review refuse, one by one, and the desk's act in every direction it can go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.review import actions, queries
from jixiao.review.facts import Decision, Note
from jixiao.review.models import Assessment, Remark, Waiver
from jixiao.review.tests.season import Season, a_season, a_target, answer_errors, form_of, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.models import Target, Version

pytestmark = pytest.mark.django_db
ROW = "projects.0.indicators.0"


@pytest.fixture
def season() -> Season:
    return a_season()


def decision(target: Target, move: str = "save", **more: object) -> Decision:
    form = queries.machine_form(target)
    said = Decision(move, target.filing.version, scores=tuple((line.machine, "") for line in form.lines))
    return replace(said, **more)  # type: ignore[arg-type] # the tests say which


def scored(target: Target, share: int) -> tuple[tuple[int, str], ...]:
    return tuple((line.points * share // 100, "按实际评定") for line in queries.machine_form(target).lines)


def test_a_reason_for_a_finding_that_is_gone_is_refused(season: Season) -> None:
    with pytest.raises(Refused, match="已经不在了"):
        actions.waive(a_target(season).filing, "IV-01@nowhere", "理由", by=season.officer, at=season.at())


def test_a_fix_that_is_none_is_refused(season: Season) -> None:
    filing = a_target(season).filing
    name = next(iter(queries.look(filing)[1]))
    for finding in ("IV-01@nowhere", name):
        with pytest.raises(Refused, match="没有现成的改法"):
            actions.fix(filing, finding, version=filing.version, by=season.officer, at=season.at())


def test_forgetting_a_filing_forgets_its_reasons(season: Season) -> None:
    target = a_target(season)
    answer_errors(season, target)
    assert Waiver.objects.exists()
    actions.forget(target.filing, by=season.officer, at=season.at())
    assert not Waiver.objects.exists()


def test_a_remark_wants_a_stage_and_words(season: Season) -> None:
    draft = a_target(season)
    with pytest.raises(Refused, match="不在审核环节"):
        actions.remark(draft, ROW, "第1行", "改", by=season.fiscal, at=season.at())
    target = pass_up(season, draft, "科室审核")
    with pytest.raises(Refused, match="意见没有写"):
        actions.remark(target, ROW, "第1行", " ", by=season.head, at=season.at())


def test_only_ones_own_remark_of_this_stage_is_taken_back(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    one = actions.remark(target, ROW, "第1行", "改", by=season.head, at=season.at())
    with pytest.raises(Refused, match="只能撤回自己"):
        actions.withdraw_remark(one, by=season.officer, at=season.at())
    actions.pass_on(fresh(target), by=season.head, at=season.at())
    with pytest.raises(Refused, match="只能撤回自己"):
        actions.withdraw_remark(one, by=season.head, at=season.at())


def test_a_form_is_filled_only_where_it_decides(season: Season) -> None:
    target = pass_up(season, a_target(season), "科室审核")
    with pytest.raises(Refused, match="部门审核或财政审核时才填审核表"):
        actions.assess(target, form_of(target), version=target.filing.version, by=season.head, at=season.at())


def test_what_is_not_under_review_is_not_passed(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    with pytest.raises(Refused, match="现在是「已批复」"):
        actions.pass_on(target, by=season.fiscal, at=season.at())


def test_a_stale_decision_is_refused_whole(season: Season) -> None:
    target = pass_up(season, a_target(season), "财政审核")
    said = decision(target, version=target.filing.version - 1, notes=(Note(ROW, "第1行", text="改"),))
    with pytest.raises(Refused, match="不是最新"):
        actions.decide(target, said, by=season.fiscal, at=season.at())
    assert not Remark.objects.exists()


def test_a_form_with_lines_missing_is_refused(season: Season) -> None:
    target = pass_up(season, a_target(season), "财政审核")
    with pytest.raises(Refused, match="审核表不完整"):
        actions.decide(target, decision(target, scores=((10, ""),)), by=season.fiscal, at=season.at())


@pytest.mark.parametrize("move", ["pass", "send_back"])
@pytest.mark.parametrize("stage", ["科室审核", "财务审核"])
def test_stages_without_a_form_decide_from_the_desk_too(season: Season, stage: str, move: str) -> None:
    target = pass_up(season, a_target(season), stage)
    said = decision(target, move, scores=None, opinion="意见", notes=(Note(ROW, "第1行", grade="良"),))
    actions.decide(target, said, by=season.may_all()[stage], at=season.at())
    expected = {"pass": {"科室审核": "财务审核", "财务审核": "部门审核"}[stage], "send_back": "被退回"}[move]
    assert fresh(target).state == expected
    assert not Assessment.objects.exists()


def test_a_poor_target_is_left_out_from_the_desk(season: Season) -> None:
    target = pass_up(season, a_target(season), "部门审核")
    said = decision(target, "reject", scores=scored(target, 40))
    with pytest.raises(Refused, match="不予安排要写明理由"):
        actions.decide(target, said, by=season.leader, at=season.at())
    actions.decide(fresh(target), replace(said, opinion="与规划不符"), by=season.leader, at=season.at())
    assert fresh(target).state == "不予安排"


@pytest.mark.parametrize("missing", ["since", "budget", "document"])
def test_an_approval_wants_its_number_day_and_amount(season: Season, missing: str) -> None:
    target = pass_up(season, a_target(season), "财政审核")
    full = decision(target, "pass", document="财预〔2022〕1号", since=season.at().date(), budget=target.amount)
    blank = "" if missing == "document" else None
    with pytest.raises(Refused, match=r"批复文号|请填全"):
        actions.decide(target, replace(full, **{missing: blank}), by=season.fiscal, at=season.at())  # type: ignore[arg-type] # one field
    assert not Version.objects.exists()
    actions.decide(fresh(target), full, by=season.fiscal, at=season.at())
    assert fresh(target).state == "已批复"


def adjusting(season: Season) -> Target:
    target = pass_up(season, a_target(season), "已批复")
    actions.request_adjust(fresh(target), cause="政策变化", basis="商财〔2022〕7号", reason="减少", by=season.officer, at=season.at())
    one = fresh(target)
    said = one.facts()
    rows = tuple(replace(row, value="≥4场") if row.no == 0 else row for row in said.projects[0].indicators)
    said = replace(said, projects=(replace(said.projects[0], indicators=rows),))
    targets.save_target(one, said, version=one.filing.version, reason="改", by=season.officer, at=season.at())
    actions.send_adjust(fresh(target), by=season.officer, at=season.at())
    return fresh(target)


def test_an_adjustment_is_approved_from_the_desk(season: Season) -> None:
    target = adjusting(season)
    said = decision(target, "pass", document="财预〔2022〕9号", since=season.at().date())
    with pytest.raises(Refused, match="请填全"):
        actions.decide(target, replace(said, since=None), by=season.fiscal, at=season.at())
    actions.decide(fresh(target), said, by=season.fiscal, at=season.at())
    assert (fresh(target).state, fresh(target).edition) == ("已批复", 2)


def test_an_adjustment_is_returned_from_the_desk(season: Season) -> None:
    target = adjusting(season)
    with pytest.raises(Refused, match="退回调整要写明意见"):
        actions.decide(target, decision(target, "send_back"), by=season.fiscal, at=season.at())
    actions.decide(fresh(target), decision(target, "send_back", opinion="补材料"), by=season.fiscal, at=season.at())
    assert fresh(target).state == "调整中"


def test_an_adjustment_that_is_none_is_not_approved(season: Season) -> None:
    target = pass_up(season, a_target(season), "已批复")
    with pytest.raises(Refused, match="现在是「已批复」"):
        actions.approve_adjust(target, "财预〔2022〕9号", since=season.at().date(), by=season.fiscal, at=season.at())


def test_a_remark_said_again_as_it_was_is_left_alone(season: Season) -> None:
    target = pass_up(season, a_target(season), "财政审核")
    said = decision(target, notes=(Note(ROW, "第1行", text="改"), Note(f"{ROW}x", "第2行")))
    actions.decide(target, said, by=season.fiscal, at=season.at())
    first = Remark.objects.get()
    actions.decide(fresh(target), said, by=season.fiscal, at=season.at(1))
    assert Remark.objects.get().pk == first.pk
    actions.decide(fresh(target), replace(said, notes=(Note(ROW, "第1行", text="再改"),)), by=season.fiscal, at=season.at(2))
    assert Remark.objects.get().text == "再改"


def test_nothing_chosen_is_not_passed(season: Season) -> None:
    with pytest.raises(Refused, match="请先勾选"):
        actions.pass_all(season.department, [], by=season.head, at=season.at())


def test_the_second_of_several_that_fails_takes_the_first_back(season: Season) -> None:
    """The door holds all of them in one transaction, whatever was shown before."""
    one, two = (pass_up(season, a_target(season, f"2022年度展会补贴经费{name}"), "科室审核") for name in "甲乙")
    actions.pass_on(fresh(two), by=season.head, at=season.at())
    with pytest.raises(Refused):
        actions.pass_all(season.department, [one, two], by=season.head, at=season.at())
    assert fresh(one).state == "科室审核"
