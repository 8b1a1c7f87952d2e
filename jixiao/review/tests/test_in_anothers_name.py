"""Acting on a lent post: the paper says for whom, nobody approves his own, and a loan that lapsed or is too small reaches nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import Seat, User
from jixiao.accounts.tests.people import a_person
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review import actions, queries
from jixiao.review.queries import life
from jixiao.review.tests.season import Season, a_season, a_target, assess, form_of, fresh, pass_up
from jixiao.targets.models import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return a_season()


def lent(season: Season, giver: User, taker: User, *, days: int = 30, ceiling: int | None = None) -> None:
    on = season.at().date()
    seat, until = Seat.objects.get(user=giver), on + timedelta(days=days)
    accounts.delegate(seat, taker, since=on, until=until, ceiling=ceiling, reason="出差", document="委托书1号", by=giver, at=season.at())


def test_a_delegate_acts_and_the_step_says_for_whom(season: Season) -> None:
    deputy = a_person(season.department, "daiban", Role.MEETING_SECRETARY)
    lent(season, season.leader, deputy)
    target = pass_up(season, a_target(season), "部门审核")
    actions.assess(target, form_of(target), version=target.filing.version, by=deputy, at=season.at())
    actions.pass_on(fresh(target), "同意", by=deputy, at=season.at())
    step = Step.objects.get(target=target, move="pass_department")
    assert (step.by, step.on_behalf) == (deputy, season.leader)


def test_a_delegate_never_approves_what_he_filed(season: Season) -> None:
    lent(season, season.head, season.officer)
    target = pass_up(season, a_target(season), "科室审核")
    with pytest.raises(Refused):
        actions.pass_on(target, "同意", by=season.officer, at=season.at())
    assert fresh(target).state == "科室审核"


def test_the_one_who_lent_is_not_asked_twice_through_his_delegate(season: Season) -> None:
    deputy = a_person(season.department, "daiban", Role.MEETING_SECRETARY)
    both = a_person(season.department, "shuangzhi", Role.CHIEF)
    accounts.give_seat(season.department, both, Role.FINANCE_HEAD, since=season.at().date(), by=CONSOLE, at=season.at())
    on = season.at().date()
    seat = Seat.objects.get(user=both, role=Role.CHIEF.value)
    accounts.delegate(seat, deputy, since=on, until=on, reason="出差", document="委托书2号", by=both, at=season.at())
    target = pass_up(season, a_target(season), "财务审核")
    actions.pass_on(target, "同意", by=both, at=season.at())
    actions.assess(fresh(target), form_of(fresh(target)), version=target.filing.version, by=deputy, at=season.at())
    with pytest.raises(Refused, match="一个人不能办两个审核环节"):
        actions.pass_on(fresh(target), "同意", by=deputy, at=season.at())


def test_a_loan_that_lapsed_is_said_in_words(season: Season) -> None:
    deputy = a_person(season.department, "daiban", Role.MEETING_SECRETARY)
    lent(season, season.leader, deputy, days=1)
    target = pass_up(season, a_target(season), "部门审核")
    later = season.at(24 * 10)
    refusal = queries.refusal_to_move(target, "pass_department", by=deputy, on=later.date())
    assert refusal
    assert "到期" in refusal
    with pytest.raises(Refused, match="到期"):
        actions.pass_on(target, "同意", by=deputy, at=later)


def test_a_loan_up_to_an_amount_does_not_reach_beyond_it(season: Season) -> None:
    deputy = a_person(season.department, "daiban", Role.MEETING_SECRETARY)
    lent(season, season.leader, deputy, ceiling=100)
    target = pass_up(season, a_target(season), "部门审核")
    with pytest.raises(Refused, match="上限"):
        actions.assess(target, form_of(target), version=target.filing.version, by=deputy, at=season.at())


def test_two_accounts_of_one_person_are_one_person(season: Season) -> None:
    second = a_person(season.section, "dierge", Role.SECTION_HEAD)
    User.objects.filter(pk=second.pk).update(person=season.officer)
    target = pass_up(season, a_target(season), "科室审核")
    with pytest.raises(Refused):
        actions.pass_on(target, "同意", by=User.objects.get(pk=second.pk), at=season.at())


def test_without_the_check_of_persons_the_second_account_would_pass(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: what stops the second account is the comparison of persons, nothing else."""
    second = a_person(season.section, "dierge", Role.SECTION_HEAD)
    User.objects.filter(pk=second.pk).update(person=season.officer)
    target = pass_up(season, a_target(season), "科室审核")
    monkeypatch.setattr(life, "authors_for", lambda _target, _right: ())
    monkeypatch.setattr(life, "same_person", lambda *_people: False)
    monkeypatch.setattr(life, "handlers_of", lambda _target: set())
    assert actions.pass_on(target, "同意", by=User.objects.get(pk=second.pk), at=season.at()).state == "财务审核"


def test_an_assessment_says_for_whom_it_was_made(season: Season) -> None:
    deputy = a_person(season.bureau, "daishen", Role.MEETING_SECRETARY)
    lent(season, season.fiscal, deputy)
    target = pass_up(season, a_target(season), "财政审核")
    actions.assess(target, form_of(target), version=target.filing.version, by=deputy, at=season.at())
    form = queries.assessment_of(fresh(target))
    assert form is not None
    assert (form.by, form.on_behalf) == (deputy, season.fiscal)
    assess(season, target)
