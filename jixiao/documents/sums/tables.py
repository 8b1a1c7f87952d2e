"""Tables of a document: of targets with a header, carried on from the page before, or a head alone; or none of them."""

from __future__ import annotations

import re

from . import columns, words
from .columns import Columns
from .grid import Box, Grid
from .session import Above, Session
from .table import TableReader, read_head
from .tagged import is_tagged, read_tagged

ABOUT = re.compile(r"指标值|绩效指标|三级指标|绩效目标|指标名称|年度目标")
FEW_LABELS = 2


def read_table(session: Session, grid: Grid, above: Above) -> bool:
    """Read one table; False when it is none of targets."""
    headers = _headers(grid)
    if not headers:
        return _without_header(session, grid, above)
    TableReader(session, grid, above, headers).read()
    return True


def _without_header(session: Session, grid: Grid, above: Above) -> bool:
    if session.rows is not None and session.current is not None and not above.title and _goes_on(session, grid):
        for row in range(grid.height):
            session.rows.read(grid, row, session.current)
        return True
    if is_tagged(grid):
        read_tagged(session, grid, above)
        return True
    labels = {known.field for row in grid.rows for box in row if (known := words.label(box.bare)) or (known := _inline(box))}
    if (
        "name" in labels
        and len(labels & {"annual_goal", "overall_goal", "amount", "total", "unit", "department", "lead_phone"}) >= FEW_LABELS
    ):
        draft = session.new(above)
        read_head(grid, draft, range(grid.height))
        session.rows = None
        return True
    return False


def _goes_on(session: Session, grid: Grid) -> bool:
    """Say whether a table without header carries on the one before: its rows bear levels or as many cells."""
    if session.rows is None:
        return False
    wanted = len(session.rows.columns.columns)
    full = sum(len(grid.rows[row]) >= wanted - 1 for row in range(grid.height))
    levels = sum(1 for row in grid.rows for box in row if words.level2(box.bare) or words.level1(box.bare))
    labelled = any(row and (known := words.label(row[0].bare)) and known.field == "name" for row in grid.rows)
    return not labelled and (levels > 0 or session.rows.level1 is None) and full * 2 >= grid.height


def _inline(box: Box) -> words.Label | None:
    found = words.inline(box.text) if box.bare else None
    return found[0] if found else None


def _headers(grid: Grid) -> dict[int, Columns]:
    headers: dict[int, Columns] = {}
    for row in range(grid.height):
        if len(grid.rows[row]) >= columns.FEWEST and (found := columns.find(grid, row)) is not None:
            headers[row] = found
    return headers
