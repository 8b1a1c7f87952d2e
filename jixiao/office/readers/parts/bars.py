"""Rows of a table out of lines with upright bars: |a|b|c| or a | b | c, a cell running on over lines included."""

from __future__ import annotations

import re

from .lines import Row, blank

BARS = re.compile(r"[|｜]")
RULE = re.compile(r"[\s|｜:+=-]*-[\s|｜:+=-]*")  # |---|---|
FRAGMENT = 8  # a line this short between rows is a piece of a cell; a longer one is a title
PAIR = 2  # fewer cells are no table


def rows_at(texts: list[str], at: int) -> tuple[list[Row], int] | None:
    """Return the rows beginning at a line and the line after them, or None where no such table begins."""
    end = at
    while end < len(texts) and not blank(texts[end]):
        end += 1
    chunk = texts[at:end]
    if not any(BARS.search(text) for text in chunk):
        return None
    framed = BARS.match(chunk[0].lstrip()) is not None
    found = _framed(chunk, at) if framed else _open(chunk, at)
    if found is None or max(len(row) for row in found[0]) < PAIR:
        return None
    return found


def _framed(chunk: list[str], at: int) -> tuple[list[Row], int] | None:
    """Read rows that begin and end with a bar; a row goes on until a line ends with one or the next begins."""
    rows: list[Row] = []
    number = 0
    while number < len(chunk) and BARS.match(chunk[number].lstrip()):
        start = number
        while not BARS.search(chunk[number].rstrip()[-1:]) and number + 1 < len(chunk) and not BARS.match(chunk[number + 1].lstrip()):
            number += 1
        number += 1
        text = "\n".join(chunk[start:number])
        if not RULE.fullmatch(text):
            rows.append(_cells(text.strip().strip("\n"), at + start + 1, framed=True))
    return (rows, at + number) if rows else None


def _cells(text: str, line: int, *, framed: bool) -> Row:
    text = BARS.sub("|", text)
    if framed:
        text = text.removeprefix("|").removesuffix("|")
    row: Row = []
    for cell in text.split("|"):
        bare = cell.strip(" \n")
        row.append((bare, line + cell[: len(cell) - len(cell.lstrip(" \n"))].count("\n") if bare else line))
        line += cell.count("\n")
    return row


def _open(chunk: list[str], at: int) -> tuple[list[Row], int] | None:
    """Read rows with bars between the cells only; lines without a bar are pieces of a cell, or the end."""
    widest = max(len(BARS.findall(text)) for text in chunk) + 1
    if not BARS.search(chunk[0]) and not _begins_with_pieces(chunk):
        return None
    rows, end = _gather(chunk, at, widest)
    if not rows:
        return None
    joined = _joined(rows, widest)
    if all(len(row) == widest for row in joined):
        rows = joined
    if all(len(row) == widest and not row[-1][0] for row in rows):
        rows = [row[:-1] for row in rows]  # the last bar only closes the row
    return rows, at + end


def _gather(chunk: list[str], at: int, widest: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    pieces: Row = []  # of the next row's first cell
    end = 0
    for number, text in enumerate(chunk):
        bare = text.strip()
        if BARS.search(text):
            row = [] if RULE.fullmatch(text) else _cells(text, at + number + 1, framed=False)
            if pieces and row:
                row[0] = ("\n".join([*(piece for piece, _ in pieces), row[0][0]]), pieces[0][1])
            pieces = []
            rows.extend([row] if row else [])
            end = number + 1
        elif len(bare) > FRAGMENT:
            break
        elif rows and len(rows[-1]) < widest and not pieces:
            rows[-1][-1] = (f"{rows[-1][-1][0]}\n{bare}", rows[-1][-1][1])
            end = number + 1
        else:
            pieces.append((bare, at + number + 1))
    return rows, end


def _begins_with_pieces(chunk: list[str]) -> bool:
    first = next(number for number, text in enumerate(chunk) if BARS.search(text))
    if BARS.match(chunk[first].lstrip()):
        return False
    return first < FRAGMENT and all(len(text.strip()) <= FRAGMENT // 2 for text in chunk[:first])


def _joined(rows: list[Row], widest: int) -> list[Row]:
    """Join rows broken inside a cell: a short row and the next that completes it to the full width."""
    joined: list[Row] = []
    for row in rows:
        if joined and len(joined[-1]) < widest and len(joined[-1]) + len(row) - 1 <= widest:
            *whole, (cell, line) = joined[-1]
            joined[-1] = [*whole, (f"{cell}\n{row[0][0]}", line), *row[1:]]
        else:
            joined.append(row)
    return joined
