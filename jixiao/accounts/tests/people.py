"""People for tests of any room."""

from __future__ import annotations

from django.test import Client

from jixiao.accounts import actions
from jixiao.accounts.models import User
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit
from jixiao.organisations.tests.places import NOON, SINCE, TODAY, a_unit

__all__ = ["BACKEND", "NOON", "SINCE", "TODAY", "a_browser", "a_person", "a_unit"]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def a_person(unit: Unit, username: str, *roles: Role) -> User:
    user = actions.create_user(unit, username, f"{username}某", title="财务科", by=CONSOLE, at=NOON)
    for role in roles:
        actions.give_seat(unit, user, role, since=SINCE, by=CONSOLE, at=NOON)
    return user


def a_browser(user: User, year: int = 2022) -> Client:
    """Sign somebody in and let them stand in a year."""
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    session = browser.session
    session["year"] = year
    session.save()
    return browser
