"""Rows of a table out of lines of text."""

from __future__ import annotations

import re

Row = list[tuple[str, int]]  # each cell's text and the line it begins on, from 1
NUMBERING = re.compile(r"[（(]?[\d一二三四五六七八九十①-⑳]{1,4}[)）.．、]?|[·•●○■□◆-]")
MAX_CELL_LINES = 20


def opens_cell(text: str) -> bool:
    """Say whether a line opens a cell of a Word table: one TAB, at its beginning."""
    return text.startswith("\t") and "\t" not in text[1:]


def word_rows(texts: list[str], at: int) -> tuple[list[Row], int]:
    """Return the rows beginning at a line, and the line after them.

    A cell runs on over lines without TAB; a blank line ends the row; the table ends where after it no cell opens.
    """
    rows: list[list[tuple[list[str], int]]] = [[]]
    while at < len(texts):
        text = texts[at]
        if opens_cell(text):
            rows[-1].append(([text[1:]], at + 1))
        elif blank(text):
            following = _next_text(texts, at)
            if following is None or not opens_cell(texts[following]):
                break
            rows.append([])
            at = following
            continue
        elif "\t" in text:
            break
        else:
            rows[-1][-1][0].append(text)
        at += 1
    return [[("\n".join(pieces), line) for pieces, line in row] for row in rows if row], at


def tab_rows(texts: list[str], at: int) -> tuple[list[Row], int]:
    """Return the rows of a spreadsheet's copy and the line after them; a quoted cell may run over lines.

    Rows stand on following lines; where every row is followed by a blank line, they do that too.
    """
    rows: list[Row] = []
    spaced = False
    while at < len(texts):
        if blank(texts[at]):
            following = _next_text(texts, at)
            if following is None or "\t" not in texts[following] or not (spaced or len(rows) == 1):
                break
            spaced, at = True, following
        elif not _holds_row(texts, at) or (spaced and not blank(texts[at - 1])):
            break
        row, at = _split_quoted(texts, at)
        rows.append(row)
    return rows, at


def _holds_row(texts: list[str], at: int) -> bool:
    return "\t" in texts[at] or (texts[at].startswith('"') and _quoted(texts, at, texts[at]) is not None)


def _split_quoted(texts: list[str], at: int) -> tuple[Row, int]:
    """Split a line at its TABs; a cell that opens with a quote runs to the closing one, at most MAX_CELL_LINES on."""
    row: Row = []
    rest, line = texts[at], at
    while True:
        if rest.startswith('"') and (closed := _quoted(texts, line, rest)):
            cell, rest_after, end = closed
            row.append((cell, line + 1))
            line = end
            if rest_after is None:
                return row, line + 1
            rest = rest_after
            continue
        cell, tab, rest = rest.partition("\t")
        row.append((cell, line + 1))
        if not tab:
            return row, line + 1


def _quoted(texts: list[str], line: int, rest: str) -> tuple[str, str | None, int] | None:
    text = rest
    for end in range(line, min(len(texts), line + MAX_CELL_LINES)):
        if end > line:
            text += "\n" + texts[end]
        if match := re.match(r'"((?:[^"]|"")*)"(?:\t|$)', text):
            after = text[match.end() :] if match[0].endswith("\t") else None
            return match[1].replace('""', '"'), after, end
    return None


def is_list(rows: list[Row]) -> bool:
    """Say whether TAB lines are running text after all: a single pair, or numbers and their items."""
    widest = max(len(row) for row in rows)
    if widest <= 1 or (len(rows) == 1 and widest == 2):  # noqa: PLR2004 - a pair
        return True
    if all(not row[0][0].strip() and len(row) == 2 for row in rows):  # noqa: PLR2004 - an indented line
        return False
    return widest == 2 and all(NUMBERING.fullmatch(row[0][0].strip()) for row in rows)  # noqa: PLR2004 - number and item


def blank(text: str) -> bool:
    """Say whether a line holds nothing, not even a TAB."""
    return "\t" not in text and not text.strip()


def _next_text(texts: list[str], at: int) -> int | None:
    return next((number for number in range(at, len(texts)) if not blank(texts[number])), None)
