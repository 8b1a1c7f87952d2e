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

from .measure import ROOT, Row, spread, table

USERS, REQUESTS = 8, 40  # bounded: 320 requests a page, then it stops by itself


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[int, dict[str, str], str]:
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")


def _load(port: int, path: str, cookie: str) -> list[float]:
    took: list[float] = []
    lock = threading.Lock()

    def user() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine = []
        for _ in range(REQUESTS):
            start = time.perf_counter()
            status, _headers, _body = _get(connection, path, cookie)
            mine.append((time.perf_counter() - start) * 1000)
            assert status == http.HTTPStatus.OK, (path, status)
        with lock:
            took.extend(mine)

    threads = [threading.Thread(target=user) for _ in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def run() -> Row:
    """Measure; milliseconds of whole answers."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as data:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "jixiao.site", "serve", "--port", str(port), "--data", data],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        try:
            return _measured(process, port, start)
        finally:
            process.terminate()
            process.wait(10)


def _measured(process: subprocess.Popen[str], port: int, start: float) -> Row:
    link = ""
    while not link:
        line = (process.stdout or sys.stdin).readline()
        found = re.search(r"/enter/[\w-]+/", line)
        link = found[0] if found else ""
    connection = _connected(port)
    ready = time.perf_counter() - start
    _status, headers, _body = _get(connection, link, "")
    cookie = headers["Set-Cookie"].split(";")[0]
    _status, _headers, home = _get(connection, "/", cookie)
    summary = re.search(r'href="(/files/[0-9a-f-]+/)"', home)
    assert summary, "the sample file is on the home page"
    pages = {"home": "/", "summary": summary[1], "table 3 with findings": f"{summary[1]}projects/3/"}
    rows = []
    for name, path in pages.items():
        _load(port, path, cookie)
        began = time.perf_counter()
        took = _load(port, path, cookie)
        rows.append({"page": name, **spread(took), "answers/s": round(len(took) / (time.perf_counter() - began), 1)})
    table(f"(d) pages at {USERS} users, milliseconds; first start with the sample {ready:.2f} s", rows)
    return {"first_start_s": round(ready, 2), "pages": rows}


def _connected(port: int) -> http.client.HTTPConnection:
    for _ in range(100):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
        except OSError:
            time.sleep(0.05)
        else:
            return connection
    msg = "the server did not come up"
    raise RuntimeError(msg)
