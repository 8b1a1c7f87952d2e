"""The log as JSON lines, and reading them back: a file that verifies without a database.

The first line says {"format", "algorithm", "digest"}, where ``digest`` names the ten parts of an event's digest in order; then one
line an event, in order from the first; the last line is {"end": {"seq", "digest"}}. The digest of an event is that of the JSON list
[before, seq, at, actor, name, action, unit, subject, result, detail] written without spaces, Chinese as it stands, in UTF-8;
``before`` is the digest of the event before it, 64 zeros at the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jixiao.audit.facts import SHA256, SM3, Break, Entry, Link, Trail, canonical
from jixiao.audit.sums import Walk
from jixiao.kernel.refusal import Refused

FORMAT = "jixiao-audit-log-1"
PARTS = ("before", "seq", "at", "actor", "name", "action", "unit", "subject", "result", "detail")


def written(links: Iterable[Link], algorithm: str) -> Iterator[str]:
    """Yield the lines of an exported log."""
    yield _line({"format": FORMAT, "algorithm": algorithm, "digest": list(PARTS)})
    last: Link | None = None
    for last in links:
        yield _line(shown(last))
    yield _line({"end": {"seq": last.seq if last else 0, "digest": last.digest if last else ""}})


def shown(link: Link) -> dict[str, Any]:
    """Return an event with all its fields by name."""
    entry = link.entry
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (link.before, link.seq, at, entry.actor, entry.name, entry.action, entry.unit, entry.subject, entry.result, entry.detail)
    return dict(zip(PARTS, parts, strict=True)) | {"digest": link.digest}


def read(said: dict[str, Any]) -> Link:
    """Return the event a line holds."""
    names = ("actor", "name", "action", "unit", "subject", "result", "detail")
    entry = Entry(at=datetime.fromisoformat(said["at"]), **{name: said[name] for name in names})
    return Link(int(said["seq"]), entry, said["before"], said["digest"])


def verify(path: Path, trail: Trail | None) -> tuple[int, Break | None]:
    """Walk an exported log; return how many events hold together, and the first broken link."""
    try:
        with path.open(encoding="utf-8") as file:
            return walked(file, trail)
    except OSError as problem:
        msg = f"打不开文件「{path}」（{problem.strerror}）"
        raise Refused(msg) from None
    except UnicodeDecodeError:
        msg = f"「{path}」不是导出的日志（须是 UTF-8 的 JSON 行）"
        raise Refused(msg) from None


def walked(lines: Iterable[str], trail: Trail | None) -> tuple[int, Break | None]:
    """Walk the lines of an exported log."""
    rest = iter(lines)
    walk = Walk(_algorithm(next(rest, "")), trail)
    for line in rest:
        try:
            said = json.loads(line)
            if set(said) == {"end"}:
                seq, digest = said["end"]["seq"], said["end"]["digest"]
                after = next(rest, "")
                empty = seq == walk.seq == 0
                broken = Break(walk.seq + 1, "结束行之后还有内容") if after.strip() else None
                return walk.seq, broken or (walk.end() if empty else walk.end(seq, digest))
            broken = walk.step(read(said))
        except (ValueError, KeyError, TypeError):
            broken = Break(walk.seq + 1, "这一行不是日志的一条，被改动过")
        if broken:
            return walk.seq, broken
    return walk.seq, walk.end() or Break(walk.seq + 1, "缺失，文件没有结束行，末尾被截去")


def _algorithm(line: str) -> str:
    try:
        said = json.loads(line)
        if said["format"] == FORMAT and said["algorithm"] in {SHA256, SM3}:
            return str(said["algorithm"])
    except (ValueError, KeyError, TypeError):
        pass
    msg = "这个文件不是 jixiao audit export 导出的日志"
    raise Refused(msg)


def _line(value: Any) -> str:
    return canonical(value) + "\n"
