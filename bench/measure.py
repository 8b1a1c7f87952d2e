"""How things are measured: repeated, warm, with the spread shown; memory as the kernel counts it."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "jixiao/site/demo/示例市商务局2022年绩效目标.docx"
Row = dict[str, Any]


def timed(run: Callable[[], object], *, times: int, warm: int = 3) -> list[float]:
    """Return milliseconds of each of ``times`` runs after ``warm`` unmeasured ones."""
    for _ in range(warm):
        run()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        took.append((time.perf_counter() - start) * 1000)
    return took


def spread(took: Sequence[float]) -> Row:
    """Return median and 95th percentile, rounded."""
    ordered = sorted(took)
    return {"median": round(statistics.median(ordered), 2), "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2)}


def peak_mb() -> float:
    """Return the largest resident size this process has had, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def held_mb(pid: int) -> float:
    """Return what a process and its descendants hold now, in MB; pages they share are counted once."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents.setdefault(int(entry.read_text().rpartition(")")[2].split()[1]), []).append(int(entry.parent.name))
    family = [pid]
    for member in family:
        family += parents.get(member, [])
    return round(sum(map(_share_mb, family)), 1)


def _share_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


def command(*arguments: str, cores: int | None = None) -> tuple[float, float]:
    """Run the product's command line; return seconds and the peak resident size of its largest process, in MB."""
    prefix = ["taskset", "-c", ",".join(map(str, range(cores)))] if cores else []
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    process = subprocess.run(
        [*prefix, sys.executable, "-m", "jixiao.site", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    took = time.perf_counter() - start
    if process.returncode not in {0, 1}:
        raise RuntimeError(process.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return took, round(max(before, after) / 1024, 1)


def table(title: str, rows: Sequence[Row]) -> None:
    """Print rows under their heads."""
    print(f"\n{title}")
    heads = list(dict.fromkeys(head for row in rows for head in row))
    widths = [max(len(str(head)), *(len(str(row.get(head, ""))) for row in rows)) for head in heads]
    for cells in (heads, *[[row.get(head, "") for head in heads] for row in rows]):
        print("  " + "  ".join(f"{cell!s:<{width}}" for cell, width in zip(cells, widths, strict=True)))


def machine() -> Row:
    """Say what was measured on."""
    return {"python": sys.version.split()[0], "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}


def emit(result: Row) -> None:
    """Keep the result as JSON beside the printed table."""
    out = ROOT / "bench" / "out"
    out.mkdir(exist_ok=True)
    (out / "result.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nJSON: {json.dumps(result, ensure_ascii=False)}")
