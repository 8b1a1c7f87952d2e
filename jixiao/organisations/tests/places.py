"""Units for tests of any room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from jixiao.audit.facts import CONSOLE, Place
from jixiao.kernel.roles import Permission
from jixiao.organisations import actions
from jixiao.organisations.facts import Span
from jixiao.organisations.models import Unit

NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
TODAY = date(2022, 3, 1)
SINCE = date(2020, 1, 1)


def a_unit(parent: Unit | None, name: str, code: str) -> Unit:
    kind = "bureau" if parent is None else "department" if parent.kind == "bureau" else "section"
    return actions.create_unit(parent, name, short=name, code=code, kind=kind, since=SINCE, by=CONSOLE, at=NOON)


@dataclass(frozen=True)
class Keeper:
    """Somebody who may do some things at and below a path; people proper live in a room above."""

    at: str
    held: tuple[Permission, ...] = (Permission.UNIT_MANAGE,)
    pk: int | None = 7
    username: str = "guanli"

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:  # noqa: ARG002 - the shape of a person
        """Say yes for what is held, at home."""
        return permission in self.held and unit is not None and Span.below(self.at).holds(unit.path)

    def paths(self, permission: Permission, on: date) -> list[str]:  # noqa: ARG002 - and this
        """Return the path for what is held."""
        return [self.at] if permission in self.held else []
