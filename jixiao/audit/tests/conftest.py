"""Dossiers and clerks: records and people of no room above, for the log stands alone."""

from __future__ import annotations

import pytest

from .stand_ins import Clerk, Dossier, a_dossier


@pytest.fixture
def dossier(db: None) -> Dossier:
    return a_dossier("/1/3/")


@pytest.fixture
def officer() -> Clerk:
    return Clerk(7, "caiwu", ("/1/3/",))
