"""PDF files by typst: the blocks go to a template of ours as JSON, so nothing in them is ever markup; the same blocks give the same bytes."""

from __future__ import annotations

import json
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from jixiao.office import limits
from jixiao.office.facts import Block, Cell, Document, Letter, Paragraph, Table
from jixiao.office.writers import glyphs, layout

TEMPLATES = Path(__file__).parent / "typst"
STILL = 946_684_800  # 2000-01-01: the day a file was made is no part of what it says
WORD = re.compile(r"[!-~]+")  # what nothing breaks
LINE = 64  # half-width characters of a line of running text that a word may take
UPRIGHT, LYING, PAD = 442.0, 638.0, 7.0  # points: the width of the text, and of the blank beside a cell's
SIZE, SMALL_FROM, SMALL = 10.5, 12, 9.0  # points; a table of so many columns is set smaller
HEAVY, KEPT = 60_000, 11  # characters of data after which the compiler is made to forget; how many papers it remembers
LONG = 500  # characters; a row with a longer text may break over pages
LOCK = threading.Lock()  # a compiler works on one paper at a time


@cache
def fonts(*, spare: bool) -> typst.Fonts:
    """Return the fonts, loaded once; with ``spare`` those of the machine too, for characters ours do not hold."""
    return typst.Fonts(include_system_fonts=spare, include_embedded_fonts=False, font_paths=[str(one) for one in glyphs.folders()])


@cache
def _compiler(template: str, *, spare: bool) -> typst.Compiler:
    return typst.Compiler(
        input=str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=fonts(spare=spare), ignore_system_fonts=not spare
    )


@cache
def _paths(*, spare: bool) -> tuple[tuple[Path, int], ...]:
    """Return the files that hold the characters: the face with the most of them first, bold and sans ones lend none."""
    found = [(one.family, Path(one.path), one.index) for one in fonts(spare=spare).fonts() if one.path]
    found.sort(key=lambda one: one[0] != glyphs.SPARE)
    return tuple((path, index) for family, path, index in found if spare or family not in {"Jixiao Hei", "Jixiao Biaosong"})


def write(document: Document, *, repeat: int = 0) -> bytes:
    """Write a document as PDF; ``repeat`` is how many rows of each table appear again on the next page.

    A character no font of the machine holds is printed 〓 and told in a last line, never left out in silence.
    """
    limits.cells(sum(len(table.cells) for table in document.tables), limits.MAX_WORD_CELLS)
    parts = layout.sections(document)
    first = next((number for number, part in enumerate(parts) if part.numbered), 0)
    listed = any(isinstance(block, Paragraph) and block.look == "contents" for block in document.blocks)
    title = next((block.text for block in document.blocks if isinstance(block, Paragraph) and block.text.strip()), "")
    sections = [
        {
            "lying": part.lying,
            "numbered": part.numbered,
            "first": number == first,
            "last": number == len(parts) - 1,
            "blocks": [_block(block, repeat, listed=listed) for block in part.blocks],
        }
        for number, part in enumerate(parts)
    ]
    return compiled("blocks", {"sections": sections}, layout.clean(title).replace("\n", " "))


def letter(said: Letter) -> bytes:
    """Write an official letter as PDF on the grid of GB/T 9704-2012: 22 lines of 28 characters."""
    plain = {name: layout.clean(value) for name in Letter.__dataclass_fields__ if isinstance(value := getattr(said, name), str)}
    pieces = [layout.heading(layout.clean(text)) for text in said.body]
    paragraphs = [{"level": level, "head": head, "rest": rest} for level, head, rest in pieces]
    facts = plain | {"paragraphs": paragraphs, "attachments": [layout.clean(text) for text in said.attachments]}
    return compiled("letter", facts, plain["title"].replace("\n", ""))


def compiled(template: str, facts: dict[str, Any], title: str) -> bytes:
    """Return the PDF of a template and its data."""
    text = json.dumps(facts | {"subject": title}, ensure_ascii=False)
    spare = bool(glyphs.without(text, _paths(spare=False)))
    missing = sorted(glyphs.without(text, _paths(spare=True))) if spare else []
    for char in missing:
        text = text.replace(char, glyphs.MISSING)
    codes = "、".join(f"U+{ord(char):04X}" for char in missing)
    families = fonts(spare=spare).families()
    about = {
        "faces": glyphs.faces(families),
        "note": glyphs.stand_ins(families),
        "spare": spare,
        "warning": f"注：下列字符本机没有字形，以“{glyphs.MISSING}”代替，请核对原文：{codes}" if missing else "",
    }
    whole = json.dumps(json.loads(text) | about, ensure_ascii=False)
    with LOCK:
        data = _compiler(template, spare=spare).compile(format="pdf", sys_inputs={"data": whole}, timestamp=STILL)
        if len(whole) > HEAVY:
            _forget(about)
    if not isinstance(data, bytes):
        raise TypeError(type(data))
    return data


def _forget(about: dict[str, Any]) -> None:
    """Let the compiler forget a big paper: it keeps what it has set for the next ten, some hundred megabytes where those are big too."""
    nothing = json.dumps({"sections": [], "subject": ""} | about, ensure_ascii=False)
    for _ in range(KEPT):
        _compiler("blocks", spare=False).compile(format="pdf", sys_inputs={"data": nothing}, timestamp=STILL)


def _block(block: Block, repeat: int, *, listed: bool) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block, repeat)
    look = block.look
    return {
        "kind": "text",
        "text": _lines(block.text),
        "level": block.level,
        "look": look,
        "fresh": block.fresh,
        "listed": listed and look not in layout.COVERS,
    }


def _table(table: Table, repeat: int) -> dict[str, Any]:
    cells = layout.filled(table)
    size = SMALL if table.width >= SMALL_FROM else SIZE
    shares = layout.shares(table)
    rooms = _rooms(shares, size, lying=table.width > layout.LYING_FROM)
    head = layout.repeated(table, repeat)
    parts: list[dict[str, Any]] = []
    if head is None or not any(cell.row >= head[0] + head[1] for cell in cells):
        parts.append({"head": False, "cells": [_cell(table, cell, rooms) for cell in cells]})
    else:
        begin, end = head[0], head[0] + head[1]
        pieces = sorted(piece for cell in cells for piece in _split(cell, end) if cell.row < end) + [c for c in cells if c.row >= end]
        pieces.sort(key=lambda cell: (cell.row, cell.column))
        for low, high, is_head in ((0, begin, False), (begin, end, True), (end, table.height, False)):
            inside = [cell for cell in pieces if low <= cell.row < high]
            if inside:
                parts.append({"head": is_head, "cells": [_cell(table, cell, rooms, end) for cell in inside]})
    return {"kind": "table", "fresh": False, "size": size, "widths": shares, "parts": parts}


def _rooms(shares: list[int], size: float, *, lying: bool) -> list[float]:
    """Return how many half-width characters fit beside each other over each column, the blank at its sides not taken off."""
    page = LYING if lying else UPRIGHT
    return [page * share / max(1, sum(shares)) / (size * 0.56) for share in shares]


def _split(cell: Cell, end: int) -> list[Cell]:
    """Cut a cell where the repeated head ends: an empty piece in the head, the text in the piece below."""
    if cell.row + cell.rows <= end:
        return [cell]
    above = end - cell.row
    return [cell._replace(text="", rows=above, line=-1), cell._replace(row=end, rows=cell.rows - above, line=-2)]


def _cell(table: Table, cell: Cell, rooms: list[float], end: int = 0) -> dict[str, Any]:
    places = {(cell.row, cell.column), (end - 1, cell.column)} if cell.line == -2 else {(cell.row, cell.column)}  # noqa: PLR2004 - the lower piece
    room = int(sum(rooms[cell.column : cell.column + cell.columns]) - PAD / SIZE * 2)
    return {
        "text": _lines(cell.text, room),
        "rows": cell.rows,
        "columns": cell.columns,
        "label": not places.isdisjoint(table.labels),
        "long": len(cell.text) > LONG,
        "centred": layout.centred(cell.text),
        "open": {-1: "below", -2: "above"}.get(cell.line or 0, ""),
    }


def _lines(text: str, room: int = LINE) -> list[str]:
    """Return the lines of a text; a word longer than the room, in half-width characters, may break anywhere."""
    return [
        WORD.sub(lambda match: "\u200b".join(match[0]) if len(match[0]) > room else match[0], line)
        for line in layout.clean(text).replace("\t", "    ").split("\n")
    ]
