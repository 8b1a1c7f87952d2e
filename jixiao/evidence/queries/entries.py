"""Questions about entries: which ledgers a department keeps, what stands in them, what may be written, up to when they are closed."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models import Sum as Added
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.evidence import book, facts
from jixiao.evidence.models import Closing, Entry, Proof, Sum
from jixiao.evidence.sums import saying
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, in_force, units_under, within
from jixiao.targets.models import Target

__all__ = ["Entry"]
KEEP, CLOSE = Permission.EVIDENCE_KEEP, Permission.EVIDENCE_CLOSE


@dataclass(frozen=True, slots=True)
class Kept:
    """A ledger as a department keeps it in a year: how many entries, the last of them, up to when closed, how many with a file."""

    ledger: facts.Ledger
    count: int = 0
    last: date | None = None
    closed: date | None = None
    proved: int = 0
    links: int = 0  # indicators that take their value from it

    @property
    def used(self) -> bool:
        """Say whether anything was entered."""
        return self.count > 0


def kept_by(user: User, on: date, filer: Unit, year: int, linked: dict[str, int]) -> list[Kept]:
    """Return every ledger of the shelf as a department keeps it, as far as a person may see, those in use first; three questions."""
    live = Entry.objects.for_user(user, on).filter(filer=filer, year=year, gone_at=None).order_by()
    counts = {row["ledger"]: row for row in live.values("ledger").annotate(count=Count("pk"), last=Max("on"))}
    mine = within(user.paths(Permission.FILING_READ, on))
    proved = Proof.objects.filter(mine, entry__filer=filer, entry__year=year, entry__gone_at=None, gone_at=None).order_by()
    files = dict(proved.values("entry__ledger").annotate(count=Count("entry", distinct=True)).values_list("entry__ledger", "count"))
    closed = dict(
        Closing.objects.filter(filer=filer).order_by().values("ledger").annotate(last=Max("through")).values_list("ledger", "last")
    )
    found = []
    for code, ledger in book.shelf().items():
        row: Any = counts.get(code, {})
        found.append(Kept(ledger, row.get("count", 0), row.get("last"), closed.get(code), files.get(code, 0), linked.get(code, 0)))
    return sorted(found, key=lambda one: (not one.used, not one.links))


def closed_through(filer: Unit, ledger: str) -> date | None:
    """Return the last day up to which a ledger is closed, or None."""
    last: date | None = Closing.objects.filter(filer=filer, ledger=ledger).aggregate(last=Max("through"))["last"]
    return last


def entries_for(user: User, on: date, unit: Unit, year: int, ledger: str) -> QuerySet[Entry]:
    """Return the entries of a ledger in a year a person may see, of a unit and those below it, newest first; those gone too."""
    found = Entry.objects.for_user(user, on).filter(within([department_of(unit).path]), ledger=ledger, year=year)
    return (
        found.select_related("unit", "target", "by", "gone_by", "replaces")
        .annotate(files=Count("proofs", filter=Q(proofs__gone_at=None)))
        .order_by("-on", "-pk")
    )


def narrowed(found: QuerySet[Entry], *, words: str = "", month: str = "", project: str = "", gone: bool = False) -> QuerySet[Entry]:
    """Return the entries that say some words, of a month, of a project; those changed or void only where asked for."""
    if not gone:
        found = found.filter(gone_at=None)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(words__icontains=word) | Q(target__name__icontains=word) | Q(by__name__icontains=word))
    if month.isascii() and month.isdigit() and 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        found = found.filter(on__month=int(month))
    if project.isascii() and project.isdigit() and len(project) < 18:  # noqa: PLR2004 - the longest number a key can be
        found = found.filter(target=int(project))
    return found


def entry_for(user: User, on: date, number: int) -> Entry:
    """Return an entry a person may see; another unit's is not there."""
    found = (
        Entry.objects.for_user(user, on)
        .select_related("unit", "filer", "target", "by", "gone_by", "replaces__by")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def history_of(entry: Entry) -> list[Entry]:
    """Return what stood in the place of an entry before, newest first."""
    found, one = [], entry.replaces
    while one is not None:
        found.append(one)
        one = one.replaces
    return found


def successor_of(entry: Entry) -> Entry | None:
    """Return what stands in its place now."""
    return Entry.objects.filter(replaces=entry).first()


def sections_for(user: User, on: date, filer: Unit) -> list[Unit]:
    """Return the sections of a department (itself first) in which a person may keep ledgers."""
    mine = units_under(user.paths(KEEP, on)).filter(within([filer.path], ""), in_force(on))
    return list(mine.filter(Q(kind="section") | Q(pk=filer.pk)).order_by("path"))


def projects_for(user: User, on: date, filer: Unit, year: int) -> list[Target]:
    """Return the approved projects of a department's year which a person's entries may prove: those of the units in which they keep ledgers."""
    found = Target.objects.for_user(user, on, KEEP).filter(filer=filer, year=year, kind="project", edition__gte=1)
    return list(found.select_related("unit").order_by("position", "pk"))


def refusal_to_keep(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person may not write into the ledgers of where they stand, or None."""
    if unit.kind == "bureau":
        return "财政部门不登记台账，请先在上方选一个主管部门或单位"
    if not sections_for(user, on, department_of(unit)):
        return f"须由{unit.short}的经办人、科室负责人或绩效专员登记，您没有这个岗位"
    return None


def refusal_of_period(filer: Unit, ledger: facts.Ledger, on: date, today: date) -> str | None:
    """Return why nothing more may be entered for a day, or None: the period is closed, or the day has not come."""
    closed = closed_through(filer, ledger.code)
    if closed and on <= closed:
        return (
            f"「{ledger.word}」台账已结账到 {closed:%Y-%m-%d}，{on:%Y-%m-%d} 的记录不能再登记或修改；"
            f"原记录有误的请在那条记录上办理“更正”，漏记的请用结账后的日期登记并在备注说明"
        )
    return f"日期 {on:%Y-%m-%d} 在今天之后，请核对" if on > today else None


def refusal_of_target(target: Target | None, filer: Unit, year: int, by: User, on: date) -> str | None:
    """Return why a project cannot be the one a person's entry proves, or None: nobody moves the figures of a section not theirs."""
    if target is None:
        return None
    if target.filer_id != filer.pk or target.year != year or target.kind != "project":
        return f"「{target.name}」不是{filer.short} {year} 年度的项目，请重新选"
    if not target.edition:
        return f"「{target.name}」还没有批复，批复后才能登记它的台账"
    return None if by.may(KEEP, target.unit, on) else f"「{target.name}」由{target.unit.short}负责，须由他们的人员或绩效专员登记"


def same_as(filer: Unit, ledger: facts.Ledger, mark: str) -> Entry | None:
    """Return the live entry that says the same matter already."""
    return Entry.objects.filter(filer=filer, ledger=ledger.code, mark=mark, gone_at=None).select_related("by").first()


def refusal_of_same(ledger: facts.Ledger, other: Entry | None) -> str | None:
    """Say that a matter is entered already."""
    if other is None:
        return None
    word = saying.label_of(ledger, other.values)
    return f"「{word}」已由{other.by.name}登记过（第 {other.pk} 号记录），没有重复登记；要改请在那条记录上办理"


def short_of(filer: Unit, ledger: facts.Ledger, slots: Iterable[str]) -> str | None:
    """Return where the stock of some stores falls below zero as the entries stand now, or None; one question."""
    if not ledger.stock:
        return None
    atom, moves = ledger.atom(ledger.stock), dict[str, list[tuple[date, int]]]()
    rows = Entry.objects.filter(filer=filer, ledger=ledger.code, slot__in=set(slots), gone_at=None)
    for slot, on, values in rows.values_list("slot", "on", "values"):
        if (amount := atom.of(values)) is not None:
            moves.setdefault(slot, []).append((on, amount))
    return next((sentence for slot in sorted(moves) if (sentence := saying.short_of(ledger, slot, moves[slot]))), None)


def refusal_to_close(filer: Unit, ledger: facts.Ledger, through: date, today: date) -> str | None:
    """Return why a ledger may not be closed up to a day, or None: only whole months that are over, each once."""
    last = calendar.monthrange(through.year, through.month)[1]
    if through.day != last:
        return f"结账到月末，请写 {through:%Y-%m}-{last}"
    if through >= today:
        return f"{through:%Y-%m-%d} 还没有过完，不能结账"
    closed = closed_through(filer, ledger.code)
    return f"「{ledger.word}」已经结账到 {closed:%Y-%m-%d}" if closed and through <= closed else None


def totals_of(filer: Unit, year: int, ledger: facts.Ledger) -> list[tuple[str, list[str], str]]:
    """Return each thing counted in a year, month by month and in all, as people read it: word, twelve texts, the whole."""
    kept: dict[tuple[str, int], int] = {}
    rows = Sum.objects.filter(filer=filer, ledger=ledger.code, year=year).order_by()
    for row in rows.values("atom", "month").annotate(total=Added("total")):
        kept[row["atom"], row["month"]] = int(row["total"])
    found = []
    for measure in ledger.measures:
        if measure.how not in {facts.How.SUM, facts.How.COUNT}:
            continue
        atom = ledger.atom(measure.atom)
        months = [kept.get((atom.key, month)) for month in range(1, 13)]
        whole = sum(value for value in months if value is not None)
        told = [saying.places(value, atom.places) if value is not None else "" for value in months]
        if not any(told):
            continue
        found.append((f"{measure.word}（{measure.unit}）", told, saying.places(whole, atom.places)))
    return found


def entry_files(entry: Entry) -> list[Proof]:
    """Return the files that prove an entry."""
    return list(entry.proofs.filter(gone_at=None).select_related("file", "by"))
