"""What the acts of assets share: a card changes its state guarded by the state it was in; a department is held while a number is taken."""

from __future__ import annotations

from datetime import datetime

from jixiao.assets.models import Card
from jixiao.assets.states import LIFE
from jixiao.kernel.refusal import Refused, heed
from jixiao.organisations.models import Unit


def said(text: str, what: str, longest: int = 200) -> str:
    """Return words that have to be there; refuses where there are none or too many."""
    text = text.strip()
    heed(f"{what}没有写" if not text else None, f"{what}最多 {longest} 字" if len(text) > longest else None)
    return text


def hold(unit: Unit) -> None:
    """Hold a department to the end of the act: numbers and sums over its cards are looked at one after the other."""
    Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)


class Life:
    """The life of one card, moved on inside an act that went through the door."""

    def __init__(self, card: Card, at: datetime) -> None:
        self.card, self.at = card, at

    def move(self, name: str) -> Card:
        """Bring the card into the state a move leads to, unless somebody was faster."""
        card, state = self.card, LIFE.after(self.card.state, name)
        if not Card.objects.filter(pk=card.pk, state=card.state).update(state=state, since=self.at):
            msg = f"{card.code} 刚才有人办过，请刷新后再办"
            raise Refused(msg)
        card.state, card.since = state, self.at
        return card
