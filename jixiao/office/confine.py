"""Reading in a confined child process: a file that eats memory, hangs or crashes its reader costs one refusal, nothing more."""

from __future__ import annotations

import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import Self

from jixiao.kernel.refusal import Refused

from . import limits
from .child import ANSWER, MEGABYTE, REQUEST
from .facts import Document, decode

SECONDS, MEGABYTES, FILES = 60, 1_024, 50  # for one file; for one file; until a fresh child takes over
MAX_ANSWER = 128 * MEGABYTE
CHUNK = 65_536
ROOT = Path(__file__).resolve().parents[2]
# -I keeps the environment and the working folder out of the import path; then the package's own folder comes back in, and nothing else.
START = (
    "import sys; root = sys.argv.pop(1); places = [at for at, path in enumerate(sys.path) if path.endswith('-packages')]; "
    "root in sys.path or sys.path.insert(min(places, default=len(sys.path)), root); "
    "from jixiao.office.child import main; main(sys.argv[1:])"
)
log = logging.getLogger(__name__)


class _Over(Exception):  # noqa: N818 - a signal inside this file
    """The child did not answer: it ran out of time, or it ended."""


class Confined:
    """A reader in a child process, started when first needed. One file at a time; any thread may ask."""

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, files: int = FILES) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._files = files
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read(self, data: bytes, name: str = "") -> Document:
        """Read a file into blocks; raises Refused, in one sentence, for whatever goes wrong with it."""
        limits.size(data)
        called = name.strip()[-80:] or "这个文件"
        with self._lock:
            body = self._ask(data, called)
        try:
            answer = json.loads(body)
            if "document" in answer:
                return decode(answer["document"])
            sentence = str(answer["refused"])
        except (ValueError, KeyError, TypeError) as error:
            self.close()
            raise Refused(_crashed(called)) from error
        if "error" in answer:
            log.error("reader failed: %s", str(answer["error"])[:200])
        raise Refused(sentence)

    def close(self) -> None:
        """End the child; the next file starts a fresh one."""
        with self._lock:
            self._drop()

    def _ask(self, data: bytes, called: str) -> bytes:
        child = self._fresh()
        try:
            body = child.ask(data, called, time.monotonic() + self._seconds)
        except TimeoutError as error:
            self._drop()
            msg = f"「{called}」读了 {self._seconds:g} 秒还没有读完，可能内容过多或被改造，请删去多余内容、另存为 .docx 后再传"
            raise Refused(msg) from error
        except (_Over, OSError) as error:
            self._drop()
            raise Refused(_crashed(called)) from error
        if child.served >= self._files:
            self._drop()
        return body

    def _fresh(self) -> _Child:
        """Return a child that lives and is this process's own."""
        if self._child is not None and not self._child.lives():
            self._drop()
        if self._child is None:
            self._child = _Child(self._megabytes, max(1, int(self._seconds)))
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None


def read_confined(data: bytes, name: str = "", *, seconds: float = SECONDS) -> Document:
    """Read one file in a child of its own; use a ``Confined`` where many are read."""
    with Confined(seconds=seconds) as reader:
        return reader.read(data, name)


def _crashed(called: str) -> str:
    return f"「{called}」读到一半中断了，可能过大、已损坏或被改造，请用 Word 或 WPS 重新打开、另存后再传"


class _Child:
    """One child process, its pipes and its folder for temporary files."""

    def __init__(self, megabytes: int, seconds: int) -> None:
        self.served = 0
        self._owner = os.getpid()
        folder = tempfile.mkdtemp(prefix="jixiao-office-")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-I", "-c", START, str(ROOT), str(megabytes), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "TMPDIR": folder, "HOME": folder},
            start_new_session=True,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        self._end = weakref.finalize(self, _end, self._process, folder, self._owner)

    def lives(self) -> bool:
        """Say whether the child runs and was started by this very process, not before a fork."""
        return self._owner == os.getpid() and self._process.poll() is None

    def stop(self) -> None:
        """End the child and all it started; its folder goes with it."""
        self._end()

    def ask(self, data: bytes, name: str, until: float) -> bytes:
        """Send a file and return the JSON that comes back; TimeoutError past ``until``, _Over where the child ends first."""
        self.served += 1
        called = name.encode("utf-8", "replace")
        self._send(REQUEST.pack(len(called), len(data)) + called + data, until)
        (size,) = ANSWER.unpack(self._receive(ANSWER.size, until))
        if size > MAX_ANSWER:
            raise _Over
        return self._receive(size, until)

    def _send(self, message: bytes, until: float) -> None:
        pipe = self._process.stdin
        if pipe is None:
            raise _Over
        rest = memoryview(message)
        while rest:
            _wait([], [pipe.fileno()], until)
            rest = rest[os.write(pipe.fileno(), rest[:CHUNK]) :]

    def _receive(self, size: int, until: float) -> bytes:
        pipe = self._process.stdout
        if pipe is None:
            raise _Over
        chunks = bytearray()
        while len(chunks) < size:
            _wait([pipe.fileno()], [], until)
            chunk = os.read(pipe.fileno(), min(CHUNK, size - len(chunks)))
            if not chunk:
                raise _Over
            chunks += chunk
        return bytes(chunks)


def _wait(readable: list[int], writable: list[int], until: float) -> None:
    """Wait for a pipe; TimeoutError when its time is over."""
    poll = select.poll()
    for descriptor in readable:
        poll.register(descriptor, select.POLLIN)
    for descriptor in writable:
        poll.register(descriptor, select.POLLOUT)
    left = until - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError


def _end(process: subprocess.Popen[bytes], folder: str, owner: int) -> None:
    """Kill a child with everything in its session; in a fork of its owner only the pipes are let go."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    if os.getpid() != owner:
        process.returncode = 0  # not our child to wait for
        return
    for member in _session(process.pid):
        try:
            os.kill(member, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _session(leader: int) -> list[int]:
    """Return the processes of a session, LibreOffice in a group of its own included."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[3]) == leader:
            found.append(int(entry.parent.name))
    return found
