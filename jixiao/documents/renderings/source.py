"""Where a fact stands in the file it came from: the lines or rows around it, with the place itself marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.kernel.place import Spot
from jixiao.office.facts import Block, Document, Paragraph, Table

AROUND = 1  # rows or paragraphs before and after


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell or paragraph as the file has it."""

    text: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line, row or paragraph: what it is called and what stands in it."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def here(self) -> bool:
        """Say whether the place is in this line."""
        return any(piece.here for piece in self.pieces)


def around(document: Document, spot: Spot) -> tuple[Line, ...]:
    """Return the lines around a spot; nothing where the file does not tell."""
    at = _block(document, spot)
    if at is None:
        return ()
    block = document.blocks[at]
    if isinstance(block, Table):
        return tuple(_rows(block, spot, _number(document, at)))
    near = range(max(0, at - AROUND), min(len(document.blocks), at + AROUND + 1))
    return tuple(_paragraph(document.blocks[place], document, place, here=place == at) for place in near)


def _block(document: Document, spot: Spot) -> int | None:
    if spot.block is not None and spot.block < len(document.blocks):
        return spot.block
    tables = [place for place, block in enumerate(document.blocks) if isinstance(block, Table)]
    if spot.table and spot.table <= len(tables):
        return tables[spot.table - 1]
    if spot.line:
        lines = [(block.line, place) for place, block in enumerate(document.blocks) if isinstance(block, Paragraph) and block.line]
        return next((place for line, place in lines if line == spot.line), None)
    return None


def _number(document: Document, at: int) -> int:
    return sum(isinstance(block, Table) for block in document.blocks[: at + 1])


def _rows(table: Table, spot: Spot, number: int) -> Iterator[Line]:
    row = spot.cell[0] if spot.cell else (spot.row or 1) - 1
    for place in range(max(0, row - AROUND), min(table.height, row + AROUND + 1)):
        cells = [cell for cell in table.cells if cell.row == place or (cell.row < place < cell.row + cell.rows and place == row)]
        pieces = tuple(
            Piece(
                " ".join(cell.text.split()),
                here=place == row and (spot.cell is None or _covers(cell.row, cell.column, cell.rows, cell.columns, spot.cell)),
            )
            for cell in sorted(cells, key=lambda cell: cell.column)
        )
        pieces = tuple(piece for piece in pieces if piece.text or piece.here)
        line = next((cell.line for cell in cells if cell.line), None)
        yield Line(f"第 {line} 行" if line else f"表{number} 第 {place + 1} 行", pieces)


def _covers(row: int, column: int, rows: int, columns: int, at: tuple[int, int]) -> bool:
    return row <= at[0] < row + rows and column <= at[1] < column + columns


def _paragraph(block: Block, document: Document, place: int, *, here: bool) -> Line:
    if isinstance(block, Table):
        return Line(f"表{_number(document, place)}", (Piece("（表格）"),))
    label = f"第 {block.line} 行" if block.line else f"第 {block.page} 页" if block.page else f"第 {place + 1} 段"
    return Line(label, (Piece(block.text, here=here),))
