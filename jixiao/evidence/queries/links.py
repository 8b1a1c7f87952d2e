"""Questions about links: which measure an indicator takes its value from, which it might, and why not another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from jixiao.accounts.models import User
from jixiao.evidence import book
from jixiao.evidence.facts import How, Ledger, Measure
from jixiao.evidence.models import Link, Stated, Sum
from jixiao.evidence.sums import attaining
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.targets.facts import Indicator
from jixiao.targets.models import Target
from jixiao.targets.queries import looking

KEEP = Permission.EVIDENCE_KEEP
ALIKE = 2  # pairs of signs two words share by no accident
BY_DAY = {How.PAID, How.RATE, How.STATED, How.SURVEY}  # measures that have no day to begin with
__all__ = ["Link", "Stated", "Target"]


def projects_for(user: User, on: date, unit: Unit, year: int) -> list[Target]:
    """Return the approved projects of a unit and those below it that a person may see, in order."""
    found = Target.objects.for_user(user, on).filter(within([unit.path]), year=year, kind="project", edition__gte=1)
    return list(
        found.select_related("unit", "filer", "author")
        .defer("filing__current", "filing__original")
        .order_by("filer__path", "position", "pk")
    )


def project_for(user: User, on: date, number: int) -> Target:
    """Return an approved project a person may see; another unit's, or one not approved, is not there."""
    found = (
        Target.objects.for_user(user, on)
        .filter(kind="project", edition__gte=1)
        .select_related("unit", "filer", "author")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def indicators_of(target: Target) -> list[tuple[str, Indicator]]:
    """Return the indicators of the version in force, under the names they are linked by."""
    latest = looking.latest([target]).get(target.pk)
    projects = latest.facts().projects if latest else ()
    return attaining.places_of(projects[0]) if projects else []


def indicator_in(named: Sequence[tuple[str, Indicator]], number: int) -> tuple[str, Indicator]:
    """Return one indicator by its place in the table, counted from 1; one that is not there is not found."""
    if not 1 <= number <= len(named):
        raise Http404
    return named[number - 1]


def link_of(target: Target, place: str) -> Link | None:
    """Return the link of an indicator that holds."""
    return Link.objects.filter(target=target, place=place, gone_at=None).select_related("by").first()


def links_before(target: Target, place: str) -> list[Link]:
    """Return the links an indicator had, newest first."""
    return list(Link.objects.filter(target=target, place=place, gone_at__isnull=False).select_related("by").order_by("-pk"))


def orphans(target: Target, named: Sequence[tuple[str, Indicator]]) -> list[Link]:
    """Return links of indicators the version in force names no more: adjusted away or renamed."""
    known = {place for place, _row in named}
    return [one for one in Link.objects.filter(target=target, gone_at=None).select_related("by") if one.place not in known]


@dataclass(frozen=True, slots=True)
class Offer:
    """One measure an indicator may take, and whether its ledger is in use."""

    code: str
    ledger: Ledger | None
    measure: Measure
    used: bool


def ledgers_used(target: Target) -> set[str]:
    """Return the ledgers a target's department keeps in its year; told from the kept sums, however many entries there are."""
    return set(
        Sum.objects.filter(filer=target.filer_id, year=target.year, count__gt=0).order_by().values_list("ledger", flat=True).distinct()
    )


def offers(row: Indicator, used: set[str]) -> list[Offer]:
    """Return the measures an indicator may take, likeliest first: what is alike in words, then ledgers in use."""
    fits = [(code, *one) for code, one in book.measures().items() if attaining.refusal_of_unit(row, one[1]) is None]
    found = [Offer(code, ledger, measure, ledger is not None and ledger.code in used) for code, ledger, measure in fits]
    return sorted(found, key=lambda one: (-_likely(row, one), not one.used, one.code))


def _likely(row: Indicator, offer: Offer) -> int:
    if row.kind.is_cost and offer.measure.how is How.PAID:
        return 10  # what a project costs is what it paid
    return attaining.alike(row.name, offer.measure.word)


def refusal_to_link(target: Target, place: str, code: str, since: date | None) -> str | None:
    """Return why an indicator may not take a measure, or None: one measure an indicator, of a unit that converts, from a month's first day."""
    found = dict(indicators_of(target)).get(place)
    if found is None:
        return "批复的目标里没有这项指标（可能已调整），请刷新页面"
    _ledger, measure = book.measure(code)
    if now := link_of(target, place):
        word = book.measure(now.measure)[1].word
        return f"「{found.name}」已经关联「{word}」；一项指标只能有一个取数口径，要换请先解除"
    if since and measure.how in BY_DAY:
        return f"「{measure.word}」不用填起算日期"
    if since and since.day != 1:
        return f"起算日期请写月初，如 {since:%Y-%m}-01"
    if since and since.year > target.year:
        return f"起算日期 {since:%Y-%m-%d} 在 {target.year} 年度之后，请核对"
    return attaining.refusal_of_unit(found, measure)


def refusal_to_state(target: Target, place: str, on: date, today: date) -> str | None:
    """Return why no value may be stated for an indicator, or None: only where the link says it is stated by hand."""
    now = link_of(target, place)
    if now is None or book.measure(now.measure)[1].how is not How.STATED:
        return "这项指标没有选“手工填报”，数由台账自动汇总；要手工填报请先解除原来的取数口径"
    if on > today:
        return f"截至日期 {on:%Y-%m-%d} 在今天之后，请核对"
    return f"截至日期 {on:%Y-%m-%d} 不在 {target.year} 年度" if on.year != target.year else None


def stated_for(target: Target, place: str) -> list[Stated]:
    """Return what was stated of an indicator, newest first."""
    return list(Stated.objects.filter(target=target, place=place).select_related("by", "file").order_by("-on", "-pk"))


def linked_ledgers(user: User, on: date, filer: Unit, year: int) -> Counter[str]:
    """Return how many indicators of a department's year that a person may see take their value from each ledger."""
    mine = within(user.paths(Permission.FILING_READ, on), "target__unit__")
    rows = Link.objects.filter(mine, target__filer=filer, target__year=year, gone_at=None).values_list("measure", flat=True)
    return Counter(code.partition(".")[0] for code in rows)


def refusal_to_keep(user: User, on: date, target: Target) -> str | None:
    """Return why a person may not link, state or prove for a project, or None."""
    if not user.may(KEEP, target.unit, on):
        return f"须由{target.unit.short}的经办人、科室负责人或{department_of(target.unit).short}的绩效专员办理，您没有这个岗位"
    return None


def suggestions(target: Target, named: Sequence[tuple[str, Indicator]]) -> Sequence[tuple[str, Indicator, Offer, bool]]:
    """Return for each indicator not linked yet the measure alike in words, where there is one, and whether the words are the very same."""
    linked = set(Link.objects.filter(target=target, gone_at=None).values_list("place", flat=True))
    found, used = [], ledgers_used(target)
    for place, row in named:
        fits = [one for one in offers(row, used) if _surely(target, row, one)] if place not in linked else []
        if fits:
            best = max(fits, key=lambda one: (_near(target, one), _likely(row, one)))
            found.append((place, row, best, _likely(row, best) >= len(best.measure.word)))
    return found


def _surely(target: Target, row: Indicator, offer: Offer) -> bool:
    """Say whether a measure may be suggested: alike in words where its ledger proves the project, the very words where it does not."""
    if offer.measure.how is How.SURVEY:
        return False  # a survey is held, which links the indicator
    return _likely(row, offer) >= (ALIKE if _near(target, offer) else len(offer.measure.word))


def _near(target: Target, offer: Offer) -> bool:
    """Say whether a measure's ledger proves the project."""
    return offer.ledger is None or any(what in target.name for what in offer.ledger.proves)
