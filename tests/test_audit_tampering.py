"""Every kind of direct edit of the log, triggers out of the way: the verifier finds each and names the place, on both engines."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.db import connection, transaction

from conftest import guards
from jixiao.audit import actions, book, queries, sums
from jixiao.audit.facts import CONSOLE, GENESIS, SHA256, SM3, Checkpoint, Entry, Link, parsed
from jixiao.audit.models import Event, Head
from jixiao.audit.tests.chain import chain_is_whole
from jixiao.audit.tests.stand_ins import NOON, Clerk, a_dossier, file

pytestmark = pytest.mark.django_db
__all__ = ["chain_is_whole"]
# Events 1-4 · checkpoint 1 of 4, told by event 5 · 6-8 · checkpoint 2 of 8, told by 9 · 10-12 · checkpoint 3 of 12, told by 13
FIRST, MIDDLE, LAST, END = 1, 7, 12, 13
ROW = ("seq", "at", "actor", "name", "action", "unit", "subject", "result", "detail", "before", "digest")


def entry(number: int) -> Entry:
    return Entry(
        at=NOON + timedelta(minutes=number),
        actor=7,
        name="caiwu",
        action="target.save",
        unit="/1/301/",
        subject=f"targets.target:{number}",
        result="",
        detail='{"amount":"15.50元","reason":"更正"}',
    )


@dataclass
class Log:
    """A log with three checkpoints, open to whoever holds the database and its folder."""

    file: Path
    copy: Path  # what an auditor took away
    public: Path

    def rows(self) -> list[dict[str, Any]]:
        return [{name: getattr(row, name) for name in ROW} for row in Event.objects.order_by("seq")]

    def put(self, rows: list[dict[str, Any]], *, head: bool = False) -> None:
        """Write the whole table anew, and the head if asked."""
        run("DELETE FROM audit_event")
        for row in rows:
            Event.objects.create(**row)
        if head:
            last = rows[-1] if rows else {"seq": 0, "digest": GENESIS}
            run("UPDATE audit_head SET seq = %s, digest = %s", last["seq"], last["digest"])

    def lines(self) -> list[str]:
        return self.file.read_text(encoding="utf-8").splitlines()

    def write(self, lines: list[str]) -> None:
        self.file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def broken(self) -> str:
        return str(queries.verify(queries.trail()))


@pytest.fixture
def log(settings: LazySettings, tmp_path: Path) -> Log:
    settings.CHECKPOINTS, settings.CHECKPOINT_KEY = tmp_path / "checkpoints.jsonl", tmp_path / "checkpoint.key"
    for numbers in ((1, 2, 3, 4), (6, 7, 8), (10, 11, 12)):
        actions.append([entry(number) for number in numbers])
        actions.checkpoint(by=CONSOLE, at=NOON + timedelta(hours=1, minutes=numbers[-1]))
    made = Log(settings.CHECKPOINTS, tmp_path / "copy.jsonl", settings.CHECKPOINT_KEY.with_suffix(".pub"))
    made.copy.write_bytes(made.file.read_bytes())
    assert (queries.count(), len(queries.trail().kept), made.broken()) == (END, 3, "None")
    for statement in guards("ALLOW"):
        run(statement)
    return made


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def hashed(rows: list[dict[str, Any]], algorithm: str = SHA256) -> list[dict[str, Any]]:
    """Chain rows anew, numbers and digests fitting: what somebody who knows the algorithm does."""
    before, out = GENESIS, []
    for seq, row in enumerate(rows, 1):
        said = Entry(**{name: row[name] for name in ROW[1:9]})
        digest = said.digest(seq, before, algorithm)
        out.append(row | {"seq": seq, "before": before, "digest": digest})
        before = digest
    return out


OTHER: dict[str, Any] = {
    "seq": 100,
    "at": NOON + timedelta(minutes=1, microseconds=1),
    "actor": 8,
    "name": "shenji",
    "action": "target.view",
    "unit": "/1/302/",
    "subject": "targets.target:99",
    "result": "denied",
    "detail": '{"amount":"15.51元","reason":"更正"}',
    "before": "f" * 64,
    "digest": "e" * 64,
}
Attack = Callable[[Log], None]
ATTACKS: dict[str, tuple[Attack, str]] = {}


def attack(name: str, found: str) -> Callable[[Attack], Attack]:
    def keep(function: Attack) -> Attack:
        ATTACKS[name] = function, found
        return function

    return keep


def change(column: str, seq: int, value: object) -> Attack:
    return lambda _log: run(f"UPDATE audit_event SET {column} = %s WHERE seq = %s", value, seq)  # noqa: S608 - the attack


for _column, _value in OTHER.items():
    for _where, _seq in (("first", FIRST), ("middle", MIDDLE), ("last", END)):
        ATTACKS[f"change {_column} of the {_where}"] = change(_column, _seq, _value), f"第 {_seq} 条"
for _name, _detail in {
    "a blank in the detail": '{"amount":"15.50元", "reason":"更正"}',
    "the order of the detail": '{"reason":"更正","amount":"15.50元"}',
    "the detail emptied": "{}",
    "one sign more at the end": '{"amount":"15.50元","reason":"更正"} ',
}.items():
    ATTACKS[_name] = change("detail", MIDDLE, _detail), f"第 {MIDDLE} 条"

for _name, _which, _found in (
    ("remove the first", "seq = 1", "第 1 条：缺失"),
    ("remove one in the middle", "seq = 7", "第 7 条：缺失"),
    ("remove the last", "seq = 13", "第 13 条：末尾"),
    ("remove two neighbours", "seq IN (6, 7)", "第 6 条：缺失"),
    ("remove the first half", "seq <= 6", "第 1 条：缺失"),
    ("remove the last half", "seq > 6", "第 7 条：缺失"),
    ("remove every second", "seq % 2 = 0", "第 2 条：缺失"),
    ("remove all of one person", "actor = 7", "第 1 条：缺失"),
    ("empty the table", "1 = 1", "第 1 条：缺失"),
):
    ATTACKS[_name] = (lambda _log, which=_which: run(f"DELETE FROM audit_event WHERE {which}")), _found  # type: ignore[misc] # noqa: S608


def shuffled(log: Log, *, keep: tuple[str, ...]) -> None:
    """Exchange rows 6 and 7, but for the columns kept."""
    rows = log.rows()
    rows[5], rows[6] = (rows[6] | {name: rows[5][name] for name in keep}, rows[5] | {name: rows[6][name] for name in keep})
    log.put(rows)


@attack("exchange what two events say", "第 6 条：内容被改动")
def _(log: Log) -> None:
    shuffled(log, keep=("seq", "before", "digest"))


@attack("exchange the numbers of two events", "第 6 条：与前一条接不上")
def _(log: Log) -> None:
    shuffled(log, keep=("seq",))


@attack("exchange two events, links mended", "第 6 条：内容被改动")
def _(log: Log) -> None:
    shuffled(log, keep=("seq", "before"))


@attack("number an event twice by moving it", "第 7 条：缺失")
def _(log: Log) -> None:
    rows = log.rows()
    log.put([*rows[:6], *rows[7:], rows[6] | {"seq": 14}])


@attack("write an event after the end, digest right, head as it was", "第 14 条：多出")
def _(log: Log) -> None:
    log.put(hashed([*log.rows(), dict.fromkeys(ROW) | {n: getattr(entry(14), n) for n in ROW[1:9]}]))


@attack("slip an event in and renumber the rest", "第 7 条：内容被改动")
def _(log: Log) -> None:
    rows = log.rows()
    forged = rows[6] | {"digest": "a" * 64}
    rest = [row | {"seq": row["seq"] + 1} for row in rows[6:]]
    rest[0]["before"] = "a" * 64
    log.put([*rows[:6], forged, *rest])


@attack("slip an event in before the first", "第 1 条：内容被改动")
def _(log: Log) -> None:
    rows = log.rows()
    rows[0] = rows[0] | {"before": "b" * 64}
    log.put([rows[1] | {"seq": 1, "before": GENESIS, "digest": "b" * 64}, *({**row, "seq": row["seq"] + 1} for row in rows)])


def one_rehashed(seq: int) -> Attack:
    def forge(log: Log) -> None:
        rows = log.rows()
        row = rows[seq - 1]
        row["name"] = "nobody"
        row["digest"] = Entry(**{name: row[name] for name in ROW[1:9]}).digest(seq, row["before"])
        log.put(rows)

    return forge


for _where, _seq, _found in (("first", FIRST, "第 2 条：与前一条接不上"), ("middle", MIDDLE, "第 8 条"), ("last", END, "第 14 条：末尾")):
    ATTACKS[f"change and rehash the {_where}"] = one_rehashed(_seq), _found


def rewritten(seq: int, *, algorithm: str = SHA256) -> Attack:
    """Change one event and chain everything after it anew, head included: the chain itself shows nothing."""

    def forge(log: Log) -> None:
        rows = log.rows()
        rows[seq - 1]["name"] = "nobody"
        log.put(hashed(rows, algorithm), head=True)
        run("UPDATE audit_head SET algorithm = %s", algorithm)

    return forge


ATTACKS["rewrite the whole chain"] = rewritten(1), "第 1 条：这一条起、至第 4 条的日志被整体改写过"
ATTACKS["rewrite the chain from the middle"] = rewritten(MIDDLE), "第 5 条：这一条起、至第 8 条的日志被整体改写过"
ATTACKS["rewrite the chain from the last that was signed"] = rewritten(LAST), "第 9 条：这一条起、至第 12 条的日志被整体改写过"
ATTACKS["rewrite the whole chain with the other algorithm"] = rewritten(1, algorithm=SM3), "第 1 条：这一条起、至第 4 条"


@attack("take one out and rewrite the chain, one shorter", "第 5 条：这一条起、至第 8 条")
def _(log: Log) -> None:
    rows = log.rows()
    del rows[6]
    log.put(hashed(rows), head=True)


@attack("slip one in and rewrite the chain, one longer", "第 1 条：这一条起、至第 4 条")
def _(log: Log) -> None:
    rows = log.rows()
    log.put(hashed([*rows[:2], rows[0], *rows[2:]]), head=True)


@attack("cut the tail, head put right", "第 11 条：缺失：检查点文件第 3 行记到第 12 条")
def _(log: Log) -> None:
    log.put(log.rows()[:10], head=True)


@attack("empty everything, head put right", "第 1 条：缺失：检查点文件第 3 行")
def _(log: Log) -> None:
    log.put([], head=True)


@attack("empty everything, head gone", "第 1 条：缺失：检查点文件第 3 行")
def _(log: Log) -> None:
    run("DELETE FROM audit_event")
    run("DELETE FROM audit_head")


for _name, _statement, _found in (
    ("put the head forward", "UPDATE audit_head SET seq = 20", "第 14 条：末尾"),
    ("put the head back", "UPDATE audit_head SET seq = 10", "第 11 条：多出"),
    ("another digest at the head", "UPDATE audit_head SET digest = 'd'", "第 14 条：末尾"),
    ("another algorithm at the head", "UPDATE audit_head SET algorithm = 'sm3'", "第 1 条：内容被改动"),
    ("take the head away", "DELETE FROM audit_head", "第 1 条：多出"),
):
    ATTACKS[_name] = (lambda _log, statement=_statement: run(statement)), _found  # type: ignore[misc]


# ── the checkpoint file ──


def line_changed(name: str, value: object) -> Attack:
    def forge(log: Log) -> None:
        lines = log.lines()
        lines[1] = json.dumps(json.loads(lines[1]) | {name: value}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        log.write(lines)

    return forge


for _name, _value in {
    "seq": 7,
    "digest": "c" * 64,
    "count": 9,
    "at": "2022-03-01T04:00:00.000000+00:00",
    "before": GENESIS,
    "algorithm": "sm3",
    "key": "0" * 16,
    "signature": "0" * 128,
}.items():
    ATTACKS[f"change {_name} of a checkpoint"] = line_changed(_name, _value), "检查点文件第 2 行"


def lines_changed(forge: Callable[[list[str]], list[str]]) -> Attack:
    return lambda log: log.write(forge(log.lines()))


for _name, _forge, _found in (
    ("take the first checkpoint out", lambda lines: lines[1:], "检查点文件第 1 行：与前一行接不上"),
    ("take the second checkpoint out", lambda lines: [lines[0], lines[2]], "检查点文件第 2 行：与前一行接不上"),
    ("take the last checkpoint out", lambda lines: lines[:2], "第 13 条：这一条记下的检查点在检查点文件里没有"),
    ("empty the checkpoint file", lambda _lines: [], "第 5 条：这一条记下的检查点在检查点文件里没有"),
    ("exchange two checkpoints", lambda lines: [lines[1], lines[0], lines[2]], "检查点文件第 1 行：与前一行接不上"),
    ("write a checkpoint twice", lambda lines: [*lines, lines[2]], "检查点文件第 4 行：与前一行接不上"),
    ("write rubbish", lambda lines: [*lines, "rubbish"], "检查点文件第 4 行：不是一个完整的检查点"),
    ("a list for a checkpoint", lambda lines: ["[]", *lines], "检查点文件第 1 行：不是一个完整的检查点"),
    ("a blank in a checkpoint", lambda lines: [lines[0], lines[1].replace(",", ", "), lines[2]], "检查点文件第 2 行：不是一个完整的"),
    ("a blank line", lambda lines: [lines[0], "", *lines[1:]], "检查点文件第 2 行：不是一个完整的"),
):
    ATTACKS[_name] = lines_changed(_forge), _found


@attack("remove the checkpoint file", "第 5 条：这一条记下的检查点在检查点文件里没有")
def _(log: Log) -> None:
    log.file.unlink()


@attack("cut the checkpoint file in the middle of its last line", "第 13 条：这一条记下的检查点在检查点文件里没有")
def _(log: Log) -> None:
    log.file.write_bytes(log.file.read_bytes()[:-40])


def signed_by(key: Ed25519PrivateKey, checkpoints: list[Checkpoint]) -> list[str]:
    """Sign checkpoints, each tied to the one before."""
    before, lines = GENESIS, []
    for one in checkpoints:
        bound = replace(one, before=before, key=sums.key_id(key.public_key()), signature="")
        made = replace(bound, signature=sums.sign(key, bound.signed))
        before = made.fingerprint
        lines.append(made.line)
    return lines


@attack("sign the whole checkpoint file with another key", "检查点文件第 1 行：由不认识的密钥")
def _(log: Log) -> None:
    log.write(signed_by(Ed25519PrivateKey.generate(), [parsed(line) for line in log.lines()]))


@attack("add a checkpoint of another key", "检查点文件第 4 行：由不认识的密钥")
def _(log: Log) -> None:
    last = parsed(log.lines()[2])
    key = Ed25519PrivateKey.generate()
    forged = replace(last, seq=13, count=13, before=last.fingerprint, key=sums.key_id(key.public_key()))
    log.write([*log.lines(), replace(forged, signature=sums.sign(key, forged.signed)).line])


@attack("add a checkpoint of our key's name, signed by another", "检查点文件第 4 行：签名不对")
def _(log: Log) -> None:
    last = parsed(log.lines()[2])
    forged = replace(last, seq=13, count=13, before=last.fingerprint)
    log.write([*log.lines(), replace(forged, signature=sums.sign(Ed25519PrivateKey.generate(), forged.signed)).line])


@attack("rewrite the chain and sign it with another key", "检查点文件第 1 行：由不认识的密钥")
def _(log: Log) -> None:
    rewritten(1)(log)
    digests = {row["seq"]: row["digest"] for row in log.rows()}
    kept = [parsed(line) for line in log.lines()]
    log.write(signed_by(Ed25519PrivateKey.generate(), [replace(one, digest=digests[one.seq]) for one in kept]))


@attack("take the public key away", "检查点文件第 1 行：由不认识的密钥")
def _(log: Log) -> None:
    log.public.unlink()


def test_there_are_far_more_than_sixty_kinds_of_edit() -> None:
    assert len(ATTACKS) >= 60


@pytest.mark.parametrize("name", ATTACKS)
def test_a_direct_edit_is_found_and_its_place_named(log: Log, name: str) -> None:
    forge, found = ATTACKS[name]

    forge(log)

    assert log.broken().startswith(found)


@pytest.mark.parametrize("name", [name for name in ATTACKS if name.startswith(("rewrite", "cut the tail", "empty everything"))])
def test_without_the_checkpoints_the_same_rewriting_goes_unseen(log: Log, name: str) -> None:
    ATTACKS[name][0](log)

    assert queries.verify() is None


def test_who_holds_the_folder_and_the_key_is_found_by_the_auditors_copy_alone(log: Log) -> None:
    rewritten(MIDDLE)(log)
    digests = {row["seq"]: row["digest"] for row in log.rows()}
    key = book.private_key(log.public.with_suffix(".key"))
    log.write(signed_by(key, [replace(parsed(line), digest=digests[parsed(line).seq]) for line in log.lines()]))
    rows = log.rows()
    for seq, line in zip((5, 9, 13), log.lines(), strict=True):  # the log's own word of each checkpoint, forged as well
        rows[seq - 1]["detail"] = rows[seq - 1]["detail"].replace(
            json.loads(rows[seq - 1]["detail"])["checkpoint"], parsed(line).fingerprint
        )
    log.put(hashed(rows), head=True)

    assert str(queries.verify(queries.trail(log.copy, log.public))).startswith("第 5 条")


def test_what_came_after_the_last_checkpoint_can_be_rewritten_unseen(log: Log) -> None:
    """The limit of the method, and the reason why checkpoints are frequent."""
    rewritten(END)(log)

    assert log.broken() == "None"


def test_a_copy_of_the_file_and_the_public_key_are_all_an_auditor_needs(log: Log) -> None:
    log.file.unlink()

    assert queries.verify(queries.trail(log.copy, log.public)) is None


# ── no false alarm ──


def clean_steps(chance: random.Random, at: datetime) -> Iterator[Callable[[], object]]:
    """Yield ordinary doings in any order."""
    dossier, officer, stranger = a_dossier("/1/3/"), Clerk(7, "caiwu", ("/1/3/",)), Clerk(9, "nongye", ("/9/",))
    numbers = iter(range(1000))

    def refused() -> None:
        with pytest.raises(actions.Denied):
            file(dossier, next(numbers), by=stranger, at=at)

    def together() -> None:
        actions.append([entry(number) for number in range(chance.randint(0, 7))])

    doings = [
        lambda: file(dossier, next(numbers), by=officer, at=at),
        lambda: file(dossier, 5000, by=officer, at=at, key="again"),
        refused,
        together,
        lambda: actions.checkpoint(by=CONSOLE, at=at),
        lambda: queries.verify(queries.trail()),
    ]
    for _ in range(12):
        yield chance.choice(doings)


def test_a_hundred_clean_runs_raise_no_alarm(settings: LazySettings, tmp_path: Path) -> None:
    settings.CHECKPOINT_KEY = tmp_path / "checkpoint.key"
    alarms = []
    for seed in range(100):
        settings.CHECKPOINTS = tmp_path / f"{seed}.jsonl"
        with transaction.atomic():
            for step in clean_steps(random.Random(seed), NOON + timedelta(days=seed)):  # noqa: S311 - a repeatable choice
                step()
            trail = queries.trail()
            alarms += [each for each in (queries.verify(trail), trail.last and queries.verify(trail, trail.last)) if each]
            transaction.set_rollback(True)
    assert alarms == []


def test_the_head_of_an_untouched_log_is_its_last_event(chain_is_whole: None) -> None:
    actions.append([entry(1), entry(2)])

    head, last = Head.objects.get(), Event.objects.order_by("-seq")[0]
    assert (head.seq, head.digest) == (last.seq, last.digest)
    assert isinstance(last.facts(), Link)
