"""People and indicators for tests of the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, a_person, a_unit
from jixiao.kernel.roles import Role
from jixiao.library import actions, book
from jixiao.library.facts import Entry
from jixiao.library.models import Item
from jixiao.library.sums import dump
from jixiao.organisations.models import Unit


@dataclass(frozen=True, slots=True)
class Town:
    """A bureau, two departments and who works there."""

    bureau: Unit
    commerce: Unit
    farming: Unit
    officer: User
    neighbour: User
    keeper: User
    second: User


def a_town() -> Town:
    bureau = a_unit(None, "财政局", "1")
    commerce, farming = a_unit(bureau, "商务局", "301"), a_unit(bureau, "农业农村局", "302")
    return Town(
        bureau,
        commerce,
        farming,
        a_person(commerce, "jingban", Role.PROJECT_OFFICER),
        a_person(farming, "nongye", Role.PROJECT_OFFICER),
        a_person(bureau, "shenhe", Role.FISCAL_REVIEWER),
        a_person(bureau, "fuhe", Role.FISCAL_REVIEWER),
    )


def an_entry(name: str = "早市改造个数", **change: Any) -> Entry:
    model = replace(book.by_name()["农贸市场改造个数"], code="", name=name, origin=("单位自建",))
    return replace(model, **change)


def a_draft(name: str = "早市改造个数", **change: Any) -> dict[str, Any]:
    return dump(an_entry(name, **change))


def proposed(town: Town, name: str = "早市改造个数", *, by: User | None = None, unit: Unit | None = None, at: datetime = NOON) -> Item:
    return actions.propose(unit or town.commerce, a_draft(name), "库里没有对应的指标", by=by or town.officer, at=at)


def kept(town: Town, name: str = "早市改造个数", *, by: User | None = None, unit: Unit | None = None) -> Item:
    item = proposed(town, name, by=by, unit=unit)
    actions.decide(item.proposals.get(), "同意", "", by=town.second, at=NOON)
    item.refresh_from_db()
    return item
