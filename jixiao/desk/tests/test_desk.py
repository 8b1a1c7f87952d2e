"""The desk: true counts, what is whose, deadlines, and the same number of questions however much there is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, a_person, a_unit
from jixiao.desk import queries, sums
from jixiao.kernel.roles import Role
from jixiao.review import actions
from jixiao.review.tests.season import Season, a_season, a_target, fresh, pass_up
from jixiao.targets.models import Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def season() -> Season:
    return a_season()


def names(user: User, queue: str, season: Season) -> list[str]:
    return [target.name for target in queries.ordered(queries.queue(user, season.at().date(), queue), "")]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_a_draft_waits_for_its_author_and_for_nobody_else(season: Season) -> None:
    a_target(season, "甲")
    assert names(season.officer, "waiting", season) == ["甲"]
    assert names(season.head, "waiting", season) == names(season.fiscal, "waiting", season) == []


def test_what_is_sent_up_waits_for_the_next_and_is_seen_as_sent(season: Season) -> None:
    target = pass_up(season, a_target(season, "甲"), "科室审核")
    assert names(season.head, "waiting", season) == ["甲"] == names(season.officer, "sent", season)
    assert names(season.officer, "waiting", season) == []
    actions.pass_on(target, by=season.head, at=season.at())
    assert names(season.finance, "waiting", season) == ["甲"] == names(season.head, "sent", season)


def test_what_came_back_is_returned_and_waits(season: Season) -> None:
    target = pass_up(season, a_target(season, "甲"), "科室审核")
    actions.send_back(target, "请补依据", by=season.head, at=season.at())
    assert names(season.officer, "returned", season) == ["甲"] == names(season.officer, "waiting", season)
    assert names(season.head, "handled", season) == ["甲"]


def test_nobody_is_asked_to_review_their_own(season: Season) -> None:
    target = pass_up(season, a_target(season, "甲"), "科室审核")
    Target.objects.filter(pk=target.pk).update(author=season.head)
    assert names(season.head, "waiting", season) == []


def test_counts_are_those_of_the_lists(season: Season) -> None:
    pass_up(season, a_target(season, "甲"), "科室审核")
    a_target(season, "乙")
    on = season.at().date()
    counted = queries.counts(season.officer, on, ["waiting", "sent", "returned", "handled"])
    assert (
        counted
        == {name: len(names(season.officer, name, season)) for name in counted}
        == {"waiting": 1, "sent": 1, "returned": 0, "handled": 2}
    )


def test_the_page_asks_the_same_number_of_questions_for_two_and_for_twenty(season: Season) -> None:
    def asked() -> int:
        client = signed_in(season.officer)
        client.get("/desk/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/desk/").status_code == 200
        return len(seen)

    for number in range(2):
        a_target(season, f"目标{number}")
    few = asked()
    for number in range(2, 20):
        a_target(season, f"目标{number}")
    assert asked() == few


def test_another_departments_target_is_on_nobodys_desk(season: Season) -> None:
    target = pass_up(season, a_target(season, "甲"), "科室审核")
    stranger = a_season_of_its_own(season)
    assert names(stranger, "waiting", season) == []
    assert target.name not in signed_in(stranger).get("/desk/").content.decode()


def a_season_of_its_own(season: Season) -> User:
    return a_person(a_unit(season.bureau, "科技局", "302"), "waibu", Role.SECTION_HEAD, Role.FINANCE_OFFICER)


def test_the_page_shows_queues_search_and_an_empty_state(season: Season) -> None:
    client = signed_in(season.officer)
    assert "现在没有要办的事" in client.get("/desk/").content.decode()
    a_target(season, "甲展会")
    page = client.get("/desk/?q=展会").content.decode()
    assert "甲展会" in page
    assert "没有找到「无此」" in client.get("/desk/?q=无此").content.decode()
    assert client.get("/desk/?queue=nonsense&page=99").status_code == 200


def test_the_line_of_the_season_shows_where_we_are() -> None:
    days = [("申报", date(2021, 9, 30)), ("审核", date(2021, 10, 31)), ("批复", date(2022, 2, 28))]
    assert [point.place for point in sums.line(days, date(2021, 10, 15))] == ["done", "now", "ahead"]
    assert [point.place for point in sums.line(days, date(2022, 12, 1))] == ["done", "done", "done"]


def test_what_lies_still_is_told_with_its_unit_and_days(season: Season) -> None:
    target = pass_up(season, a_target(season, "甲"), "科室审核")
    later = season.at(24 * 9).date()
    silences = queries.silences(season.finance, later)
    assert [(one.unit, one.state, one.count, one.days) for one in silences] == [(season.section.short, "科室审核", 1, 9)]
    assert queries.silences(season.finance, season.at(24).date()) == []
    assert fresh(target).state == "科室审核"
