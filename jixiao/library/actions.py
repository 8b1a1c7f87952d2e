"""Intentions about the library: ask that an indicator enter or leave, decide, take a request back; keep past years and counts."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from . import queries, states
from .models import Edition, Item, Past, Proposal, Use
from .sums import load

LONGEST_REASON, LONGEST_NAME = 500, 100


def _words(text: str, what: str) -> str:
    bare = text.strip()
    if not bare:
        msg = f"请写明{what}"
        raise Refused(msg)
    if len(bare) > LONGEST_REASON:
        msg = f"{what}不超过 {LONGEST_REASON} 个字，现在是 {len(bare)} 个"
        raise Refused(msg)
    return bare


def _move(item: Item, name: str) -> None:
    """Move an indicator through its life, and give the library a new mark."""
    item.state = states.LIFE.after(item.state, name)
    item.save(update_fields=["state"])
    _renew()


def _renew() -> None:
    Edition.objects.update_or_create(pk=1, defaults={"mark": secrets.token_hex(16)})


@action("library.propose", Permission.LIBRARY_PROPOSE, said="申请指标入库")
def propose(unit: Unit, draft: Mapping[str, Any], reason: str, *, by: User, at: datetime, key: str | None = None) -> Item:  # noqa: ARG001
    """Ask that an indicator enter the library of a unit; refuses one that is badly written or there already."""
    said = _words(reason, "申请理由")
    entry = load({**draft, "code": ""})
    heed(queries.refusal_of_entry(unit, entry))
    item = Item.objects.create(unit=unit, name=entry.name, facts={**draft, "code": ""}, by=by, at=at)
    Proposal.objects.create(item=item, kind=states.ENTER, reason=said, by=by, at=at)
    _renew()
    return item


@action("library.propose_again", Permission.LIBRARY_PROPOSE, said="再次申请指标入库")
def propose_again(item: Item, draft: Mapping[str, Any], reason: str, *, by: User, at: datetime, key: str | None = None) -> Item:  # noqa: ARG001
    """Ask anew for an indicator that was refused, withdrawn or taken out of use, mended or as it was."""
    said = _words(reason, "申请理由")
    entry = load({**draft, "code": ""})
    heed(states.LIFE.refusal(item.state, "ask_again"))
    heed(queries.refusal_of_entry(item.unit, entry, but=item))
    item.name, item.facts = entry.name, {**draft, "code": ""}
    item.save(update_fields=["name", "facts"])
    Proposal.objects.create(item=item, kind=states.ENTER, reason=said, by=by, at=at)
    _move(item, "ask_again")
    return item


@action("library.ask_retire", Permission.LIBRARY_PROPOSE, said="申请停用指标")
def ask_retire(item: Item, reason: str, *, by: User, at: datetime, key: str | None = None) -> Item:  # noqa: ARG001
    """Ask that an indicator be taken out of use; until that is decided it may still be taken into targets."""
    said = _words(reason, "停用理由")
    heed(states.LIFE.refusal(item.state, "ask_retire"))
    Proposal.objects.create(item=item, kind=states.RETIRE, reason=said, by=by, at=at)
    _move(item, "ask_retire")
    return item


@action("library.decide", Permission.LIBRARY_KEEP, said="办理指标库申请")
def decide(proposal: Proposal, outcome: str, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Proposal:  # noqa: ARG001
    """Agree to a request or decline it; declining wants a reason, and nobody decides on his own."""
    if outcome not in {states.AGREED, states.DECLINED}:
        msg = "请选同意或不同意"
        raise Refused(msg)
    on = timezone.localdate(at)
    heed(queries.refusal_to_decide(by, proposal, on))
    said = _words(opinion, "不同意的理由") if outcome == states.DECLINED or opinion.strip() else ""
    if (proposal.kind, outcome) == (states.ENTER, states.AGREED):
        heed(queries.refusal_of_entry(proposal.item.unit, proposal.item.entry, but=proposal.item))
    capacity = acting(by, Permission.LIBRARY_KEEP, proposal.item.unit, on, authors=[proposal.by])
    return _close(proposal, outcome, said, by=by, at=at, on_behalf=capacity.on_behalf)


@action("library.withdraw", None, said="撤回指标库申请")
def withdraw(proposal: Proposal, *, by: User, at: datetime, key: str | None = None) -> Proposal:  # noqa: ARG001
    """Take a request of one's own back."""
    heed(queries.refusal_to_withdraw(by, proposal))
    return _close(proposal, states.WITHDRAWN, "", by=by, at=at)


def _close(proposal: Proposal, outcome: str, opinion: str, *, by: User, at: datetime, on_behalf: User | None = None) -> Proposal:
    proposal.outcome, proposal.opinion = outcome, opinion
    proposal.decided_by, proposal.on_behalf, proposal.decided_at = by, on_behalf, at
    proposal.save(update_fields=["outcome", "opinion", "decided_by", "on_behalf", "decided_at"])
    _move(proposal.item, states.ENDS[proposal.kind, outcome])
    return proposal


@action("library.keep_past", Permission.TARGET_FILL, said="登记指标历年值")
def keep_past(
    unit: Unit,
    rows: Sequence[tuple[str, str, int, str, str]],
    source: str,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001
) -> None:
    """Keep earlier years of indicators, all or none: (name, project, year, target, actual); a year kept before is put right."""
    said = _words(source, "来源")[:LONGEST_NAME]
    bare = [("".join(name.split()), project.strip(), year, target.strip(), actual.strip()) for name, project, year, target, actual in rows]
    heed(queries.refusal_to_keep_past(bare))
    for name, project, year, target, actual in bare:
        Past.objects.update_or_create(
            unit=unit,
            name=name,
            project=project,
            year=year,
            defaults={"target": target, "actual": actual, "source": said, "by": by, "at": at},
        )


@action("library.count_uses", None, said="登记指标使用次数")
def count_uses(unit: Unit, year: int, counts: Mapping[str, int], *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Keep how many targets of a unit use each indicator in a year, in place of what was kept; the room of targets counts.

    It is no act of its own: called behind an open door, such as an approval, whose right was checked there.
    """
    Use.objects.filter(unit=unit, year=year).delete()
    named: Counter[str] = Counter()
    for name, count in counts.items():
        named["".join(name.split())[:LONGEST_NAME]] += count
    Use.objects.bulk_create(Use(unit=unit, year=year, name=name, count=count) for name, count in named.items() if name and count > 0)
