"""The people of the room below."""

from __future__ import annotations

from jixiao.accounts.tests.conftest import admin, officer
from jixiao.organisations.tests.conftest import bureau, department, neighbour

__all__ = ["admin", "bureau", "department", "neighbour", "officer"]
