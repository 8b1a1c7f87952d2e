from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from jixiao.audit import actions, book, queries
from jixiao.audit.facts import CONSOLE, SM3, Entry
from jixiao.audit.models import Event, Head
from jixiao.audit.renderings import lines
from jixiao.kernel.refusal import Refused

from .stand_ins import NOON, Dossier, file

pytestmark = pytest.mark.django_db
Committed = Callable[..., Any]


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.CHECKPOINTS, settings.CHECKPOINT_KEY, settings.CHECKPOINT_EVERY = tmp_path / "c.jsonl", tmp_path / "checkpoint.key", 10
    return tmp_path


def act(dossier: Dossier, *numbers: int) -> None:
    for number in numbers:
        file(dossier, number, by=CONSOLE, at=NOON + timedelta(seconds=number))


def test_an_empty_log_has_nothing_to_sign(folder: Path) -> None:
    assert actions.checkpoint(by=CONSOLE, at=NOON) is None
    assert list(folder.iterdir()) == []


def test_the_end_of_the_chain_is_signed_and_the_log_tells_of_it(dossier: Dossier) -> None:
    act(dossier, 1, 2)

    made = actions.checkpoint(by=CONSOLE, at=NOON)

    assert made is not None
    assert (made.seq, made.count, made.digest) == (2, 2, Event.objects.get(seq=2).digest)
    told = Event.objects.get(seq=3)
    assert (told.action, json.loads(told.detail)["checkpoint"]) == ("audit.checkpoint", made.fingerprint)
    assert queries.trail().kept == (made,)
    assert queries.newest() == made


def test_nothing_new_is_not_signed_again(dossier: Dossier) -> None:
    act(dossier, 1)
    actions.checkpoint(by=CONSOLE, at=NOON)

    assert actions.checkpoint(by=CONSOLE, at=NOON) is None
    assert queries.count() == 2


def test_only_the_system_reads_the_key(folder: Path, dossier: Dossier) -> None:
    act(dossier, 1)
    actions.checkpoint(by=CONSOLE, at=NOON)
    key = folder / "checkpoint.key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        book.private_key(key)


def test_a_damaged_key_is_refused(folder: Path) -> None:
    key = folder / "checkpoint.key"
    key.write_text("rubbish")
    key.chmod(0o600)

    with pytest.raises(Refused, match="已损坏"):
        book.private_key(key)


def test_a_lost_key_is_made_anew_and_what_the_old_one_signed_still_holds(folder: Path, dossier: Dossier) -> None:
    act(dossier, 1)
    actions.checkpoint(by=CONSOLE, at=NOON)
    (folder / "checkpoint.key").unlink()

    act(dossier, 2)
    actions.checkpoint(by=CONSOLE, at=NOON)

    trail = queries.trail()
    assert len({one.key for one in trail.kept}) == 2
    assert queries.verify(trail) is None


def test_every_so_many_events_a_checkpoint_is_signed_by_itself(dossier: Dossier, django_capture_on_commit_callbacks: Committed) -> None:
    for numbers in (range(10), range(10, 15), range(15, 20)):
        with django_capture_on_commit_callbacks(execute=True):
            act(dossier, *numbers)

    assert [one.seq for one in queries.trail().kept] == [10, 21]  # event 11 tells of the first; the 20th event is one of the last five
    assert queries.verify(queries.trail()) is None


def test_an_act_stands_when_its_checkpoint_cannot_be_written(
    dossier: Dossier,
    settings: LazySettings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Committed,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be")
    settings.CHECKPOINTS = tmp_path / "blocked" / "c.jsonl"

    with django_capture_on_commit_callbacks(execute=True):
        act(dossier, *range(20))

    assert queries.count() == 20
    assert "no checkpoint could be written" in caplog.text
    assert "已有 20 条日志没有签检查点" in queries.health().warnings[0]


def test_what_a_power_cut_left_half_written_is_cut_off(folder: Path, dossier: Dossier) -> None:
    act(dossier, 1)
    actions.checkpoint(by=CONSOLE, at=NOON)
    with (folder / "c.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"seq":')
    assert queries.verify(queries.trail()) is None

    act(dossier, 2)
    actions.checkpoint(by=CONSOLE, at=NOON)

    assert len(queries.trail().kept) == 2
    assert queries.verify(queries.trail()) is None


def test_a_file_whose_last_line_was_changed_is_not_written_on(folder: Path, dossier: Dossier) -> None:
    act(dossier, 1)
    (folder / "c.jsonl").write_text("rubbish\n")

    with pytest.raises(Refused, match="最后一行被改动过"):
        actions.checkpoint(by=CONSOLE, at=NOON)
    assert queries.newest() is None


def test_beginning_at_a_checkpoint_looks_at_what_came_after(dossier: Dossier) -> None:
    act(dossier, 1, 2)
    made = actions.checkpoint(by=CONSOLE, at=NOON)
    act(dossier, 3)

    assert queries.verify(since=made) is None


def test_a_log_may_be_chained_with_sm3(settings: LazySettings, dossier: Dossier, folder: Path) -> None:
    settings.DIGEST = SM3
    act(dossier, 1)
    settings.DIGEST = "sha256"  # a log that has begun keeps its own
    act(dossier, 2)
    actions.checkpoint(by=CONSOLE, at=NOON)

    assert Head.objects.get().algorithm == SM3
    assert queries.verify(queries.trail()) is None
    file = exported(folder)
    assert lines.verify(file, queries.trail()) == (3, None)


def exported(folder: Path) -> Path:
    file = folder / "log.jsonl"
    file.write_text("".join(lines.written(queries.links(), queries.algorithm())), encoding="utf-8")
    return file


def edited(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "a word changed": (lambda text: edited(text, "命令行", "张某某"), "第 1 条：内容被改动"),
    "a line taken out": (lambda text: "".join(text.splitlines(keepends=True)[:2] + text.splitlines(keepends=True)[3:]), "第 2 条：缺失"),
    "the end cut off": (lambda text: "".join(text.splitlines(keepends=True)[:-1]), "第 5 条：缺失，文件没有结束行"),
    "the end written anew": (lambda text: edited(text, '"seq":4}}', '"seq":9}}'), "第 5 条：末尾与日志头不符"),
    "something after the end": (lambda text: text + "{}\n", "第 5 条：结束行之后还有内容"),
    "rubbish in between": (lambda text: edited(text, '{"action"', "{{"), "第 1 条：这一行不是日志的一条"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_exported_log_shows_its_edits(name: str, folder: Path, dossier: Dossier) -> None:
    act(dossier, 1, 2, 3)
    actions.checkpoint(by=CONSOLE, at=NOON)
    file = exported(folder)
    assert lines.verify(file, queries.trail()) == (4, None)

    forge, found = EDITS[name]
    file.write_text(forge(file.read_text(encoding="utf-8")), encoding="utf-8")

    assert str(lines.verify(file, queries.trail())[1]).startswith(found)


def test_an_empty_log_is_exported_and_holds(folder: Path, db: None) -> None:
    assert lines.verify(exported(folder), None) == (0, None)


@pytest.mark.parametrize("content", [b"", b"{}\n", "日志".encode("gbk"), b'{"format":"other"}\n'])
def test_what_is_no_exported_log_is_refused(folder: Path, content: bytes) -> None:
    (folder / "x").write_bytes(content)

    with pytest.raises(Refused, match="导出的日志"):
        lines.verify(folder / "x", None)


def test_a_public_key_that_is_none_is_refused(folder: Path) -> None:
    (folder / "x.pub").write_text("rubbish")

    with pytest.raises(Refused, match="公钥文件"):
        book.public_keys(folder / "x.pub")


def test_the_digest_of_an_event_is_what_the_manual_says() -> None:
    """The algorithm in three lines, as an outsider would write it."""
    import hashlib  # noqa: PLC0415 - the outsider's own

    entry = Entry(at=NOON, actor=None, name="命令行", action="unit.create", unit="/1/", subject="", result="", detail="{}")
    parts = ["0" * 64, 1, "2022-03-01T04:00:00.000000+00:00", None, "命令行", "unit.create", "/1/", "", "", "{}"]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    assert entry.digest(1, "0" * 64) == hashlib.sha256(text.encode()).hexdigest()
