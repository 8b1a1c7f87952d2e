from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connections

from jixiao.accounts.tests.people import NOON, a_unit
from jixiao.audit import queries
from jixiao.audit.actions import action
from jixiao.audit.facts import CONSOLE, Actor
from jixiao.organisations.models import Adoption, Unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RIVALS = 8


@action("test.race", None)
def next_year(unit: Unit, *, by: Actor, at: datetime, key: str | None = None) -> Adoption:
    return Adoption.objects.create(unit=unit, year=2000 + Adoption.objects.count(), pack="standard", regime="R2015")


def race(act: Callable[[], object]) -> list[object]:
    """Let rivals do one thing at the same moment; return what came of it."""
    start, results = threading.Barrier(RIVALS), []

    def run() -> None:
        start.wait()
        try:
            results.append(act())
        except Exception as error:  # noqa: BLE001 - a result as well
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_key_pressed_eight_times_at_once_has_one_effect() -> None:
    unit = a_unit(None, "财政局", "1")

    results = race(lambda: next_year(Unit.objects.get(pk=unit.pk), by=CONSOLE, at=NOON, key="k"))

    assert Adoption.objects.count() == 1
    assert results == [Adoption.objects.get()] * RIVALS
    assert queries.verify() is None


def test_without_a_key_eight_presses_have_eight_effects_and_the_chain_holds() -> None:
    unit = a_unit(None, "财政局", "1")

    race(lambda: next_year(Unit.objects.get(pk=unit.pk), by=CONSOLE, at=NOON))

    assert Adoption.objects.count() == RIVALS
    assert queries.count() == 1 + RIVALS
    assert queries.verify() is None
