"""Who may act for whom, without a database: ten thousand offices try to get round it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from jixiao.accounts import sums
from jixiao.accounts.facts import Loan, Match, Post
from jixiao.kernel.roles import LENDABLE, Permission, Role

from .offices import TODAY, Office, an_office, approvals

pytestmark = pytest.mark.pure
OFFICES = 10_000
CHIEF = Post(Role.CHIEF, "/1/3/", date(2020, 1, 1))
LENT = Post(Role.CHIEF, "/1/3/", TODAY, date(2022, 12, 31), giver=7, name="王某某", ceiling=20_000_000)
DEPARTMENT = Permission.TARGET_DEPARTMENT


def own_work(office: Office, *, by_account: bool = False) -> list[str]:
    """Return the approvals of one's own table, in person, as a delegate or through one."""
    found = approvals(office, by_account=by_account)
    return [f"{person} {right} {post}" for person, right, post in found if person in office.authors or post.giver in office.authors]


def beyond(office: Office) -> list[str]:
    """Return the approvals that rest on a post lent on, lent by nobody who holds it, run out, or too small for the matter."""
    wrong = []
    for person, right, post in approvals(office):
        lent = post.giver is not None
        givers = [one for one in office.whole(post.giver) if post.giver is not None] if post.giver is not None else []
        holds = any((one.role, one.path, one.giver) == (post.role, post.path, None) for one in givers)
        too_large = post.ceiling is not None and office.fen > post.ceiling
        if lent and (not holds or too_large or not post.held(TODAY) or post.role not in LENDABLE or post.giver == person):
            wrong.append(f"{person} {right} {post}")
    return wrong


@pytest.mark.slow
def test_of_ten_thousand_random_offices_none_approves_its_own_work() -> None:
    random = Random(20220301)  # noqa: S311 - invented offices, not secrets
    offices = [an_office(random) for _ in range(OFFICES)]

    assert sum(sum(1 for _ in approvals(office)) for office in offices) > OFFICES // 2  # they do try, and often may
    assert sum(any(post.giver is not None for held in office.held.values() for post in held) for office in offices) > OFFICES // 5
    assert [wrong for office in offices for wrong in own_work(office)] == []
    assert [wrong for office in offices for wrong in beyond(office)] == []


@pytest.mark.parametrize("defence", ["the authors are not looked at", "accounts are taken for persons", "only the actor is looked at"])
def test_the_same_offices_find_the_way_once_a_defence_is_off(monkeypatch: pytest.MonkeyPatch, defence: str) -> None:
    random = Random(20220301)  # noqa: S311 - invented offices, not secrets
    offices = [an_office(random) for _ in range(500)]
    if defence == "the authors are not looked at":
        monkeypatch.setattr(sums, "DECIDING", frozenset())
    if defence == "only the actor is looked at":
        bounds: Callable[..., str | None] = sums.refusal_of_bounds
        monkeypatch.setattr(sums, "refusal_of_bounds", lambda post, fen, _wrote: bounds(post, fen, frozenset()))

    assert any(own_work(office, by_account=defence == "accounts are taken for persons") for office in offices)


def test_posts_lent_on_are_found_once_they_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = sums.refusal_to_lend
    monkeypatch.setattr(
        sums, "refusal_to_lend", lambda loan, on, taken: refusal(replace(loan, post=replace(loan.post, giver=None)), on, taken=taken)
    )
    random = Random(20220301)  # noqa: S311 - invented offices, not secrets

    assert any(beyond(an_office(random)) for _ in range(OFFICES))


def test_the_own_post_wins_over_a_lent_one() -> None:
    assert sums.match(1, sums.reaching([LENT, CHIEF], DEPARTMENT, "/1/3/4/"), DEPARTMENT).post is CHIEF


@pytest.mark.parametrize(("path", "fit"), [("/1/3/", True), ("/1/3/4/", True), ("/1/30/", False), ("/1/", False), ("", False)])
def test_a_post_reaches_its_unit_and_those_below(path: str, fit: bool) -> None:
    assert bool(sums.reaching([CHIEF], DEPARTMENT, path)) is fit


@pytest.mark.parametrize(
    ("fen", "authors", "sentence"),
    [
        (None, (), ""),
        (20_000_000, (8,), ""),
        (20_000_001, (), "金额 20.000001万元 超过委托上限 20万元，请由王某某本人办理"),
        (1, (1, 8), "这件事您已经手"),
        (1, (7,), "委托人王某某已经手"),
    ],
)
def test_a_lent_post_holds_within_its_bounds(fen: int | None, authors: tuple[int, ...], sentence: str) -> None:
    found = sums.match(1, [LENT], DEPARTMENT, fen=fen, authors=authors)

    assert (found.post is LENT) is not bool(sentence)
    assert found.refusal.startswith(sentence)


def test_where_one_loan_does_not_carry_the_act_another_may() -> None:
    wider = Post(Role.CHIEF, "/1/3/", TODAY, date(2022, 12, 31), giver=9, name="李某某")

    assert sums.match(1, [LENT, wider], DEPARTMENT, fen=10**12).post is wider
    assert sums.match(1, [LENT, wider], DEPARTMENT, authors=(7,)).post is wider
    assert sums.match(1, [LENT, wider], DEPARTMENT, fen=10**12, authors=(9,)).refusal.startswith("金额")


def test_what_does_not_decide_is_open_to_authors() -> None:
    assert sums.match(1, [CHIEF], Permission.FILING_READ, authors=(1,)).post is CHIEF
    assert sums.match(1, [], Permission.FILING_READ) == Match()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, None),
        ({"post": LENT}, "受托的岗位不能再委托"),
        ({"post": Post(Role.FINANCE_OFFICER, "/1/3/", date(2020, 1, 1))}, "绩效专员须由本人办理"),
        ({"post": Post(Role.SECURITY_ADMIN, "/1/3/", date(2020, 1, 1))}, "安全保密员须由本人办理"),
        ({"taker": 7}, "不能委托给自己"),
        ({"ceiling": 0}, "单笔上限须大于零"),
        ({"since": date(2022, 2, 28)}, "不能从过去的日期起算"),
        ({"until": date(2022, 2, 28)}, "结束日期不能早于开始日期"),
        ({"until": date(2023, 2, 28)}, None),
        ({"until": date(2023, 3, 1)}, "最晚到 2023-02-28"),
        (
            {"post": Post(Role.CHIEF, "/1/3/", date(2020, 1, 1), date(2022, 3, 31))},
            "须在您的任期之内（主要领导，2020-01-01 至 2022-03-31）",
        ),
        ({"post": Post(Role.CHIEF, "/1/3/", date(2022, 3, 2))}, "须在您的任期之内（主要领导，2022-03-02 起）"),
    ],
)
def test_a_loan_is_held_against_the_rules(changed: dict[str, object], sentence: str | None) -> None:
    plain = {"post": CHIEF, "giver": 7, "taker": 1, "since": TODAY, "until": date(2022, 6, 30)}

    found = sums.refusal_to_lend(Loan(**(plain | changed)), TODAY)  # type: ignore[arg-type] # made of parts

    assert found is None if sentence is None else sentence in (found or "")


def test_a_loan_begun_on_the_29th_of_february_ends_on_the_28th() -> None:
    assert sums.last_day(date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (Post(Role.VICE_LEADER, "/1/3/", date(2020, 1, 1)), None),
        (Post(Role.AUDIT_ADMIN, "/1/3/", date(2020, 1, 1)), "三员不得兼任业务岗位"),
        (Post(Role.AUDIT_ADMIN, "/1/3/", date(2020, 1, 1), date(2022, 2, 28)), None),
        (CHIEF, "已经担任或代行本单位的主要领导"),
        (LENT, "已经担任或代行本单位的主要领导"),
        (Post(Role.CHIEF, "/1/30/", date(2020, 1, 1)), None),
    ],
)
def test_who_takes_a_post_must_be_able_to_hold_it(held: Post, sentence: str | None) -> None:
    found = sums.refusal_to_lend(Loan(CHIEF, 7, 1, TODAY, date(2022, 6, 30)), TODAY, taken=[held])

    assert found is None if sentence is None else sentence in (found or "")
