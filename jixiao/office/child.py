"""The confined reader's own process: takes a name and a file, answers with blocks or a refusal, in JSON, until told no more."""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO

from jixiao.kernel.refusal import Refused

from . import book
from .facts import encode

REQUEST = struct.Struct(">II")  # bytes of the name, bytes of the file
ANSWER = struct.Struct(">I")  # bytes of the JSON
MEGABYTE = 2**20
OFFICE_MEGABYTES = 4_096  # hard limit: LibreOffice, started from here, needs more than the reader itself
FILES, OUTPUT_MEGABYTES = 256, 200
BROKEN = "「{name}」的内容读不出来，可能已损坏，请用 Word 或 WPS 重新打开、另存后再传"


def main(arguments: list[str]) -> None:
    """Serve requests from standard input. ``arguments``: megabytes of memory, seconds of processor time for each file."""
    megabytes, seconds = (int(argument) for argument in arguments)
    confine(megabytes)
    incoming, outgoing = _own_pipes()
    while head := incoming.read(REQUEST.size):
        name_size, size = REQUEST.unpack(head)
        name, data = incoming.read(name_size).decode("utf-8", "replace"), incoming.read(size)
        _allow_processor(seconds)
        body = json.dumps(answer(data, name), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        outgoing.write(ANSWER.pack(len(body)) + body)
        outgoing.flush()


def confine(megabytes: int) -> None:
    """Limit this process, once and for all, before it sees a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, megabytes * MEGABYTE, max(megabytes, OFFICE_MEGABYTES) * MEGABYTE)
    _lower(resource.RLIMIT_FSIZE, OUTPUT_MEGABYTES * MEGABYTE, OUTPUT_MEGABYTES * MEGABYTE)
    _lower(resource.RLIMIT_NOFILE, FILES, FILES)


def _lower(what: int, soft: int, hard: int) -> None:
    """Set a limit without asking for more than there is."""
    most = resource.getrlimit(what)[1]
    if most != resource.RLIM_INFINITY:
        hard = min(hard, most)
    resource.setrlimit(what, (min(soft, hard), hard))


def _allow_processor(seconds: int) -> None:
    """Let the next file use so many seconds more of the processor; the system ends the process past that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes for ourselves: what a library prints, or a tool reads, must not get into the answers."""
    incoming, outgoing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")


def answer(data: bytes, name: str) -> dict[str, Any]:
    """Read a file and return what is sent back: ``document``, or ``refused`` with the sentence; ``error`` names a fault of ours."""
    try:
        return {"document": encode(book.read(data, name))}
    except Refused as refusal:
        return {"refused": refusal.sentence}
    except Exception as error:  # noqa: BLE001 - a reader's fault must not look like a crash, nor stop the next file
        return {"refused": BROKEN.format(name=name or "这个文件"), "error": f"{type(error).__name__} at {_where(error)}"}


def _where(error: Exception) -> str:
    """Return file and line of a fault, without any word of the document."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"  # noqa: PTH119 - a label


if __name__ == "__main__":
    main(sys.argv[1:])
