"""Every address × everybody: nobody comes in without signing in, no role falls over a page, and reading changes nothing.

A new address is walked by itself. One that may be seen without signing in is added to OPEN, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, a_person, a_unit
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

OPEN = {
    "healthz": "watched by machines; says only ok",
    "entrance:enter": "where one signs in",
    "api:document": "the OpenAPI document tells what may be asked, and nothing of what there is",
    "entrance:link": "a one-time link is itself the proof",
    "evidence:answer": "whoever holds a ticket answers a survey without signing in",
}
SLOWED = "evidence:answer"  # turns away who knocks too often from one address; asks nobody who they are
BY_TOKEN = "interface:"  # the endpoints ask for a token themselves: 401 without one, signed in or not
SAMPLES: dict[str, Any] = {"int": 987_654_321, "str": "x", "slug": "x", "uuid": UUID(int=0), "path": "x"}
ANSWERS = {200, 302, 400, 403, 404, 405, 409, 422}  # never 500
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Address:
    """One address of the site, made up where it wants an argument."""

    name: str
    path: str
    made_up: bool


def walk(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "/", space: str = "") -> Iterator[Address]:
    """Yield every address of the site."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = str(each.pattern)
        for word, converter in each.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for form in (f"<{kind}:{word}>", f"<{word}>"):
                route = route.replace(form, str(SAMPLES[kind]))
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, prefix + route, f"{each.namespace}:" if each.namespace else space)
        else:
            yield Address(f"{space}{each.name}", prefix + route, bool(each.pattern.converters))


ADDRESSES = list(walk())
named = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)


@pytest.fixture
def unit() -> Unit:
    return a_unit(a_unit(None, "财政局", "1"), "商务局", "301")


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def rows() -> dict[str, int]:
    """Count what is stored; sessions come and go."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.app_label != "sessions"}


def test_the_walk_finds_the_house() -> None:
    assert len(ADDRESSES) > 20
    assert {"documents:home", "documents:file", "review:rules", "entrance:leave"} <= {address.name for address in ADDRESSES}
    assert all("<" not in address.path for address in ADDRESSES)
    assert set(OPEN) <= {address.name for address in ADDRESSES}


@named
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_without_signing_in_every_address_leads_to_the_door(client: Client, address: Address, method: str) -> None:
    answer = getattr(client, method)(address.path)

    if address.name in OPEN:
        assert answer.status_code in {200, 404, 405, 422}
    elif address.name.startswith(BY_TOKEN):
        assert answer.status_code in {401, 404, 405}
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/enter/?next=")


@named
def test_no_address_changes_anything_without_a_token(unit: Unit, address: Address) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_person(unit, "caiwu", Role.FINANCE_OFFICER), backend=BACKEND)
    before = rows()

    answer = client.post(address.path)

    assert answer.status_code in ({401, 403, 404, 405} if address.name.startswith(BY_TOKEN) else {403, 405})
    assert rows() == before


# who may see what says the same on every engine; what else could fall over there is an address's own question, and few roles ask them all
EVERYBODY = [*Role, None] if connection.vendor == "sqlite" else [Role.FINANCE_HEAD, Role.ACCOUNTANT, Role.FISCAL_REVIEWER, None]


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role or "no seat")
def test_no_role_falls_over_any_address_and_what_is_not_theirs_is_not_there(unit: Unit, role: Role | None) -> None:
    client = signed_in(a_person(unit, "ren", *([role] if role else [])))

    for address in ADDRESSES:
        if address.name in {"entrance:leave", SLOWED} or address.name.startswith(BY_TOKEN):
            continue
        answers = {method: getattr(client, method)(address.path).status_code for method in ("get", "post")}
        assert set(answers.values()) <= ANSWERS, (address, answers)
        if address.made_up:
            assert answers["get"] in {404, 405}, (address, answers)
            assert answers["post"] in {403, 404, 405}, (address, answers)


@named
def test_reading_changes_nothing(unit: Unit, address: Address) -> None:
    client = signed_in(a_person(unit, "caiwu", Role.FINANCE_OFFICER))
    before = rows()

    client.get(address.path)

    assert rows() == before
