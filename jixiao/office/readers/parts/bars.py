"""Rows of a table out of lines with upright bars: |a|b|c| or a | b | c, a cell running on over lines included."""

from __future__ import annotations

import re

from .lines import MAX_CELL_LINES, Row, blank

BARS = re.compile(r"[|｜]")
RULE = re.compile(r"[\s|｜:+=-]*-[\s|｜:+=-]*")  # |---|---|
FRAGMENT = 8  # a line this short between rows is a piece of a cell; a longer one is a title
AHEAD = 40  # lines looked at before a table is believed
PAIR = 2  # fewer cells are no table


def rows_at(texts: list[str], at: int) -> tuple[list[Row], int] | None:
    """Return the rows beginning at a line and the line after them, or None where no such table begins.

    Looks ahead a little before reading on, so that a long text of other shape is not gone through again for every line.
    """
    if not any(_count(text) >= PAIR for text in _until(texts, at, at + AHEAD)):
        return None
    found = _framed(texts, at) if BARS.match(texts[at].lstrip()) else _open(texts, at)
    if found is None or max(len(row) for row in found[0]) < PAIR:
        return None
    return found


def _until(texts: list[str], at: int, end: int) -> list[str]:
    """Return the lines up to a blank one or an end."""
    found: list[str] = []
    for text in texts[at:end]:
        if blank(text):
            break
        found.append(text)
    return found


def _count(text: str) -> int:
    """Return how many cells a line holds, bars at its ends taken as the frame; 0 without a bar."""
    bare = BARS.sub("|", text.strip())
    return bare.strip("|").count("|") + 1 if "|" in bare else 0


def _framed(texts: list[str], at: int) -> tuple[list[Row], int] | None:
    """Read rows that begin and end with a bar; a row goes on until a line ends with one or the next begins."""
    rows: list[Row] = []
    while at < len(texts) and BARS.match(texts[at].lstrip()):
        start, at = at, _row_end(texts, at)
        text = "\n".join(texts[start:at])
        if not RULE.fullmatch(text):
            rows.append(_cells(text.strip().strip("\n"), start + 1, framed=True))
    return (rows, at) if rows else None


def _row_end(texts: list[str], start: int) -> int:
    """Return the line after a framed row; a row that finds no end soon is its first line alone."""
    for at in range(start, min(len(texts), start + MAX_CELL_LINES)):
        following = texts[at + 1] if at + 1 < len(texts) else ""
        if BARS.search(texts[at].rstrip()[-1:]) or blank(following) or BARS.match(following.lstrip()):
            return at + 1
    return start + 1


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


def _open(texts: list[str], at: int) -> tuple[list[Row], int] | None:
    """Read rows with bars between the cells only; lines without a bar are pieces of a cell, or the end."""
    if not BARS.search(texts[at]) and not _begins_with_pieces(_until(texts, at, at + FRAGMENT)):
        return None
    end = at
    while end < len(texts) and not blank(texts[end]) and (BARS.search(texts[end]) or len(texts[end].strip()) <= FRAGMENT):
        end += 1
    chunk = texts[at:end]
    widest = max(len(BARS.findall(text)) for text in chunk) + 1
    rows, taken = _gather(chunk, at, widest)
    if not rows:
        return None
    joined = _joined(rows, widest)
    if all(len(row) == widest for row in joined):
        rows = joined
    if all(len(row) == widest and not row[-1][0] for row in rows):
        rows = [row[:-1] for row in rows]  # the last bar only closes the row
    return rows, at + taken


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
        elif rows and len(rows[-1]) < widest and not pieces and rows[-1][-1][0].count("\n") < MAX_CELL_LINES:
            rows[-1][-1] = (f"{rows[-1][-1][0]}\n{bare}", rows[-1][-1][1])
            end = number + 1
        else:
            pieces.append((bare, at + number + 1))
    return rows, end


def _begins_with_pieces(chunk: list[str]) -> bool:
    first = next((number for number, text in enumerate(chunk) if BARS.search(text)), None)
    if first is None or BARS.match(chunk[first].lstrip()):
        return False
    return all(len(text.strip()) <= FRAGMENT // 2 for text in chunk[:first])


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
