"""A bureau over a department and its neighbour."""

from __future__ import annotations

import pytest

from jixiao.organisations.models import Unit

from .places import a_unit


@pytest.fixture
def bureau(db: None) -> Unit:
    return a_unit(None, "财政局", "1")


@pytest.fixture
def department(bureau: Unit) -> Unit:
    return a_unit(bureau, "商务局", "3")


@pytest.fixture
def neighbour(bureau: Unit) -> Unit:
    return a_unit(bureau, "农业局", "30")
