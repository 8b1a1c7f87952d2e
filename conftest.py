"""What every test stands on: a cheap hasher, and a log that forbids its own emptying except between tests."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

FOLDER = tempfile.TemporaryDirectory(prefix="jxdb")
ROOT = Path(__file__).parent


def pytest_configure() -> None:
    """Hash passwords cheaply: argon2 is slow on purpose, and is tested where it matters."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.SECOND_FACTOR, settings.UNLISTED_SESSIONS = "off", True  # tests sign in by force; jixiao/entrance/tests switch both back
    entry = settings.DATABASES["default"]
    if "sqlite" in entry["ENGINE"]:  # in memory all threads would share one connection, and a race would prove nothing
        entry.setdefault("TEST", {})["NAME"] = str(Path(FOLDER.name) / "test.sqlite3")
    settings.CHECKPOINTS = Path(FOLDER.name) / "checkpoints.jsonl"  # never beside the log of a real installation


def guards(name: str) -> list[str]:
    """Return the statements named FORBID or ALLOW of every migration that lays triggers; what was laid last is taken away first."""
    paths = sorted(ROOT.glob("jixiao/*/migrations/0*.py"), reverse=name == "ALLOW")
    modules = [importlib.import_module(f"jixiao.{path.parts[-3]}.migrations.{path.stem}") for path in paths]
    return [statement for module in modules for statement in getattr(module, name, {}).get(connection.vendor, [])]


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_triggers() -> Any:
    """Let a transactional test empty the tables after itself: the triggers stand aside for that moment only."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # noqa: SLF001 - Django has no other place to step in

    def emptied(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for statement in guards("ALLOW"):
                cursor.execute(statement)
        try:
            teardown(self)
        finally:
            with connection.cursor() as cursor:
                for statement in guards("FORBID"):
                    cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield
