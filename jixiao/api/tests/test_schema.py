"""The interface keeps to its own OpenAPI document: schemathesis makes up calls, and no answer falls outside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from jixiao.api import actions
from jixiao.api.views.endpoints import api
from jixiao.review.tests.season import Season, a_season, a_target, pass_up

SCOPES = ["units.read", "targets.read", "targets.import"]
document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema = schemathesis.openapi.from_dict(document)
schema.app = get_wsgi_application()
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def secret() -> Iterator[str]:
    """Yield a token; the connection stays open after each call, as Django's own test client keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    season: Season = a_season()
    pass_up(season, a_target(season), "已批复")
    yield actions.issue(season.department, "对接", SCOPES, 30, by=season.finance, at=timezone.now())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_in_the_document(case: Any, secret: str) -> None:
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {secret}"}
    answer = case.call()
    case.validate_response(answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance])


def test_the_document_is_served_to_who_asks() -> None:
    served = Client().get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert set(served.json()["paths"]) == set(document["paths"])
