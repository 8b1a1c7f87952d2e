"""Disposals: asked by one, decided by another who keeps none of it, done with the income handed over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import Seat
from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.assets.actions import cards, disposals
from jixiao.assets.models import Card, Disposal
from jixiao.assets.queries import disposals as queries
from jixiao.audit.actions import Denied
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role

from .estate import Estate, a_card, an_estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> Estate:
    return an_estate()


def asked(estate: Estate, *chosen: Card) -> Disposal:
    held = chosen or (a_card(estate), cards.idle(a_card(estate, name="旧机"), "坏了", by=estate.zichan, at=NOON))
    return disposals.propose(estate.department, held, "报废", "已超年限", by=estate.zichan, at=NOON)


def state_of(disposal: Disposal) -> list[str]:
    return [Card.objects.get(pk=line.card_id).state for line in queries.lines_of(disposal)]


def test_a_disposal_is_asked_decided_and_done(estate: Estate) -> None:
    one = asked(estate)
    assert (one.code, one.value, state_of(one)) == ("资处〔2022〕0001号", Money(1_200_000), ["待处置", "待处置"])
    disposals.decide(one, True, "某财资〔2022〕5号", by=estate.juzhang, at=NOON)
    with pytest.raises(Refused, match="缴库凭证号没有填"):
        disposals.finish(one, TODAY, Money(50_000), by=estate.zichan, at=NOON)
    disposals.finish(one, TODAY, Money(50_000), "缴1", by=estate.zichan, at=NOON)

    assert (one.state, one.income, state_of(one)) == ("已处置完毕", 50_000, ["已处置", "已处置"])
    assert queries.facts_of(one).value == Money(1_200_000)
    with pytest.raises(Refused, match="不能登记处置结果"):
        disposals.finish(one, TODAY, by=estate.zichan, at=NOON)


def test_what_waits_for_a_disposal_goes_nowhere_else(estate: Estate) -> None:
    card = a_card(estate)
    asked(estate, card)
    card.refresh_from_db()
    with pytest.raises(Refused, match="待处置"):
        asked(estate, card)
    with pytest.raises(Refused, match="不能调拨"):
        cards.transfer(card, estate.section, estate.yanshou, "303室", "换人", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="不能作废"):
        cards.void(card, "录错", by=estate.juzhang, at=NOON)


def test_a_transfer_under_way_is_ended_first(estate: Estate) -> None:
    card = a_card(estate)
    cards.transfer(card, estate.other, estate.yanshou, "办公室", "工作需要", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="调拨还在等批准"):
        asked(estate, card)


def test_a_disposal_refused_or_taken_back_leaves_each_asset_as_it_was(estate: Estate) -> None:
    one = asked(estate)
    with pytest.raises(Refused, match="请写明理由"):
        disposals.decide(one, False, by=estate.juzhang, at=NOON)
    disposals.decide(one, False, opinion="还能用", by=estate.juzhang, at=NOON)
    assert (one.state, state_of(one)) == ("不批准", ["在用", "闲置"])

    again = asked(estate, *(line.card for line in queries.lines_of(one)))
    disposals.withdraw(again, by=estate.zichan, at=NOON)
    assert (again.state, state_of(again)) == ("已撤回", ["在用", "闲置"])
    with pytest.raises(Refused, match="不能撤回"):
        disposals.withdraw(again, by=estate.zichan, at=NOON)


def test_who_keeps_one_of_the_assets_does_not_approve(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    one = asked(estate, a_card(estate, keeper=estate.fenguan), a_card(estate, name="旧机"))
    refusal = queries.refusal_to_decide(one, estate.fenguan, TODAY)
    assert refusal
    with pytest.raises(Refused):
        disposals.decide(one, True, "某财资〔2022〕5号", by=estate.fenguan, at=NOON)
    assert queries.refusal_to_decide(one, estate.juzhang, TODAY) is None

    monkeypatch.setattr(queries, "refusal_to_act", lambda *_a, **_k: None)  # the twin: neither defence stands
    monkeypatch.setattr(queries, "same_person", lambda *_people: False)
    assert queries.refusal_to_decide(one, estate.fenguan, TODAY) is None


def test_who_asked_does_not_approve_through_a_lent_post_either(estate: Estate) -> None:
    seat = Seat.objects.get(user=estate.juzhang, role=Role.CHIEF)
    accounts.delegate(
        seat, estate.zichan, since=TODAY, until=TODAY + timedelta(days=9), reason="外出", document="1号", by=estate.juzhang, at=NOON
    )
    one = asked(estate)
    with pytest.raises(Refused):
        disposals.decide(one, True, "某财资〔2022〕5号", by=estate.zichan, at=NOON)
    one.refresh_from_db()
    assert one.state == "待批准"


def test_who_has_no_post_of_it_asks_and_decides_nothing(estate: Estate) -> None:
    with pytest.raises(Denied):
        disposals.propose(estate.department, [a_card(estate)], "报废", "坏了", by=estate.caigou, at=NOON)
    with pytest.raises(Denied):
        disposals.decide(asked(estate), True, "1号", by=estate.kuaiji, at=NOON)


def test_who_approved_does_not_write_the_outcome_down(estate: Estate) -> None:
    one = asked(estate)
    disposals.decide(one, True, "某财资〔2022〕5号", by=estate.juzhang, at=NOON)
    assert "须由另一人登记" in (queries.refusal_to_finish(one, estate.juzhang, TODAY) or "")
    with pytest.raises(Refused, match="早于批准日期"):
        disposals.finish(one, TODAY - timedelta(days=1), by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="在今天之后"):
        disposals.finish(one, TODAY + timedelta(days=1), by=estate.zichan, at=NOON)


def test_a_disposal_needs_assets_a_way_a_reason_and_a_document(estate: Estate) -> None:
    card = a_card(estate)
    for chosen, way, reason, why in (
        ([], "报废", "坏了", "还没有选资产"),
        ([card], "扔掉", "坏了", "处置方式不在"),
        ([card], "报废", " ", "理由没有写"),
    ):
        with pytest.raises(Refused, match=why):
            disposals.propose(estate.department, chosen, way, reason, by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="批准文号没有填"):
        disposals.decide(asked(estate, card), True, by=estate.juzhang, at=NOON)


def test_another_departments_assets_and_disposals_are_not_there(estate: Estate) -> None:
    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Refused, match="不是某局301的资产"):
        disposals.propose(estate.department, [a_card(other)], "报废", "坏了", by=estate.zichan, at=NOON)
    one = asked(estate)
    with pytest.raises(Http404):
        queries.disposal_for(other.zichan, TODAY, one.pk)
    found = queries.disposals_for(estate.zichan, TODAY, estate.department, words="旧机", state="待批准")
    assert list(found) == [one]
    assert not queries.disposals_for(other.zichan, TODAY, other.department).exists()
