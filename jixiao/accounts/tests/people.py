"""Units and people for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from jixiao.accounts import actions
from jixiao.accounts.models import User
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit

NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
TODAY = date(2022, 3, 1)
SINCE = date(2020, 1, 1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def a_unit(parent: Unit | None, name: str, code: str) -> Unit:
    kind = "department" if parent else "bureau"
    return organisations.create_unit(parent, name, short=name, code=code, kind=kind, since=SINCE, by=CONSOLE, at=NOON)


def a_person(unit: Unit, username: str, *roles: Role) -> User:
    user = actions.create_user(unit, username, f"{username}某", title="财务科", by=CONSOLE, at=NOON)
    for role in roles:
        actions.give_seat(unit, user, role, since=SINCE, by=CONSOLE, at=NOON)
    return user
