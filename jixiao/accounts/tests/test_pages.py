"""The pages of people, as a browser without script sees them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao.accounts import actions
from jixiao.accounts.models import Delegation, Link, Seat, User
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.models import Unit

from .people import BACKEND, NOON, SINCE, a_person, a_unit

pytestmark = pytest.mark.django_db
KEY = {"key": "k"}


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "off"


@pytest.fixture
def keeper(department: Unit) -> User:
    return a_person(department, "baomi", Role.SECURITY_ADMIN)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    return client.get(reverse(f"accounts:{name}", args=arguments), query).content.decode()


def test_the_list_finds_people_by_name_unit_post_and_state(department: Unit, neighbour: Unit, admin: User, officer: User) -> None:
    section = a_unit(department, "外贸科", "4")
    a_person(section, "kezhang", Role.SECTION_HEAD)
    a_person(department, "xian")
    actions.close_user(a_person(department, "gone"), by=CONSOLE, at=NOON)
    a_person(neighbour, "bieren", Role.CHIEF)
    client = browser(admin)

    def names(**query: str) -> set[str]:
        text = page(client, "people", **query)
        return {one.username for one in User.objects.all() if f"<td>{one.username}</td>" in text}

    assert names() == {"guanli", "caiwu", "kezhang", "xian", "gone"}
    assert names(q="kezhang") == names(q="外贸科") == names(q="科室负责") == names(unit=str(section.pk)) == {"kezhang"}
    assert names(role="finance_officer") == {"caiwu"}
    assert names(closed="yes") == {"gone"}
    assert names(closed="idle") == {"xian"}
    assert names(q="没有这个人") == set()
    assert names(unit="x", role="king", closed="?", order="password") == names()


@pytest.mark.parametrize("order", ["name", "-name", "username", "-username", "unit"])
def test_the_list_is_sorted_as_asked(admin: User, officer: User, order: str) -> None:
    assert officer.username in page(browser(admin), "people", order=order)


def test_the_list_asks_a_constant_number_of_questions(
    department: Unit, admin: User, officer: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = browser(admin)
    for number in range(30):
        a_person(department, f"ren{number}", Role.PROJECT_OFFICER)
    with django_assert_max_num_queries(16):
        page(client, "people")


def test_a_lent_post_stands_in_the_list_with_whose_it_is_and_a_post_to_come_on_the_page(department: Unit, keeper: User) -> None:
    chief, taker = a_person(department, "wang", Role.CHIEF), a_person(department, "li")
    today = timezone.localdate()
    said = {"since": today, "until": today, "by": chief, "at": timezone.now()}
    actions.delegate(Seat.objects.get(user=chief), taker, reason="r", document="d", **said)  # type: ignore[arg-type] # made of parts
    actions.give_seat(department, taker, Role.EXPERT, since=today.replace(year=today.year + 5), by=CONSOLE, at=NOON)

    assert "商务局主要领导（代wang某）" in page(browser(keeper), "people")
    assert "未到任" in page(browser(keeper), "person", taker.pk)
    assert "不能给自己授予岗位" in page(browser(keeper), "person", keeper.pk)


@pytest.mark.parametrize("name", ["person", "delegation", "unseat"])
def test_what_is_not_there_is_404(keeper: User, name: str) -> None:
    assert browser(keeper).get(reverse(f"accounts:{name}", args=[987_654_321])).status_code == 404


def test_a_list_too_long_for_one_workbook_is_refused(keeper: User, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.accounts.views.people.MOST", 1)

    answer = browser(keeper).get(reverse("accounts:export"))

    assert (answer.status_code, "请先按单位或岗位筛选" in answer.content.decode()) == (409, True)


def test_an_act_without_its_form_is_refused(officer: User, admin: User) -> None:
    answer = browser(admin).post(reverse("accounts:reopen", args=[officer.pk]), {"key": "k" * 65})

    assert (answer.status_code, "页面不完整" in answer.content.decode()) == (409, True)


def test_who_may_not_look_people_up_is_told_who_may(officer: User) -> None:
    text = page(browser(officer), "people")

    assert "人员由系统管理员、安全保密员和审计人员查看" in text
    assert "<tbody>" not in text


def test_the_list_is_handed_out_as_text_alone(department: Unit, admin: User) -> None:
    a_person(department, "cmd", Role.PROJECT_OFFICER)
    actions.describe_user(User.objects.get(username="cmd"), "=1+1", title="@x", by=CONSOLE, at=NOON)

    answer = browser(admin).get(reverse("accounts:export"), {"q": "cmd"})

    rows = list(openpyxl.load_workbook(BytesIO(answer.content))["人员"].iter_rows())
    assert [cell.value for cell in rows[1]] == ["=1+1", "cmd", "商务局", "@x", "商务局项目经办人", "在用"]
    assert {cell.data_type for row in rows for cell in row} == {"s"}


def test_an_account_is_made_by_one_and_set_to_work_by_another(department: Unit, admin: User, keeper: User) -> None:
    made = browser(admin).post(
        reverse("accounts:create"), {"unit": "1/3 商务局", "name": "新某某", "username": "xin", "title": "外贸科", **KEY}, follow=True
    )
    new = User.objects.get(username="xin")
    assert "还不能登录" in made.content.decode()
    assert (new.unit, new.has_usable_password(), new.seats.count()) == (department, False, 0)

    client = browser(keeper)
    client.post(reverse("accounts:give", args=[new.pk]), {"unit": "商务局", "role": "project_officer", "since": "2022-01-01", **KEY})
    link = client.post(reverse("accounts:issue_link", args=[new.pk]))

    assert new.seats.get().post is Role.PROJECT_OFFICER
    assert link.headers["Cache-Control"].startswith("max-age=0")
    assert (b"/enter/" in link.content, Link.objects.filter(user=new).count()) == (True, 1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": "农业局"}, "没有找到「农业局」"),
        ({"username": "caiwu"}, "已经有人用了"),
        ({"username": "CAIWU"}, "已经有人用了"),
        ({"username": "a b"}, "中间不留空格"),
        ({"name": ""}, "请填姓名"),
        ({"name": "名" * 61}, "姓名不超过 60 个字"),
    ],
)
def test_a_wrong_account_is_refused_beside_its_field_and_not_made(
    neighbour: Unit, officer: User, admin: User, changed: dict[str, str], sentence: str
) -> None:
    plain = {"unit": "商务局", "name": "新某某", "username": "xin", **KEY}

    answer = browser(admin).post(reverse("accounts:create"), plain | changed)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert User.objects.count() == 2


def test_a_namesake_is_the_same_person_unless_said_not_to_be(department: Unit, admin: User, officer: User) -> None:
    client = browser(admin)
    for username, more in (("caiwu2", {}), ("caiwu3", {"namesake": "on"})):
        client.post(reverse("accounts:create"), {"unit": "商务局", "name": officer.name, "username": username, "key": username, **more})

    assert User.objects.get(username="caiwu2").person == officer
    assert User.objects.get(username="caiwu3").person is None
    assert "caiwu2" in page(client, "person", officer.pk)


@pytest.mark.parametrize("act", ["describe", "move", "close", "give", "create", "reopen", "issue_link"])
def test_each_administrator_is_refused_what_the_other_does(department: Unit, officer: User, admin: User, keeper: User, act: str) -> None:
    wrong = admin if act in {"give", "issue_link"} else keeper
    address = reverse(f"accounts:{act}", args=[] if act == "create" else [officer.pk])
    client = browser(wrong)
    said = {"unit": "商务局", "name": "n", "username": "u", "role": "chief", "since": "2022-01-01", **KEY}

    shown, answer = client.get(address), client.post(address, said)

    assert (answer.status_code, "安全保密员" in answer.content.decode() or "系统管理员" in answer.content.decode()) == (403, True)
    assert shown.status_code == 405 or "disabled" in shown.content.decode()
    officer.refresh_from_db()
    assert (officer.name, officer.is_active, officer.seats.count(), User.objects.count()) == ("caiwu某", True, 1, 3)


def test_an_account_is_closed_and_opened_again_without_its_password(officer: User, admin: User) -> None:
    officer.set_password("a long old password")
    officer.save(update_fields=["password"])
    client = browser(admin)

    client.post(reverse("accounts:close", args=[officer.pk]), KEY)
    assert not User.objects.get(pk=officer.pk).is_active
    assert "恢复账号" in page(client, "person", officer.pk)
    client.post(reverse("accounts:reopen", args=[officer.pk]), KEY)
    officer.refresh_from_db()

    assert (officer.is_active, officer.has_usable_password()) == (True, False)
    assert client.post(reverse("accounts:reopen", args=[officer.pk]), {"key": "2"}).status_code == 409


def test_somebody_is_renamed_and_moved_within_reach_only(department: Unit, neighbour: Unit, officer: User, admin: User) -> None:
    section, client = a_unit(department, "外贸科", "4"), browser(admin)

    client.post(reverse("accounts:describe", args=[officer.pk]), {"name": "张 某", "title": "科长", **KEY})
    client.post(reverse("accounts:move", args=[officer.pk]), {"unit": "外贸科", **KEY})
    away = client.post(reverse("accounts:move", args=[officer.pk]), {"unit": "农业局", "key": "2"})
    same = client.post(reverse("accounts:move", args=[officer.pk]), {"unit": "外贸科", "key": "3"})
    officer.refresh_from_db()

    assert (officer.name, officer.title, officer.unit) == ("张 某", "科长", section)
    assert (away.status_code, same.status_code) == (422, 422)
    assert "已在外贸科" in same.content.decode()


def test_nobody_gives_himself_a_post_closes_himself_or_takes_the_last_administrator_away(
    department: Unit, admin: User, keeper: User, officer: User
) -> None:
    gives, makes = browser(keeper), browser(admin)
    own = gives.post(reverse("accounts:give", args=[keeper.pk]), {"unit": "商务局", "role": "chief", "since": "2022-01-01", **KEY})
    last = gives.post(reverse("accounts:unseat", args=[Seat.objects.get(user=admin).pk]), {"until": "2022-03-01", **KEY})
    closed = makes.post(reverse("accounts:close", args=[admin.pk]), KEY)
    other = makes.post(reverse("accounts:close", args=[keeper.pk]), KEY)

    assert "不能给自己授予岗位" in own.content.decode()
    assert "唯一的系统管理员" in last.content.decode()
    assert "不能停用自己的账号" in closed.content.decode()
    assert "唯一的安全保密员" in other.content.decode()
    assert {own.status_code, last.status_code, closed.status_code, other.status_code} <= {403, 422}
    second = a_person(department, "guanli2", Role.SYSTEM_ADMIN)
    gives.post(reverse("accounts:unseat", args=[Seat.objects.get(user=admin).pk]), {"until": "2022-03-01", "key": "2"})
    assert Seat.objects.get(user=admin).until is not None
    assert second.seats.get().until is None


def test_a_post_is_ended_on_its_page_and_the_person_page_tells_its_time(officer: User, keeper: User) -> None:
    seat, client = Seat.objects.get(user=officer), browser(keeper)

    early = client.post(reverse("accounts:unseat", args=[seat.pk]), {"until": "2019-01-01", **KEY})
    client.post(reverse("accounts:unseat", args=[seat.pk]), {"until": "2022-03-01", **KEY})
    longer = client.post(reverse("accounts:unseat", args=[seat.pk]), {"until": "2099-01-01", "key": "2"})

    assert "不能早于任职日期" in early.content.decode()
    assert "要延长请另授一段任期" in longer.content.decode()
    text = page(client, "person", officer.pk)
    assert all(word in text for word in ("已离任", "2022-03-01", "解除岗位"))


def test_a_post_is_lent_and_ended_on_ones_own_page(department: Unit, officer: User) -> None:
    chief, today = a_person(department, "wang", Role.CHIEF), timezone.localdate()
    client, seat = browser(chief), Seat.objects.get(user=chief)
    said = {"taker": officer.pk, "since": f"{today}", "until": f"{today}", "ceiling": "30", "reason": "外出", "document": "1号", **KEY}

    assert "办理委托" in page(client, "me")
    assert officer.name in page(client, "lend", seat.pk)
    for changed, sentence in (
        ({"ceiling": "3十"}, "不是金额"),
        ({"taker": chief.pk}, "不在可选的范围内"),
        ({"until": "2000-01-01"}, "不能早于"),
    ):
        wrong = client.post(reverse("accounts:lend", args=[seat.pk]), said | changed)
        assert (wrong.status_code, sentence in wrong.content.decode()) == (422, True)
    paper = client.post(reverse("accounts:lend", args=[seat.pk]), said, follow=True).content.decode()
    loan = Delegation.objects.get()

    assert (loan.taker, loan.ceiling, loan.until) == (officer, 30_000_000, today)
    assert all(word in paper for word in ("岗位委托单", "300,000.00 元", "1号", "外出"))
    assert "商务局主要领导" in page(browser(officer), "me")
    assert officer.may(Permission.TARGET_DEPARTMENT, department, today)
    browser(officer).post(reverse("accounts:end_delegation", args=[loan.pk]), {"key": "9"})
    assert "已终止" in page(client, "me")
    assert not User.objects.get(pk=officer.pk).may(Permission.TARGET_DEPARTMENT, department, today)


def test_a_post_that_may_not_be_lent_has_no_page_for_it(officer: User) -> None:
    assert "须本人办理，不能委托" in page(browser(officer), "me")
    assert browser(officer).get(reverse("accounts:lend", args=[Seat.objects.get(user=officer).pk])).status_code == 404


def test_the_states_of_loans_are_told_in_a_word(department: Unit, keeper: User) -> None:
    chief, taker = a_person(department, "wang", Role.CHIEF), a_person(department, "li")
    plain = {"giver": chief, "taker": taker, "role": "chief", "unit": department, "reason": "r", "document": "d", "given_at": NOON}
    for since, until in (("2020-01-01", "2020-02-01"), ("2099-01-01", "2099-02-01"), (f"{SINCE}", "2098-01-01")):
        Delegation.objects.create(**plain, since=since, until=until)
    assert all(word in page(browser(keeper), "person", chief.pk) for word in ("已到期", "未开始", "有效"))

    actions.close_user(chief, by=CONSOLE, at=NOON)
    assert "已失效" in page(browser(keeper), "person", taker.pk)


def test_the_table_of_rights_is_open_to_everybody_signed_in(department: Unit) -> None:
    text = page(browser(a_person(department, "ren")), "matrix")

    assert all(role.word in text for role in Role)
    assert all(permission.word in text for permission in Permission)
    assert text.count("●") == sum(len(role.permissions) for role in Role)
