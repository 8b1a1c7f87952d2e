"""A bureau over a department and its neighbour, and people in them."""

from __future__ import annotations

import pytest

from jixiao.accounts.models import User
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

from jixiao.accounts.tests.people import a_person, a_unit


@pytest.fixture
def bureau(db: None) -> Unit:
    return a_unit(None, "财政局", "1")


@pytest.fixture
def department(bureau: Unit) -> Unit:
    return a_unit(bureau, "商务局", "3")


@pytest.fixture
def neighbour(bureau: Unit) -> Unit:
    return a_unit(bureau, "农业局", "30")


@pytest.fixture
def officer(department: Unit) -> User:
    return a_person(department, "caiwu", Role.FINANCE_OFFICER)


@pytest.fixture
def admin(department: Unit) -> User:
    return a_person(department, "guanli", Role.SYSTEM_ADMIN)
