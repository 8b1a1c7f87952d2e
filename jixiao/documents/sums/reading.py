"""Reading: a document's blocks into a filing, with the spot of every fact and the doubts a person must settle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType

from jixiao.documents.facts import Doubt, Reading
from jixiao.kernel.period import year_in
from jixiao.kernel.place import Place, Spot
from jixiao.office.facts import Document, Paragraph, Table
from jixiao.targets.facts import Filing, Project

from . import department, lines, whole_form, words
from .department import Plan
from .draft import Draft
from .grid import Grid, of_table
from .heads import TITLE, TITLE_LENGTH, YEAR_ONLY, settle
from .papers import whole_set
from .prose import read_prose
from .session import Above, Session
from .tables import ABOUT, read_table

PAGE = re.compile(r"^[-—－\s]*(?:第?\s*\d{1,4}\s*页?|共\s*\d+\s*页)[-—－\s]*$")
HEADING = re.compile(r"绩效(?:目标|自评).{0,6}表$")
FILLER = 30  # a line this short between title and table says nothing: 完成情况如下：
NEAR = 6  # how many lines above a table may still belong to it
Line = tuple[str, Spot]


def read(document: Document, layout: str) -> Reading:
    """Read a document by its header words; ``layout`` is the code of the form it is read for."""
    session = Session()
    pieces = _rebuilt(_pieces(document), session)
    session.document_unit = _document_unit(pieces)
    first = next((number for number, piece in enumerate(pieces) if isinstance(piece, Grid)), len(pieces))
    plan = department.read([piece for piece in pieces[:first] if not isinstance(piece, Grid)])
    _read_tables(session, pieces)
    _title_in_order(session, pieces)
    if session.whole is not None:
        plan.part_title = _part_title(pieces)
    elif not session.drafts and not plan.found:
        told = [piece for piece in pieces if not isinstance(piece, Grid)]
        read_prose(session, told, _above(told[:1]))
        if not session.drafts and not session.doubts:
            session.doubts.append(("没有找到绩效目标表，也没有找到部门整体绩效目标", Spot()))
    return _reading(layout, plan, session, _year(plan, pieces, session))


def _whole_year(grid: Grid, above: Sequence[Line]) -> int | None:
    """Return the year that stands above the department's table, or in its first rows."""
    texts = [text for text, _ in above] + [box.bare for row in grid.rows[:2] for box in row if box.columns > 1]
    return next((int(match[1]) for text in reversed(texts) if (match := YEAR_ONLY.match(words.bare(text)))), None)


def _part_title(pieces: Sequence[Line | Grid]) -> str | None:
    """Return the heading over the project tables, below the department's."""
    for piece, after in pairwise(pieces):
        if not isinstance(piece, Grid) and words.bare(piece[0]) == "第二部分" and not isinstance(after, Grid):
            return after[0].strip()
    return None


def _pieces(document: Document) -> list[Line | Grid]:
    pieces: list[Line | Grid] = []
    tables = 0
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            tables += 1
            grid = of_table(block, tables, index)
            pieces += [] if whole_set.is_totals(grid) else _as_lines(grid) or [grid]
        else:
            pieces.append(_line(block, index))
    return pieces


def _as_lines(grid: Grid) -> list[Line]:
    """Return a table with one text a row as running text: a sheet of paragraphs."""
    rows = [grid.filled(row) for row in range(grid.height)]
    if any(len(row) > 1 for row in rows) or not any(rows):
        return []
    return [(row[0].text, row[0].spot) for row in rows if row]


def _rebuilt(pieces: Sequence[Line | Grid], session: Session) -> list[Line | Grid]:
    """Put tables together that a text file lost."""
    found: list[Line | Grid] = []
    run: list[Line] = []
    for piece in [*pieces, None]:
        if piece is not None and not isinstance(piece, Grid):
            run.append(piece)
            continue
        for part in lines.rebuild(run):
            if isinstance(part, lines.Found):
                found.append(part.grid)
                session.doubts += part.doubts
            else:
                found.append(part)
        run = []
        if piece is not None:
            found.append(piece)
    return found


def _line(block: Paragraph, index: int) -> Line:
    return block.text, Spot(None, None, block.line, block.page, index)


def _read_tables(session: Session, pieces: Sequence[Line | Grid]) -> None:
    above: list[Line] = []
    for piece in pieces:
        if not isinstance(piece, Grid):
            if piece[0].strip():
                above.append(piece)
            continue
        if whole_form.is_whole(piece):
            session.whole = whole_form.read(piece)
            session.whole_year = _whole_year(piece, above)
            above = []
        elif read_table(session, piece, _above(above)):
            above = []
        else:
            _report(session, piece)


def _above(texts: Sequence[Line]) -> Above:
    """Return what the lines before a table say about it, the nearest first."""
    above = Above()
    for text, spot in reversed(texts[-NEAR:]):
        shown = words.bare(text)
        if PAGE.match(text):
            continue
        if match := YEAR_ONLY.match(shown):
            above.year = int(match[1])
        elif (unit := words.UNIT_CAPTION.search(shown)) and len(shown) < words.LABEL_LENGTH:
            above.unit = unit[1]
            above.year = above.year or year_in(text)
        elif words.inline(text):
            above.lines.insert(0, (text, spot))
        elif len(shown) < TITLE_LENGTH and TITLE.search(shown) and not shown.endswith(("。", "；", "：")):
            above.title, above.title_spot = text.strip(), spot
            break
        elif len(shown) > FILLER:
            break
    if not any(found[0].field == "name" for text, _ in above.lines if (found := words.inline(text))):
        above.lines = []
    return above


def _report(session: Session, grid: Grid) -> None:
    """Note a table that speaks of targets but could not be read."""
    for row in grid.rows:
        for box in row:
            if box.bare and ABOUT.search(box.bare):
                session.doubts.append((f"这张表提到「{box.bare[:20]}」，但找不到指标表头，没有读入，请核对", box.spot))
                return


def _title_in_order(session: Session, pieces: Sequence[Line | Grid]) -> None:
    """Give tables without a heading the headings of the running text, where those are as many: the text has a sheet of its own."""
    first = next((at for at, piece in enumerate(pieces) if isinstance(piece, Grid)), len(pieces))
    titles = [piece for piece in pieces[:first] if not isinstance(piece, Grid) and HEADING.search(words.bare(piece[0]))]
    if len(titles) == len(session.drafts) > 1:
        for draft, (text, spot) in zip(session.drafts, titles, strict=True):
            draft.head(text.strip(), spot)


def _document_unit(pieces: Sequence[Line | Grid]) -> str | None:
    units = {
        match[1]
        for piece in pieces
        if not isinstance(piece, Grid) and "单位" in piece[0] and (match := words.UNIT_CAPTION.search(words.bare(piece[0])))
    }
    return units.pop() if len(units) == 1 else None


def _year(plan: Plan, pieces: Sequence[Line | Grid], session: Session) -> int | None:
    if session.whole_year or plan.year:
        return session.whole_year or plan.year
    for draft in session.drafts:
        if found := draft.fields.get("stated_year") or year_in(draft.fields.get("table_title")):
            return int(found)
    texts = [piece[0] for piece in pieces if not isinstance(piece, Grid)]
    spoken = (year for word in ("绩效", "预算", "决算") for text in texts if word in text and (year := year_in(text)))
    return next(spoken, None)


def _reading(layout: str, plan: Plan, session: Session, year: int | None) -> Reading:
    spots = dict(plan.spots) | (session.whole.all_spots() if session.whole else {})
    doubts = [Doubt(str(Filing(spots=spots).place(path)), message, path, spot) for path, message, spot in plan.doubts]
    projects: list[Project] = []
    for draft in session.drafts:
        settle(draft)
        number = len(projects)
        projects.append(_project(draft, number, year, spots))
        doubts += draft.doubts_of(number)
    doubts += [Doubt(str(Place("", None, spot)), message, None, spot) for message, spot in session.doubts]
    plan_read = session.whole.department() if session.whole else plan.department()
    filing = Filing(plan_read, tuple(projects), year, plan.part_title, MappingProxyType(spots))
    return Reading(layout, filing, tuple(doubts))


def _project(draft: Draft, number: int, year: int | None, spots: dict[str, Spot]) -> Project:
    base = f"projects.{number}"
    own = draft.spots
    spots[base] = own.get("table_title") or next(iter(own.values()), Spot())
    for path, spot in own.items():
        spots[f"{base}.{path}"] = spot
    return draft.build(number, year)
