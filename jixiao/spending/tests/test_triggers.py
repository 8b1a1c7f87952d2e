"""Every guard a migration lays stands at the end: SQLite forgets the triggers of a table it builds anew."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from conftest import guards

pytestmark = pytest.mark.django_db


def test_every_trigger_of_every_room_stands_after_all_migrations() -> None:
    wanted = {found[1] for statement in guards("FORBID") if (found := re.match(r"CREATE TRIGGER (\w+)", statement))}
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "SELECT tgname FROM pg_trigger"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        standing = {name for (name,) in cursor.fetchall()}

    assert len(wanted) > 30
    assert wanted - standing == set()
