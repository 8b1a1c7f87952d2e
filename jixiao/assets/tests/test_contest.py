"""Eight at the same moment: one payment makes no more cards than it bought, one asset goes into one disposal, numbers leave no gap."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON
from jixiao.assets.actions import cards, disposals
from jixiao.assets.models import Card, Disposal
from jixiao.assets.queries import bought
from jixiao.audit.tests.stand_ins import RIVALS, race
from jixiao.kernel.refusal import Refused
from jixiao.organisations.models import Unit
from jixiao.spending.models import Payment

from .estate import Estate, a_card, a_purchase, an_estate, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def said(act: Callable[[], object]) -> str:
    """Act, and return the sentence of the refusal, or nothing."""
    try:
        act()
    except Refused as refusal:
        return refusal.sentence
    return ""


def card_at_once(estate: Estate, payment: Payment | None) -> list[object]:
    """Let eight make the same card at once."""

    def act() -> object:
        unit, by = Unit.objects.get(pk=estate.section.pk), User.objects.get(pk=estate.zichan.pk)
        paid = Payment.objects.get(pk=payment.pk) if payment else None
        return said(lambda: cards.make_card(unit, told(estate, paid), by=by, at=NOON))

    return race(act)


def test_of_eight_cards_of_one_purchase_one_is_made_and_the_others_hear_why() -> None:
    estate = an_estate()
    results = card_at_once(estate, a_purchase(estate))

    assert results.count("") == 1
    assert all("已经建全" in str(one) for one in results if one)
    assert Card.objects.count() == 1


def test_where_nobody_looks_at_what_is_left_a_purchase_is_carded_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    estate = an_estate()
    monkeypatch.setattr(bought, "room_of", lambda payment: payment.amount)  # the twin
    assert card_at_once(estate, a_purchase(estate)).count("") > 1


def test_eight_cards_at_once_are_numbered_one_to_eight() -> None:
    estate = an_estate()
    assert card_at_once(estate, None) == [""] * RIVALS
    assert sorted(Card.objects.values_list("number", flat=True)) == list(range(1, RIVALS + 1))


def test_an_asset_goes_into_one_disposal_however_many_ask_at_once() -> None:
    estate = an_estate()
    card = a_card(estate)

    def act() -> object:
        unit, by = Unit.objects.get(pk=estate.department.pk), User.objects.get(pk=estate.zichan.pk)
        return said(lambda: disposals.propose(unit, [Card.objects.get(pk=card.pk)], "报废", "坏了", by=by, at=NOON))

    results = race(act)
    assert (results.count(""), Disposal.objects.count()) == (1, 1)
    assert all("待处置" in str(one) for one in results if one)
