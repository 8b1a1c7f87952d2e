"""Requests to take an indicator in or out: what waits, for whom, and why one may not be made or decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import refusal_to_act, same_person
from jixiao.kernel.period import FIRST, LAST
from jixiao.kernel.roles import Permission
from jixiao.library import book, states
from jixiao.library.facts import Entry
from jixiao.library.models import PREFIX, Item, Proposal
from jixiao.library.sums import faults
from jixiao.organisations.facts import paths_above
from jixiao.organisations.models import Unit

__all__ = ["Item", "Proposal"]
LONGEST, LONGEST_PROJECT = 100, 200
NO_POST = "您没有{}的岗位，需要时请单位的安全保密员为您安排岗位"


def item_for(user: User, on: date, code: str, permission: Permission = Permission.FILING_READ) -> Item:
    """Return an indicator a unit has added, by its code (ZJ-0012), for somebody who may see it; another's is not there."""
    number = code.removeprefix(PREFIX)
    if code.startswith(PREFIX) and number.isascii() and number.isdigit() and len(number) < len(str(2**63)):
        found = Item.objects.for_user(user, on, permission).select_related("unit", "by").filter(pk=int(number)).first()
        if found is not None and found.code == code:
            return found
    raise Http404


def proposal_for(user: User, on: date, pk: int, permission: Permission = Permission.FILING_READ) -> Proposal:
    """Return a request somebody may see; another's is not there."""
    found = waiting_or_not(user, on, permission).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def waiting_or_not(user: User, on: date, permission: Permission) -> QuerySet[Proposal]:
    """Return every request of the units in which somebody may do a thing, with all a page shows of it."""
    return Proposal.objects.for_user(user, on, permission).select_related("item__unit", "by", "decided_by", "on_behalf")


def waiting(user: User, on: date) -> list[Proposal]:
    """Return the requests that wait for somebody to decide, oldest first: those they may decide by post, whoever asked."""
    return list(waiting_or_not(user, on, Permission.LIBRARY_KEEP).filter(outcome=""))


def proposals_of(item: Item) -> list[Proposal]:
    """Return every request about an indicator, latest first."""
    return list(item.proposals.select_related("by", "decided_by", "on_behalf").order_by("-pk"))


def refusal_to_propose(user: User, unit: Unit, on: date) -> str | None:
    """Return why somebody may not propose an indicator for a unit, or None."""
    return None if user.may(Permission.LIBRARY_PROPOSE, unit, on) else NO_POST.format("申请入库")


def refusal_of_entry(unit: Unit, entry: Entry, *, but: Item | None = None) -> str | None:
    """Return why an indicator may not enter the library of a unit, or None: how it is written, or that it is there already."""
    if wrong := faults(entry):
        return "；".join(wrong)
    if entry.name in book.by_name():
        return f"指标库里已有「{entry.name}」（{book.by_name()[entry.name].code}），请直接选用"
    above = Item.objects.filter(name=entry.name, state__in=states.ALIVE, unit__path__in=paths_above(unit.path)).select_related("unit")
    taken = next((one for one in above if but is None or one.pk != but.pk), None)
    if taken is not None:
        return f"{taken.unit.short}已有「{entry.name}」（{taken.code}，{taken.state}），请直接选用或换个名称"
    return None


def refusal_to_retire(user: User, item: Item, on: date) -> str | None:
    """Return why somebody may not ask that an indicator be taken out of use, or None."""
    if not user.may(Permission.LIBRARY_PROPOSE, item.unit, on):
        return NO_POST.format(f"在{item.unit.short}申请停用")
    return states.LIFE.refusal(item.state, "ask_retire")


def refusal_to_decide(user: User, proposal: Proposal, on: date) -> str | None:
    """Return why somebody may not decide on a request, or None; nobody decides on his own."""
    if proposal.outcome:
        return f"这份申请已办结（{proposal.outcome}），不用再办"
    if same_person(user, proposal.by):
        return "这是您自己提出的申请，须由其他人办理"
    if reason := refusal_to_act(user, Permission.LIBRARY_KEEP, proposal.item.unit, on, authors=[proposal.by]):
        return reason
    return states.LIFE.refusal(proposal.item.state, states.ENDS[proposal.kind, states.AGREED])


def refusal_to_withdraw(user: User, proposal: Proposal) -> str | None:
    """Return why somebody may not take a request back, or None: only who made it, while it is open."""
    if proposal.outcome:
        return f"这份申请已办结（{proposal.outcome}），不能撤回"
    return None if same_person(user, proposal.by) else "只有申请人自己能撤回申请"


def refusal_to_keep_past(rows: Sequence[tuple[str, str, int, str, str]]) -> str | None:
    """Return why years of indicators (name, project, year, target, actual) may not be kept, or None; the first fault by its row."""
    seen: set[tuple[str, str, int]] = set()
    for place, (name, project, year, target, actual) in enumerate(rows, 1):
        if not name or max(len(name), len(target), len(actual)) > LONGEST or len(project) > LONGEST_PROJECT:
            return f"第 {place} 行：指标名称要填，名称、目标值和实际完成值不超过 {LONGEST} 个字，项目名称不超过 {LONGEST_PROJECT} 个字"
        if not FIRST <= year <= LAST:
            return f"第 {place} 行：「{year}」不是预算年度"
        if not (target or actual):
            return f"第 {place} 行：「{name}」{year} 年的目标值和实际完成值至少填一个"
        if (name, project, year) in seen:
            return f"第 {place} 行：「{name}」{year} 年写了两遍，请删去一行"
        seen.add((name, project, year))
    return None
