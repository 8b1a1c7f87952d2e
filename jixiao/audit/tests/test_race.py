from __future__ import annotations

from datetime import datetime

import pytest

from jixiao.audit import queries
from jixiao.audit.actions import action
from jixiao.audit.facts import CONSOLE, Actor

from .stand_ins import NOON, RIVALS, Dossier, a_dossier, pages, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@action("test.next", None)
def next_page(dossier: Dossier, *, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    return Dossier.objects.create(action="page", key=dossier.key, actor=len(pages()), at=at)


def test_one_key_pressed_eight_times_at_once_has_one_effect() -> None:
    dossier = a_dossier("/1/3/")

    results = race(lambda: next_page(Dossier.objects.get(pk=dossier.pk), by=CONSOLE, at=NOON, key="k"))

    assert pages() == [0]
    assert results == [Dossier.objects.get(action="page")] * RIVALS
    assert (queries.count(), queries.verify()) == (1, None)


def test_without_a_key_eight_presses_have_eight_effects_and_the_chain_holds() -> None:
    dossier = a_dossier("/1/3/")

    race(lambda: next_page(Dossier.objects.get(pk=dossier.pk), by=CONSOLE, at=NOON))

    assert pages() == list(range(RIVALS))
    assert (queries.count(), queries.verify()) == (RIVALS, None)
