"""(d) The page of nine tables with findings: time to answer at 8 concurrent users, on the real server on this machine."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from .measure import ROOT, Row, held_mb, spread, table

USERS, REQUESTS = 8, 40  # bounded: 320 requests a page, then it stops by itself


class Server(NamedTuple):
    """A server that answers: where, the one-time link it printed, and how long it took to answer."""

    port: int
    link: str
    seconds: float
    pid: int


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(data: str) -> Iterator[Server]:
    """Start the product as ``./run`` does, and end it afterwards."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "jixiao.site", "serve", "--port", str(port), "--data", data],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        link = next((found[0] for line in process.stdout or () if (found := re.search(r"/enter/[\w-]+/", line))), "")
        assert link, "the product printed no link"
        _get(_connected(port), "/healthz", "")
        yield Server(port, link, round(time.perf_counter() - start, 2), process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _connected(port: int) -> http.client.HTTPConnection:
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
        except OSError:
            time.sleep(0.02)
        else:
            return connection
    msg = "the server did not come up"
    raise RuntimeError(msg)


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[int, dict[str, str], str]:
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, headers, answer.read().decode("utf-8", "replace")


def _load(port: int, path: str, cookie: str, users: int) -> list[float]:
    """Let so many users ask for a page, each again as soon as it has the answer; return milliseconds of each answer."""
    took: list[float] = []
    lock = threading.Lock()

    def user() -> None:
        connection = _connected(port)
        mine = []
        for _ in range(REQUESTS):
            start = time.perf_counter()
            status, _headers, _body = _get(connection, path, cookie)
            mine.append((time.perf_counter() - start) * 1000)
            assert status == http.HTTPStatus.OK, (path, status)
        with lock:
            took.extend(mine)

    threads = [threading.Thread(target=user) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _pages(server: Server) -> list[Row]:
    connection = _connected(server.port)
    cookie = _get(connection, server.link, "")[1]["set-cookie"].split(";")[0]
    home = _get(connection, "/", cookie)[2]
    summary = re.search(r'href="(/files/[0-9a-f-]+/)"', home)
    assert summary, "the sample file is on the home page"
    rows = []
    for name, path in {"home": "/", "summary": summary[1], "table 3 with findings": f"{summary[1]}projects/3/"}.items():
        kilobytes = round(len(_get(connection, path, cookie)[2].encode()) / 1024)
        _load(server.port, path, cookie, USERS)
        alone = spread(_load(server.port, path, cookie, 1))
        began = time.perf_counter()
        took = _load(server.port, path, cookie, USERS)
        speed = round(len(took) / (time.perf_counter() - began), 1)
        rows.append(
            {
                "page": name,
                "kB": kilobytes,
                "one user": alone["median"],
                f"{USERS} users": spread(took)["median"],
                "p95": spread(took)["p95"],
            }
        )
        rows[-1]["answers/s"] = speed
    return rows


def run() -> Row:
    """Measure; milliseconds of whole answers. The users share the machine with the server."""
    with tempfile.TemporaryDirectory() as data:
        with _serving(data) as server:
            first = server.seconds
            rows = _pages(server)
            memory = held_mb(server.pid)
        with _serving(data) as server:
            again = server.seconds
    table(f"(d) pages at {USERS} users, milliseconds; first start with the sample {first} s, next {again} s; {memory} MB", rows)
    return {"first_start_s": first, "next_start_s": again, "server_mb": memory, "pages": rows}
