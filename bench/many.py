"""(b) Many files: jixiao check over 500 different ones, on one core and two, and whether memory stays flat."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jixiao.documents import book as documents
from jixiao.office.writers import docx

from . import samples
from .measure import ROOT, Row, held_mb, table

FILES, EARLY, LATE = 500, 100, 490
CASES = (("one process, one core", 1, 1), ("one process, two cores", 1, 2), ("two processes, two cores", 2, 2))


def write_files(folder: Path) -> None:
    """Write the filings: no two alike, so that nothing is found in a cache by luck."""
    for number, filing in enumerate(samples.filings(FILES)):
        (folder / f"{number:04}.docx").write_bytes(docx.write(documents.write(filing, "hebei-2022")))


def check(folder: Path, jobs: int, cores: int) -> Row:
    """Check the folder as its user would, reading the answer as it comes: a line a file."""
    command = ["taskset", "-c", ",".join(map(str, range(cores))), sys.executable, "-m", "jixiao.site", "check", str(folder)]
    held: dict[int, float] = {}
    files = findings = 0
    start = time.perf_counter()
    with subprocess.Popen([*command, "--json", "--jobs", str(jobs)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for files, line in enumerate(process.stdout or (), 1):
            findings += line.count('"rule": ')
            if files in {EARLY, LATE}:
                held[files] = held_mb(process.pid)
    took = time.perf_counter() - start
    assert files == FILES, files
    return {
        "seconds": round(took, 2),
        "files/s": round(files / took, 1),
        "MB at 100": held[EARLY],
        "MB at 490": held[LATE],
        "findings": findings,
    }


def run() -> Row:
    """Measure; files a second, and the MB all processes hold together."""
    with tempfile.TemporaryDirectory() as name:
        write_files(Path(name))
        rows = [{"how": how, **check(Path(name), jobs, cores)} for how, jobs, cores in CASES]
    table(f"(b) jixiao check over {FILES} different files of nine tables", rows)
    alone, beside, two = rows
    return {
        "rows": rows,
        "speedup_two_cores": round(two["files/s"] / alone["files/s"], 2),
        "speedup_reader_on_the_other_core": round(beside["files/s"] / alone["files/s"], 2),
        "memory_490_over_100": round(alone["MB at 490"] / alone["MB at 100"], 2),
    }
