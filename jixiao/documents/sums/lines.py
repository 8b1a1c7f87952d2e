"""Tables that a text file lost: one cell a line, cells between spaces, or glued together, put back into rows by the header words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.kernel.goal import Goal, GoalKind
from jixiao.kernel.place import Spot
from jixiao.targets.facts import is_placeholder

from . import cells, columns, words
from .columns import Columns
from .grid import Grid, of_rows
from .heads import TITLE, YEAR_ONLY
from .prose import VALUE

Line = tuple[str, Spot]
Rows = list[list[Line]]
FEWEST = 3
WIDEST = 160  # characters of a line of heads
SPACES = re.compile(r"[ \u3000]+")
HEADS = re.compile("|".join(sorted(words.COLUMNS, key=len, reverse=True)))
LEVELS = re.compile("|".join(sorted((word for word in {*words.LEVEL1, *words.LEVEL2} if word.endswith("指标")), key=len, reverse=True)))
END = re.compile(r"(?:表|情况|指标)[：:。]?$")


@dataclass(slots=True)
class Found:
    """A table put together: its rows, how many lines it took, and what is doubtful about it."""

    rows: Rows
    begin: int
    end: int
    doubts: list[tuple[str, Spot]] = field(default_factory=list)

    @property
    def grid(self) -> Grid:
        """The rows as a grid."""
        return of_rows(self.rows)


def rebuild(lines: Sequence[Line]) -> list[Line | Found]:
    """Return lines with the tables among them put together."""
    shapes: list[Line | Found] = []
    at = 0
    while at < len(lines):
        header = _header(lines, at)
        if header is None:
            shapes += lines[at:]
            break
        start, names = header
        begin = _head_begin(lines, at, start)
        shapes += lines[at:begin]
        found = _cell_a_line(lines, begin, start, names) if names > 1 else _spaced(lines, begin, start)
        shapes.append(found)
        at = found.end
    return shapes


def _header(lines: Sequence[Line], at: int) -> tuple[int, int] | None:
    """Find the next header: (line, how many lines it takes); 1 where its heads stand in one line between spaces."""
    for number in range(at, len(lines)):
        text = lines[number][0]
        count = 0
        while number + count < len(lines) and words.column(words.bare(lines[number + count][0])):
            count += 1
        if count >= FEWEST and columns.find(of_rows([lines[number : number + count]]), 0) is not None:
            return number, count
        if len(text) > WIDEST:
            continue
        tokens = _tokens(lines[number])
        if len(tokens) >= FEWEST and any(words.column(token) for token, _ in tokens) and columns.find(of_rows([tokens]), 0) is not None:
            return number, 1
    return None


def _head_begin(lines: Sequence[Line], at: int, start: int) -> int:
    """Find where the head of the form begins: after its title, or where labels begin."""
    for number in range(start - 1, at - 1, -1):
        shown = words.bare(lines[number][0])
        if YEAR_ONLY.match(shown) or (TITLE.search(shown) and END.search(shown) and words.label(shown) is None and "：" not in shown):
            return number + 1
    labels = [number for number in range(at, start) if _is_label(lines[number][0])]
    return labels[0] if labels else start


def _is_label(text: str) -> bool:
    shown = words.bare(text)
    return words.label(shown) is not None or words.inline(text) is not None or any(words.label(token) for token in text.split())


def _head_rows(lines: Sequence[Line]) -> Rows:
    """Gather head lines: a label and what follows it up to the next make a row."""
    rows: Rows = []
    for text, spot in _pieced(lines):
        shown = words.bare(text)
        known = words.label(shown)
        if known is not None or words.inline(text) or words.UNIT_CAPTION.match(shown) or not rows:
            rows.append([(text, spot)])
        elif len(rows[-1]) > 1 and _holds_goal(rows[-1]):
            rows[-1][-1] = (f"{rows[-1][-1][0]}\n{text}", rows[-1][-1][1])
        else:
            rows[-1].append((text, spot))
    return rows


def _holds_goal(row: list[Line]) -> bool:
    known = words.label(words.bare(row[0][0]))
    return known is not None and known.field in words.GOAL_FIELDS


def _pieced(lines: Sequence[Line]) -> list[Line]:
    """Join what belongs to one cell: single characters below each other, and a unit in brackets below its label."""
    joined: list[Line] = []
    single = False
    for text, spot in lines:
        shown = words.bare(text)
        if joined and (re.fullmatch(r"[（(](?:万元|元|%|％)[)）]", shown) or (single and len(shown) == 1 and not shown.isdigit())):
            joined[-1] = (joined[-1][0] + shown, joined[-1][1])
        else:
            joined.append((text, spot))
            single = len(shown) == 1 and not shown.isdigit()
    return [(text, spot) for text, spot in joined if words.bare(text)]


def _cell_a_line(lines: Sequence[Line], begin: int, start: int, names: int) -> Found:
    header = list(lines[start : start + names])
    found = columns.find(of_rows([header]), 0)
    end = _body_end(lines, start + names)
    body = list(lines[start + names : end])
    table = Found([*_head_rows(lines[begin:start]), header], begin, end)
    if found is None:
        return table
    if any(not text.strip() for text, _ in body) and len(body) % names == 0:
        table.rows += [body[at : at + names] for at in range(0, len(body), names)]
        return table
    _Body(found, names, table).read([(text, spot) for text, spot in body if text.strip()])
    return table


def _body_end(lines: Sequence[Line], at: int) -> int:
    """Find where the indicators end: at a title, or the name label of a further project."""
    for number in range(at, len(lines)):
        shown = words.bare(lines[number][0])
        known = words.label(shown) or (inline[0] if (inline := words.inline(lines[number][0])) else None)
        if known is not None and known.field == "name":
            return number
        if TITLE.search(shown) and shown.endswith("表") and words.column(shown) is None:
            return number
    return len(lines)


class _Body:
    """Gives the lines of the body to rows: levels by their words, the rest by how many columns follow them."""

    def __init__(self, found: Columns, names: int, table: Found) -> None:
        self.table = table
        self.names = names
        self.places = {name: column.start for name in ("level1", "level2") if (column := found.of(name))}
        self.rest = [column.start for column in found.columns if column.field not in self.places]
        self.levels: dict[str, Line] = {}
        self.texts: list[Line] = []
        self.level1 = ""
        self.fresh = False

    def read(self, body: Sequence[Line]) -> None:
        """Read the whole body."""
        for text, spot in _pieced(body):
            level = self._level(text)
            if level is None:
                if not cells.DOTS.match(words.bare(text)) and not cells.is_slot(text, None):
                    self.texts.append((text, spot))
                continue
            if self.texts or level in self.levels or (level == "level1" and "level2" in self.levels):
                self._flush()
            self.levels[level] = (text, spot)
        self._flush()

    def _level(self, text: str) -> str | None:
        """Say whether a line is a level, and which: 成本指标 and 满意度指标 are both."""
        shown = words.bare(text)
        one, two = words.level1(shown), words.level2(shown)
        if not self.places or (one is None and two is None) or "指标" not in shown:
            return None
        if one and two and "level1" in self.places and "level2" in self.places:
            below = self.fresh or (one == "成本指标" and self.level1 == "产出指标") or (one == "满意度指标" and "服务对象" in shown)
            one = None if below else one
        level = "level1" if one and "level1" in self.places else "level2"
        if level == "level1":
            self.level1 = one or ""
        self.fresh = level == "level1"
        return level if level in self.places else None

    def _flush(self) -> None:
        size = self._size()
        for at in range(0, max(len(self.texts), 1), size):
            row: list[Line] = [("", Spot())] * self.names
            for level, line in self.levels.items():
                row[self.places[level]] = line
            self.levels = {}
            for place, line in zip(self.rest, self.texts[at : at + size], strict=False):
                row[place] = line
            if any(text for text, _ in row):
                self.table.rows.append(row)
        self.texts = []

    def _size(self) -> int:
        """Return how many lines make a row: as many as columns, or fewer where empty cells left no line."""
        most = len(self.rest)
        count = len(self.texts)
        if count == 0 or count % most == 0 or (count == 1 and is_placeholder(words.bare(self.texts[0][0]))):
            return most
        fits = [size for size in range(most - 1, 1, -1) if count % size == 0 and self._values_at(size)]
        spot = self.texts[0][1]
        if not fits:
            self.table.doubts.append((f"从「{self.texts[0][0]}」起的{count}个单元格配不上{most}列表头，请核对这几行", spot))
            return most
        if len(fits) > 1 or fits[0] < most:
            self.table.doubts.append((f"从「{self.texts[0][0]}」起每行按{fits[0]}格读，少于表头的{most}列，请核对", spot))
        return fits[0]

    def _values_at(self, size: int) -> bool:
        return all(_is_value(text) for text, _ in self.texts[1::size])


def _is_value(text: str) -> bool:
    return Goal.parse(text).kind is not GoalKind.WORD or len(words.bare(text)) <= 6  # noqa: PLR2004 - 及时, 明显, 节能环保


def _spaced(lines: Sequence[Line], begin: int, start: int) -> Found:
    """Read lines whose cells stand between spaces; which space parts cells is never sure."""
    spot = lines[start][1]
    header = _tokens(lines[start])
    end = _body_end(lines, start + 1)
    table = Found(
        [_tokens(line) for line in lines[begin:start]], begin, end, [("原文的单元格之间只有空格或没有分隔，可能错位，请逐行核对", spot)]
    )
    table.rows.append(header)
    found = columns.find(of_rows([header]), 0)
    for line in lines[start + 1 : end]:
        row = _tokens(line)
        if found is not None and words.label(words.bare(row[0][0])) is None:
            body = _Body(found, len(header), table)
            body.read(row)
        else:
            table.rows.append(row)
    return table


def _tokens(line: Line) -> list[Line]:
    text, spot = line
    tokens = [token for token in SPACES.split(text.strip()) if token] or [""]
    if len(tokens) == 1:
        tokens = _unglued(tokens[0])
    return [(token, spot) for token in tokens]


def _unglued(text: str) -> list[str]:
    """Part a line whose cells stand glued together: heads, or levels, name and value."""
    if len(text) > WIDEST:
        return [text]
    heads = HEADS.findall(text)
    if len(heads) >= FEWEST and "".join(heads) == text:
        return heads
    levels: list[str] = []
    while len(levels) < FEWEST - 1 and (match := LEVELS.match(text)):
        levels.append(match[0])
        text = text[match.end() :]
    match = VALUE.match(text) if levels else None
    return [*levels, *((match["name"], match["value"]) if match else (text,))] if text else levels or [text]
