"""A department with its people, a neighbour that must not see it, and the sample file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.audit.facts import CONSOLE
from jixiao.documents import actions
from jixiao.documents.models import Upload
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit

NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
SAMPLE = Path(__file__).parents[2] / "site" / "demo" / "示例市商务局2022年绩效目标.docx"


@pytest.fixture(autouse=True)
def file_store(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def a_unit(parent: Unit | None, name: str, code: str) -> Unit:
    kind = "department" if parent else "bureau"
    return organisations.create_unit(parent, name, short=name, code=code, kind=kind, since=SINCE, by=CONSOLE, at=NOON)


def a_person(unit: Unit, username: str, role: Role) -> User:
    user = accounts.create_user(unit, username, f"{username}某", by=CONSOLE, at=NOON)
    accounts.give_seat(unit, user, role, since=SINCE, by=CONSOLE, at=NOON)
    return user


@pytest.fixture
def bureau(db: None) -> Unit:
    return a_unit(None, "财政局", "1")


@pytest.fixture
def department(bureau: Unit) -> Unit:
    return a_unit(bureau, "商务局", "301")


@pytest.fixture
def neighbour(bureau: Unit) -> Unit:
    return a_unit(bureau, "农业局", "302")


@pytest.fixture
def officer(department: Unit) -> User:
    return a_person(department, "caiwu", Role.FINANCE_OFFICER)


@pytest.fixture
def leader(department: Unit) -> User:
    return a_person(department, "juzhang", Role.CHIEF)


@pytest.fixture
def stranger(neighbour: Unit) -> User:
    return a_person(neighbour, "nongye", Role.FINANCE_OFFICER)


@pytest.fixture
def upload(department: Unit, officer: User) -> Upload:
    return actions.receive(department, SAMPLE.name, SAMPLE.read_bytes(), by=officer, at=NOON)


@pytest.fixture
def page(officer: User) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client
