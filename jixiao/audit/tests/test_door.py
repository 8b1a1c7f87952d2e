from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils.functional import SimpleLazyObject

from jixiao.audit import actions, queries
from jixiao.audit.actions import Call, Denied, action
from jixiao.audit.facts import CONSOLE, Actor, plain
from jixiao.audit.models import Event, Head
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role

from .stand_ins import NOON, Clerk, Dossier, a_dossier, file, pages

pytestmark = pytest.mark.django_db
STRANGER = Clerk(9, "nongye", ("/1/30/",))


@action("test.file_two", Permission.FILING_MEND)
def file_two(dossier: Dossier, *, forgive: bool = False, by: Actor, at: datetime) -> None:
    file(dossier, 1, by=by, at=at)
    try:
        file(dossier, 1 if forgive else 2, by=by, at=at)
    except DatabaseError:
        if not forgive:
            raise


@action("test.tell", None, hide=("plan",))
def tell(dossier: Dossier, password: str, plan: str, note: str, *, by: Actor, at: datetime, key: str | None = None) -> str:
    return password


@action("test.stamp", None)
def stamp(dossier: Dossier, *, by: Actor, at: datetime, key: str | None = None) -> None:
    file(dossier, 5, by=by, at=at)


def last() -> Event:
    return Event.objects.order_by("-seq")[0]


def test_an_act_writes_who_when_where_and_what(dossier: Dossier, officer: Clerk) -> None:
    made = file(dossier, 1, by=officer, at=NOON)

    event = last()
    assert (event.actor, event.name, event.at) == (7, "caiwu", NOON)
    assert (event.action, event.unit, event.subject) == ("test.file", "/1/3/", f"audit.dossier:{dossier.pk}")
    assert event.result == f"audit.dossier:{made.pk}"
    assert json.loads(event.detail) == {"number": 1}
    assert str(event) == f"1 test.file audit.dossier:{dossier.pk}"


def test_without_the_post_nothing_happens_and_the_attempt_is_written_down(dossier: Dossier) -> None:
    with pytest.raises(Denied, match="没有在本单位办理此事的岗位"):
        file(dossier, 1, by=STRANGER, at=NOON)

    assert pages() == []
    assert (last().action, last().result, last().name) == ("test.file", "denied", "nongye")
    assert queries.verify() is None


def test_with_the_check_switched_off_the_same_attack_succeeds(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Call, "check", lambda _self: None)

    file(dossier, 1, by=STRANGER, at=NOON)

    assert pages() == [1]


def test_an_inner_act_is_checked_like_any_other(dossier: Dossier) -> None:
    with pytest.raises(Denied):
        stamp(dossier, by=STRANGER, at=NOON)

    assert pages() == []
    assert last().action == "test.file"


@action("test.own", None)
def own(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    msg = "只能办自己的"
    raise Denied(msg)


def test_an_act_that_denies_by_itself_writes_no_event(dossier: Dossier, officer: Clerk) -> None:
    with pytest.raises(Denied, match="自己的"):
        own(dossier, by=officer, at=NOON)

    assert queries.count() == 0


def test_the_rows_of_the_log_have_names(dossier: Dossier, officer: Clerk) -> None:
    file(dossier, 1, by=officer, at=NOON)

    assert str(Head.objects.get()).startswith("1 ")
    assert str(dossier) == "dossier /1/3/"


def test_a_failed_act_leaves_neither_row_nor_event(dossier: Dossier, officer: Clerk) -> None:
    file(dossier, 2, by=officer, at=NOON)

    with pytest.raises(DatabaseError):
        file_two(dossier, by=officer, at=NOON)

    assert (pages(), queries.count()) == ([2], 1)


def test_an_inner_act_that_fails_and_is_forgiven_leaves_no_event(dossier: Dossier, officer: Clerk) -> None:
    file_two(dossier, forgive=True, by=officer, at=NOON)

    assert list(Event.objects.values_list("action", flat=True)) == ["test.file", "test.file_two"]
    assert queries.verify() is None


def test_a_key_has_one_effect_and_a_replay_returns_it(dossier: Dossier, officer: Clerk) -> None:
    first = file(dossier, 1, by=officer, at=NOON, key="k1")

    again = file(dossier, 1, by=officer, at=NOON, key="k1")

    assert (again, pages(), queries.count()) == (first, [1], 1)


def test_a_key_with_other_words_is_another_act_and_refused(dossier: Dossier, officer: Clerk) -> None:
    """Going back in the browser and sending something else must not be taken for the first sending again."""
    file(dossier, 1, by=officer, at=NOON, key="k1")

    with pytest.raises(Refused, match="这次的内容不同"):
        file(dossier, 2, by=officer, at=NOON, key="k1")

    assert (pages(), queries.count()) == ([1], 1)


def test_what_is_asked_reads_the_same_in_every_order_and_differs_where_it_differs(dossier: Dossier) -> None:
    other = a_dossier("/1/4/")
    told = actions.told_apart
    assert told({"a": 1, "b": {2, 3}}) == told({"b": {3, 2}, "a": 1})
    assert told([dossier, other]) != told([other, dossier])
    assert told([dossier]) != told([other])
    assert told(("a", None)) != told(("a", "None"))


def test_a_replay_of_what_returns_nothing_returns_nothing(dossier: Dossier, officer: Clerk) -> None:
    for _ in range(2):
        stamp(dossier, by=officer, at=NOON, key="k1")

    assert (pages(), queries.count()) == ([5], 2)


def test_a_key_belongs_to_one_person(dossier: Dossier, officer: Clerk) -> None:
    file(dossier, 1, by=officer, at=NOON, key="k1")

    file(dossier, 2, by=Clerk(8, "jingban", ("/1/",)), at=NOON, key="k1")

    assert pages() == [1, 2]


def test_a_key_used_for_another_record_is_refused(dossier: Dossier) -> None:
    file(dossier, 1, by=CONSOLE, at=NOON, key="k1")

    with pytest.raises(Refused, match="已用在另一件事上"):
        file(a_dossier("/1/3/", 1), 1, by=CONSOLE, at=NOON, key="k1")


def test_a_failed_act_does_not_use_up_its_key(dossier: Dossier, officer: Clerk) -> None:
    file(dossier, 1, by=officer, at=NOON)
    with pytest.raises(DatabaseError):
        file(dossier, 1, by=officer, at=NOON, key="k1")

    assert file(dossier, 2, by=officer, at=NOON, key="k1").actor == 2


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_a_key_that_is_none_is_refused(dossier: Dossier, officer: Clerk, key: str) -> None:
    with pytest.raises(Refused, match="提交编号无效"):
        file(dossier, 1, by=officer, at=NOON, key=key)


def test_an_act_with_a_key_returns_a_record_or_nothing(dossier: Dossier, officer: Clerk) -> None:
    with pytest.raises(TypeError, match="must return a record"):
        tell(dossier, "x", "y", "z", by=officer, at=NOON, key="k1")


def test_secrets_are_not_written_down(dossier: Dossier, officer: Clerk) -> None:
    tell(dossier, "hunter2", "hidden too", "open", by=officer, at=NOON)

    assert json.loads(last().detail) == {"password": "（不记录）", "plan": "（不记录）", "note": "open"}
    assert last().result == ""


def test_the_record_is_read_again_under_the_lock(dossier: Dossier, officer: Clerk) -> None:
    stale = Dossier.objects.get(pk=dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(result="改过")

    file(stale, 1, by=officer, at=NOON)

    assert stale.result == "改过"


def test_a_lazy_record_is_locked_as_well(dossier: Dossier, officer: Clerk) -> None:
    file(SimpleLazyObject(lambda: dossier), 1, by=officer, at=NOON)  # type: ignore[arg-type] # as request.user is

    assert pages() == [1]


def test_a_record_that_is_gone_is_refused(dossier: Dossier, officer: Clerk) -> None:
    Dossier.objects.filter(pk=dossier.pk).delete()

    with pytest.raises(Refused, match="已经不在了"):
        file(dossier, 1, by=officer, at=NOON)


def test_when_the_log_cannot_be_written_nothing_is_done(dossier: Dossier, officer: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_values: Any) -> None:
        msg = "disk full"
        raise DatabaseError(msg)

    monkeypatch.setattr(Event.objects, "create", broken)

    with pytest.raises(Refused, match="日志写不进去"):
        file(dossier, 1, by=officer, at=NOON)

    assert pages() == []


def test_an_act_needs_a_moment_with_a_time_zone(dossier: Dossier, officer: Clerk) -> None:
    with pytest.raises(ValueError, match="time zone"):
        file(dossier, 1, by=officer, at=NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (date(2022, 3, 1), "2022-03-01"),
        (Money(1550), "15.50元"),
        (Role.CHIEF, "chief"),
        ((1, "二"), [1, "二"]),
        ({"年": 1}, {"年": 1}),
        ("长" * 2001, "长" * 2000 + "…（共 2001 字）"),
        (b"abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (object(), "object"),
    ],
)
def test_what_the_log_keeps_of_an_argument(value: object, kept: object) -> None:
    assert plain(value) == kept
