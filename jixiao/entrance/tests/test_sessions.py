from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import Seat, User
from jixiao.accounts.tests.people import BACKEND, NOON, SINCE, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.entrance import actions
from jixiao.entrance.facts import KEPT_FOR, SEEN_EVERY
from jixiao.entrance.models import Session, Tries
from jixiao.entrance.queries import sessions
from jixiao.entrance.sums import device, shortened
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

from .doors import PASSWORD, WRONG, come_in, enter, is_in, with_factor, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict")]
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.93 Safari/537.36"


@pytest.fixture
def person(clerk: User) -> User:
    return with_password(clerk)


def key(client: Client) -> str:
    return client.cookies["jixiao"].value


def with_key(old: str) -> Client:
    client = Client()
    client.cookies["jixiao"] = old
    return client


# Listed and ended


def test_ones_own_sessions_are_listed_with_words_for_device_and_place(client: Client, person: User) -> None:
    enter(client, person, headers={"user-agent": CHROME}, REMOTE_ADDR="10.20.30.40")
    enter(Client(), person)

    page = client.get("/security/").content.decode()

    assert "Windows 电脑 · Chrome 浏览器" in page
    assert "10.20.30.*" in page
    assert "10.20.30.40" not in page
    assert page.count("本机") == 1
    assert "结束其他全部" in page


def test_another_session_is_ended_with_its_next_click(client: Client, person: User) -> None:
    enter(client, person)
    elsewhere = Client()
    enter(elsewhere, person)
    theirs = Session.objects.order_by("-pk")[0]

    client.post(f"/security/sessions/{theirs.pk}/end/")

    assert elsewhere.get("/security/")["Location"] == "/enter/?next=%2Fsecurity%2F"
    assert not elsewhere.cookies["jixiao"].value
    assert is_in(client)


def test_all_others_end_at_once(client: Client, person: User) -> None:
    others = [Client() for _ in range(3)]
    for one in (client, *others):
        enter(one, person)

    client.post("/security/sessions/end/")

    assert [is_in(one) for one in (client, *others)] == [True, False, False, False]


def test_the_session_of_somebody_else_is_not_there(client: Client, person: User, officer: User) -> None:
    enter(client, person)
    stranger = actions.open_session(officer, "x" * 64, address="", near="", device="", by=officer, at=timezone.now())

    assert client.post(f"/security/sessions/{stranger.pk}/end/").status_code == 404
    for act in (actions.end_session, lambda session, **told: actions.renew_session(session, "y", **told)):
        with pytest.raises(Refused, match="自己账号"):
            act(stranger, by=person, at=timezone.now())


def test_a_session_the_entrance_did_not_open_is_thrown_out(client: Client, person: User, settings: Any) -> None:
    client.force_login(person, backend=BACKEND)
    assert not is_in(client)

    client.force_login(person, backend=BACKEND)
    settings.UNLISTED_SESSIONS = True  # the twin: with the defence off it would be let in
    assert is_in(client)


def test_the_table_keeps_no_key(client: Client, person: User) -> None:
    enter(client, person)

    assert Session.objects.get().digest == sessions.digest_of(key(client)) != key(client)
    assert not Event.objects.filter(detail__contains=Session.objects.get().digest).exists()


def test_a_session_says_now_and_then_that_it_is_used(client: Client, person: User) -> None:
    enter(client, person)
    session = Session.objects.get()
    Session.objects.update(since=session.since - SEEN_EVERY * 2, seen=session.seen - SEEN_EVERY * 2)
    before = Event.objects.count()

    client.get("/security/")

    assert Session.objects.get().seen > session.seen - SEEN_EVERY
    assert Event.objects.count() == before


def test_idle_and_old_sessions_are_not_listed_and_long_ended_ones_leave(person: User) -> None:
    now = timezone.now()
    for number, (since, seen) in enumerate([(0, 0), (31, 31), (13 * 60, 1), (60 * 24 * 31, 60 * 24 * 31)]):
        at = now - timedelta(minutes=since)
        session = actions.open_session(person, f"{number:064}", address="", near="", device="", by=person, at=at)
        Session.objects.filter(pk=session.pk).update(seen=now - timedelta(minutes=seen))

    assert [session.since for session in sessions.sessions_of(person, now)] == [now]
    actions.open_session(person, "z" * 64, address="", near="", device="", by=person, at=now)
    assert not Session.objects.filter(seen__lt=now - KEPT_FOR).exists()


# Fixation and replay


def test_the_key_turns_at_sign_in_and_nothing_earlier_is_carried_in(client: Client, person: User) -> None:
    session = client.session
    session["mark"] = "planted"
    session.save()
    planted = session.session_key or ""
    client.cookies["jixiao"] = planted

    enter(client, person)

    assert key(client) != planted
    assert "mark" not in client.session
    assert not is_in(with_key(planted))


def test_the_key_turns_when_the_second_factor_is_shown(client: Client, officer: User) -> None:
    with_factor(with_password(officer))
    enter(client, officer)
    before = key(client)

    come_in(client, officer)

    assert key(client) != before
    assert not is_in(with_key(before))
    assert is_in(client)


def test_the_key_turns_when_posts_change_and_the_old_one_is_dead(client: Client, person: User, neighbour: Unit) -> None:
    enter(client, person)
    before = key(client)

    accounts.give_seat(neighbour, person, Role.MEETING_SECRETARY, since=SINCE, by=CONSOLE, at=NOON)
    assert is_in(client)

    assert key(client) != before
    assert not is_in(with_key(before))
    accounts.end_seat(Seat.objects.get(role="meeting_secretary"), timezone.localdate() - timedelta(days=1), by=CONSOLE, at=timezone.now())
    second = key(client)
    assert is_in(client)
    assert key(client) != second


def test_after_leaving_the_old_key_opens_nothing(client: Client, person: User) -> None:
    enter(client, person)
    old = key(client)

    client.post("/leave/")

    assert not is_in(with_key(old))
    assert Session.objects.get().ended


def test_a_closed_account_is_out_and_stays_out(client: Client, person: User) -> None:
    enter(client, person)
    old = key(client)

    accounts.close_user(person, by=CONSOLE, at=timezone.now())

    assert not is_in(client)
    assert not is_in(with_key(old))
    assert enter(Client(), person).status_code == 422


def test_a_new_password_ends_every_other_session(client: Client, person: User) -> None:
    enter(client, person)
    elsewhere = Client()
    enter(elsewhere, person)
    old = key(client)

    client.post("/password/", {"present": PASSWORD, "new": f"{PASSWORD}一", "again": f"{PASSWORD}一"})

    assert is_in(client)
    assert not is_in(elsewhere)
    assert not is_in(with_key(old))
    assert Session.objects.filter(ended=None).count() == 1


def test_an_ended_session_is_out_even_where_its_row_in_the_store_is_alive(client: Client, person: User) -> None:
    enter(client, person)
    actions.end_others(person, "", by=person, at=timezone.now())

    answer = client.get("/rules/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/enter/?next=%2F")


# Those of others


def test_who_keeps_the_security_sees_their_people_and_ends_their_sessions(client: Client, keeper: User, person: User) -> None:
    come_in(client, with_factor(with_password(keeper)))
    theirs = Client()
    enter(theirs, person)

    assert person.name in client.get("/security/people/?q=jingban").content.decode()
    assert "没有找到" in client.get("/security/people/?q=nobody").content.decode()
    page = client.get(f"/security/people/{person.pk}/").content.decode()
    assert "结束全部" in page
    client.post(f"/security/people/{person.pk}/end/")
    assert not is_in(theirs)


def test_they_clear_a_lost_second_factor_with_a_reason(client: Client, keeper: User, officer: User) -> None:
    come_in(client, with_factor(with_password(keeper)))
    with_factor(officer)

    assert client.post(f"/security/people/{officer.pk}/clear/", {"reason": ""}).status_code == 422
    client.post(f"/security/people/{officer.pk}/clear/", {"reason": "手机遗失，本人当面申请"})

    assert "应设未设" in client.get(f"/security/people/{officer.pk}/").content.decode()


def test_they_undo_a_lock(client: Client, keeper: User, person: User) -> None:
    come_in(client, with_factor(with_password(keeper)))
    theirs = Client()
    for _ in range(5):
        enter(theirs, person, WRONG)
    actions.note_wrong_code(person, by=person, at=timezone.now())
    assert enter(theirs, person).status_code == 429
    assert "输错 6 次" in client.get(f"/security/people/{person.pk}/").content.decode()

    client.post(f"/security/people/{person.pk}/unlock/")

    assert enter(theirs, person).status_code == 302
    assert not Tries.objects.exists()


def test_people_of_other_units_and_oneself_are_not_there(client: Client, department: Unit, neighbour: Unit) -> None:
    keeper = with_factor(with_password(a_person(department, "baomi", Role.SECURITY_ADMIN)))
    foreign = a_person(neighbour, "wairen", Role.CHIEF)
    come_in(client, keeper)

    for pk in (foreign.pk, keeper.pk, 0):
        assert client.get(f"/security/people/{pk}/").status_code == 404
        assert client.post(f"/security/people/{pk}/end/").status_code == 404
    assert foreign.name not in client.get("/security/people/").content.decode()


def test_nobody_else_ends_sessions_of_others(client: Client, person: User, officer: User, admin: User) -> None:
    enter(client, person)

    assert client.get("/security/people/").status_code == 404
    assert client.get(f"/security/people/{officer.pk}/").status_code == 404
    for somebody in (person, admin):
        with pytest.raises(Denied):
            actions.end_all(officer, by=somebody, at=NOON)
        with pytest.raises(Denied):
            actions.unlock(officer, by=somebody, at=NOON)


def test_a_page_of_people_asks_the_database_no_more_for_fifty_than_for_five(
    client: Client, keeper: User, department: Unit, django_assert_max_num_queries: Any
) -> None:
    come_in(client, with_factor(with_password(keeper)))
    for number in range(55):
        a_person(department, f"ren{number}", Role.SECTION_HEAD)

    with django_assert_max_num_queries(22):
        page = client.get("/security/people/").content.decode()

    assert page.count("应设未设") == 50
    assert 'rel="next"' in page


# History and words


def test_the_history_tells_of_wrong_passwords_and_of_who_cleared_what(client: Client, person: User, keeper: User) -> None:
    enter(Client(), person, WRONG, REMOTE_ADDR="10.9.9.9")
    with_factor(person)
    actions.clear_factor(person, reason="手机遗失", by=keeper, at=timezone.now())
    enter(client, person)

    told = [(visit.word, visit.address, visit.by, visit.bad) for visit in sessions.history(person)]

    assert ("密码输错", "10.9.9.*", "未登录", True) in told
    assert ("清除第二因素", "", "baomi", False) in told
    assert told[0][0] == "登录"
    assert "10.9.9.*" in client.get("/security/").content.decode()


@pytest.mark.parametrize(
    ("agent", "word"),
    [
        (CHROME, "Windows 电脑 · Chrome 浏览器"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) Version/15.0 Safari/604.1", "苹果手机 · Safari 浏览器"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0", "Linux 电脑 · 火狐浏览器"),
        ("Mozilla/5.0 (X11; Linux x86_64; UOS) Chrome/93.0", "统信 UOS · Chrome 浏览器"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/110 Edg/110", "Windows 电脑 · Edge 浏览器"),
        ("", "未知设备"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, word: str) -> None:
    assert device(agent) == word


@pytest.mark.parametrize(("address", "near"), [("10.1.2.3", "10.1.2.*"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:…"), ("", "")])
def test_an_address_is_shortened_to_its_network(address: str, near: str) -> None:
    assert shortened(address) == near


def test_the_database_refuses_a_session_that_ends_before_it_begins(person: User) -> None:
    actions.open_session(person, "x" * 64, address="", near="", device="", by=person, at=NOON)

    for wrong in ({"ended": NOON - timedelta(1)}, {"seen": NOON - timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.update(**wrong)
    assert str(Session.objects.get()) == f"{person.pk} 2022-03-01 04:00"


def test_a_lent_post_shows_in_the_list_and_asks_for_a_second_factor(keeper: User, officer: User, clerk: User, department: Unit) -> None:
    head = a_person(department, "fuzeren", Role.FINANCE_HEAD)
    today = timezone.localdate()
    until, seat = today + timedelta(days=7), Seat.objects.get(user=head)
    accounts.delegate(seat, clerk, since=today, until=until, reason="出差", document="委〔2022〕1号", by=head, at=timezone.now())

    (line,) = sessions.lines([clerk], timezone.now(), today)

    assert (line.posts, line.guarded) == ("项目经办人、财务负责人", True)
