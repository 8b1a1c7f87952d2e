"""The package of a Word file around its text: fonts, styles, pages with their numbers (GB/T 9704-2012). The official fonts are named."""

from __future__ import annotations

from xml.sax.saxutils import escape

from jixiao.office.writers import layout

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
UPRIGHT, LYING = (11906, 16838), (16838, 11906)  # A4 in twentieths of a point
LEFT, RIGHT, TOP, BOTTOM = 1588, 1474, 2098, 1984  # 28, 26, 37, 35 mm (GB/T 9704-2012)
FOOT = 1304  # 23 mm: the number stands 7 mm below the text
HEADINGS = 9
FONTS = {"body": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "title": "方正小标宋简体", "song": "宋体"}
HEADING_FONTS = {1: "hei", 2: "kai"}
PARTS = ("styles", "settings", "footer1", "footer2")

TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MIME}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{MIME}.{name.rstrip("12")}+xml"/>' for name in PARTS)
    + "</Types>"
)
LINKS = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
WORD_LINKS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    + "".join(f'<Relationship Id="rId{at}" Type="{R}/{name.rstrip("12")}" Target="{name}.xml"/>' for at, name in enumerate(PARTS, 1))
    + "</Relationships>"
)
SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def package(body: str, *, grid: bool = False) -> bytes:
    """Pack the text of a document, its last section included."""
    return layout.pack(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": LINKS,
            "word/document.xml": f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": WORD_LINKS,
            "word/styles.xml": _styles(grid=grid),
            "word/settings.xml": SETTINGS,
            "word/footer1.xml": _footer("right"),
            "word/footer2.xml": _footer("left"),
        }
    )


def section(*, lying: bool = False, numbered: bool = True, start: bool = False, grid: str = "") -> str:
    """Return the paper of a section: its size, margins and number; ``start`` counts its pages from 1."""
    page = LYING if lying else UPRIGHT
    turned = ' w:orient="landscape"' if lying else ""
    top, right, bottom, left = (LEFT, TOP, RIGHT, BOTTOM) if lying else (TOP, RIGHT, BOTTOM, LEFT)
    feet = '<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>' if numbered else ""
    count = '<w:pgNumType w:start="1"/>' if start else ""
    return (
        f'<w:sectPr>{feet}<w:pgSz w:w="{page[0]}" w:h="{page[1]}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="851" w:footer="{min(FOOT, bottom - 600)}" w:gutter="0"/>'
        f"{count}{grid}</w:sectPr>"
    )


def room(*, lying: bool) -> int:
    """Return the width of the text, in twentieths of a point."""
    return LYING[0] - TOP - BOTTOM if lying else UPRIGHT[0] - LEFT - RIGHT


def run(text: str, form: str = "") -> str:
    """Write text with its TABs and line breaks as Word marks them; ``form`` are properties of the run."""
    pieces: list[str] = []
    for number, line in enumerate(layout.clean(text).split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, piece in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "")
    inside = "".join(pieces)
    return f"<w:r>{f'<w:rPr>{form}</w:rPr>' if form else ''}{inside}</w:r>" if inside else ""


def font(name: str) -> str:
    """Return the run property for a font of the house: body, kai, hei, title, song."""
    western = "Times New Roman"
    return f'<w:rFonts w:ascii="{western}" w:hAnsi="{western}" w:cs="{western}" w:eastAsia="{FONTS[name]}"/>'


def size(points: float) -> str:
    """Return the run property for a size."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def field(code: str, shown: str = "1") -> str:
    """Return a field Word works out itself."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _footer(side: str) -> str:
    form = f"{font('song')}{size(14)}"
    dash = f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{{}}</w:t></w:r>'
    number = field("PAGE").replace("<w:r>", f"<w:r><w:rPr>{form}</w:rPr>")
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Cell"/><w:ind w:{side}="280" w:{side}Chars="100"/><w:jc w:val="{side}"/></w:pPr>'
        f"{dash.format('— ')}{number}{dash.format(' —')}</w:p></w:ftr>"
    )


def _styles(*, grid: bool) -> str:
    # 28 characters over 156 mm and 22 lines over 225 mm: a character of 16 pt is set a quarter point closer, a line takes 28.95 pt.
    line, closer = (579, '<w:spacing w:val="-5"/>') if grid else (560, "")
    headings = "".join(_heading(level) for level in range(1, HEADINGS + 1))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    contents = "".join(
        f'<w:style w:type="paragraph" w:styleId="TOC{level}"><w:name w:val="toc {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f'<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{room(lying=False)}"/></w:tabs><w:ind w:left="{280 * (level - 1)}" '
        f'w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr><w:rPr>{size(14)}</w:rPr></w:style>'
        for level in (1, 2)
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{font("body")}{closer}{size(16)}'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="{line}" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr></w:style>'
        f"{headings}{contents}"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
        f"<w:rPr>{font('song')}{size(10.5)}</w:rPr></w:style>"
        '<w:style w:type="table" w:customStyle="1" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _heading(level: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f"<w:rPr>{font(HEADING_FONTS.get(level, 'body'))}</w:rPr></w:style>"
    )
