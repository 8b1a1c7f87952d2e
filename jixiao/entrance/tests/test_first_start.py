from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from jixiao.accounts.models import Seat, User
from jixiao.accounts.tests.people import NOON, TODAY, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.entrance import actions
from jixiao.entrance.facts import STRANGER, Appointed
from jixiao.entrance.models import Tries, Welcome
from jixiao.entrance.sums import grouped, one_time_password, three_names
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import ADMINISTRATORS, Permission, Role
from jixiao.organisations.models import Unit

from .doors import PASSWORD, enter, is_in, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict")]
NAMES = ("吴某某", "郑某某", "冯某某")


def appoint(bureau: Unit, names: tuple[str, ...] = (), **more: object) -> list[Appointed]:
    return actions.appoint(bureau, names, since=TODAY, by=CONSOLE, at=timezone.now(), **more)  # type: ignore[arg-type]


def sign_in(one: Appointed) -> Client:
    client = Client()
    enter(client, User.objects.get(username=one.username), one.password)
    return client


def settle(client: Client, name: str, password: str = PASSWORD) -> str:
    told = {"name": name, "new": password, "again": password}
    answer = client.post("/first/", told)
    return "" if answer.status_code == 302 else re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_exactly_three_accounts_are_made_and_they_hold_the_three_posts_apart(bureau: Unit) -> None:
    made = appoint(bureau, NAMES)

    assert User.objects.count() == 3
    assert {seat.post for seat in Seat.objects.all()} == ADMINISTRATORS
    assert {user.name for user in User.objects.all()} == set(NAMES)
    assert len({one.password for one in made}) == 3
    assert not hasattr(User, "is_superuser")
    for user in User.objects.all():
        assert not user.may(Permission.FILING_READ, bureau, TODAY)


def test_no_password_is_kept_or_written_down(bureau: Unit) -> None:
    made = appoint(bureau)

    for one in made:
        user = User.objects.get(username=one.username)
        assert hashers.check_password(one.password, user.password)
        assert one.password not in user.password
        assert not Event.objects.filter(detail__contains=one.password).exists()
        assert not Event.objects.filter(result__contains=one.password).exists()


def test_a_user_name_that_is_taken_is_passed_over(bureau: Unit) -> None:
    a_person(bureau, "baomi", Role.CHIEF)
    a_person(bureau, "baomi2", Role.CHIEF)

    assert [one.username for one in appoint(bureau)] == ["xitong", "baomi3", "shenjiyuan"]


def test_a_second_time_nothing_is_made(bureau: Unit) -> None:
    appoint(bureau)

    with pytest.raises(Refused, match="早已建立"):
        appoint(bureau)
    assert User.objects.count() == 3


def test_nobody_makes_them_from_a_page(bureau: Unit, officer: User) -> None:
    with pytest.raises(Denied):
        actions.appoint(bureau, NAMES, since=TODAY, by=officer, at=NOON)


def test_for_the_sample_they_have_no_password_and_come_in_by_links(bureau: Unit) -> None:
    made = appoint(bureau, NAMES, with_passwords=False)

    assert {one.password for one in made} == {""}
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert not Welcome.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("甲某", "现在是 1 个"),
        ("甲某,乙某,", "现在是 2 个"),
        ("甲某,乙某,丙某,丁某", "现在是 4 个"),
        ("甲某，乙 某、 乙某", "「乙某」写了不止一次"),
    ],
)
def test_fewer_than_three_persons_or_one_twice_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        three_names(text)


def test_three_names_are_read_however_they_are_parted() -> None:
    assert three_names("甲某, 乙某、丙 某") == ("甲某", "乙某", "丙某")


def test_a_one_time_password_can_be_read_out() -> None:
    passwords = {one_time_password() for _ in range(100)}

    assert len(passwords) == 100
    assert all(re.fullmatch(r"(?:[2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}", one) for one in passwords)
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_first_sign_in_asks_for_name_and_password_before_any_page(bureau: Unit) -> None:
    client = sign_in(appoint(bureau)[0])

    for address in ("/", "/rules/", "/security/", "/security/factor/", "/password/"):
        assert client.get(address)["Location"].startswith("/first/")
    page = client.get("/first/").content.decode()
    assert "系统管理员" in page
    assert 'name="name"' in page

    assert settle(client, "吴某某") == ""

    assert client.get("/rules/")["Location"].startswith("/security/factor/")
    user = User.objects.get(username="xitong")
    assert (user.name, user.check_password(PASSWORD)) == ("吴某某", True)
    assert client.get("/first/")["Location"].startswith("/security/factor/")


def test_a_name_given_at_the_start_is_not_asked_for(bureau: Unit) -> None:
    client = sign_in(appoint(bureau, NAMES)[0])

    assert 'name="name"' not in client.get("/first/").content.decode()
    assert settle(client, "") == ""
    assert User.objects.get(username="xitong").name == NAMES[0]


def test_one_person_cannot_be_two_of_the_three(bureau: Unit) -> None:
    made = appoint(bureau)
    settle(sign_in(made[0]), "吴某某")
    second = sign_in(made[1])

    assert "吴某某已是系统管理员" in settle(second, "吴 某某")
    assert "真实姓名" in settle(second, "安全保密员")
    assert settle(second, "郑某某") == ""


def test_the_action_itself_refuses_it_too(bureau: Unit) -> None:
    made = appoint(bureau)
    first, second = (User.objects.get(username=one.username) for one in made[:2])
    actions.settle_in(first, "吴某某", PASSWORD, by=first, at=timezone.now())

    with pytest.raises(Refused, match="已是系统管理员"):
        actions.settle_in(second, "吴某某", PASSWORD, by=second, at=timezone.now())
    with pytest.raises(Refused, match="请填姓名"):
        actions.settle_in(second, "  ", PASSWORD, by=second, at=timezone.now())
    with pytest.raises(Refused, match="自己账号"):
        actions.settle_in(second, "郑某某", PASSWORD, by=first, at=timezone.now())
    with pytest.raises(Refused, match="已经办好"):
        actions.settle_in(first, "吴某某", PASSWORD, by=first, at=timezone.now())


def test_the_one_time_password_is_not_kept_on_and_stops_working(bureau: Unit) -> None:
    one = appoint(bureau, NAMES)[0]
    client = sign_in(one)
    assert "不能继续用一次性密码" in settle(client, "", one.password)

    settle(client, "")

    assert enter(Client(), User.objects.get(username=one.username), one.password).status_code == 422


@pytest.mark.parametrize(("hours", "status"), [(71, 302), (72, 422)])
def test_a_one_time_password_runs_out(client: Client, bureau: Unit, hours: int, status: int) -> None:
    one = actions.appoint(bureau, NAMES, since=TODAY, by=CONSOLE, at=timezone.now() - timedelta(hours=hours))[0]

    answer = enter(client, User.objects.get(username=one.username), one.password)

    assert answer.status_code == status
    if status == 422:
        assert "已过 72 小时失效" in answer.content.decode()
        assert "_auth_user_id" not in client.session


def test_another_session_with_the_one_time_password_is_out_once_it_is_changed(bureau: Unit) -> None:
    one = appoint(bureau, NAMES)[0]
    first, second = sign_in(one), sign_in(one)

    settle(first, "")

    assert second.get("/first/")["Location"].startswith("/enter/")
    assert not is_in(second)


def test_the_database_refuses_a_welcome_that_expires_before_it_is_given(bureau: Unit) -> None:
    appoint(bureau)
    user = User.objects.get(username="xitong")
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        Welcome.objects.update(expires=now - timedelta(days=4))
    assert str(Welcome.objects.get(user=user)).startswith(f"{user.pk} ")
    assert str(Tries(user=user, wrong=2)) == f"{user.pk} 2"
    assert not STRANGER.may(Permission.FILING_READ, bureau, TODAY)


def test_nor_somebody_who_has_a_business_account_in_the_same_unit(bureau: Unit) -> None:
    busy = a_person(bureau, "shenhe", Role.FISCAL_REVIEWER)

    assert "三员不得兼任业务岗位" in settle(sign_in(appoint(bureau)[0]), busy.name)


def test_whoever_has_settled_in_is_not_asked_again(client: Client, clerk: User) -> None:
    enter(client, with_password(clerk))

    assert client.get("/first/?next=/rules/")["Location"] == "/rules/"
