"""Intentions about files: receive one, change what it says, settle what was unsure, leave a finding, delete it all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import queue
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jixiao.accounts.models import User
from jixiao.audit.actions import Denied, action
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Severity
from jixiao.office.confine import Confined
from jixiao.office.facts import Document, encode
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import adoption_for
from jixiao.review import actions as review
from jixiao.targets import actions as targets
from jixiao.targets.queries.looking import pack_for

from . import book, queries
from .facts import Reading
from .models import Doubt, Fill, Original, Upload
from .queries import fills
from .renderings.panel import own

LONGEST_NAME = 200
NO_POST = "没有上传文件的岗位"
READERS = 2  # files read at the same time by one process
_readers: queue.LifoQueue[Confined] = queue.LifoQueue()
for _ in range(READERS):
    _readers.put(Confined())


@dataclass(frozen=True, slots=True)
class Draft:
    """A file read and not yet kept."""

    data: bytes
    document: Document
    reading: Reading


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook read and not yet kept."""

    data: bytes
    document: Document


def receive(unit: Unit, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Upload:
    """Read a file, check it and keep it; the same file a second time is the upload it already was.

    Reading happens in a confined child and outside any transaction: nobody waits for it. A refused file leaves nothing but the
    event that says so.
    """
    name, sha256 = _name(name), hashlib.sha256(data).hexdigest()
    if by.may(Permission.FILING_READ, unit, queries.day(at)) and (known := queries.known(unit, sha256)):
        return known
    try:
        draft = _read(name, data, allowed=by.may(Permission.FILING_RECEIVE, unit, queries.day(at)))
    except Refused as refusal:
        note_refusal(unit, name, sha256, refusal.sentence, by=by, at=at)
        raise
    with _store():
        fresh = not _path(sha256).exists()
        try:
            return keep(unit, name, sha256, draft, by=by, at=at, key=key)
        except BaseException:
            if fresh:
                _forget(sha256)
            raise


@action("file.refuse", Permission.FILING_RECEIVE, said="拒收文件")
def note_refusal(unit: Unit, name: str, sha256: str, sentence: str, *, by: User, at: datetime) -> None:
    """Write down that a file was not taken, and why; the file itself is not kept."""


@action("file.receive", Permission.FILING_RECEIVE, said="接收文件")
def keep(unit: Unit, name: str, sha256: str, draft: Draft, *, by: User, at: datetime, key: str | None = None) -> Upload:  # noqa: ARG001
    """Keep a file that was read: its bytes once, its blocks, its facts, its doubts."""
    if known := queries.known(unit, sha256):
        return known
    said = draft.reading.filing
    adopted = adoption_for(unit, said.year or queries.day(at).year)
    filing = targets.file(unit, said, title=name, pack=adopted.pack if adopted else queries.PACK, by=by, at=at)
    upload = Upload.objects.create(
        unit=unit,
        filing=filing,
        name=name,
        sha256=sha256,
        size=len(draft.data),
        kind=draft.document.kind,
        layout=draft.reading.layout,
        by=by,
        at=at,
    )
    Original.objects.create(upload=upload, document=json.dumps(encode(draft.document), ensure_ascii=False, separators=(",", ":")))
    Doubt.objects.bulk_create(
        Doubt(upload=upload, position=place, where=one.where, message=one.message, path=one.path or "", spot=list(one.spot))
        for place, one in enumerate(draft.reading.doubts)
    )
    _write(sha256, draft.data)
    _count(upload)
    return upload


@action("file.correct", Permission.FILING_MEND, said="更正问题")
def correct(upload: Upload, findings: Sequence[str], *, version: int, by: User, at: datetime, key: str | None = None) -> Upload:  # noqa: ARG001
    """Make the certain fixes of some findings, all or none, as one change."""
    check = queries.check_of(upload)
    marks = [check.marks.get(name) for name in findings]
    gone = [name for name, mark in zip(findings, marks, strict=True) if mark is None or not mark.fix]
    if refusal := queries.stale(check, version):
        raise Refused(refusal)
    if gone or not marks:
        msg = "要更正的问题已经不在了，请看过现在的内容再办理" if gone else "请先勾选要更正的问题"
        raise Refused(msg)
    wanted = [mark for mark in marks if mark]
    reason = f"{wanted[0].rule.code} {wanted[0].rule.title}" if len(wanted) == 1 else f"一并更正 {len(wanted)} 处"
    edits = list(dict.fromkeys(edit for mark in wanted for edit in mark.fix))
    targets.rewrite(upload.filing, edits, version=version, reason=reason, by=by, at=at)
    return _count(upload)


@action("file.fill", Permission.FILING_MEND, said="填写内容")
def fill(upload: Upload, path: str, old: str, new: str, *, version: int, by: User, at: datetime, key: str | None = None) -> Upload:  # noqa: ARG001
    """Write one cell as a person gives it."""
    place = queries.check_of(upload).filing.place(path)
    if old.strip() == new.strip():
        msg = f"「{place}」与原来一样，没有改动"
        raise Refused(msg)
    edit = (path, old or None, new.strip() or None)
    targets.rewrite(upload.filing, [edit], version=version, reason=f"自己填写 {place.column or ''}".strip(), by=by, at=at)
    return _count(upload)


@action("file.undo", Permission.FILING_MEND, said="撤销更正")
def undo(upload: Upload, change: int, *, by: User, at: datetime, key: str | None = None) -> Upload:  # noqa: ARG001
    """Take one change of a file back."""
    targets.undo(queries.change_of(upload, change), by=by, at=at)
    upload.filing.refresh_from_db()
    return _count(upload)


@action("file.waive", Permission.FINDING_WAIVE, said="豁免问题")
def waive(upload: Upload, finding: str, reason: str, *, version: int, by: User, at: datetime, key: str | None = None) -> Upload:  # noqa: ARG001
    """Leave a finding as it is, with the reason."""
    if refusal := queries.stale(queries.check_of(upload), version):
        raise Refused(refusal)
    review.waive(upload.filing, finding, reason, by=by, at=at)
    return _count(upload)


@action("file.unwaive", Permission.FINDING_WAIVE, said="撤回豁免")
def withdraw(upload: Upload, waiver: int, *, by: User, at: datetime, key: str | None = None) -> Upload:  # noqa: ARG001
    """Take a reason back: the finding is open again."""
    review.withdraw(queries.waiver_of(upload, waiver), by=by, at=at)
    return _count(upload)


@action("doubt.settle", Permission.DOUBT_SETTLE, said="确认疑问")
def settle(doubt: Doubt, *, value: str | None, version: int, by: User, at: datetime, key: str | None = None) -> Doubt:  # noqa: ARG001
    """Settle what the reader was not sure of: it is right as read (``value`` None), or it should say something else."""
    if doubt.settled_at is not None:
        msg = "这处存疑已经确认过了"
        raise Refused(msg)
    upload = Upload.objects.select_related("filing").select_for_update(of=("self",)).get(pk=doubt.upload_id)
    old = own(queries.check_of(upload).filing, doubt.path)
    if value is not None and value.strip() != (old or ""):
        edit = (doubt.path, old or None, value.strip() or None)
        targets.rewrite(upload.filing, [edit], version=version, reason="确认存疑", by=by, at=at)
        doubt.answer = f"改为「{value.strip()}」"[:500]
    else:
        doubt.answer = "没有问题"
    doubt.settled_by, doubt.settled_at = by, at
    doubt.save(update_fields=["answer", "settled_by", "settled_at"])
    _count(upload)
    return doubt


def delete(upload: Upload, *, by: User, at: datetime, key: str | None = None) -> None:
    """Delete a file with everything made of it; its bytes go when no other unit has the same file."""
    with _store():
        sha256 = upload.sha256
        discard(upload, by=by, at=at, key=key)
        _forget(sha256)


@action("file.delete", Permission.FILING_RECEIVE, said="删除文件")
def discard(upload: Upload, *, by: User, at: datetime, key: str | None = None) -> None:  # noqa: ARG001
    """Take a file's rows out, with what was decided about them; the log keeps that it was there."""
    filing = upload.filing
    Doubt.objects.filter(upload=upload).delete()
    Original.objects.filter(upload=upload).delete()
    upload.delete()
    review.forget(filing, by=by, at=at)
    targets.discard(filing, by=by, at=at)


def receive_fill(unit: Unit, year: int, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Fill:
    """Read a workbook filled offline and keep it to be looked at; nothing is written to the targets. The same one twice is one."""
    name, sha256 = _name(name), hashlib.sha256(data).hexdigest()
    allowed = by.may(Permission.TARGET_FILL, unit, queries.day(at))
    if allowed and (known := fills.known_fill(unit, year, sha256)):
        return known
    try:
        sheets = Sheets(data, _workbook(name, data, allowed=allowed))
    except Refused as refusal:
        note_fill_refusal(unit, name, sha256, refusal.sentence, by=by, at=at)
        raise
    with _store():
        fresh = not _path(sha256).exists()
        try:
            return keep_fill(unit, year, name, sha256, sheets, by=by, at=at, key=key)
        except BaseException:
            if fresh:
                _forget(sha256)
            raise


@action("fill.refuse", Permission.TARGET_FILL, said="拒收填报表")
def note_fill_refusal(unit: Unit, name: str, sha256: str, sentence: str, *, by: User, at: datetime) -> None:
    """Write down that a workbook was not taken, and why."""


@action("fill.receive", Permission.TARGET_FILL, hide=("sheets",), said="上传填报表")
def keep_fill(
    unit: Unit,
    year: int,
    name: str,
    sha256: str,
    sheets: Sheets,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> Fill:
    """Keep a workbook that was read: its bytes once, its cells."""
    if known := fills.known_fill(unit, year, sha256):
        return known
    told = json.dumps(encode(sheets.document), ensure_ascii=False, separators=(",", ":"))
    fill = Fill.objects.create(unit=unit, year=year, name=name, sha256=sha256, size=len(sheets.data), document=told, by=by, at=at)
    _write(sha256, sheets.data)
    return fill


@action("fill.take_in", Permission.TARGET_FILL, said="导入填报表")
def take_in_workbook(fill: Fill, places: Mapping[int, int], *, by: User, at: datetime, key: str | None = None) -> Fill:  # noqa: ARG001
    """Write every changed and new table of a workbook to its target, or none; ``places`` says which section a new one goes to."""
    if fill.applied_at is not None:
        raise Refused(fills.TAKEN)
    looked = fills.judged(fill, by, queries.day(at))
    if looked.refusal:
        raise Refused(looked.refusal)
    for entry in looked.wanted:
        try:
            _take_in(fill, entry, {place.pk: place for place in looked.places}.get(places.get(entry.number, 0)), by=by, at=at)
        except Denied:
            raise
        except Refused as refusal:
            msg = f"「{entry.name}」没有导入，整份都没有写入：{refusal.sentence}"
            raise Refused(msg) from refusal
    fill.applied_by, fill.applied_at, fill.taken = by, at, len(looked.wanted)
    fill.save(update_fields=["applied_by", "applied_at", "taken"])
    return fill


def _take_in(fill: Fill, entry: fills.Entry, place: Unit | None, *, by: User, at: datetime) -> None:
    """Write one table."""
    if entry.target is not None:
        targets.save_target(entry.target, entry.said, version=entry.version, reason=f"导入填报表 {fill.name}", by=by, at=at)
        return
    if place is None:
        msg = "没有选责任科室，请选好再导入"
        raise Refused(msg)
    targets.open_target(place, fills.opened(entry, place), year=fill.year, pack=pack_for(place, fill.year), by=by, at=at)


def drop_fill(fill: Fill, *, by: User, at: datetime, key: str | None = None) -> None:
    """Throw a workbook away that was not taken in; its bytes go when nothing else counts on them."""
    with _store():
        sha256 = fill.sha256
        discard_fill(fill, by=by, at=at, key=key)
        _forget(sha256)


@action("fill.discard", Permission.TARGET_FILL, said="删除填报表")
def discard_fill(fill: Fill, *, by: User, at: datetime, key: str | None = None) -> None:  # noqa: ARG001 - the door reads them
    """Take a workbook's row out; one that was taken in stays, as the proof of what was written."""
    if fill.applied_at is not None:
        msg = "这份填报表已经导入，留作凭据，不能删除"
        raise Refused(msg)
    fill.delete()


def _name(name: str) -> str:
    """Return a file's name without folders and signs nobody sees."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in bare if sign.isprintable()).strip()[-LONGEST_NAME:] or "未命名文件"


def _read(name: str, data: bytes, *, allowed: bool = True) -> Draft:
    """Read a file in a confined child; refuses, in one sentence, what cannot be read or holds no targets."""
    document = _blocks(name, data, allowed=allowed)
    reading = book.recognise(document)
    if not reading.filing.projects and reading.filing.department is None:
        msg = f"「{name}」里没有找到绩效目标表，请放含有项目绩效目标表或部门整体绩效目标的文件"
        raise Refused(msg)
    return Draft(data, document, reading)


def _blocks(name: str, data: bytes, *, allowed: bool) -> Document:
    """Read a file's blocks in a confined child."""
    if not allowed:
        raise Refused(NO_POST)
    reader = _readers.get()
    try:
        return reader.read(data, name)
    finally:
        _readers.put(reader)


def _workbook(name: str, data: bytes, *, allowed: bool) -> Document:
    """Read a workbook's sheets; refuses a file of another kind."""
    document = _blocks(name, data, allowed=allowed)
    if document.kind != "xlsx":
        msg = f"「{name}」不是 .xlsx 工作簿，请上传在这里下载、填好后保存的模板"
        raise Refused(msg)
    return document


def _count(upload: Upload) -> Upload:
    """Count anew what is open in a file."""
    check = queries.check_of(upload)
    upload.projects, upload.fen = len(check.filing.projects), check.amount.fen
    found = check.tally(check.open)
    upload.blocks, upload.errors = found[Severity.BLOCK], found[Severity.ERROR]
    upload.warnings, upload.hints = found[Severity.WARN], found[Severity.INFO]
    upload.unsettled = Doubt.objects.filter(upload=upload, settled_at=None).count()
    upload.save(update_fields=["projects", "fen", "blocks", "errors", "warnings", "hints", "unsettled"])
    return upload


@contextlib.contextmanager
def _store() -> Iterator[None]:
    """Hold the file store, so that a file is not taken out while another upload of the same bytes counts on it."""
    settings.MEDIA_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.MEDIA_ROOT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _path(sha256: str) -> Path:
    return queries.stored(sha256)


def _forget(sha256: str) -> None:
    """Take a file's bytes out of the store, unless a row still counts on them."""
    if not Upload.objects.filter(sha256=sha256).exists() and not Fill.objects.filter(sha256=sha256).exists():
        _path(sha256).unlink(missing_ok=True)


def _write(sha256: str, data: bytes) -> None:
    """Put a file into the store: whole or not at all, and there after a power cut."""
    path = _path(sha256)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
