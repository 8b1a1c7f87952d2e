"""What stands beside a target for its reviewer: last year's version, the library's usual names, earlier opinions and review forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.library.facts import level_two
from jixiao.library.models import Past
from jixiao.library.queries import library
from jixiao.library.sums import Reading
from jixiao.review.facts import Pack, ReviewForm, ReviewLine
from jixiao.review.models import Assessment, Remark
from jixiao.review.renderings.points import bounds
from jixiao.review.renderings.rows import Layout, layout
from jixiao.review.sums import stem
from jixiao.targets.facts import Adjustment, Filing, Indicator
from jixiao.targets.queries import Target, Version, adjustment, revision_of
from jixiao.targets.states import ADJUSTED

from .findings import pack_of, standing_of

NAMES = 2  # of the library beside each row


def last_year(target: Target) -> Version | None:
    """Return what was approved for the same project the year before: the same name without its year, or the same code."""
    tail = stem(target.name)
    same = Q(target__name__endswith=tail) | (Q(target__code=target.code) if target.code else Q(pk__in=()))
    asked = Version.objects.filter(same, target__filer=target.filer_id, target__year=target.year - 1, target__kind=target.kind)
    for version in asked.select_related("target").order_by("target", "-number"):
        if stem(version.target.name) == tail or (target.code and version.target.code == target.code):
            return version
    return None


def pasts(target: Target, names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return what the library keeps of last year for some indicators: promised and done, by name, in one question."""
    asked = Past.objects.filter(unit__in=[target.filer_id, target.unit_id], name__in=list(names), year=target.year - 1)
    mine = {"", target.name, stem(target.name)}
    found: dict[str, tuple[str, str]] = {}
    for one in asked.order_by("project"):
        if one.project in mine:
            found[one.name] = (one.target, one.actual)
    return found


def beside(target: Target, on: date) -> tuple[Layout, Version | None]:
    """Return a target row by row with its open findings, last year's values and the library's names; and last year's version."""
    before = last_year(target)
    pack, held = pack_of(target.filing), library()
    said = target.facts()
    rows: Sequence[Indicator] = said.projects[0].indicators if said.projects else said.department.indicators if said.department else ()

    def usual(row: Indicator) -> Sequence[str]:
        mask = held.usable(target.unit.path, level_two(row.level2 or ""), pack.regime, on)
        found = held.index.search(Reading(row.name, target.name), NAMES + 1, mask) if any(mask) else []
        return [entry.name for entry in found if entry.name != row.name][:NAMES]

    last: Filing | None = before.facts() if before else None
    laid = layout(said, standing_of(target)[0].values(), last, usual, pasts(target, [row.name for row in rows]))
    return laid, before


def remarks_beside(target: Target) -> tuple[list[Remark], list[Remark]]:
    """Return the remarks of this round and of the one before, in one question."""
    asked = Remark.objects.filter(target=target, round__in=[target.round, target.round - 1])
    found = list(asked.select_related("by", "answered_by").order_by("pk"))
    return [one for one in found if one.round == target.round], [one for one in found if one.round != target.round]


def all_remarks(target: Target) -> list[tuple[int, list[Remark]]]:
    """Return every remark by round, the latest round first."""
    rounds: dict[int, list[Remark]] = {}
    for one in Remark.objects.filter(target=target).select_related("by", "answered_by").order_by("-round", "pk"):
        rounds.setdefault(one.round, []).append(one)
    return list(rounds.items())


def remark_for(target: Target, number: int) -> Remark:
    """Return a remark on a target; one on another is not there."""
    found = Remark.objects.filter(target=target, pk=number).select_related("target__unit").first()
    if found is None:
        raise Http404
    return found


def assessments_of(target: Target) -> list[Assessment]:
    """Return every review form filled for a target, latest first."""
    return list(Assessment.objects.filter(target=target).select_related("by", "on_behalf").order_by("-pk"))


def assessment_for(target: Target, number: int) -> Assessment:
    """Return one review form of a target; another's is not there."""
    found = next((one for one in assessments_of(target) if one.pk == number), None)
    if found is None:
        raise Http404
    return found


def form_of(assessment: Assessment, pack: Pack) -> ReviewForm:
    """Return a review form that was kept as facts."""
    lines = tuple(
        ReviewLine(part, item, points, machine, given, tuple(reasons), note)
        for part, item, points, machine, given, reasons, note in assessment.lines
    )
    effect = next(effect for _least, grade, effect in bounds(pack) if grade == assessment.grade)
    by = assessment.by.name if assessment.on_behalf is None else f"{assessment.by.name}（代{assessment.on_behalf.name}）"
    return ReviewForm(lines, assessment.total, assessment.grade, effect, by, assessment.at.date(), assessment.opinion, assessment.kind)


def usual_document(user: User, target: Target) -> str:
    """Return the document number a person approved under last, of the same year and kind: one letter approves many targets."""
    same = Q(number__gt=1) if target.edition else Q(number=1)
    asked = Version.objects.filter(same, by=user, target__year=target.year).order_by("-pk")
    return asked.values_list("document", flat=True).first() or ""


def adjusting(target: Target) -> Adjustment | None:
    """Return the adjustment under review: why, on what paper, and what it changes against the version in force."""
    revision = revision_of(target) if target.state == ADJUSTED else None
    return adjustment(target, revision) if revision else None
