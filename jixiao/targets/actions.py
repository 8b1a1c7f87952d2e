"""Intentions about filings and targets: take one up, fill and change it, hand it over, approve it as a version, adjust it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.audit.facts import canonical
from jixiao.kernel.period import FiscalYear
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of

from . import facts, queries, states, sums
from .models import Change, Filing, Revision, Step, Target, Version
from .queries import looking

Edits = Sequence[tuple[str, str | None, str | None]]
SHORT, LONGEST_REASON = 255, 500


@action("filing.file", Permission.FILING_RECEIVE, hide=("said",), said="收入文件内容")
def file(unit: Unit, said: facts.Filing, *, title: str, pack: str, by: User, at: datetime) -> Filing:  # noqa: ARG001 - the door reads them
    """Take up what a file says."""
    text = canonical(sums.dump(said))
    return Filing.objects.create(unit=unit, year=said.year, title=title[:SHORT], pack=pack, current=text, original=text)


@action("filing.rewrite", Permission.FILING_MEND, said="修改文件内容")
def rewrite(filing: Filing, edits: Edits, *, version: int, reason: str, by: User, at: datetime) -> Change:
    """Change facts, all or none; refuses where somebody has changed the filing since it was looked at."""
    if refusal := queries.locked(filing) or queries.stale(filing, version):
        raise Refused(refusal)
    if not edits:
        msg = "没有要改的内容"
        raise Refused(msg)
    said = sums.mend(filing.facts(), edits)
    now, mended = json.loads(filing.current), _plain(said)
    names = {queries.part_of(path) for path, _old, _new in edits}
    if mended.get("spots") != now.get("spots"):  # rows were taken out, and those below moved up
        names |= {f"spots:{name}" for name in names}
    before = queries.parts(now, names)
    _put(filing, mended)
    _follow(filing, said)
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


@action("filing.undo", Permission.FILING_MEND, said="撤销修改")
def undo(change: Change, *, by: User, at: datetime) -> Change:
    """Take a change back: the parts it touched become what they were."""
    filing = Filing.objects.select_for_update().get(pk=change.filing_id)
    if refusal := queries.locked(filing) or queries.refusal_to_undo(filing, change):
        raise Refused(refusal)
    _put(filing, _restored(json.loads(filing.current), change.before))
    _follow(filing, filing.facts())
    change.undone_by, change.undone_at = by, at
    change.save(update_fields=["undone_by", "undone_at"])
    return change


@action("filing.discard", Permission.FILING_RECEIVE, said="删除文件内容")
def discard(filing: Filing, *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Discard a filing with its history; the log keeps that it was there."""
    if queries.target_of(filing):
        msg = "这份内容是一张在办的目标表，请到目标页面办理"
        raise Refused(msg)
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


@action("target.open", Permission.TARGET_FILL, hide=("said",), said="新建目标")
def open_target(
    unit: Unit,
    said: facts.Filing,
    *,
    year: int,
    pack: str,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> Target:
    """Open a target in a unit from the one table a filing holds: a draft, to be filled and sent up."""
    FiscalYear(year)
    filer = department_of(unit)
    if len(said.projects) + (said.department is not None) != 1:
        msg = "一次只能新建一张目标表"
        raise Refused(msg)
    said = replace(said, year=year, spots={}, projects=tuple(replace(one, no=0) for one in said.projects))
    if refusal := queries.refusal_to_name(None, filer, year, said):
        raise Refused(refusal)
    name, code = queries.named(said)
    text = canonical(sums.dump(said))
    target = Target.objects.create(
        unit=unit,
        filer=filer,
        year=year,
        kind="project" if said.projects else "department",
        position=queries.next_position(filer, year),
        name=name,
        code=code,
        fen=queries.money_of(said).fen,
        since=at,
        author=by,
        filing=Filing.objects.create(unit=unit, year=year, title=name[:SHORT], pack=pack, current=text, original=text),
    )
    Step.objects.create(target=target, move="open", source="", state=target.state, round=0, by=by, at=at)
    return target


@action("target.take_up", None, said="装入目标")
def take_up(
    filing: Filing,
    places: Mapping[int, Unit],
    *,
    filer: Unit,
    year: int,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> None:
    """Open a target for each chosen table of a checked file (its number → the section), all of them or none."""
    if refusal := looking.refusal_to_take(filing, filer, year):
        raise Refused(refusal)
    tables = looking.tables_of(filing, filer)
    chosen = [(tables[number], place) for number, place in sorted(places.items()) if 0 <= number < len(tables)]
    if not chosen:
        msg = "没有选要装入的表，请至少选一张"
        raise Refused(msg)
    for said, unit in chosen:
        _within_department(unit, filer)
        open_target(unit, said, year=year, pack=looking.pack_for(filer, year), by=by, at=at)


@action("target.copy_forward", None, said="复制上年目标")
def copy_forward(
    filer: Unit,
    sources: Sequence[Target],
    *,
    year: int,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> None:
    """Open a draft of this year from each of some approved targets of last year, all of them or none."""
    if not sources:
        msg = "没有选要复制的目标，请至少选一张"
        raise Refused(msg)
    versions = looking.latest(sources)
    for source in sources:
        if source.pk not in versions or source.year != year - 1 or source.filer_id != filer.pk:
            msg = f"「{source.name}」不是{filer.short}{year - 1}年度批复过的目标，不能复制"
            raise Refused(msg)
        said = looking.carried(versions[source.pk].facts(), year)
        open_target(source.unit, said, year=year, pack=looking.pack_for(filer, year), by=by, at=at)


def _within_department(unit: Unit, filer: Unit) -> None:
    if department_of(unit).pk != filer.pk:
        msg = f"「{unit.short}」不属于{filer.short}，请选本部门的科室"
        raise Refused(msg)


@action("target.save", Permission.TARGET_FILL, hide=("said",), said="保存目标")
def save_target(
    target: Target,
    said: facts.Filing,
    *,
    version: int,
    reason: str,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> Change | None:
    """Save a table as it was edited, whole; refuses a stale one, so nothing anybody wrote is lost. None when nothing changed."""
    filing = Filing.objects.select_for_update().get(pk=target.filing_id)
    target.filing = filing
    if refusal := queries.refusal_to_edit(target) or queries.stale(filing, version):
        raise Refused(refusal)
    before = filing.facts()
    if (len(said.projects), said.department is None) != ((1, True) if target.kind == "project" else (0, False)):
        msg = f"发来的内容不是「{target.name}」这张表，没有保存；请刷新页面再改"
        raise Refused(msg)
    said = _headed(replace(said, year=target.year, spots={}, part_title=before.part_title))
    if refusal := queries.refusal_to_name(target, target.filer, target.year, said):
        raise Refused(refusal)
    return _keep(target, said, reason, by=by, at=at)


@action("target.hand_over", Permission.TARGET_FILL, said="转交目标")
def hand_over(target: Target, unit: Unit, *, by: User, at: datetime) -> Target:  # noqa: ARG001 - the door reads them
    """Give a target to another section of the same department."""
    if department_of(unit).pk != target.filer_id:
        msg = f"「{unit.short}」不属于{target.filer.short}，目标只能在本部门的科室之间移交"
        raise Refused(msg)
    if refusal := queries.refusal_to_edit(target):
        raise Refused(refusal)
    target.unit = unit
    target.save(update_fields=["unit"])
    Filing.objects.filter(pk=target.filing_id).update(unit=unit)
    return target


@action("target.drop", Permission.TARGET_FILL, said="删除草稿")
def drop(target: Target, *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Delete a draft that was never sent up, with its history; the log keeps that it was there."""
    if target.state != states.DRAFT or target.round:
        msg = f"「{target.name}」已经送审过，不能删除；不再需要的请在审核时不予安排"
        raise Refused(msg)
    filing = target.filing
    Step.objects.filter(target=target).delete()
    Change.objects.filter(filing=filing).delete()
    target.delete()
    filing.delete()


@action("target.move", None, said="流转")
def move(target: Target, name: str, *, opinion: str = "", on_behalf: User | None = None, by: User, at: datetime) -> Target:
    """Make one move of the life; the review room holds the rights and the guards and is the only caller."""
    source = target.state
    target.state = states.LIFE.after(source, name)
    target.since = at
    if name in {"submit", "resubmit"}:
        target.round += 1
    Target.objects.filter(pk=target.pk).update(state=target.state, since=at, round=target.round)
    Step.objects.create(
        target=target, move=name, source=source, state=target.state, round=target.round, opinion=opinion, by=by, on_behalf=on_behalf, at=at
    )
    return target


@action("target.enact", None, said="形成批复版本")
def enact(target: Target, document: str, *, since: date, cause: str = "", on_behalf: User | None = None, by: User, at: datetime) -> Version:
    """Make what the target says now its next approved version, never to be changed."""
    if not document.strip():
        msg = "批复文号没有填，请填写后再批复"
        raise Refused(msg)
    if abs(since.year - target.year) > 1:
        msg = f"生效日期 {since.isoformat()} 与{target.year}年度对不上，请核对后再批复"
        raise Refused(msg)
    last = target.versions.order_by("-number").first()
    if last and since < last.since:
        msg = f"生效日期不能早于上一版的 {last.since:%Y-%m-%d}"
        raise Refused(msg)
    text = target.filing.current
    target.edition += 1
    version = Version.objects.create(
        target=target,
        number=target.edition,
        facts_text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        fen=target.fen,
        document=document.strip(),
        since=since,
        cause=cause,
        by=by,
        on_behalf=on_behalf,
        at=at,
    )
    Target.objects.filter(pk=target.pk).update(edition=target.edition)
    return version


@action("target.begin_revision", None, said="开始调整")
def begin_revision(target: Target, *, cause: str, basis: str, reason: str, by: User, at: datetime) -> Revision:
    """Note down why an approved target is to be adjusted."""
    if cause not in facts.CAUSES:
        msg = f"调整原因须是{'、'.join(facts.CAUSES)}之一"
        raise Refused(msg)
    if not basis.strip() or not reason.strip():
        msg = "请填写调整依据的文号和理由"
        raise Refused(msg)
    return Revision.objects.create(
        target=target, base=target.edition, cause=cause, basis=basis.strip(), reason=reason.strip(), by=by, at=at
    )


@action("target.note_revision", Permission.TARGET_FILL, said="填调整说明")
def note_revision(revision: Revision, notes: Mapping[str, str], *, by: User, at: datetime) -> Revision:  # noqa: ARG001 - the door reads them
    """Write the reason of each changed cell, while the adjustment is still being filled."""
    if revision.outcome:
        msg = "这次调整已经办结，不能再改理由"
        raise Refused(msg)
    if refusal := queries.refusal_to_edit(revision.target):
        raise Refused(refusal)
    said = {path: text.strip() for path, text in notes.items() if text.strip()}
    changed = {one.path: one for one in queries.adjustment(revision.target, revision).differences}
    if gone := said.keys() - changed.keys():
        msg = f"有 {len(gone)} 格已经不再是改动，理由没有保存；请刷新页面再填"
        raise Refused(msg)
    if long := next((changed[path] for path, text in said.items() if len(text) > LONGEST_REASON), None):
        msg = f"「{long.where or long.column}」的理由超过 {LONGEST_REASON} 字，请写短些"
        raise Refused(msg)
    revision.notes = said
    revision.save(update_fields=["notes"])
    return revision


@action("target.end_revision", None, said="结束调整")
def end_revision(target: Target, outcome: str, *, by: User, at: datetime) -> Target:
    """Close the adjustment under way; one that is called off puts the approved version back."""
    Revision.objects.filter(target=target, outcome="").update(outcome=outcome, closed_at=at)
    if outcome == "撤销":
        _keep(target, target.versions.get(number=target.edition).facts(), "撤销调整，恢复批复版", by=by, at=at)
    return target


def _keep(target: Target, said: facts.Filing, reason: str, *, by: User, at: datetime) -> Change | None:
    """Make facts the target's present ones, with the change for its history; None when nothing changed."""
    filing = target.filing
    now, mended = json.loads(filing.current), _plain(said)
    part = ["projects.0"] if said.projects else ["department"]
    if queries.parts(now, part) == queries.parts(mended, part):
        return None
    found = sums.differences(filing.facts(), said)
    _put(filing, mended)
    _mirror(target, said)
    return Change.objects.create(
        filing=filing,
        version=filing.version,
        reason=reason[:SHORT],
        edits=[[one.path, one.old, one.new] for one in found],
        before=queries.parts(now, part),
        after=queries.parts(mended, part),
        by=by,
        at=at,
    )


def _headed(said: facts.Filing) -> facts.Filing:
    """Give a table the heading the system prints over it: the project's name, so that the two never differ again."""
    projects = tuple(replace(one, no=0, heading=None, table_title=f"{(one.name or '').strip()}绩效目标表") for one in said.projects)
    return replace(said, projects=projects)


def _follow(filing: Filing, said: facts.Filing) -> None:
    """Keep the target of a filing, where it has one, in step with its facts."""
    if target := queries.target_of(filing):
        if refusal := queries.refusal_to_name(target, target.filer, target.year, said):
            raise Refused(refusal)
        _mirror(target, said)


def _mirror(target: Target, said: facts.Filing) -> None:
    """Keep the columns of lists equal to the facts."""
    target.name, target.code = queries.named(said)
    target.fen = queries.money_of(said).fen
    Target.objects.filter(pk=target.pk).update(name=target.name, code=target.code, fen=target.fen)
