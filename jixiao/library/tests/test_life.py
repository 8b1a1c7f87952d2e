"""An indicator enters and leaves by request: who may ask, who may decide, what is refused, and what the database refuses on its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jixiao.accounts.tests.people import NOON, TODAY, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.models import Event
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.library import actions, queries
from jixiao.library.models import Edition, Item, Past, Proposal, Use
from jixiao.library.states import LIFE
from jixiao.organisations.models import Unit

from .people import Town, a_draft, a_town, kept, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def test_a_proposed_indicator_waits_and_an_agreed_one_is_in_the_library(town: Town) -> None:
    item = proposed(town)
    assert (item.state, item.code) == ("申请", f"ZJ-{item.pk:04}")
    assert queries.waiting(town.keeper, TODAY) == [item.proposals.get()]

    done = actions.decide(item.proposals.get(), "同意", "", by=town.keeper, at=NOON)

    item.refresh_from_db()
    assert (item.state, done.outcome, done.decided_by, done.on_behalf) == ("在库", "同意", town.keeper, None)
    assert queries.waiting(town.keeper, TODAY) == []
    assert list(Event.objects.order_by("seq").values_list("action", flat=True))[-2:] == ["library.propose", "library.decide"]


def test_declining_wants_a_reason_and_the_indicator_stays_out(town: Town) -> None:
    item = proposed(town)
    with pytest.raises(Refused, match="不同意的理由"):
        actions.decide(item.proposals.get(), "不同意", " ", by=town.keeper, at=NOON)

    actions.decide(item.proposals.get(), "不同意", "与农贸市场改造个数重复", by=town.keeper, at=NOON)

    item.refresh_from_db()
    assert item.state == "未入库"


def test_nobody_decides_on_his_own_request(town: Town) -> None:
    item = proposed(town, by=town.keeper, unit=town.bureau)
    with pytest.raises(Refused, match="您自己提出"):
        actions.decide(item.proposals.get(), "同意", "", by=town.keeper, at=NOON)

    actions.decide(item.proposals.get(), "同意", "", by=town.second, at=NOON)

    item.refresh_from_db()
    assert item.state == "在库"


def test_the_database_too_refuses_a_decision_on_ones_own(town: Town) -> None:
    """The twin: past the door, the table itself says no."""
    proposal = proposed(town).proposals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(outcome="同意", decided_by=proposal.by, decided_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(outcome="同意", decided_at=NOON)

    assert Proposal.objects.filter(pk=proposal.pk).update(outcome="同意", decided_by=town.keeper, decided_at=NOON) == 1


def test_only_a_keeper_decides(town: Town) -> None:
    colleague = a_person(town.commerce, "caiwu", Role.FINANCE_OFFICER)

    with pytest.raises(Denied):
        actions.decide(proposed(town).proposals.get(), "同意", "", by=colleague, at=NOON)


def test_only_who_may_propose_proposes_and_only_in_his_unit(town: Town) -> None:
    auditor = a_person(town.commerce, "shenji", Role.AUDITOR)
    for unit, person in ((town.commerce, auditor), (town.farming, town.officer)):
        with pytest.raises(Denied):
            actions.propose(unit, a_draft(), "要用", by=person, at=NOON)

    assert not Item.objects.exists()


def test_a_request_is_decided_once(town: Town) -> None:
    proposal = proposed(town).proposals.get()
    actions.decide(proposal, "同意", "", by=town.keeper, at=NOON)

    with pytest.raises(Refused, match="已办结"):
        actions.decide(proposal, "不同意", "晚了", by=town.second, at=NOON)


@pytest.mark.parametrize(
    ("draft", "reason", "told"),
    [
        (a_draft("早市改造个数3个"), "要用", "数字"),
        (a_draft("参展企业家次"), "要用", "已有「参展企业家次」（ZH-02）"),
        (a_draft(unit="多个"), "要用", "不在单位表"),
        (a_draft(), " ", "申请理由"),
        (a_draft(), "长" * 501, "500"),
        ({"name": "x"}, "要用", "不完整"),
    ],
)
def test_what_is_badly_written_or_there_already_is_refused_and_nothing_is_written(
    town: Town, draft: dict[str, object], reason: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        actions.propose(town.commerce, draft, reason, by=town.officer, at=NOON)

    assert not Item.objects.exists()
    assert not Edition.objects.exists()


def test_a_name_taken_in_the_unit_or_above_is_refused_and_a_neighbours_is_not(town: Town) -> None:
    kept(town, by=town.keeper, unit=town.bureau)
    with pytest.raises(Refused, match="财政局已有"):
        proposed(town)

    kept(town, "夜市改造个数")
    assert proposed(town, "夜市改造个数", by=town.neighbour, unit=town.farming).state == "申请"


def test_the_database_keeps_one_living_indicator_a_name(town: Town) -> None:
    item = proposed(town)

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(unit=town.commerce, name=item.name, facts=item.facts, by=town.officer, at=NOON)


def test_an_agreed_request_to_retire_takes_it_out_and_a_declined_one_keeps_it(town: Town) -> None:
    item = kept(town)
    actions.ask_retire(item, "任务已完成", by=town.officer, at=NOON)
    assert item.state == "拟停用"
    actions.decide(item.proposals.get(outcome=""), "不同意", "明年还有任务", by=town.keeper, at=NOON)
    item.refresh_from_db()
    assert item.state == "在库"

    actions.ask_retire(item, "任务已完成", by=town.officer, at=NOON)
    actions.decide(item.proposals.get(outcome=""), "同意", "", by=town.keeper, at=NOON)

    item.refresh_from_db()
    assert item.state == "停用"


def test_only_what_is_in_the_library_can_be_asked_out(town: Town) -> None:
    item = proposed(town)

    with pytest.raises(Refused, match="现在是「申请」"):
        actions.ask_retire(item, "任务已完成", by=town.officer, at=NOON)


def test_who_asked_may_take_it_back_and_nobody_else(town: Town) -> None:
    item = proposed(town)
    with pytest.raises(Refused, match="申请人自己"):
        actions.withdraw(item.proposals.get(), by=town.keeper, at=NOON)

    actions.withdraw(item.proposals.get(), by=town.officer, at=NOON)

    item.refresh_from_db()
    assert item.state == "未入库"
    with pytest.raises(Refused, match="已办结"):
        actions.withdraw(item.proposals.get(), by=town.officer, at=NOON)


def test_what_was_refused_may_be_mended_and_asked_again(town: Town) -> None:
    item = proposed(town)
    with pytest.raises(Refused, match="现在是「申请」"):
        actions.propose_again(item, a_draft("夜市改造个数"), "改好了", by=town.officer, at=NOON)
    actions.decide(item.proposals.get(), "不同意", "名称不准", by=town.keeper, at=NOON)

    actions.propose_again(item, a_draft("夜市改造个数"), "改好了", by=town.officer, at=NOON)

    item = Item.objects.get()
    assert (item.name, item.entry.name, item.state, item.proposals.count()) == ("夜市改造个数", "夜市改造个数", "申请", 2)


def test_a_decision_other_than_yes_or_no_is_refused(town: Town) -> None:
    with pytest.raises(Refused, match="同意或不同意"):
        actions.decide(proposed(town).proposals.get(), "撤回", "", by=town.keeper, at=NOON)


def test_the_same_key_has_one_effect(town: Town) -> None:
    for _ in range(2):
        actions.propose(town.commerce, a_draft(), "要用", by=town.officer, at=NOON, key="k1")

    assert Item.objects.count() == Proposal.objects.count() == 1


def test_every_change_gives_the_library_a_new_mark(town: Town) -> None:
    marks = set()
    item = proposed(town)
    marks.add(Edition.objects.get().mark)
    actions.decide(item.proposals.get(), "同意", "", by=town.keeper, at=NOON)
    marks.add(Edition.objects.get().mark)
    item.refresh_from_db()
    actions.ask_retire(item, "任务已完成", by=town.officer, at=NOON)
    marks.add(Edition.objects.get().mark)

    assert len(marks) == 3


def test_past_years_are_kept_all_or_none_and_put_right(town: Town) -> None:
    rows = [("参展企业家次", "", 2020, "≥40家次", "52家次"), ("参展企业家次", "", 2021, "≥45家次", "61家次")]
    actions.keep_past(town.commerce, rows, "自评表", by=town.officer, at=NOON)
    with pytest.raises(Refused, match="第 2 行"):
        actions.keep_past(
            town.commerce, [("培训人次", "", 2021, "", "1人次"), ("培训人次", "", 1999, "", "1人次")], "自评表", by=town.officer, at=NOON
        )

    actions.keep_past(town.commerce, [("参展企业 家次", "", 2021, "≥45家次", "63家次")], "决算公开", by=town.officer, at=NOON)

    assert [(one.year, one.actual) for one in queries.past_of(town.commerce, "参展企业家次")] == [(2021, "63家次"), (2020, "52家次")]
    assert queries.past_of(town.farming, "参展企业家次") == []
    assert Past.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("", "", 2021, "", "1场"), "名称要填"),
        (("长" * 101, "", 2021, "", "1场"), "100 个字"),
        (("培训人次", "", 2021, "", ""), "至少填一个"),
        (("培训人次", "", 1999, "", "1场"), "预算年度"),
    ],
)
def test_a_past_that_says_nothing_is_refused(town: Town, row: tuple[str, str, int, str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        actions.keep_past(town.commerce, [row], "自评表", by=town.officer, at=NOON)


def test_a_year_written_twice_or_without_source_is_refused(town: Town) -> None:
    row = ("培训人次", "", 2021, "", "1场")
    with pytest.raises(Refused, match="两遍"):
        actions.keep_past(town.commerce, [row, row], "自评表", by=town.officer, at=NOON)
    with pytest.raises(Refused, match="来源"):
        actions.keep_past(town.commerce, [row], "", by=town.officer, at=NOON)


def test_uses_are_counted_anew_each_time_and_summed_over_units(town: Town) -> None:
    actions.count_uses(town.commerce, 2022, {"培训人次": 5, "参展企业家次": 1}, by=town.keeper, at=NOON)
    actions.count_uses(town.commerce, 2022, {"培训人次": 2, "培训 人次": 1, "空": 0}, by=town.keeper, at=NOON)
    actions.count_uses(town.farming, 2023, {"培训人次": 4}, by=town.keeper, at=NOON)

    assert queries.uses_of(["培训人次", "参展企业家次"]) == {"培训人次": 7}
    assert queries.uses_of(["培训人次"], year=2022) == {"培训人次": 3}
    assert Use.objects.count() == 2


def test_the_life_closes_and_every_state_can_be_left_or_is_asked_again() -> None:
    assert all(any(state in move.sources for move in LIFE.moves) for state in LIFE.states)


def test_a_closed_units_indicator_code_is_looked_up_through_the_person(town: Town) -> None:
    item = proposed(town)

    assert queries.item_for(town.officer, TODAY, item.code) == item
    assert queries.refusal_to_retire(town.neighbour, item, date(2022, 3, 1)) is not None
    assert isinstance(item.unit, Unit)
