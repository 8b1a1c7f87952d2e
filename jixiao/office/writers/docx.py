"""Word files (.docx) in the look of an official document: A4, 仿宋 text, 宋体 tables with real merged cells."""

from __future__ import annotations

from xml.sax.saxutils import escape

from jixiao.office import limits
from jixiao.office.facts import Block, Cell, Document, Paragraph, Table
from jixiao.office.writers import layout

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
UPRIGHT, LYING = (11906, 16838), (16838, 11906)  # A4 in twentieths of a point
LEFT, RIGHT, TOP, BOTTOM = 1588, 1474, 2098, 1984  # 28, 26, 37, 35 mm (GB/T 9704-2012)
LYING_FROM = 10  # columns; a wider table lies on its side
NARROWEST = 300  # twentieths of a point
HEADINGS = 9
HEADING_FONTS = {1: "黑体", 2: "楷体"}

TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MIME}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{MIME}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{MIME}.settings+xml"/></Types>'
)
LINKS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD_LINKS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/></Relationships>'
)
SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def write(document: Document, *, repeat: int = 0) -> bytes:
    """Write a document as .docx; ``repeat`` is how many rows of each table appear again on the next page.

    Raises Refused where a table is wider than Word allows. A gap inside a row becomes an empty cell.
    """
    lying = any(table.width > LYING_FROM for table in document.tables)
    for table in document.tables:
        limits.span(table.width)
    page = LYING if lying else UPRIGHT
    room = page[0] - LEFT - RIGHT
    body = "".join(_block(block, room, repeat) for block in _apart(document.blocks))
    turned = ' w:orient="landscape"' if lying else ""
    section = (
        f'<w:sectPr><w:pgSz w:w="{page[0]}" w:h="{page[1]}"{turned}/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" '
        f'w:left="{LEFT}" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    return layout.pack(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": LINKS,
            "word/document.xml": f'{HEAD}<w:document xmlns:w="{W}"><w:body>{body}{section}</w:body></w:document>',
            "word/_rels/document.xml.rels": WORD_LINKS,
            "word/styles.xml": _styles(),
            "word/settings.xml": SETTINGS,
        }
    )


def _apart(blocks: tuple[Block, ...]) -> list[Block]:
    """Put an empty paragraph behind each table: Word would join two tables, and wants a paragraph at the end."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        found.append(block)
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if isinstance(block, Table) and not isinstance(following, Paragraph):
            found.append(Paragraph(""))
    return found


def _block(block: Block, room: int, repeat: int) -> str:
    if isinstance(block, Table):
        return _table(block, room, repeat)
    style = f'<w:pPr><w:pStyle w:val="Heading{min(block.level, HEADINGS)}"/></w:pPr>' if block.level else ""
    return f"<w:p>{style}{_run(block.text)}</w:p>"


def _run(text: str) -> str:
    """Write text with its TABs and line breaks as Word marks them."""
    pieces: list[str] = []
    for number, line in enumerate(layout.clean(text).split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, piece in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "")
    inside = "".join(pieces)
    return f"<w:r>{inside}</w:r>" if inside else ""


def _table(table: Table, room: int, repeat: int) -> str:
    weights = layout.weights(table)
    total = sum(weights) or 1
    widths = [max(NARROWEST, room * weight // total) for weight in weights]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(number, cells, widths, head=number < repeat) for number, cells in enumerate(layout.rows(table)))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(number: int, cells: list[Cell], widths: list[int], *, head: bool) -> str:
    first = cells[0].column if cells else 0
    last = cells[-1].column + cells[-1].columns if cells else 0
    marks = f'<w:gridBefore w:val="{first}"/>' if first else ""
    marks += f'<w:gridAfter w:val="{len(widths) - last}"/>' if cells and last < len(widths) else ""
    marks += "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    column, inside = first, ""
    for cell in cells:
        if cell.column > column:
            inside += _cell(Cell(number, column, "", columns=cell.column - column), number, widths)
        inside += _cell(cell, number, widths)
        column = cell.column + cell.columns
    if not cells:
        inside = _cell(Cell(number, 0, "", columns=len(widths)), number, widths)
    return f"<w:tr><w:trPr>{marks}</w:trPr>{inside}</w:tr>"


def _cell(cell: Cell, row: int, widths: list[int]) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        merge = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = cell.text if row == cell.row else ""
    side = "center" if layout.centred(text) else "left"
    form = f'<w:pPr><w:pStyle w:val="Cell"/><w:jc w:val="{side}"/></w:pPr>'
    lines = "".join(f"<w:p>{form}{_run(line)}</w:p>" for line in layout.clean(text).split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'


def _styles() -> str:
    headings = "".join(_heading(level) for level in range(1, HEADINGS + 1))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_font("仿宋")}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr></w:style>'
        f"{headings}"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
        f'<w:rPr>{_font("宋体")}<w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _heading(level: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr>{_font(HEADING_FONTS.get(level, '仿宋'))}</w:rPr></w:style>"
    )


def _font(name: str) -> str:
    western = "Times New Roman"
    return f'<w:rFonts w:ascii="{western}" w:hAnsi="{western}" w:cs="{western}" w:eastAsia="{name}"/>'
