"""Surveys: one answer a ticket, no name anywhere, both ways of reckoning, the range of a sample, and the indicator they fill."""

from __future__ import annotations

import itertools
import re
import threading
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jixiao.accounts.tests.people import NOON, a_browser
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.evidence.actions import links, surveys
from jixiao.evidence.models import Link, Reply, Survey, Tallied, Ticket
from jixiao.evidence.queries import actuals
from jixiao.evidence.queries import links as linking
from jixiao.evidence.queries import surveys as queries
from jixiao.evidence.sums import surveying
from jixiao.evidence.sums.pressing import Press
from jixiao.evidence.sums.surveying import MEAN, SHARE, Tally
from jixiao.kernel.refusal import Refused
from jixiao.organisations import actions as organisations
from jixiao.review.tests.season import Season, a_season, a_target, pass_up
from jixiao.targets.models import Target

PLACE = "服务对象满意度指标|参展企业满意度"
DAY = timezone.localdate(NOON)
ASKED = ("组织满意吗？", "服务满意吗？")


@pytest.fixture
def season(db: None) -> Season:
    made = a_season()
    for unit in (made.bureau, made.department, made.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return made


@pytest.fixture
def target(season: Season) -> Target:
    return pass_up(season, a_target(season), "已批复")


def a_survey(season: Season, target: Target, way: str = MEAN, size: int | None = 62, tickets: int = 5) -> Survey:
    said = {"title": "参展企业满意度", "about": "参展企业", "frame": "参展名录，全部发放", "way": way}
    more: dict[str, Any] = {"size": size, "since": DAY, "until": DAY + timedelta(30)}
    made = surveys.hold(target, PLACE, said, ASKED, **more, by=season.officer, at=NOON)
    return surveys.print_tickets(made, tickets, by=season.officer, at=NOON)


def answered(survey: Survey, *said: tuple[int | None, ...]) -> None:
    free = list(Ticket.objects.filter(survey=survey, used_on=None))
    for ticket, levels in zip(free, said, strict=False):
        surveys.answer(survey, ticket, levels, by=surveys.RESPONDENT, at=NOON)


# ── the sums ──


def test_both_ways_of_reckoning_are_the_rulebooks() -> None:
    answers = ((5, 4), (3, 3), (None, 5))
    for way, wanted in ((MEAN, Fraction(100 * 20, 25)), (SHARE, Fraction(100 * 3, 5))):
        tally = sum((surveying.counted(one, way) for one in answers), Tally())
        assert surveying.rate(tally, way) == wanted
        assert (tally.valid, tally.items) == (3, 5)


def test_who_leaves_more_than_half_blank_does_not_count() -> None:
    assert surveying.counted((None, None, 5), MEAN) == Tally(void=1)
    assert surveying.counted((None, 5), MEAN).valid == 1
    assert surveying.rate(Tally(void=3), MEAN) is None


def test_the_range_closes_when_all_are_asked_and_needs_two_answers() -> None:
    tally = sum((surveying.counted(one, MEAN) for one in ((5,), (3,), (4,), (5,))), Tally())
    wide, narrow = surveying.spread(tally, MEAN, None), surveying.spread(tally, MEAN, 5)
    assert wide is not None
    assert narrow is not None
    assert wide[0] < narrow[0] < 85 < narrow[1] < wide[1] <= 100
    assert surveying.spread(tally, MEAN, 4) == (Fraction(85), Fraction(85))
    assert surveying.spread(surveying.counted((5,), MEAN), MEAN, None) is None
    assert surveying.weak(tally, None)
    assert not surveying.weak(tally, 4)
    assert not surveying.weak(Tally(valid=30), None)


@given(
    st.lists(st.lists(st.sampled_from([None, 1, 2, 3, 4, 5]), min_size=2, max_size=2), min_size=2, max_size=40),
    st.sampled_from([MEAN, SHARE]),
)
def test_the_range_holds_the_rate_and_stays_between_nothing_and_all(answers: list[list[int | None]], way: str) -> None:
    tally = sum((surveying.counted(one, way) for one in answers), Tally())
    value, between = surveying.rate(tally, way), surveying.spread(tally, way, None)

    if value is not None and between is not None:
        assert 0 <= between[0] <= value <= between[1] <= 100
    assert tally.valid + tally.void == len(answers)


def test_knocking_too_often_is_told_by_key_and_forgotten_with_time() -> None:
    press = Press(2, 60)
    assert [press.too_often("甲", NOON) for _knock in range(3)] == [False, False, True]
    assert not press.too_often("乙", NOON)
    assert not press.too_often("甲", NOON + timedelta(seconds=60))


# ── holding and answering ──


def test_a_survey_fills_its_indicator_and_few_answers_are_flagged(season: Season, target: Target) -> None:
    survey = a_survey(season, target)
    assert Link.objects.get().measure == "survey"
    blank = next(one for one in (actuals.standing(target, DAY) or pytest.fail("not there")).actuals if one.place == PLACE)
    assert (blank.value, blank.why) == (None, "还没有有效答卷")

    answered(survey, (5, 5), (4, 4))

    actual = next(one for one in (actuals.standing(target, DAY) or pytest.fail("not there")).actuals if one.place == PLACE)
    assert actual.value == 90
    assert "不足 30 份" in actual.why
    earlier = actuals.standing(target, DAY - timedelta(1))
    assert earlier is None or next(one for one in earlier.actuals if one.place == PLACE).value is None


def test_a_ticket_lets_one_answer_in_and_nothing_tells_whose_it_was(season: Season, target: Target) -> None:
    survey = a_survey(season, target, tickets=1)
    ticket = Ticket.objects.get()
    surveys.answer(survey, ticket, (5, 4), "很好", by=surveys.RESPONDENT, at=NOON)

    with pytest.raises(Refused, match="只能交一次"):
        surveys.answer(survey, ticket, (1, 1), by=surveys.RESPONDENT, at=NOON)
    assert Reply.objects.count() == 1
    assert {field.name for field in Reply._meta.get_fields()} == {"id", "survey", "on", "levels", "said", "valid"}
    detail = Event.objects.filter(action="survey.answer").latest("seq").detail
    assert "很好" not in detail
    assert ticket.digest not in detail
    for act in (
        lambda: Reply.objects.update(valid=False),
        lambda: Reply.objects.all().delete(),
        lambda: Ticket.objects.update(used_on=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_does_not_fit_is_refused_and_keeps_the_ticket(season: Season, target: Target) -> None:
    survey = a_survey(season, target)
    ticket = Ticket.objects.filter(survey=survey).earliest("number")
    for levels, words, at, sentence in (
        ((None, None), "", NOON, "至少回答一题"),
        ((0, 5), "", NOON, "选项不对"),
        ((5,), "", NOON, "对不上"),
        ((5, 5), "字" * 501, NOON, "超过 500 个字"),
        ((5, 5), "", NOON + timedelta(31), "截止"),
        ((5, 5), "", NOON - timedelta(1), "开始"),
    ):
        with pytest.raises(Refused, match=sentence):
            surveys.answer(survey, ticket, levels, words, by=surveys.RESPONDENT, at=at)
    ticket.refresh_from_db()
    assert ticket.used_on is None
    assert Tallied.objects.count() == 0


def test_kept_sums_are_what_the_answers_come_to(season: Season, target: Target) -> None:
    survey = a_survey(season, target, SHARE, tickets=60)
    answered(survey, *itertools.product((1, 5, 2, 4, 5), (3, None, 5, 1)), (None, 2), (None, 4))

    counted = sum((surveying.counted(row.levels, SHARE) for row in Reply.objects.filter(survey=survey)), Tally())
    assert queries.tallies([survey])[survey.pk] == counted
    assert sum(sum(levels) + blank for _q, levels, blank in queries.by_question(survey)) == 2 * counted.valid


def test_holding_one_asks_for_everything_and_for_a_free_indicator(season: Season, target: Target) -> None:
    said = {"title": "满意度", "about": "企业", "way": MEAN}
    more: dict[str, Any] = {"size": None, "since": DAY, "until": DAY + timedelta(1), "by": season.officer, "at": NOON}
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"said": said | {"title": " "}}, "问卷标题没有填"),
        ({"said": said | {"about": ""}}, "调查对象没有填"),
        ({"said": said | {"way": "随便"}}, "计算方法"),
        ({"questions": ["  "]}, "没有题目"),
        ({"questions": ["题"] * 21}, "最多 20 题"),
        ({"until": DAY - timedelta(1)}, "截止日期早于"),
        ({"since": DAY.replace(year=2021), "until": DAY}, "不在 2022 年度"),
        ({"place": "数量指标|举办展会场次"}, "不是百分数"),
    )
    for change, sentence in changes:
        asked: dict[str, Any] = {"place": PLACE, "said": said, "questions": list(ASKED)} | more | change
        with pytest.raises(Refused, match=sentence):
            surveys.hold(target, asked.pop("place"), asked.pop("said"), asked.pop("questions"), **asked)
    links.link(target, PLACE, "stated", by=season.officer, at=NOON)
    with pytest.raises(Refused, match="一项指标只能有一个"):
        surveys.hold(target, PLACE, said, ASKED, **more)
    with pytest.raises(Denied):
        surveys.hold(target, PLACE, said, ASKED, **more | {"by": season.leader})
    assert Survey.objects.count() == 0


def test_tickets_are_bounded_and_their_tokens_printed_again_are_the_same(season: Season, target: Target) -> None:
    survey = a_survey(season, target)
    first = [token for _ticket, token in queries.tickets_of(survey)]
    assert first == [token for _ticket, token in queries.tickets_of(survey)]
    assert len(set(first)) == 5
    found = queries.ticket_by(first[0])
    assert found is not None
    assert found.number == 1
    assert queries.ticket_by(first[0][:-1] + "0") is None
    with pytest.raises(Refused, match="最多 2000 份"):
        surveys.print_tickets(survey, 2_000, by=season.officer, at=NOON)
    surveys.extend(survey, DAY, by=season.officer, at=NOON)
    with pytest.raises(Refused, match="截止"):
        surveys.print_tickets(survey, 1, by=season.officer, at=NOON + timedelta(1))


# ── pages ──


def test_from_the_form_to_the_phone_and_back_to_the_indicator(season: Season, target: Target, settings: Any) -> None:
    today = timezone.localdate()
    officer = a_browser(season.officer)
    number = [place for place, _row in linking.indicators_of(target)].index(PLACE) + 1
    assert "发起调查" in officer.get(reverse("evidence:indicator", args=[target.pk, number])).content.decode()
    typed = {"place": PLACE, "title": "参展企业满意度", "about": "参展企业", "way": MEAN, "questions": "组织满意吗？\n服务满意吗？"}
    typed |= {"since": "2022-05-01", "until": (today + timedelta(9)).isoformat()}
    assert officer.post(reverse("evidence:survey_new", args=[target.pk]), typed | {"title": ""}).status_code == 422
    officer.post(reverse("evidence:survey_new", args=[target.pk]), typed)
    survey = Survey.objects.get()
    officer.post(reverse("evidence:survey_print", args=[survey.pk]), {"count": "3"})
    sheet = officer.get(reverse("evidence:survey_tickets", args=[survey.pk])).content.decode()
    tokens = re.findall(r"/wenjuan/([a-z0-9]+)/", sheet)
    assert len(tokens) == 3

    phone = Client(REMOTE_ADDR="10.9.9.8")
    form = phone.get(reverse("evidence:answer", args=[tokens[0]]))
    assert "组织满意吗？" in form.content.decode()
    empty = phone.post(reverse("evidence:answer", args=[tokens[0]]), {})
    assert (empty.status_code, "至少回答一题" in empty.content.decode()) == (422, True)
    assert (
        "谢谢您的参与" in phone.post(reverse("evidence:answer", args=[tokens[0]]), {"q1": "5", "q2": "4", "words": "很好"}).content.decode()
    )
    assert "已经交过了" in phone.get(reverse("evidence:answer", args=[tokens[0]])).content.decode()
    assert phone.get(reverse("evidence:answer", args=["x" * 26])).status_code == 404

    page = officer.get(reverse("evidence:survey", args=[survey.pk])).content.decode()
    assert "90%" in page
    assert "很好" in page
    assert "参展企业满意度" in officer.get(reverse("evidence:surveys")).content.decode()
    assert a_browser(season.leader).get(reverse("evidence:survey_tickets", args=[survey.pk])).status_code == 409


def test_guessing_tokens_is_slowed_down(season: Season, target: Target) -> None:
    phone = Client(REMOTE_ADDR="10.9.9.9")
    answers = [phone.get(reverse("evidence:answer", args=["y" * 26])).status_code for _try in range(22)]

    assert set(answers[:20]) == {404}
    assert answers[-1] == 429


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_phones_with_one_ticket_leave_one_answer(transactional_db: None) -> None:
    made = a_season()
    for unit in (made.bureau, made.department, made.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    survey = a_survey(made, pass_up(made, a_target(made), "已批复"), tickets=1)
    ticket = Ticket.objects.get()
    gate, done = threading.Barrier(6), []

    def send() -> None:
        gate.wait()
        try:
            surveys.answer(survey, Ticket.objects.get(pk=ticket.pk), (5, 5), by=surveys.RESPONDENT, at=NOON)
            done.append(True)
        except Refused:
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 5 + [True]
    assert Reply.objects.count() == 1
