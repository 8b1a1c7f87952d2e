"""What was decided, counted and answered stays: the database itself refuses, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.assets.actions import cards, counts, disposals, promises
from jixiao.assets.models import Answer, Card, Count, CountLine, Disposal, DisposalLine, Promise, Transfer
from jixiao.assets.queries import counts as counting

from .estate import a_card, an_estate

pytestmark = pytest.mark.django_db
CHANGES: list[tuple[type[models.Model], dict[str, Any]]] = [
    (Card, {"fen": 1}),
    (Card, {"quantity": 2}),
    (Card, {"category": "desktop"}),
    (Card, {"number": 77}),
    (Card, {"acceptor": None, "author": None}),
    (Transfer, {"agreed": False}),
    (Count, {"closed_at": None, "closed_by": None}),
    (CountLine, {"note": "改"}),
    (Disposal, {"reason": "改"}),
    (Disposal, {"fen": 1}),
    (Disposal, {"document": "别的"}),
    (DisposalLine, {"was": "闲置"}),
    (Promise, {"years": 20}),
    (Answer, {"used": False, "note": "改"}),
]
TABLES = [Answer, DisposalLine, Disposal, CountLine, Count, Transfer, Promise, Card]


@pytest.fixture
def lived() -> None:
    """Bring one record of every table to where it is decided."""
    estate = an_estate()
    card = a_card(estate)
    moved = cards.transfer(card, estate.other, estate.yanshou, "办公室", "工作需要", by=estate.zichan, at=NOON)
    cards.decide_transfer(moved, True, by=estate.fenguan, at=NOON)
    count = counts.issue(estate.department, TODAY, by=estate.zichan, at=NOON)
    for line in counting.lines_of(count):
        counts.mark(line, 1, by=estate.jiandu, at=NOON)
    counts.close(count, by=estate.zichan, at=NOON)
    card.refresh_from_db()
    one = disposals.propose(estate.department, [card], "报废", "坏了", by=estate.zichan, at=NOON)
    disposals.decide(one, True, "1号", by=estate.juzhang, at=NOON)
    promise = promises.promise(
        estate.department, 2020, "购置", "长期使用", years=10, since=TODAY.replace(year=2020), by=estate.zichan, at=NOON
    )
    promises.answer(promise, 2021, True, "车库", by=estate.zichan, at=NOON)


def refused(act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return "never" in str(error)
    return False


@pytest.mark.usefixtures("lived")
def test_nothing_decided_is_changed_behind_the_door() -> None:
    let = [(table.__name__, change) for table, change in CHANGES if not refused(lambda t=table, c=change: t._base_manager.update(**c))]
    assert let == []


@pytest.mark.usefixtures("lived")
def test_nothing_is_removed_behind_the_door() -> None:
    def empty(table: type[models.Model]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table._meta.db_table}")  # noqa: S608 - a name of ours

    assert [table.__name__ for table in TABLES if not refused(lambda t=table: empty(t))] == []


@pytest.mark.usefixtures("lived")
def test_what_is_gone_stays_gone() -> None:
    Card.objects.update(state="已处置")

    def back() -> None:
        Card.objects.update(state="在用")

    with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
        back()


@pytest.mark.usefixtures("lived")
def test_what_may_change_still_changes() -> None:
    assert Card.objects.update(place="别处", state="待处置")
    assert Disposal.objects.update(state="已处置完毕", done_on=TODAY)
    assert refused(lambda: Disposal.objects.update(income=1, receipt="缴1"))
