"""Guessing passwords: what an attacker with many addresses, names and hours gets evaluated, and who is kept out by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import hashers
from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.test import Client
from django.utils import timezone

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.accounts.tests.people import a_person
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.entrance.queries import gate
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

from .doors import PASSWORD, WRONG, code, enter, is_in, show, with_factor, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict")]
QUARTERS = 4  # an hour, a cool-off time at a time


@pytest.fixture
def person(clerk: User) -> User:
    return with_password(clerk)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the passwords that were really looked at."""
    seen: list[str] = []
    real = ModelBackend.authenticate

    def authenticate(self: ModelBackend, request: Any, username: str | None = None, password: str | None = None, **more: Any) -> Any:
        seen.append(username or "")
        return real(self, request, username, password, **more)

    monkeypatch.setattr(ModelBackend, "authenticate", authenticate)
    return seen


def a_quarter_passes() -> None:
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - timedelta(minutes=15, seconds=1))


def guesses(names: Iterator[str], addresses: Iterator[str], many: int) -> set[int]:
    return {
        Client().post("/enter/", {"username": next(names), "password": WRONG}, REMOTE_ADDR=next(addresses)).status_code for _ in range(many)
    }


def always(text: str) -> Iterator[str]:
    while True:
        yield text


def many_addresses() -> Iterator[str]:
    return (f"10.{number // 65536}.{number // 256 % 256}.{number % 256}" for number in count(1))


@pytest.mark.slow
def test_an_hour_of_guessing_one_name_from_ever_new_addresses_has_fewer_than_sixty_looked_at(person: User, looked_at: list[str]) -> None:
    """10,000 guesses an hour: beyond the budget all are alike, so each quarter stands for 2,500 by 60."""
    addresses = many_addresses()
    for _ in range(QUARTERS):
        assert 429 in guesses(always(person.username), addresses, 60)
        a_quarter_passes()

    assert 0 < len(looked_at) < 60
    assert len(looked_at) == 10 * QUARTERS


@pytest.mark.slow
def test_an_hour_of_guessing_many_names_from_one_address_has_fewer_than_sixty_looked_at(person: User, looked_at: list[str]) -> None:
    for _ in range(QUARTERS):
        assert 429 in guesses((f"ren{number}" for number in count()), always("10.6.6.6"), 60)
        a_quarter_passes()

    assert len(looked_at) == 14 * QUARTERS < 60


def test_altogether_the_site_looks_at_so_many_wrong_passwords_and_no_more(person: User, looked_at: list[str], settings: Any) -> None:
    settings.WRONG_PASSWORDS = settings.WRONG_PASSWORDS | {"all": 25}

    answers = guesses((f"ren{number}" for number in count()), many_addresses(), 30)

    assert answers == {422, 429}
    assert len(looked_at) == 25


def test_without_the_budget_every_guess_from_a_new_address_is_looked_at(person: User, looked_at: list[str], settings: Any) -> None:
    """The twin: the lock of one name from one address alone lets a botnet through."""
    settings.WRONG_PASSWORDS = {}

    assert guesses(always(person.username), many_addresses(), 60) == {422}
    assert len(looked_at) == 60


def test_the_owner_still_comes_in_from_a_browser_they_are_known_by(client: Client, person: User) -> None:
    enter(client, person)
    client.post("/leave/")
    guesses(always(person.username), many_addresses(), 12)
    guesses(always(person.username), always("127.0.0.1"), 6)

    stranger = enter(Client(), person, REMOTE_ADDR="10.250.0.1")

    assert stranger.status_code == 429
    assert "以前登录过的浏览器不受影响" in stranger.content.decode()
    assert enter(client, person).status_code == 302


def test_a_browser_is_known_only_once_all_is_shown(client: Client, officer: User) -> None:
    with_factor(with_password(officer))
    enter(client, officer)
    assert "jixiao_known" not in client.cookies

    show(client, code(timezone.now()))

    cookie = client.cookies["jixiao_known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_a_stolen_browser_guesses_five_times_and_no_more_wherever_it_goes(client: Client, person: User, looked_at: list[str]) -> None:
    enter(client, person)
    client.post("/leave/")
    looked_at.clear()

    answers = [
        enter(client, person, WRONG, REMOTE_ADDR=address).status_code for address, _ in zip(many_addresses(), range(8), strict=False)
    ]

    assert answers == [422] * 4 + [429] * 4
    assert len(looked_at) == 5
    assert enter(Client(), person).status_code == 302  # others are not kept out by it


@pytest.mark.parametrize("forge", ["", "x", '{"browser":"a","people":[1]}:x', "signed otherwise"])
def test_a_forged_cookie_knows_nobody(client: Client, person: User, forge: str) -> None:
    told = {"browser": "a", "people": [person.pk]}
    client.cookies["jixiao_known"] = signing.dumps(told, salt="another") if forge == "signed otherwise" else forge
    guesses(always(person.username), many_addresses(), 12)

    assert enter(client, person).status_code == 429


def test_a_browser_known_by_one_person_is_not_known_by_another(client: Client, person: User, department: Unit) -> None:
    other = with_password(a_person(department, "bieren", Role.MEETING_SECRETARY))
    enter(client, other)
    client.post("/leave/")
    guesses(always(person.username), many_addresses(), 12)

    assert enter(client, person).status_code == 429


def test_a_shared_browser_knows_the_last_five_people(client: Client, department: Unit) -> None:
    people = [with_password(a_person(department, f"ren{number}", Role.MEETING_SECRETARY)) for number in range(6)]
    for somebody in people:
        enter(client, somebody)
        client.post("/leave/")

    said = signing.loads(client.cookies["jixiao_known"].value, salt=gate.SALT)

    assert said["people"] == [somebody.pk for somebody in reversed(people)][:5]


def test_a_right_password_forgets_the_wrong_ones_from_that_address(client: Client, person: User) -> None:
    for _ in range(4):
        enter(client, person, WRONG)
    enter(client, person)

    assert gate.wrong_of(person, timezone.now()) == 0


def test_every_password_looked_at_is_in_the_log_once_and_the_name_only_where_there_is_one(client: Client, person: User) -> None:
    for _ in range(7):
        enter(client, person, WRONG)
    client.post("/enter/", {"username": "mima-typed-as-name", "password": WRONG}, REMOTE_ADDR="10.1.1.1")

    events = Event.objects.filter(action="session.refused")
    assert events.filter(subject=f"accounts.user:{person.pk}").count() == 5
    assert events.get(subject="").name == "未登录"
    assert not Event.objects.filter(detail__contains="mima").exists()
    assert not Event.objects.filter(detail__contains=WRONG).exists()


@pytest.mark.parametrize("kind", ["known", "unknown", "wordless", "closed"])
def test_a_refusal_costs_one_hash_and_as_many_writes_whoever_is_named(
    client: Client, department: Unit, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Times are not asserted; what takes the time is: one run of the hasher, one event, the same answer."""
    with_password(a_person(department, "known", Role.MEETING_SECRETARY))
    a_person(department, "wordless", Role.MEETING_SECRETARY)
    accounts.close_user(with_password(a_person(department, "closed", Role.MEETING_SECRETARY)), by=CONSOLE, at=timezone.now())
    hasher = hashers.get_hasher("default")
    runs: list[str] = []
    real = type(hasher).encode

    def encode(self: Any, *told: Any) -> Any:
        runs.append(kind)
        return real(self, *told)

    monkeypatch.setattr(type(hasher), "encode", encode)
    before = Event.objects.count()

    answer = client.post("/enter/", {"username": kind, "password": WRONG})

    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.content.decode()
    assert len(runs) == 1
    assert Event.objects.count() == before + 1


def test_every_form_of_the_entrance_wants_its_token(person: User) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/enter/", {"username": person.username, "password": PASSWORD}).status_code == 403
    client.get("/enter/")
    token = client.cookies["jixiao_csrf"].value
    client.post("/enter/", {"username": person.username, "password": PASSWORD, "csrfmiddlewaretoken": token})
    assert is_in(client)
    for address in ("leave/", "password/", "security/factor/", "security/sessions/end/", "security/codes/", "security/factor/name/"):
        assert client.post(f"/{address}").status_code == 403
        assert client.post(f"/{address}", {"csrfmiddlewaretoken": token}).status_code == 403  # it turned at sign-in
