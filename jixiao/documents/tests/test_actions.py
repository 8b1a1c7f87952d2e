from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.accounts.models import User
from jixiao.audit.actions import Denied
from jixiao.audit.models import Event
from jixiao.documents import actions, queries
from jixiao.documents.models import Upload
from jixiao.documents.renderings.panel import own
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Severity
from jixiao.organisations.models import Unit
from jixiao.targets.models import Filing

from .conftest import NOON, SAMPLE

pytestmark = pytest.mark.django_db


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


def first_fix(upload: Upload) -> str:
    return next(iter(queries.check_of(upload).certain))


def test_the_sample_is_read_checked_and_kept_once(upload: Upload, file_store: Path) -> None:
    assert upload.projects == 9
    assert upload.amount.wan() == "574.9"
    assert upload.total > 100
    assert [path.read_bytes() for path in stored(file_store)] == [SAMPLE.read_bytes()]


def test_the_same_file_twice_is_the_same_upload(upload: Upload, officer: User, department: Unit) -> None:
    again = actions.receive(department, "另一个名字.docx", SAMPLE.read_bytes(), by=officer, at=NOON)

    assert again == upload
    assert Upload.objects.count() == 1


def test_a_refused_file_stores_nothing_but_the_event(officer: User, department: Unit, file_store: Path) -> None:
    with pytest.raises(Refused):
        actions.receive(department, "照片.docx", b"not a document at all", by=officer, at=NOON)

    assert not Upload.objects.exists()
    assert not Filing.objects.exists()
    assert not stored(file_store)
    assert Event.objects.filter(action="file.refuse").count() == 1


def test_somebody_without_the_post_cannot_upload(leader: User, department: Unit, file_store: Path) -> None:
    with pytest.raises(Denied):
        actions.receive(department, SAMPLE.name, SAMPLE.read_bytes(), by=leader, at=NOON)

    assert not Upload.objects.exists()
    assert not stored(file_store)


def test_a_failure_after_the_file_was_written_takes_it_out_again(
    officer: User, department: Unit, file_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(upload: Upload) -> Upload:
        raise RuntimeError

    monkeypatch.setattr(actions, "_count", fail)
    with pytest.raises(RuntimeError):
        actions.receive(department, SAMPLE.name, SAMPLE.read_bytes(), by=officer, at=NOON)

    assert not Upload.objects.exists()
    assert not stored(file_store)


def test_a_certain_fix_changes_the_facts_and_can_be_taken_back(upload: Upload, officer: User) -> None:
    before, check, name = upload.filing.current, queries.check_of(upload), first_fix(upload)

    actions.correct(upload, [name], version=1, by=officer, at=NOON)
    after = queries.check_of(upload)
    actions.undo(upload, after.changes[0].pk, by=officer, at=NOON)

    assert upload.filing.version == 3
    assert after.open.get(name) != check.open[name]
    assert [edit["new"] for edit in after.changes[0].pairs()] == [edit.new for edit in check.open[name].fix]
    assert upload.filing.current == before


def test_every_certain_fix_is_made_at_once_and_taken_back_at_once(upload: Upload, officer: User) -> None:
    before, check = upload.filing.current, queries.check_of(upload)

    actions.correct(upload, list(check.certain), version=1, by=officer, at=NOON)
    after = queries.check_of(upload)
    actions.undo(upload, after.changes[0].pk, by=officer, at=NOON)

    assert len(check.certain) > 10
    assert not set(after.certain) & set(check.certain)
    assert upload.filing.current == before


def test_a_change_cannot_be_taken_back_under_a_later_one(upload: Upload, officer: User) -> None:
    path = "projects.0.annual_goal"
    for version, (old, new) in enumerate([(own(upload.filing.facts(), path) or "", "甲"), ("甲", "乙")], 1):
        actions.fill(upload, path, old, new, version=version, by=officer, at=NOON)
    first = queries.check_of(upload).changes[-1]

    with pytest.raises(Refused, match="后来又改过"):
        actions.undo(upload, first.pk, by=officer, at=NOON)


def test_a_fix_meant_for_an_older_version_is_refused_and_changes_nothing(upload: Upload, officer: User) -> None:
    names = list(queries.check_of(upload).certain)
    actions.correct(upload, names[:1], version=1, by=officer, at=NOON)

    with pytest.raises(Refused, match="已不是最新"):
        actions.correct(upload, names[1:2], version=1, by=officer, at=NOON)

    assert upload.filing.version == 2


def test_a_click_sent_twice_has_one_effect(upload: Upload, officer: User) -> None:
    name = first_fix(upload)
    for _ in range(2):
        actions.correct(upload, [name], version=1, by=officer, at=NOON, key="once")

    assert queries.check_of(upload).version == 2


def test_a_warning_can_be_left_with_a_reason_and_opened_again(upload: Upload, officer: User) -> None:
    name = next(name for name, mark in queries.check_of(upload).open.items() if mark.severity is Severity.WARN)
    warnings = upload.warnings

    actions.waive(upload, name, "以文件为准", version=1, by=officer, at=NOON)
    left = queries.check_of(upload)
    actions.withdraw(upload, left.waivers[name].pk, by=officer, at=NOON)

    assert name not in left.open
    assert left.waivers[name].reason == "以文件为准"
    assert upload.warnings == warnings
    assert name in queries.check_of(upload).open


def test_a_reason_lapses_when_the_finding_says_something_else(upload: Upload, officer: User) -> None:
    check = queries.check_of(upload)
    name, mark = next(
        (name, mark) for name, mark in check.open.items() if mark.severity is Severity.WARN and mark.place.path.endswith(".value")
    )
    actions.waive(upload, name, "沿用多年", version=1, by=officer, at=NOON)

    old = own(check.filing, mark.place.path) or ""
    actions.fill(upload, mark.place.path, old, f"{old}若干", version=1, by=officer, at=NOON)

    assert name not in queries.check_of(upload).waivers


def test_deleting_takes_rows_and_bytes_and_keeps_the_log(upload: Upload, officer: User, file_store: Path) -> None:
    actions.correct(upload, [first_fix(upload)], version=1, by=officer, at=NOON)

    actions.delete(upload, by=officer, at=NOON)

    assert not Upload.objects.exists()
    assert not Filing.objects.exists()
    assert not stored(file_store)
    assert Event.objects.filter(action="file.delete").exists()


def test_bytes_another_unit_has_too_stay(upload: Upload, officer: User, stranger: User, neighbour: Unit, file_store: Path) -> None:
    actions.receive(neighbour, SAMPLE.name, SAMPLE.read_bytes(), by=stranger, at=NOON)

    actions.delete(upload, by=officer, at=NOON)

    assert len(stored(file_store)) == 1


def test_two_who_send_the_same_file_at_once_get_one_upload(
    upload: Upload, officer: User, department: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has read the file before the first kept it: the door finds it there."""
    draft = actions._read(SAMPLE.name, SAMPLE.read_bytes())

    assert actions.keep(department, SAMPLE.name, upload.sha256, draft, by=officer, at=NOON) == upload


def test_a_failure_leaves_the_bytes_another_unit_has(
    upload: Upload, stranger: User, neighbour: Unit, file_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(upload: Upload) -> Upload:
        raise RuntimeError

    monkeypatch.setattr(actions, "_count", fail)
    with pytest.raises(RuntimeError):
        actions.receive(neighbour, SAMPLE.name, SAMPLE.read_bytes(), by=stranger, at=NOON)

    assert len(stored(file_store)) == 1


@pytest.mark.parametrize(("findings", "sentence"), [([], "请先勾选"), (["XX-99@nowhere"], "已经不在了")])
def test_what_cannot_be_corrected_is_refused(upload: Upload, officer: User, findings: list[str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.correct(upload, findings, version=1, by=officer, at=NOON)


def test_a_finding_without_a_certain_fix_cannot_be_corrected(upload: Upload, officer: User) -> None:
    name = next(name for name, mark in queries.check_of(upload).open.items() if not mark.fix)

    with pytest.raises(Refused, match="已经不在了"):
        actions.correct(upload, [name], version=1, by=officer, at=NOON)


def test_the_same_words_are_no_change(upload: Upload, officer: User) -> None:
    name = own(upload.filing.facts(), "projects.0.name") or ""

    with pytest.raises(Refused, match="没有改动"):
        actions.fill(upload, "projects.0.name", name, f" {name} ", version=1, by=officer, at=NOON)


def test_a_change_or_reason_of_another_file_is_not_found(upload: Upload, officer: User) -> None:
    with pytest.raises(Refused, match="没有这处改动"):
        actions.undo(upload, 999, by=officer, at=NOON)
    with pytest.raises(Refused, match="没有这条理由"):
        actions.withdraw(upload, 999, by=officer, at=NOON)


def test_nothing_is_undone_or_withdrawn_twice(upload: Upload, officer: User) -> None:
    name = next(name for name, mark in queries.check_of(upload).open.items() if mark.severity is Severity.WARN)
    actions.waive(upload, name, "有文件", version=1, by=officer, at=NOON)
    waiver = queries.check_of(upload).waivers[name]
    actions.withdraw(upload, waiver.pk, by=officer, at=NOON)
    actions.correct(upload, [first_fix(upload)], version=1, by=officer, at=NOON)
    change = queries.check_of(upload).changes[0]
    actions.undo(upload, change.pk, by=officer, at=NOON)

    with pytest.raises(Refused, match="已经撤回过"):
        actions.withdraw(upload, waiver.pk, by=officer, at=NOON)
    with pytest.raises(Refused, match="已经撤销过"):
        actions.undo(upload, change.pk, by=officer, at=NOON)


def test_a_finding_that_is_gone_needs_no_reason(upload: Upload, officer: User) -> None:
    with pytest.raises(Refused, match="已经不在了"):
        actions.waive(upload, "XX-99@nowhere", "有文件", version=1, by=officer, at=NOON)


def test_a_reason_meant_for_an_older_version_is_refused(upload: Upload, officer: User) -> None:
    actions.correct(upload, [first_fix(upload)], version=1, by=officer, at=NOON)

    with pytest.raises(Refused, match="已不是最新"):
        actions.waive(upload, next(iter(queries.check_of(upload).open)), "有文件", version=1, by=officer, at=NOON)


def test_taking_out_a_row_and_putting_it_back_restores_every_place(upload: Upload, officer: User) -> None:
    before = upload.filing.current
    name = next(name for name, mark in queries.check_of(upload).certain.items() if any(edit.new is None for edit in mark.fix))
    rows = len(queries.check_of(upload).filing.projects[4].indicators)

    actions.correct(upload, [name], version=1, by=officer, at=NOON)
    fewer = sum(len(project.indicators) for project in queries.check_of(upload).filing.projects)
    actions.undo(upload, queries.check_of(upload).changes[0].pk, by=officer, at=NOON)

    assert fewer < sum(len(project.indicators) for project in queries.check_of(upload).filing.projects)
    assert rows
    assert upload.filing.current == before


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\文件\\预算.docx", "预算.docx"), ("../../etc/passwd", "passwd"), ("a\x00b\n.docx", "ab.docx"), ("  ", "未命名文件")],
)
def test_a_name_is_kept_without_folders_and_signs_nobody_sees(given: str, kept: str) -> None:
    assert actions._name(given) == kept
