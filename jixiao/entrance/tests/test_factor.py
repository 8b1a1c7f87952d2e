from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import connections
from django.test import Client
from django.utils import timezone

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import Seat, User
from jixiao.accounts.tests.people import NOON, SINCE, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.audit.tests.stand_ins import race
from jixiao.entrance import actions
from jixiao.entrance.models import Session
from jixiao.entrance.queries import factor
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import GUARDED, Role
from jixiao.organisations.models import Unit

from .doors import LATER, PASSWORD, SECRET, code, come_in, enter, is_in, rest, secret_of, show, with_factor, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict")]


@pytest.fixture
def head(department: Unit) -> User:
    return with_password(a_person(department, "fuzeren", Role.FINANCE_HEAD))


# Who must


@pytest.mark.parametrize("role", list(Role))
def test_whoever_approves_or_administers_is_led_to_the_second_factor_and_nobody_else(client: Client, department: Unit, role: Role) -> None:
    user = with_password(a_person(department, "ren", role))
    enter(client, user)

    answer = client.get("/rules/")

    if role.permissions & GUARDED:
        assert (answer.status_code, answer["Location"]) == (302, "/security/factor/?next=%2Frules%2F")
    else:
        assert answer.status_code == 200


def test_a_lent_post_asks_for_it_as_well(client: Client, department: Unit, clerk: User, head: User) -> None:
    today = timezone.localdate()
    until, seat = today + timedelta(days=7), Seat.objects.get(user=head)
    accounts.delegate(seat, clerk, since=today, until=until, reason="出差", document="委〔2022〕1号", by=head, at=timezone.now())
    enter(client, with_password(clerk))

    assert client.get("/rules/")["Location"].startswith("/security/factor/")


def test_switched_off_nobody_is_asked(client: Client, head: User, settings: Any) -> None:
    """The twin: with the defence off, an approver comes in by a password alone."""
    settings.SECOND_FACTOR = "off"
    enter(client, head)

    assert client.get("/rules/").status_code == 200
    assert "未要求第二因素" in client.get("/security/").content.decode()


def test_a_post_given_during_the_day_asks_at_the_next_click(client: Client, clerk: User, department: Unit) -> None:
    enter(client, with_password(clerk))
    assert is_in(client)

    accounts.give_seat(department, clerk, Role.SECTION_HEAD, since=SINCE, by=CONSOLE, at=NOON)

    assert client.get("/rules/")["Location"].startswith("/security/factor/")


def test_whoever_has_one_shows_it_even_where_it_is_not_asked_for(client: Client, clerk: User, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    with_factor(with_password(clerk))
    enter(client, clerk)

    assert client.get("/rules/")["Location"].startswith("/security/factor/")


@pytest.mark.parametrize(
    "address",
    ["/", "/security/", "/security/people/", "/security/codes/", "/security/codes/codes.txt", "/password/", "/security/factor/remove/"],
)
def test_until_it_is_shown_no_other_page_answers(client: Client, head: User, address: str) -> None:
    with_factor(head)
    enter(client, head)

    assert client.get(address)["Location"].startswith("/security/factor/")
    assert client.post(address)["Location"].startswith("/security/factor/")


def test_a_fragment_leads_the_whole_page_there(client: Client, head: User) -> None:
    enter(client, head)

    answer = client.get("/rules/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/rules/?q=1"})

    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/security/factor/?next=%2Frules%2F%3Fq%3D1")


def test_one_may_leave_without_showing_it(client: Client, head: User) -> None:
    enter(client, head)

    assert client.post("/leave/")["Location"] == "/enter/"


# Setting up


def test_setting_up_shows_picture_and_secret_takes_a_code_and_leads_to_the_recovery_codes(client: Client, head: User) -> None:
    enter(client, head)
    page = client.get("/security/factor/?next=/rules/").content.decode()
    pending = client.session["factor_pending"]

    assert "data:image/svg+xml;base64," in page
    assert '<input type="hidden" name="next" value="/rules/">' in page
    secret = decrypt(pending)
    assert secret not in pending
    answer = client.post("/security/factor/", {"code": code(timezone.now(), secret=secret), "next": "/rules/"})
    assert answer["Location"] == "/security/codes/"
    codes = client.get("/security/codes/").content.decode()
    assert codes.count("<li><code>") == 10
    assert client.get("/security/codes/codes.txt").content.decode().count("\r\n") == 13
    assert client.post("/security/codes/")["Location"] == "/rules/"
    assert "<li><code>" not in client.get("/security/codes/").content.decode()
    assert client.get("/security/codes/codes.txt").status_code == 404
    assert client.get("/rules/").status_code == 200


def test_the_secret_waits_for_its_code(client: Client, head: User) -> None:
    enter(client, head)
    client.get("/security/factor/")
    before = client.session["factor_pending"]

    answer = show(client, "000000")

    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()
    assert client.session["factor_pending"] == before
    assert not factor.enrolled(head)


def test_the_secret_is_nowhere_in_the_clear(head: User) -> None:
    with_factor(head)

    assert SECRET not in str(list(Authenticator.objects.values()))
    assert not Event.objects.filter(detail__contains=SECRET).exists()
    assert not Event.objects.filter(detail__contains=code(NOON)).exists()
    assert secret_of(head) == SECRET


def test_a_changed_site_key_is_a_sentence_not_a_fall(client: Client, head: User, settings: Any) -> None:
    with_factor(head)
    settings.SECRET_KEY = "another key of the site, long enough and with other signs 0123456789"
    enter(client, head)

    answer = show(client, code(timezone.now()))

    assert answer.status_code == 422
    assert "请安全保密员清除后重新设置" in answer.content.decode()


def test_one_that_stands_is_not_set_up_over(head: User) -> None:
    with_factor(head)

    with pytest.raises(Refused, match="已经设过"):
        actions.enrol(head, SECRET, code(LATER), by=head, at=LATER)
    with pytest.raises(Refused, match="自己账号"):
        actions.enrol(head, SECRET, code(LATER), by=a_person(head.unit, "bieren"), at=LATER)


# Showing it


def test_password_and_code_together_come_in_and_on(client: Client, head: User) -> None:
    with_factor(head)
    enter(client, head, next="/rules/")

    answer = client.post("/security/factor/", {"code": f" {code(timezone.now())[:3]} {code(timezone.now())[3:]}", "next": "/rules/"})

    assert answer["Location"] == "/rules/"
    assert client.get("/rules/").status_code == 200
    assert Event.objects.filter(action="factor.pass", actor=head.pk).count() == 1
    assert client.post("/security/factor/", {"next": "/rules/"})["Location"] == "/rules/"


def test_full_width_digits_are_digits(head: User) -> None:
    with_factor(head)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code(LATER))

    assert actions.pass_factor(head, wide, by=head, at=LATER)


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_and_no_more(head: User, steps: int, fits: bool) -> None:
    with_factor(head)

    if fits:
        assert actions.pass_factor(head, code(LATER, steps), by=head, at=LATER)
    else:
        with pytest.raises(actions.WrongCode):
            actions.pass_factor(head, code(LATER, steps), by=head, at=LATER)


def test_a_code_is_taken_once_and_so_are_all_before_it(head: User) -> None:
    with_factor(head)
    actions.pass_factor(head, code(LATER), by=head, at=LATER)

    for steps, at in ((0, LATER), (-1, LATER), (0, LATER + timedelta(seconds=29))):
        with pytest.raises(actions.WrongCode):
            actions.pass_factor(head, code(LATER, steps), by=head, at=at)


def test_without_the_last_step_kept_a_code_would_be_taken_twice(head: User) -> None:
    """The twin: the kept step is what stops a replay."""
    with_factor(head)
    actions.pass_factor(head, code(LATER), by=head, at=LATER)
    rest(head)

    assert actions.pass_factor(head, code(LATER), by=head, at=LATER)


def test_the_code_of_setting_up_is_used_up(head: User) -> None:
    with_factor(head)

    with pytest.raises(actions.WrongCode):
        actions.pass_factor(head, code(NOON), by=head, at=NOON)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_uses_of_a_code_at_the_same_moment_one_passes(head: User) -> None:
    with_factor(head)

    results = race(lambda: actions.pass_factor(User.objects.get(pk=head.pk), code(LATER), by=head, at=LATER))

    connections.close_all()
    assert sum(isinstance(result, Authenticator) for result in results) == 1
    assert sum(isinstance(result, actions.WrongCode) for result in results) == 7


def test_five_wrong_codes_and_even_the_right_one_waits_a_quarter_of_an_hour(client: Client, head: User) -> None:
    with_factor(head)
    enter(client, head)

    answers = [show(client, "000000").content.decode() for _ in range(5)]
    sixth = show(client, code(timezone.now())).content.decode()

    assert all("验证码不对" in answer for answer in answers)
    assert "连续输错 5 次" in sixth
    assert Event.objects.filter(action="factor.wrong", actor=head.pk).count() == 5
    assert not is_in(client)


def test_after_the_wait_counting_begins_anew(head: User) -> None:
    with_factor(head)
    for _ in range(5):
        actions.note_wrong_code(head, by=head, at=LATER)
    assert factor.refusal_to_try(head, LATER + timedelta(minutes=14))

    after = LATER + timedelta(minutes=15)

    assert factor.refusal_to_try(head, after) is None
    assert actions.note_wrong_code(head, by=head, at=after).wrong == 1
    assert actions.pass_factor(head, code(after), by=head, at=after)
    assert actions.note_wrong_code(head, by=head, at=after).wrong == 1


def test_a_recovery_code_stands_in_once(client: Client, head: User) -> None:
    with_factor(head)
    first, second = factor.codes_to_show(head)[:2]
    enter(client, head)
    show(client, first)
    assert is_in(client)

    other = Client()
    enter(other, head)

    assert show(other, first).status_code == 422
    assert show(other, second).status_code == 302
    assert factor.factor(head).codes_left == 8  # type: ignore[union-attr]


# Looking after it


def test_it_can_be_called_by_a_name(client: Client, head: User) -> None:
    come_in(client, with_factor(head))

    client.post("/security/factor/name/", {"name": "办公室的手机"})
    client.post("/security/factor/name/", {"name": ""})

    assert "办公室的手机" in client.get("/security/").content.decode()


def test_another_phone_takes_over_once_its_own_code_comes(client: Client, head: User) -> None:
    come_in(client, with_factor(head))
    elsewhere = come_in(Client(), head)

    assert client.post("/security/factor/replace/", {"code": code(timezone.now())})["Location"] == "/security/factor/"
    client.get("/security/factor/")
    assert secret_of(head) == SECRET
    fresh = decrypt(client.session["factor_pending"])
    show(client, code(timezone.now(), secret=fresh))

    assert secret_of(head) == fresh
    assert is_in(client)
    assert not is_in(elsewhere)


def test_doing_without_takes_a_fresh_code_and_who_must_sets_it_up_again(client: Client, head: User) -> None:
    come_in(client, with_factor(head))
    wrong = client.post("/security/factor/remove/", {"code": "000000"})
    assert (wrong.status_code, factor.enrolled(head)) == (422, True)

    client.post("/security/factor/remove/", {"code": code(timezone.now())})

    assert not factor.enrolled(head)
    assert client.get("/rules/")["Location"].startswith("/security/factor/")


def test_new_recovery_codes_end_the_old_ones(client: Client, head: User) -> None:
    come_in(client, with_factor(head))
    old = factor.codes_to_show(head)

    answer = client.post("/security/codes/new/", {"code": code(timezone.now())})

    new = factor.codes_to_show(head)
    assert answer["Location"] == "/security/codes/"
    assert len({*old, *new}) == 20
    with pytest.raises(actions.WrongCode):
        actions.pass_factor(head, old[0], by=head, at=timezone.now())


def test_without_one_there_is_nothing_to_look_after(client: Client, clerk: User) -> None:
    come_in(client, with_password(clerk))

    assert client.get("/security/factor/remove/")["Location"] == "/security/factor/"
    assert client.post("/security/factor/name/", {"name": "手机"}).status_code == 409
    assert "先不设" in client.get("/security/factor/").content.decode()
    client.post("/security/codes/")
    assert factor.factor(clerk) is None


def test_the_security_administrator_clears_it_with_a_reason_and_every_session_ends(client: Client, head: User, keeper: User) -> None:
    come_in(client, with_factor(head))

    with pytest.raises(Refused, match="原因"):
        actions.clear_factor(head, reason=" ", by=keeper, at=timezone.now())
    actions.clear_factor(head, reason="手机遗失", by=keeper, at=timezone.now())

    assert not Authenticator.objects.exists()
    assert not is_in(client)
    assert "手机遗失" in Event.objects.get(action="factor.clear").detail


def test_nobody_else_clears_it_and_the_security_administrator_not_their_own(head: User, keeper: User, admin: User, clerk: User) -> None:
    for somebody in (admin, clerk, head):
        with pytest.raises(Denied):
            actions.clear_factor(head, reason="手机遗失", by=somebody, at=LATER)
    with pytest.raises(Refused, match="自己的"):
        actions.clear_factor(keeper, reason="手机遗失", by=keeper, at=LATER)


def test_a_link_does_not_pass_by_the_second_factor(client: Client, head: User) -> None:
    with_factor(head)
    token = accounts.issue_link(head, by=CONSOLE, at=timezone.now())

    client.get(f"/enter/{token}/")

    assert not is_in(client)


def test_what_was_shown_in_one_session_does_not_hold_in_the_next(client: Client, head: User) -> None:
    come_in(client, with_factor(head))

    enter(client, head)

    assert "factor" not in client.session
    assert not is_in(client)
    assert Session.objects.filter(user=head).count() == 2


def test_the_password_is_asked_first(client: Client, head: User) -> None:
    with_factor(head)

    assert client.get("/security/factor/")["Location"].startswith("/enter/")
    assert enter(client, head, PASSWORD + "x").status_code == 422


def test_with_everything_shown_the_page_of_the_second_factor_looks_after_it(client: Client, head: User) -> None:
    come_in(client, with_factor(head))

    page = client.get("/security/factor/").content.decode()

    assert "更换手机" in page
    assert "查看并收好" in page
    actions.keep_codes(head, by=head, at=timezone.now())
    assert "查看并收好" not in client.get("/security/factor/").content.decode()
