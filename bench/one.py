"""(a) One file: read and check the demo .docx, warm in one process, and the cold command line."""

from __future__ import annotations

import multiprocessing
from typing import Any

from .measure import DEMO, Row, command, peak_mb, spread, table, timed

TIMES = 60


def _warm(send: Any) -> None:
    from jixiao.documents import book as documents
    from jixiao.office import book as office
    from jixiao.office.confine import Confined, read_confined
    from jixiao.office.writers import docx
    from jixiao.review import book as review

    data = DEMO.read_bytes()
    document = office.read(data, DEMO.name)
    filing = documents.recognise(document).filing
    steps = {
        "docx to blocks": lambda: office.read(data, DEMO.name),
        "blocks to facts": lambda: documents.recognise(document),
        "facts to findings": lambda: review.examine(filing),
        "facts to .docx": lambda: docx.write(documents.write(filing, "hebei-2022")),
        "read and check": lambda: review.examine(documents.recognise(office.read(data, DEMO.name)).filing),
    }
    rows = [{"step": name, **spread(timed(run, times=TIMES))} for name, run in steps.items()]
    memory = peak_mb()
    with Confined() as reader:
        took = timed(lambda: review.examine(documents.recognise(reader.read(data, DEMO.name)).filing), times=TIMES)
    rows.append({"step": "read and check, confined child", **spread(took)})
    rows.append({"step": "docx to blocks, a child of its own", **spread(timed(lambda: read_confined(data, DEMO.name), times=15))})
    send.send((rows, memory, len(review.examine(filing))))


def run() -> Row:
    """Measure; milliseconds and MB."""
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_warm, args=(send,))
    process.start()
    rows, memory, findings = receive.recv()
    process.join()
    for name, arguments in (("check", ()), ("check", ("--json",)), ("read", ("--json",))):
        cold = [command(name, str(DEMO), *arguments)[0] * 1000 for _ in range(10)]
        rows.append({"step": f"cold: jixiao {' '.join((name, *arguments))}", **spread(cold)})
    table(f"(a) the demo .docx, milliseconds; {findings} findings, peak {memory} MB in the unconfined process", rows)
    whole = next(row for row in rows if row["step"] == "read and check")["median"]
    confined = next(row for row in rows if row["step"] == "read and check, confined child")["median"]
    return {"steps": rows, "peak_mb": memory, "findings": findings, "confined_over_unconfined": round(confined / whole, 2)}
