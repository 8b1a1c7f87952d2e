"""The people of the room below, and the house as it is outside of tests."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao.accounts.models import User
from jixiao.accounts.tests.conftest import admin, officer
from jixiao.accounts.tests.people import a_person
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit
from jixiao.organisations.tests.conftest import bureau, department, neighbour

__all__ = ["admin", "bureau", "department", "neighbour", "officer"]


@pytest.fixture
def strict(settings: Any) -> None:
    """Ask for second factors and throw out sessions the entrance did not open, as every real installation does."""
    settings.SECOND_FACTOR, settings.UNLISTED_SESSIONS = "required", False


@pytest.fixture
def keeper(bureau: Unit) -> User:
    """Return the security administrator of the bureau and all below it."""
    return a_person(bureau, "baomi", Role.SECURITY_ADMIN)


@pytest.fixture
def clerk(department: Unit) -> User:
    """Return somebody whose post asks for no second factor."""
    return a_person(department, "jingban", Role.PROJECT_OFFICER)
