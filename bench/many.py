"""(b) Many files: jixiao check over 500, on one core and two, and whether memory stays flat."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from .measure import DEMO, Row, command, table

SIZES = (100, 500)


def run() -> Row:
    """Measure; files a second and MB of the largest process."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for size in SIZES:
            folder = Path(name) / str(size)
            folder.mkdir()
            for number in range(size):
                shutil.copy(DEMO, folder / f"{number:04d}.docx")
            for cores in (1, 2):
                took, memory = command("check", str(folder), "--json", "--jobs", str(cores), cores=cores)
                rows.append({"files": size, "cores": cores, "seconds": round(took, 2), "files/s": round(size / took, 1), "peak MB": memory})
    table("(b) jixiao check over many files", rows)
    last = {(row["files"], row["cores"]): row for row in rows}
    speedup = round(last[500, 2]["files/s"] / last[500, 1]["files/s"], 2)
    return {"rows": rows, "speedup_two_cores": speedup, "memory_500_over_100": round(last[500, 1]["peak MB"] / last[100, 1]["peak MB"], 2)}
