"""Characters of a PDF page as lines of text, and lines as the text somebody typed before it was broken to fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Char = dict[str, Any]  # as the PDF library gives it: text, x0, x1, top, bottom, size
HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")
NO_START = frozenset("，。、；：？！）】》」』”’,.;:?!)]}%‰℃")
PADDING = 5.4  # points Word leaves between a cell's border and its text
GAP = 0.28  # of a character's size: a wider gap is a blank
HAN_GAP = 0.9  # the same between Chinese characters, which justified text pulls apart


@dataclass(slots=True)
class Line:
    """A line of text and where it stands, in points from the page's upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float  # of its characters
    first: float = 0.0  # width of its first character

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """Return the lines characters stand in, from top to bottom."""
    rows: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda char: (char["top"] + char["bottom"]) / 2):
        here = (char["top"] + char["bottom"]) / 2
        if rows and here - middle <= (char["bottom"] - char["top"]) * 0.45:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = here
    return [line for row in rows if (line := _line(sorted(row, key=lambda char: char["x0"]))) is not None]


def _line(chars: list[Char]) -> Line | None:
    pieces: list[str] = []
    seen: list[Char] = []
    last: Char | None = None
    for char in chars:
        if last is not None and _same(last, char):
            continue  # bold made by printing twice
        if last is not None and _apart(last, char):
            pieces.append(" ")
        pieces.append(char["text"])
        if not char["text"].isspace() or char["text"] == "\u3000":
            seen.append(char)
        last = char
    text = re.sub(r"[ \xa0]+", " ", "".join(pieces)).strip(" ")
    if not text or not seen:
        return None
    size = max(char["size"] for char in seen)
    top, bottom = min(char["top"] for char in seen), max(char["bottom"] for char in seen)
    return Line(text, seen[0]["x0"], max(char["x1"] for char in seen), top, bottom, size, seen[0]["x1"] - seen[0]["x0"])


def _same(last: Char, char: Char) -> bool:
    return bool(last["text"] == char["text"] and abs(last["x0"] - char["x0"]) < 0.1 * max(char["size"], 1))


def _apart(last: Char, char: Char) -> bool:
    wide = HAN_GAP if HAN.match(last["text"]) and HAN.match(char["text"]) else GAP
    return bool(char["x0"] - last["x1"] > wide * max(char["size"], 1) and not last["text"].isspace() and not char["text"].isspace())


def full(line: Line, following: str, width: float) -> bool:
    """Say whether a line was broken because the next character had no room; a width of the next two where one may not begin a line."""
    needs = 2 if following[1:2] in NO_START else 1
    wide = line.size if HAN.match(following[:1]) else line.size * 0.6
    return line.x1 - line.x0 + needs * wide > width


def glue(before: str, after: str) -> str:
    """Join the two sides of a broken line; words of letters get their blank back."""
    blank = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before}{' ' if blank else ''}{after}"


def cell_text(lines: list[Line], width: float) -> str:
    """Return the text of a cell of a width: broken lines joined, lines somebody ended kept apart."""
    text = ""
    for number, line in enumerate(lines):
        if number and full(lines[number - 1], line.text, width - 2 * PADDING):
            text = glue(text, line.text)
        else:
            text += ("\n" if number else "") + line.text
    return text
