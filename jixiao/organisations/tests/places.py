"""Units for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from jixiao.audit.facts import CONSOLE
from jixiao.organisations import actions
from jixiao.organisations.models import Unit

NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
TODAY = date(2022, 3, 1)
SINCE = date(2020, 1, 1)


def a_unit(parent: Unit | None, name: str, code: str) -> Unit:
    kind = "bureau" if parent is None else "department" if parent.kind == "bureau" else "section"
    return actions.create_unit(parent, name, short=name, code=code, kind=kind, since=SINCE, by=CONSOLE, at=NOON)
