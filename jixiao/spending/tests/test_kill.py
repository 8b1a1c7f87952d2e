"""kill -9 while payments are posted: what was acknowledged is there, nothing is half-written, and the office goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
POSTS = int(os.environ.get("JIXIAO_POSTS", "160"))  # the whole proof is JIXIAO_POSTS=2000
KILLS = 8
ROOT = Path(__file__).parents[3]


def run(what: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "jixiao.spending.tests.poster", what]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def said(what: str, environment: dict[str, str]) -> str:
    process = run(what, environment)
    out, _nothing = process.communicate(timeout=120)
    assert process.returncode == 0
    return out


def test_of_payments_posted_under_kill_none_acknowledged_is_lost_and_none_is_half_written(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "JIXIAO_DATABASE_URL"} | {"JIXIAO_DATA": str(tmp_path)}
    said("set-up", environment)
    acknowledged: set[int] = set()

    for _ in range(KILLS):
        process = run("post", environment)
        assert process.stdout
        for _ in range(POSTS // KILLS):
            acknowledged.add(int(process.stdout.readline()))
        process.send_signal(signal.SIGKILL)
        acknowledged |= {int(line) for line in process.stdout.read().split("\n")[:-1]}  # said before it died
        process.wait()
        process.stdout.close()
        there = {int(number) for number in said("check", environment).split()}
        assert acknowledged <= there
        assert len(there - acknowledged) <= KILLS  # one each time may have been written and not yet said

    assert len(acknowledged) >= POSTS
