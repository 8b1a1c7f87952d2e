"""Intentions about filings: take one up, change it, take a change back, discard it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.audit.facts import canonical
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from . import facts, queries, sums
from .models import Change, Filing

Edits = Sequence[tuple[str, str | None, str | None]]
SHORT = 255


@action("filing.file", Permission.FILING_RECEIVE, hide=("said",))
def file(unit: Unit, said: facts.Filing, *, title: str, pack: str, by: User, at: datetime) -> Filing:  # noqa: ARG001 - the door reads them
    """Take up what a file says."""
    text = canonical(sums.dump(said))
    return Filing.objects.create(unit=unit, year=said.year, title=title[:SHORT], pack=pack, current=text, original=text)


@action("filing.rewrite", Permission.FILING_MEND)
def rewrite(filing: Filing, edits: Edits, *, version: int, reason: str, by: User, at: datetime) -> Change:
    """Change facts, all or none; refuses where somebody has changed the filing since it was looked at."""
    if refusal := queries.stale(filing, version):
        raise Refused(refusal)
    if not edits:
        msg = "没有要改的内容"
        raise Refused(msg)
    now, mended = json.loads(filing.current), _plain(sums.mend(filing.facts(), edits))
    names = {queries.part_of(path) for path, _old, _new in edits}
    if mended.get("spots") != now.get("spots"):  # rows were taken out, and those below moved up
        names |= {f"spots:{name}" for name in names}
    before = queries.parts(now, names)
    _put(filing, mended)
    return Change.objects.create(
        filing=filing,
        version=filing.version,
        reason=reason[:SHORT],
        edits=[list(edit) for edit in edits],
        before=before,
        after=queries.parts(mended, names),
        by=by,
        at=at,
    )


@action("filing.undo", Permission.FILING_MEND)
def undo(change: Change, *, by: User, at: datetime) -> Change:
    """Take a change back: the parts it touched become what they were."""
    filing = Filing.objects.select_for_update().get(pk=change.filing_id)
    if refusal := queries.refusal_to_undo(filing, change):
        raise Refused(refusal)
    _put(filing, _restored(json.loads(filing.current), change.before))
    change.undone_by, change.undone_at = by, at
    change.save(update_fields=["undone_by", "undone_at"])
    return change


@action("filing.discard", Permission.FILING_RECEIVE)
def discard(filing: Filing, *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Discard a filing with its history; the log keeps that it was there."""
    Change.objects.filter(filing=filing).delete()
    filing.delete()


def _put(filing: Filing, current: dict[str, Any]) -> None:
    """Make facts the present ones, as the next version."""
    filing.current = canonical(current)
    filing.version += 1
    filing.year = current.get("year")
    filing.save(update_fields=["current", "version", "year"])


def _restored(current: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return the plain form with parts as they were."""
    whole = {**current, "projects": list(current.get("projects", []))}
    for name, value in before.items():
        kind, _, rest = name.partition(":")
        head, _, number = name.partition(".")
        if rest:
            others = {path: spot for path, spot in whole.get(kind, {}).items() if path != rest and not path.startswith(f"{rest}.")}
            whole[kind] = others | value
        elif number:
            whole["projects"][int(number)] = value
        elif value is None:
            whole.pop(head, None)
        else:
            whole[head] = value
    return whole


def _plain(said: facts.Filing) -> dict[str, Any]:
    """Return facts as JSON gives them back: what is compared has been through the same mill."""
    plain: dict[str, Any] = json.loads(canonical(sums.dump(said)))
    return plain
