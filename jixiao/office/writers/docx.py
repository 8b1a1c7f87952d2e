"""Word files (.docx) in the look of an official document: A4, 仿宋 text, 宋体 tables with real merged cells, numbered pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.office import limits
from jixiao.office.facts import Block, Cell, Document, Letter, Paragraph, Table
from jixiao.office.writers import layout, letters, word

NARROWEST = 300  # twentieths of a point
SMALL_FROM, SMALL = 12, 9  # a table of so many columns is set smaller, in points
LISTED = 2  # heading levels the list of contents holds
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
# How a paragraph of each look is set: its alignment, font and size; all of them without the indent of running text.
LOOKS = {
    "title": ("center", "title", 18),
    "centre": ("center", "body", 14),
    "caption": ("right", "song", 10.5),
    "note": ("left", "song", 9),
    "plain": ("left", "body", 16),
    "cover": ("center", "title", 26),
    "contents": ("center", "title", 22),
}
LINES = {"note": 280, "caption": 320, "cover": 840}  # line pitch where it is not that of running text


@dataclass(frozen=True, slots=True)
class Paper:
    """What every block of a section must know: the width of the text, the rows to repeat, the headings and their bookmarks."""

    room: int
    repeat: int
    marks: dict[int, str]  # id of a heading → its bookmark
    headings: Sequence[Paragraph]


def write(document: Document, *, repeat: int = 0) -> bytes:
    """Write a document as .docx; ``repeat`` is how many rows of each table appear again on the next page.

    Raises Refused where a table is wider than Word allows. A gap inside a row becomes an empty cell.
    """
    for table in document.tables:
        limits.span(table.width)
    texts = [block for block in document.blocks if isinstance(block, Paragraph)]
    listed = any(block.look == "contents" for block in texts)
    headings = [block for block in texts if listed and 0 < block.level <= LISTED and block.look not in layout.COVERS]
    marks = {id(block): f"_Toc{number:06d}" for number, block in enumerate(headings, 1)}
    parts = layout.sections(document)
    first = next((number for number, part in enumerate(parts) if part.numbered), 0)
    body = ""
    for number, part in enumerate(parts):
        paper = Paper(word.room(lying=part.lying), repeat, marks, headings)
        blocks = _apart(part.blocks)
        body += "".join(_block(block, paper, fresh=at > 0) for at, block in enumerate(blocks))
        ending = word.section(lying=part.lying, numbered=part.numbered, start=number == first and number > 0)
        last = number == len(parts) - 1
        body += ending if last else f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{ending}</w:pPr></w:p>'
    return word.package(body)


def letter(said: Letter) -> bytes:
    """Write an official letter as .docx on the grid of GB/T 9704-2012."""
    return letters.write(said)


def _apart(blocks: tuple[Block, ...]) -> list[Block]:
    """Put an empty paragraph behind each table: Word would join two tables, and wants a paragraph at the end."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        found.append(block)
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if isinstance(block, Table) and not isinstance(following, Paragraph):
            found.append(Paragraph(""))
    return found


def _block(block: Block, paper: Paper, *, fresh: bool) -> str:
    if isinstance(block, Table):
        return _table(block, paper)
    text = _paragraph(block, paper, fresh=fresh and block.fresh)
    return text + _contents(paper.headings) if block.look == "contents" else text


def _paragraph(block: Paragraph, paper: Paper, *, fresh: bool) -> str:
    form = f'<w:pStyle w:val="Heading{min(block.level, word.HEADINGS)}"/>' if block.level else ""
    form += "<w:pageBreakBefore/>" if fresh else ""
    run = ""
    if block.look in LOOKS:
        side, font, points = LOOKS[block.look]
        above = ' w:before="3600"' if block.look == "cover" else ""
        line = LINES.get(block.look, 0)
        form += f'<w:spacing{above} w:line="{line}" w:lineRule="exact"/>' if line else ""
        form += f'{FLUSH}<w:jc w:val="{side}"/>'
        run = f"{word.font(font)}{word.size(points)}"
    inside = word.run(block.text, run)
    if mark := paper.marks.get(id(block)):
        number = int(mark.removeprefix("_Toc"))
        inside = f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'
    return f"<w:p>{f'<w:pPr>{form}</w:pPr>' if form else ''}{inside}</w:p>"


def _contents(headings: Sequence[Paragraph]) -> str:
    """Write the list of headings as a field: Word puts the pages in when it opens the file, until then the list stands without."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [
        f'<w:hyperlink w:anchor="_Toc{number:06d}" w:history="1">{word.run(heading.text.replace(chr(10), ""))}</w:hyperlink>'
        for number, heading in enumerate(headings, 1)
    ]
    found = ""
    for number, (heading, line) in enumerate(zip(headings, lines, strict=True)):
        head, tail = begin if number == 0 else "", end if number == len(lines) - 1 else ""
        found += f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>{head}{line}{tail}</w:p>'
    return found


def _table(table: Table, paper: Paper) -> str:
    weights = layout.shares(table)
    total = sum(weights) or 1
    widths = [max(NARROWEST, paper.room * weight // total) for weight in weights]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = layout.repeated(table, paper.repeat)
    until = head[1] if head is not None and head[0] == 0 else 0  # Word repeats the first rows only
    rows = "".join(_row(table, number, cells, widths, head=number < until) for number, cells in enumerate(layout.rows(table)))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(table: Table, number: int, cells: list[Cell], widths: list[int], *, head: bool) -> str:
    first = cells[0].column if cells else 0
    last = cells[-1].column + cells[-1].columns if cells else 0
    marks = f'<w:gridBefore w:val="{first}"/>' if first else ""
    marks += f'<w:gridAfter w:val="{len(widths) - last}"/>' if cells and last < len(widths) else ""
    marks += "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    column, inside = first, ""
    for cell in cells:
        if cell.column > column:
            inside += _cell(table, Cell(number, column, "", columns=cell.column - column), number, widths)
        inside += _cell(table, cell, number, widths)
        column = cell.column + cell.columns
    if not cells:
        inside = _cell(table, Cell(number, 0, "", columns=len(widths)), number, widths)
    return f"<w:tr><w:trPr>{marks}</w:trPr>{inside}</w:tr>"


def _cell(table: Table, cell: Cell, row: int, widths: list[int]) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        merge = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = cell.text if row == cell.row else ""
    side = "center" if layout.centred(text) else "left"
    form = f'<w:pPr><w:pStyle w:val="Cell"/><w:jc w:val="{side}"/></w:pPr>'
    look = word.font("hei") if (cell.row, cell.column) in table.labels else ""
    look += word.size(SMALL) if len(widths) >= SMALL_FROM else ""
    lines = "".join(f"<w:p>{form}{word.run(line, look)}</w:p>" for line in layout.clean(text).split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
