"""The units of the room below, and people in them."""

from __future__ import annotations

import pytest

from jixiao.accounts.models import User
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit
from jixiao.organisations.tests.conftest import bureau, department, neighbour

from .people import a_person

__all__ = ["admin", "bureau", "department", "neighbour", "officer"]


@pytest.fixture
def officer(department: Unit) -> User:
    return a_person(department, "caiwu", Role.FINANCE_OFFICER)


@pytest.fixture
def admin(department: Unit) -> User:
    return a_person(department, "guanli", Role.SYSTEM_ADMIN)
