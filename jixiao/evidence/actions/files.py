"""Put evidence files to entries and indicators, and take them away again. Bytes are kept once by their fingerprint and never run."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.evidence.models import Entry, File, Proof
from jixiao.evidence.queries import files as queries
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.actions.papers import kept
from jixiao.spending.sums import papers
from jixiao.targets.models import Target

from .keeping import Filing, Seen


def attach(entry: Entry, kind: str, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Proof:
    """Look at a file and put it to an entry; what is refused leaves nothing behind."""
    file = papers.file_of(name, data)
    with kept(file, _counted):
        return prove_entry(entry, kind, (file.name, file.sha256, file.kind, file.size), by=by, at=at, key=key)


def attach_to(target: Target, place: str, kind: str, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Proof:
    """Look at a file and put it to an indicator."""
    file = papers.file_of(name, data)
    with kept(file, _counted):
        return prove(target, place, kind, (file.name, file.sha256, file.kind, file.size), by=by, at=at, key=key)


@action("proof.entry", Permission.EVIDENCE_KEEP, said="上传佐证")
def prove_entry(
    entry: Entry,
    kind: str,
    seen: Seen,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Proof:
    """Put a file to an entry that counts."""
    heed("这条记录已被更正或作废，请在现在的那一条上传" if entry.gone_at else None, _refusal_of(kind))
    return _proof(seen, entry.filer, Proof(unit=entry.unit, entry=entry, kind=kind, by=by, at=at))


@action("proof.indicator", Permission.EVIDENCE_KEEP, said="上传指标佐证")
def prove(
    target: Target,
    place: str,
    kind: str,
    seen: Seen,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Proof:
    """Put a file to an indicator of an approved target."""
    heed(_refusal_of(kind))
    return _proof(seen, target.filer, Proof(unit=target.unit, target=target, place=place, kind=kind, by=by, at=at))


@action("proof.drop", Permission.EVIDENCE_KEEP, said="撤下佐证")
def take_away(proof: Proof, *, by: User, at: datetime, key: str | None = None) -> Proof:  # noqa: ARG001
    """Take a file away from what it proves; file and record stay."""
    heed(queries.refusal_to_take_away(proof))
    Proof.objects.filter(pk=proof.pk).update(gone_at=at)
    proof.gone_at = at
    return proof


def _refusal_of(kind: str) -> str | None:
    return None if kind in queries.CLASSES else f"佐证种类「{kind}」不在可选的范围内，请重新选"


def _counted(sha256: str) -> bool:
    return File.objects.filter(sha256=sha256).exists()


def _proof(seen: Seen, filer: Unit, proof: Proof) -> Proof:
    proof.file = Filing(filer, proof.by, proof.at).file(seen)
    try:
        with transaction.atomic():
            proof.save(force_insert=True)
    except IntegrityError:
        msg = f"「{proof.file.name}」已经在这里了，没有重复上传"
        raise Refused(msg) from None
    return proof
