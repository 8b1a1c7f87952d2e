"""jixiao audit: sign, walk and export the log; an exported one is walked without a database."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from jixiao.kernel.refusal import Refused

from .starting import now, start

BROKEN = 1


def verify(*, checkpoints: Path | None, public_key: Path | None) -> int:
    """Walk the log from its first event to its last, and compare it with every signed checkpoint."""
    start()
    from jixiao.audit import queries

    _there(checkpoints, public_key)
    began = time.monotonic()
    trail = queries.trail(checkpoints, public_key)
    if broken := queries.verify(trail):
        print(f"审计日志在{broken}", file=sys.stderr)
        return BROKEN
    health = queries.health()
    print(f"审计日志完整：{health.seq} 条、{len(trail.kept)} 个检查点核对无误，用时 {time.monotonic() - began:.1f} 秒")
    if trail.last is None:
        print("还没有检查点：只能查出改动，查不出整体改写。请运行 jixiao audit checkpoint，并把检查点文件存到另一台机器")
    elif health.seq > trail.last.seq + 1:  # the one event that tells of the checkpoint itself is not worth a word
        print(f"最近的检查点签到第 {trail.last.seq} 条，其后 {health.seq - trail.last.seq} 条尚未签")
    for warning in health.warnings:
        print(f"注意：{warning}", file=sys.stderr)
    return 0


def checkpoint() -> int:
    """Sign the end of the log as it is now."""
    start()
    from django.conf import settings

    from jixiao.audit import actions, queries
    from jixiao.audit.facts import CONSOLE

    if broken := queries.verify(queries.trail()):
        print(f"没有签检查点：审计日志在{broken}", file=sys.stderr)
        return BROKEN
    made = actions.checkpoint(by=CONSOLE, at=now())
    print(f"已签到第 {made.seq} 条，写入 {settings.CHECKPOINTS}" if made else "最近的检查点之后没有新的日志，不必再签")
    return 0


def sign() -> None:
    """Sign the end of the log at a start; what stands in the way is said, and the start goes on."""
    from jixiao.audit import actions
    from jixiao.audit.facts import MACHINE

    try:
        actions.checkpoint(by=MACHINE, at=now())
    except (OSError, Refused) as problem:
        print(f"注意：检查点没有签成（{problem}）；系统照常启动，请尽快处理", file=sys.stderr)


def export(path: Path) -> int:
    """Write the whole log to a file that verifies without a database; the export is its last event."""
    start()
    from jixiao.audit import actions, queries
    from jixiao.audit.facts import CONSOLE, Ground
    from jixiao.audit.renderings import lines

    if not path.absolute().parent.is_dir():
        msg = f"没有「{path.parent}」这个文件夹，请先建好，或换一个位置"
        raise Refused(msg)
    actions.note_export(Ground(""), kind="jsonl", filters={}, by=CONSOLE, at=now())
    try:
        with open(path, "w", encoding="utf-8", newline="\n", opener=_private) as file:
            file.writelines(lines.written(queries.links(until=queries.health().seq), queries.algorithm()))
    except OSError as problem:
        msg = f"写不进「{path}」（{problem.strerror}）"
        raise Refused(msg) from None
    print(f"已导出到 {path}；核对：jixiao audit verify-export {path.name}")
    return 0


def verify_export(path: Path, *, checkpoints: Path | None, public_key: Path | None) -> int:
    """Walk an exported log, with a copy of the checkpoints where one is given; needs no database."""
    from jixiao.audit import book
    from jixiao.audit.renderings import lines

    _there(checkpoints, public_key)
    if (checkpoints is None) != (public_key is None):
        msg = "--checkpoints 和 --public-key 要一起给出"
        raise Refused(msg)
    trail = book.trail(checkpoints, book.public_keys(public_key)) if checkpoints and public_key else None
    count, broken = lines.verify(path, trail)
    if broken:
        print(f"导出的日志在{broken}", file=sys.stderr)
        return BROKEN
    signed = f"、{len(trail.kept)} 个检查点" if trail else ""
    print(f"导出的日志完整：{count} 条{signed}核对无误" + ("" if trail else "（没有给出检查点，查不出整体改写）"))
    return 0


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _there(*paths: Path | None) -> None:
    for path in paths:
        if path and not path.is_file():
            msg = f"没有找到文件「{path}」"
            raise Refused(msg)
