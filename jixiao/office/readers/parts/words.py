"""The words of a Word paragraph: runs as shown, tracked insertions kept, deletions and hidden text left out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Wrappers a reader looks through.
TRANSPARENT = frozenset(
    W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
)
GONE = frozenset(W + name for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "rt", "sdtPr", "sdtEndPr"))
DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
BOX = W + "txbxContent"
OFF = frozenset({"0", "false", "off", "none"})
SIGNS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
# Characters typed from the Symbol and Wingdings fonts, which a text file shows as boxes.
SYMBOL = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB0: "°", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0x3D: "=", 0x3E: ">", 0x3C: "<",
    0x2B: "+", 0x2D: "-", 0x25: "%", 0xB7: "·",
}  # fmt: skip
WINGDINGS = {0xA8: "□", 0x6F: "□", 0xFE: "☑", 0x52: "☑", 0xFC: "√", 0xFB: "×", 0xFD: "☒", 0x6C: "●", 0xD8: "➢"}


def off(element: etree._Element | None) -> bool:
    """Say whether a switch of a format is absent or turned off."""
    return element is None or element.get(W + "val", "1") in OFF


def branch(alternate: etree._Element) -> etree._Element:
    """Return the one branch of an alternative to read: the modern one, else the fallback."""
    choice = alternate.find(MC + "Choice")
    fallback = alternate.find(MC + "Fallback")
    if choice is not None:
        return choice
    return etree.Element("nothing") if fallback is None else fallback


def text_of(paragraph: etree._Element) -> str:
    """Return a paragraph's own text, without the text boxes anchored in it."""
    pieces: list[str] = []
    _collect(paragraph, pieces)
    return "".join(pieces)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == W + "t":
            pieces.append(child.text or "")
        elif tag == W + "r":
            hidden = child.find(f"{W}rPr/{W}vanish")
            if hidden is None or off(hidden):
                _collect(child, pieces)
        elif tag in TRANSPARENT:
            _collect(child, pieces)
        elif tag == MC + "AlternateContent":
            _collect(branch(child), pieces)
        elif tag not in GONE and isinstance(tag, str):
            pieces.append(_other(child, tag))


def _other(element: etree._Element, tag: str) -> str:
    """Return what a mark of a run shows: a sign, a line break, a formula, the base of a phonetic guide."""
    if tag == W + "br":
        return "\n" if element.get(W + "type", "textWrapping") == "textWrapping" else ""
    if tag == W + "sym":
        return _sign(element)
    if tag == W + "ruby":
        return "".join(text_of(base) for base in element.iter(W + "rubyBase"))
    if tag.startswith(M):
        return "".join(text.text or "" for text in element.iter(M + "t"))
    return SIGNS.get(tag, "")


def _sign(element: etree._Element) -> str:
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    font = element.get(W + "font", "").lower()
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF else code  # noqa: PLR2004 - where symbol fonts keep their characters
    if font == "symbol":
        return SYMBOL.get(low, "")
    if font.startswith("wingdings"):
        return WINGDINGS.get(low, "")
    return "" if 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800 else chr(code)  # noqa: PLR2004 - private use, control characters


def drawn_paragraphs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes anchored in a paragraph, each once though it is stored for new and for old programs."""
    for run in paragraph.iter(*DRAWN, MC + "AlternateContent"):
        if run.tag == MC + "AlternateContent":
            if _outermost(run, paragraph):
                yield from _boxes(branch(run))
        elif _outermost(run, paragraph):
            yield from _boxes(run)


def _outermost(element: etree._Element, top: etree._Element) -> bool:
    for parent in element.iterancestors():
        if parent is top:
            return True
        if parent.tag == BOX or parent.tag == MC + "AlternateContent" or parent.tag in DRAWN or parent.tag in GONE:
            return False
    return True


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == BOX:
            yield child
        elif child.tag == MC + "AlternateContent":
            yield from _boxes(branch(child))
        elif isinstance(child.tag, str) and child.tag not in GONE:
            yield from _boxes(child)
