"""jixiao read and jixiao check: files in, findings out, without a database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from jixiao.documents import book as documents
from jixiao.documents.facts import Reading
from jixiao.documents.renderings.listing import RefusedFile, Report, printed_file
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Severity
from jixiao.office.confine import Confined
from jixiao.review import book as review

from . import printing

REFUSED = 2
# A folder is searched for these; a file named outright is read by its content, whatever it is called.
ENDINGS = {".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".html", ".htm", ".pdf", ".txt"}
AHEAD = 4  # files a worker under way or waiting: memory stays flat however many there are


def read(path: Path, *, as_json: bool) -> int:
    """Print what one file says."""
    with Confined() as reader:
        reading = _reading(path, reader)
    if as_json:
        json.dump(documents.printed(reading), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        printing.reading(path.name, reading)
    return 0


def check(paths: Sequence[Path], *, as_json: bool, html: Path | None, xlsx: Path | None, fail_on: str, jobs: int) -> int:
    """Check files, print their findings and say by the exit code whether any bites as hard as ``fail_on``.

    A lone file that is refused gives 2; among many, a refused one counts as blocking.
    """
    for out in (html, xlsx):
        if out is not None and not out.parent.is_dir():
            msg = f"没有「{out.parent}」这个文件夹，报告存不进去；请先建好文件夹，或换一个位置"
            raise Refused(msg)
    files = list(_expand(paths))
    kept: list[Report | RefusedFile] = []
    whole = html is not None or xlsx is not None or (len(files) == 1 and not as_json)
    listings = _in_this_process(files, kept.append) if whole else _in_workers(files, jobs or os.cpu_count() or 1)
    worst = _print_json(listings) if as_json else printing.findings(listings, len(files), kept)
    _save(kept, html, xlsx)
    if worst is None:
        return REFUSED if len(files) == 1 else 1
    return int(worst >= Severity.of(fail_on))


def _expand(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS and not file.name.startswith(("~$", ".")))
        if not found:
            msg = f"文件夹「{path}」里没有可以核对的文件，支持 {'、'.join(sorted(ENDINGS))}"
            raise Refused(msg)
        yield from found


def _reading(path: Path, reader: Confined) -> Reading:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        msg = f"没有找到文件「{path}」，请核对文件名和所在文件夹"
        raise Refused(msg) from None
    except OSError as problem:
        msg = f"打不开文件「{path}」（{problem.strerror}），请检查权限或换一份文件"
        raise Refused(msg) from None
    return documents.recognise(reader.read(data, path.name))


def _report(path: Path, reader: Confined) -> Report | RefusedFile:
    try:
        reading = _reading(path, reader)
    except Refused as refusal:
        return RefusedFile(str(path), str(refusal))
    pack = review.load_pack()
    return Report(str(path), reading, review.examine(reading.filing, pack=pack), pack)


def _in_this_process(files: Sequence[Path], keep: Callable[[Report | RefusedFile], None]) -> Iterator[dict[str, Any]]:
    with Confined() as reader:
        for path in files:
            report = _report(path, reader)
            keep(report)
            yield printed_file(report)


_READER: Confined | None = None  # a worker process has one confined child for life


def _printed_in_worker(path: Path) -> dict[str, Any]:
    global _READER  # noqa: PLW0603 - see above
    _READER = _READER or Confined()
    return printed_file(_report(path, _READER))


def _in_workers(files: Sequence[Path], jobs: int) -> Iterator[dict[str, Any]]:
    if min(jobs, len(files)) == 1:
        yield from map(_printed_in_worker, files)
        return
    with ProcessPoolExecutor(min(jobs, len(files))) as pool:
        rest = iter(files)
        waiting: list[Future[dict[str, Any]]] = [pool.submit(_printed_in_worker, path) for path in islice(rest, jobs * AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(_printed_in_worker, path) for path in islice(rest, 1)]


def _print_json(listings: Iterator[dict[str, Any]]) -> int | None:
    """Print one JSON object, a file at a time; return the worst severity, None where a file was refused."""
    worst, refused = Severity.INFO - 1, False
    sys.stdout.write('{"files": [')
    for number, listing in enumerate(listings):
        sys.stdout.write((",\n" if number else "") + json.dumps(listing, ensure_ascii=False))
        worst = max(worst, printing.worst(listing))
        refused = refused or "refused" in listing
    sys.stdout.write("]}\n")
    return None if refused else worst


def _save(kept: Sequence[Report | RefusedFile], html: Path | None, xlsx: Path | None) -> None:
    if html is not None:
        from jixiao.documents.renderings import report  # noqa: PLC0415 - only where a page is asked for

        html.write_text(report.html(kept, printed_on=f"核对日期 {date.today():%Y-%m-%d}"), encoding="utf-8")  # noqa: DTZ011 - the user's day
    if xlsx is not None:
        from jixiao.documents.renderings import workbook  # noqa: PLC0415 - as above

        xlsx.write_bytes(workbook.xlsx(kept))
