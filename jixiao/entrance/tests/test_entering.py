from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone

from jixiao.accounts import actions
from jixiao.accounts.models import Link, Seat, User
from jixiao.accounts.queries import client_address, digest_of, link_for, user_named
from jixiao.accounts.tests.people import BACKEND, NOON, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.audit.tests.stand_ins import race
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

pytestmark = pytest.mark.django_db
PASSWORD = "三张表九个项目一百四十处"


@pytest.fixture
def known(officer: User) -> User:
    return actions.set_password(officer, PASSWORD, by=officer, at=NOON)


def enter(client: Client, password: str, **more: Any) -> Any:
    return client.post("/enter/", {"username": "caiwu", "password": password, **more})


def fresh_token(user: User) -> str:
    return actions.issue_link(user, by=CONSOLE, at=timezone.now())


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_name_and_password_open_a_session_and_the_log_tells(client: Client, known: User) -> None:
    answer = enter(client, PASSWORD)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    event = Event.objects.order_by("-seq")[0]
    assert (event.action, event.actor) == ("session.open", known.pk)
    assert signed_in(client)


@pytest.mark.parametrize(("wanted", "way"), [("/rules/", "/rules/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")])
def test_signing_in_leads_on_within_the_house_only(client: Client, known: User, wanted: str, way: str) -> None:
    assert enter(client, PASSWORD, next=wanted)["Location"] == way


def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(client: Client, known: User) -> None:
    pages = [enter(client, "不对的密码"), client.post("/enter/", {"username": "nobody", "password": "x"})]

    assert [page.status_code for page in pages] == [422, 422]
    assert all("用户名或密码不对" in page.content.decode() for page in pages)


def test_the_fifth_wrong_password_locks_and_even_the_right_one_waits(client: Client, known: User) -> None:
    answers = [enter(client, "不对的密码").status_code for _ in range(5)]

    last = enter(client, PASSWORD)

    assert answers == [422, 422, 422, 422, 429]
    assert last.status_code == 429
    assert "请 15 分钟后再试" in last.content.decode()
    assert not signed_in(client)


def test_a_lock_is_for_one_name_from_one_address(client: Client, known: User) -> None:
    for _ in range(5):
        enter(client, "不对的密码")

    elsewhere = client.post("/enter/", {"username": "caiwu", "password": PASSWORD}, REMOTE_ADDR="10.1.2.3")

    assert elsewhere.status_code == 302


def test_the_address_is_read_past_as_many_proxies_as_stand_there(rf: Any, settings: Any) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.0.0.9", REMOTE_ADDR="127.0.0.1")

    addresses = []
    for settings.PROXIES in (0, 1, 2, 3):
        addresses.append(client_address(request))

    assert addresses == ["127.0.0.1", "10.0.0.9", "6.6.6.6", "127.0.0.1"]


def test_a_link_signs_in_once(client: Client, officer: User) -> None:
    token = fresh_token(officer)

    first, second = client.get(f"/enter/{token}/"), Client().get(f"/enter/{token}/")

    assert (first.status_code, first["Location"]) == (302, "/")
    assert signed_in(client)
    assert second.status_code == 409
    assert "已经用过或已失效" in second.content.decode()


def test_a_second_click_by_the_same_person_does_no_harm(client: Client, officer: User) -> None:
    token = fresh_token(officer)
    client.get(f"/enter/{token}/")

    assert client.get(f"/enter/{token}/").status_code == 302


def test_the_house_keeps_only_the_digest_of_a_token(officer: User) -> None:
    token = fresh_token(officer)

    assert len(token) >= 43
    assert Link.objects.get().digest == digest_of(token) != token
    assert not Event.objects.filter(detail__contains=token).exists()
    assert not Event.objects.filter(result__contains=token).exists()


def test_a_preview_does_not_spend_a_link(client: Client, officer: User) -> None:
    token = fresh_token(officer)

    assert client.head(f"/enter/{token}/").status_code == 405
    assert client.get(f"/enter/{token}/").status_code == 302


def test_an_unknown_link_is_not_found(client: Client) -> None:
    assert client.get("/enter/no-such-token/").status_code == 404


@pytest.mark.parametrize("minutes", [15, 16])
def test_a_link_expires(officer: User, minutes: int) -> None:
    link = link_for(actions.issue_link(officer, by=CONSOLE, at=NOON))
    assert link is not None

    with pytest.raises(Refused, match="已失效"):
        actions.use_link(link, by=officer, at=NOON + timedelta(minutes=minutes))


def test_a_new_link_stops_the_one_before(officer: User) -> None:
    old = link_for(actions.issue_link(officer, by=CONSOLE, at=NOON))
    actions.issue_link(officer, by=CONSOLE, at=NOON + timedelta(minutes=1))
    assert old is not None

    with pytest.raises(Refused):
        actions.use_link(old, by=officer, at=NOON + timedelta(minutes=2))


def test_a_link_opens_nobody_elses_account(department: Unit, officer: User) -> None:
    link = link_for(actions.issue_link(officer, by=CONSOLE, at=NOON))
    other = a_person(department, "jingban", Role.PROJECT_OFFICER)
    assert link is not None

    with pytest.raises(Refused):
        actions.use_link(link, by=other, at=NOON)


def test_only_a_security_administrator_issues_links_and_not_for_a_closed_account(officer: User, admin: User, keeper: User) -> None:
    assert actions.issue_link(officer, by=keeper, at=NOON)
    with pytest.raises(Denied):
        actions.issue_link(admin, by=officer, at=NOON)
    actions.close_user(officer, by=admin, at=NOON)
    with pytest.raises(Refused, match="账号已停用"):
        actions.issue_link(officer, by=keeper, at=NOON)


def test_the_database_refuses_a_link_used_too_late(officer: User) -> None:
    actions.issue_link(officer, by=CONSOLE, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.update(used=NOON + timedelta(hours=1))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_clicks_at_the_same_moment_one_comes_in(officer: User) -> None:
    token = actions.issue_link(officer, by=CONSOLE, at=NOON)

    def click() -> object:
        link = link_for(token)
        assert link is not None
        return actions.use_link(link, by=link.user, at=NOON)

    results = race(click)

    connections.close_all()
    assert sum(isinstance(result, Link) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 7


def test_leaving_ends_the_session(client: Client, officer: User) -> None:
    client.force_login(officer, backend=BACKEND)

    assert client.get("/leave/").status_code == 405
    client.post("/leave/")

    assert not signed_in(client)
    assert Event.objects.order_by("-seq")[0].action == "session.close"


def test_signing_in_changes_the_session_key(client: Client, known: User) -> None:
    session = client.session
    session["mark"] = 1
    session.save()
    before = session.session_key or ""
    client.cookies["jixiao"] = before

    enter(client, PASSWORD)

    assert client.session.session_key != before


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, officer: User) -> None:
    client.force_login(officer, backend=BACKEND)
    session = client.session
    session["began"] = timezone.now().timestamp() - 12 * 3600 - 1
    session.save()

    assert client.get("/password/")["Location"].startswith("/enter/")


def test_a_session_is_renewed_once_a_minute_and_no_oftener(client: Client, officer: User) -> None:
    client.force_login(officer, backend=BACKEND)

    renewed = [bool(client.get("/password/").cookies.get("jixiao")) for _ in range(2)]

    assert renewed == [True, False]
    assert client.session.get_expiry_age() == 30 * 60


def test_a_closed_account_is_out_with_its_next_click(client: Client, officer: User) -> None:
    client.force_login(officer, backend=BACKEND)
    actions.close_user(officer, by=CONSOLE, at=NOON)

    assert client.get("/password/")["Location"].startswith("/enter/")


def test_somebody_signed_in_need_not_sign_in_again(client: Client, officer: User) -> None:
    client.force_login(officer, backend=BACKEND)

    assert client.get("/enter/")["Location"] == "/"


def test_a_first_password_is_set_without_a_present_one(client: Client, officer: User) -> None:
    client.force_login(officer, backend=BACKEND)

    answer = client.post("/password/", {"new": PASSWORD, "again": PASSWORD})

    officer.refresh_from_db()
    assert answer.status_code == 302
    assert officer.check_password(PASSWORD)
    assert signed_in(client)


@pytest.mark.parametrize(
    ("present", "new", "sentence"),
    [
        ("不对", (PASSWORD, PASSWORD), "现在的密码不对"),
        (PASSWORD, ("123456789012", "123456789012"), "密码只包含数字"),
        (PASSWORD, ("短", "短"), "不少于 12 个字，现在是 1 个"),
        (PASSWORD, (PASSWORD + "一", PASSWORD + "二"), "两遍写的不一样"),
    ],
)
def test_a_bad_new_password_is_refused_in_a_sentence(
    client: Client, known: User, present: str, new: tuple[str, str], sentence: str
) -> None:
    client.force_login(known, backend=BACKEND)

    answer = client.post("/password/", {"present": present, "new": new[0], "again": new[1]})

    assert answer.status_code == 422
    assert re.search(f"jx-error[^>]*>.*{sentence}", answer.content.decode())


def test_nobody_sets_anothers_password(officer: User, admin: User) -> None:
    with pytest.raises(Refused, match="自己的密码"):
        actions.set_password(officer, PASSWORD, by=admin, at=NOON)


def test_the_unit_and_year_of_the_top_bar_are_kept(client: Client, officer: User, department: Unit) -> None:
    client.force_login(officer, backend=BACKEND)

    client.post("/stand/", {"unit": department.pk, "year": "2021", "next": "/rules/"})
    client.post("/stand/", {"year": "nonsense"})

    assert (client.session["unit"], client.session["year"]) == (department.pk, 2021)


def test_people_have_names(officer: User) -> None:
    actions.issue_link(officer, by=CONSOLE, at=NOON)
    assert str(officer) == "caiwu某"
    assert str(Seat.objects.get()) == f"{officer.pk} finance_officer {officer.unit_id}"
    assert str(Link.objects.get()).startswith(f"{officer.pk} 2022-03-01")
    assert user_named("caiwu") == officer
    assert user_named("nobody") is None
