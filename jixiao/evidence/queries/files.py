"""Questions about evidence files: which there are, whether a file is the one that was filed, and how far indicators are proved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.evidence.models import File, Proof
from jixiao.evidence.models.file import CLASSES
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.spending.queries.papers import bytes_of
from jixiao.targets.models import Target

__all__ = ["CLASSES", "File", "Proof", "bytes_of"]


def files_for(user: User, on: date, unit: Unit, *, words: str = "") -> QuerySet[File]:
    """Return the files of a department a person may see, newest first, with how many matters each proves."""
    found = File.objects.for_user(user, on).filter(within([department_of(unit).path]))
    for word in words.replace("\0", "").split():
        found = found.filter(Q(name__icontains=word) | Q(by__name__icontains=word) | Q(sha256__startswith=word.lower()))
    return found.select_related("unit", "by").annotate(used=Count("proofs", filter=Q(proofs__gone_at=None))).order_by("-pk")


def file_for(user: User, on: date, number: int) -> File:
    """Return a file a person may see; another department's is not there."""
    found = File.objects.for_user(user, on).select_related("unit", "by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def proofs_of(file: File, user: User, on: date) -> list[Proof]:
    """Return what a file proves as far as a person may see, what it proved once too."""
    return list(file.proofs.filter(within(user.paths(Permission.FILING_READ, on))).select_related("entry", "target", "by", "unit"))


def proofs_for(target: Target, place: str) -> list[Proof]:
    """Return the files that prove an indicator directly."""
    return list(Proof.objects.filter(target=target, place=place, gone_at=None).select_related("file", "by"))


def proof_for(user: User, on: date, number: int) -> Proof:
    """Return one proof a person may see; another unit's is not there."""
    seen = Proof.objects.filter(within(user.paths(Permission.FILING_READ, on)))
    found = seen.select_related("file", "entry", "target", "unit").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a file in somebody's hands is one that was filed: its fingerprint, and the file it is."""

    name: str
    sha256: str
    size: int
    found: tuple[File, ...]
    namesakes: tuple[File, ...]  # filed under the same name with other bytes


def checked(user: User, on: date, name: str, data: bytes) -> Checked:
    """Hold a file against those filed in the units a person may see; nothing is kept."""
    digest = hashlib.sha256(data).hexdigest()
    seen = File.objects.for_user(user, on).select_related("unit", "by")
    alike = seen.filter(name=name[-200:]).exclude(sha256=digest)[:5]
    return Checked(name, digest, len(data), tuple(seen.filter(sha256=digest)), tuple(alike))


def proofs_by_place(targets: list[Target]) -> dict[tuple[int, str], int]:
    """Return how many files prove each indicator directly, by target and place, in one question."""
    rows = Proof.objects.filter(target__in=[one.pk for one in targets], gone_at=None).order_by()
    return {(target, place): count for target, place, count in rows.values_list("target", "place").annotate(count=Count("pk")) if target}


def proved_by_ledger(targets: list[Target]) -> dict[tuple[int, str], int]:
    """Return of each project and ledger how many entries have a file, in one question; its cost goes with the files, not the entries."""
    live = Proof.objects.filter(entry__target__in=[one.pk for one in targets], entry__gone_at=None, gone_at=None).order_by()
    rows = live.values_list("entry__target", "entry__ledger").annotate(count=Count("entry", distinct=True))
    return {(target, ledger): count for target, ledger, count in rows if target and ledger}


def refusal_to_take_away(proof: Proof) -> str | None:
    """Return why a file may not be taken away from what it proves, or None."""
    return f"「{proof.file.name}」已经撤下了，请刷新页面" if proof.gone_at else None
