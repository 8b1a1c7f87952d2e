"""Questions about files: which a person may see, and how one stands: what it says, what is found, what was decided."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.documents.models import Doubt, Upload
from jixiao.kernel.money import Money, total
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Severity
from jixiao.office.facts import Document, decode
from jixiao.organisations.models import Unit
from jixiao.review import queries as review
from jixiao.review.facts import Mark, Pack
from jixiao.review.queries import Waiver
from jixiao.targets import facts
from jixiao.targets import queries as targets
from jixiao.targets.queries import Change

__all__ = ["STATES", "Change", "Check", "Doubt", "Unit", "Upload", "Waiver"]
PACK = "standard"
STATES = {
    "block": ("有阻断", Q(blocks__gt=0)),
    "error": ("有错误", Q(errors__gt=0)),
    "doubt": ("有存疑", Q(unsettled__gt=0)),
    "clean": ("没有阻断和错误", Q(blocks=0, errors=0)),
}
ORDERS = {"at": "at", "name": "name", "projects": "projects", "amount": "fen", "found": "found"}


@dataclass(frozen=True)
class Check:
    """One file as it stands: what it says, what is found, which findings were left with a reason, what was changed."""

    upload: Upload
    filing: facts.Filing
    marks: Mapping[str, Mark]
    waivers: Mapping[str, Waiver]
    changes: tuple[Change, ...]

    @property
    def version(self) -> int:
        """The version all of this is of."""
        return self.upload.filing.version

    @cached_property
    def pack(self) -> Pack:
        """The rule pack the findings cite."""
        return review.pack_of(self.upload.filing)

    @cached_property
    def open(self) -> dict[str, Mark]:
        """The findings nobody has answered, by name, hardest first within each table."""
        return {name: mark for name, mark in self.marks.items() if name not in self.waivers}

    @cached_property
    def certain(self) -> dict[str, Mark]:
        """The open findings whose fix is certain and can be made together with those before it."""
        chosen: dict[str, Mark] = {}
        touched: dict[str, str | None] = {}
        for name, mark in self.open.items():
            clash = any(_clash(edit.path, edit.new, touched) for edit in mark.fix)
            if mark.fix and not clash:
                chosen[name] = mark
                touched |= {edit.path: edit.new for edit in mark.fix}
        return chosen

    def cleared(self, project: int | None) -> dict[str, str]:
        """Return which finding's fix clears another hard one of the same table, by name."""
        hard = any(mark.severity is Severity.BLOCK and not mark.fix for mark in self.of(project).values())
        return review.cleared(self.upload.filing, project) if hard else {}

    @property
    def lasting(self) -> list[Change]:
        """The changes not taken back."""
        return [change for change in self.changes if change.undone_at is None]

    @property
    def amount(self) -> Money:
        """The sum the file asks for."""
        return total([project.amount for project in self.filing.projects if project.amount is not None])

    def of(self, project: int | None) -> dict[str, Mark]:
        """Return the open findings of one project, or (None) of the department plan and the document as a whole."""
        return {name: mark for name, mark in self.open.items() if mark.project == project}

    @staticmethod
    def tally(marks: Mapping[str, Mark]) -> Counter[Severity]:
        """Count findings by severity."""
        return Counter(mark.severity for mark in marks.values())


def _clash(path: str, new: str | None, touched: Mapping[str, str | None]) -> bool:
    """Say whether an edit cannot be made together with others: one cell twice, or a row and something inside it."""
    if path in touched:
        return touched[path] != new
    return any(path.startswith(f"{other}.") or other.startswith(f"{path}.") for other in touched)


def check_of(upload: Upload) -> Check:
    """Return how a file stands now."""
    filing, marks = review.look(upload.filing)
    waivers = review.in_force(review.waivers_of(upload.filing), marks)
    return Check(upload, filing, marks, waivers, tuple(targets.changes_of(upload.filing)))


def upload_for(user: User, on: date, code: UUID, permission: Permission = Permission.FILING_READ) -> Upload:
    """Return an upload a person may see; another unit's is not there."""
    upload = Upload.objects.for_user(user, on, permission).select_related("filing", "unit", "by").filter(pk=code).first()
    if upload is None:
        raise Http404
    return upload


def uploads_for(user: User, on: date, unit: Unit, *, words: str = "", state: str = "", order: str = "-at") -> QuerySet[Upload]:
    """Return the files of a unit and those below it, searched, filtered and sorted."""
    below = Q(unit__path__startswith=unit.path)
    found = Upload.objects.for_user(user, on).filter(below).select_related("by", "unit")
    for word in words.replace("\0", "").split():
        found = found.filter(name__icontains=word)
    if state in STATES:
        found = found.filter(STATES[state][1])
    field = ORDERS.get(order.removeprefix("-"), "at")
    found = found.annotate(found=F("blocks") + F("errors") + F("warnings") + F("hints"))
    return found.order_by(F(field).desc() if order.startswith("-") else F(field).asc(), "-at", "-pk")


def known(unit: Unit, sha256: str) -> Upload | None:
    """Return the upload a unit already has of the same bytes."""
    return Upload.objects.filter(unit=unit, sha256=sha256).select_related("filing", "unit").first()


def stale(check: Check, version: int) -> str | None:
    """Return why something meant for one version may not be done any more, or None."""
    return targets.stale(check.upload.filing, version)


def change_of(upload: Upload, number: int) -> Change:
    """Return a change of a file; refuses one that is not its own."""
    change = Change.objects.filter(filing=upload.filing_id, pk=number).first()
    if change is None:
        msg = "没有这处改动，请刷新页面"
        raise Refused(msg)
    return change


def latest_change(upload: Upload) -> Change | None:
    """Return the last change of a file that was not taken back."""
    return Change.objects.filter(filing=upload.filing_id, undone_at=None).order_by("-version").first()


def waiver_of(upload: Upload, number: int) -> Waiver:
    """Return a waiver of a file; refuses one that is not its own."""
    waiver = Waiver.objects.filter(filing=upload.filing_id, pk=number).first()
    if waiver is None:
        msg = "没有这条理由，请刷新页面"
        raise Refused(msg)
    return waiver


def doubts_of(upload: Upload) -> list[Doubt]:
    """Return the doubts of a file, open ones first."""
    return list(upload.doubts.select_related("settled_by").order_by(F("settled_at").asc(nulls_first=True), "position"))


def doubt_for(upload: Upload, position: int) -> Doubt:
    """Return a doubt of a file."""
    doubt = upload.doubts.filter(position=position).first()
    if doubt is None:
        raise Http404
    return doubt


def original_of(upload: Upload) -> Document:
    """Return the blocks a file was read into."""
    return decode(json.loads(upload.original.document))


def stored(sha256: str) -> Path:
    """Return where a file lies in the store."""
    folder: Path = settings.MEDIA_ROOT
    return folder / sha256[:2] / sha256


def edited(changes: Iterable[Change]) -> dict[str, str | None]:
    """Return what each changed cell said at first, by path; changes come latest first, and a row taken out has no cell left."""
    return {path: old for change in changes for path, old, new in change.edits if new is not None or not path.rpartition(".")[2].isdigit()}


def day(at: datetime) -> date:
    """Return the day of a moment, as it is here."""
    return at.astimezone(timezone.get_current_timezone()).date()
