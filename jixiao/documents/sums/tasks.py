"""The table of the year's main tasks in a form about a whole department: name, content, amounts, and the total below."""

from __future__ import annotations

from jixiao.kernel.goal import fold

from . import amounts, words
from .draft import Draft
from .grid import Box, Grid
from .money_tables import NUMERIC


def is_task_head(boxes: list[Box]) -> bool:
    """Say whether a row heads the table of tasks: 任务名称 beside 主要内容."""
    shown = {box.bare for box in boxes}
    return bool(shown & {"任务名称", "任务"}) and "主要内容" in shown


def read_tasks(grid: Grid, draft: Draft, used: set[tuple[int, int]], row: int) -> None:
    """Keep each task as a further field; the total below them is the amount, its parts the sources of money."""
    unit = next((found for box in grid.filled(row) if (found := words.unit_in(box.bare))), None)
    heads = {box.column: box for box in grid.filled(row)}
    for below in range(row + 1, grid.height):
        filled = grid.filled(below)
        known = words.label(filled[0].bare) if filled else None
        if known is not None and known.field in words.GOAL_FIELDS | {"group", "extra"}:
            return
        if not filled:
            continue
        used.update((box.row, box.column) for box in filled)
        numbers = [box for box in filled if NUMERIC.fullmatch(fold(box.bare))]
        if numbers and (filled[0].bare in words.TOTALS or (known is not None and known.field == "total")):
            _total(draft, heads, numbers, unit)
            return
        if numbers or known is None:
            draft.add_extra(f"年度主要任务：{filled[0].joined}", "；".join(box.joined or "" for box in filled[1:]) or "—", filled[0].spot)
        else:
            heads |= {box.column: box for box in filled}


def _total(draft: Draft, heads: dict[int, Box], numbers: list[Box], unit: str | None) -> None:
    for at, box in enumerate(numbers):
        head = heads.get(box.column)
        known = words.label(head.bare) if head is not None else None
        amount = amounts.read(box.text, unit, draft.units)
        if at == 0:
            amounts.take(draft, amount, box.spot)
        elif known is not None and known.field == "funding":
            amounts.take_source(draft, known.name, amount, box.spot)
        else:
            draft.add_extra(head.bare if head is not None else "金额合计", box.joined, box.spot)
