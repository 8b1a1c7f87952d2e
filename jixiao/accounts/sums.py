"""Who may act for whom: pure, so that ten thousand invented offices may try to get round it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from jixiao.kernel.money import Money
from jixiao.kernel.roles import DECIDING, LENDABLE, Permission, Role, clash
from jixiao.organisations.facts import Span

from .facts import Loan, Match, Post

SELF = "这件事您已经手（填报、申请或办过前面的环节），不能再由您审核，请由他人办理"


def reaching(held: Iterable[Post], permission: Permission, path: str) -> list[Post]:
    """Return the posts that allow a thing at a place, own ones first."""
    fit = [post for post in held if permission in post.role.permissions and Span.below(post.path).holds(path)]
    return sorted(fit, key=lambda post: post.giver is not None)


def match(me: int, fit: Sequence[Post], permission: Permission, *, fen: int | None = None, authors: Iterable[int] = ()) -> Match:
    """Choose the post an act rests on among those that reach it: one's own wins; a lent one only within its bounds.

    ``me`` and ``authors`` are persons: a second account is the same person. Where the permission decides on what others filled in,
    no author decides, neither himself, nor as a delegate, nor through one.
    """
    wrote = frozenset(authors) if permission in DECIDING else frozenset()
    if not fit:
        return Match()
    if me in wrote:
        return Match(refusal=SELF)
    refusals = []
    for post in fit:
        reason = refusal_of_bounds(post, fen, wrote)
        if reason is None:
            return Match(post)
        refusals.append(reason)
    return Match(refusal=refusals[0])


def refusal_of_bounds(post: Post, fen: int | None, wrote: frozenset[int]) -> str | None:
    """Return why a post does not carry this act, or None; one's own always does."""
    if post.giver is None:
        return None
    if post.giver in wrote:
        return f"委托人{post.name}已经手这件事，您代其审核等于自己审核自己，请由他人办理"
    if post.ceiling is not None and fen is not None and fen > post.ceiling:
        return f"金额 {Money(fen)} 超过委托上限 {Money(post.ceiling)}，请由{post.name}本人办理，或重新办理委托"
    return None


def last_day(since: date) -> date:
    """Return the last day a loan may run to: one year."""
    try:
        return since.replace(year=since.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(since.year + 1, 2, 28)


def refusal_to_lend(loan: Loan, on: date, *, taken: Iterable[Post] = ()) -> str | None:
    """Return why a post may not be lent, or None; ``taken`` is what the taker holds or has been lent."""
    post, role = loan.post, loan.post.role
    if post.giver is not None:
        return f"{role.word}是{post.name}委托给您的，受托的岗位不能再委托，请由{post.name}本人办理"
    if role not in LENDABLE:
        return f"{role.word}须由本人办理，不能委托"
    if loan.giver == loan.taker:
        return "不能委托给自己（同一个人的几个账号也算自己）"
    if loan.ceiling is not None and loan.ceiling <= 0:
        return "单笔上限须大于零；不设上限请空着"
    return refusal_of_time(loan, on) or refusal_of_taker(role, loan, taken)


def refusal_of_time(loan: Loan, on: date) -> str | None:
    """Return why a loan may not run from one day to another, or None."""
    post = loan.post
    if loan.since < on:
        return f"委托不能从过去的日期起算，请从 {on:%Y-%m-%d} 或以后开始"
    if loan.until < loan.since:
        return "委托的结束日期不能早于开始日期"
    if loan.until > last_day(loan.since):
        return f"委托最长一年，自 {loan.since:%Y-%m-%d} 起最晚到 {last_day(loan.since):%Y-%m-%d}"
    if not post.held(loan.since) or not post.held(loan.until):
        term = f"{post.since:%Y-%m-%d} 至 {post.until:%Y-%m-%d}" if post.until else f"{post.since:%Y-%m-%d} 起"
        return f"委托须在您的任期之内（{post.role.word}，{term}）"
    return None


def refusal_of_taker(role: Role, loan: Loan, taken: Iterable[Post]) -> str | None:
    """Return why the one chosen may not stand in for this post, or None."""
    held = [post for post in taken if post.meets(loan.since, loan.until)]
    if any(post.role == role and post.path == loan.post.path and post.giver in {None, loan.giver} for post in held):
        return f"对方在此期间已经担任或代行本单位的{role.word}，不必再委托"
    return clash(frozenset({role, *(post.role for post in held)}))
