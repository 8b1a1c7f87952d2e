"""Automatic numbers and headings of Word paragraphs: 1、 （一） 第二章, counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from jixiao.office import limits

from .words import W, off

HAN = "〇一二三四五六七八九"
HAN_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
LEVELS = 9
LADDER = 16  # styles based on one another
HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
PLACE = re.compile(r"%([1-9])")
SILENT = {"bullet", "none"}
OPEN_END = re.compile(r"[\w]$")
MANY = 10_000  # no list is longer; a larger start is damage


def han(number: int, *, digits: bool = False) -> str:
    """Write a number in Chinese: 十二, 一百零五; ``digits`` writes 一二, figure by figure."""
    if digits or number >= MANY:
        return "".join(HAN[int(digit)] for digit in str(number))
    text, rest, gap = "", number, False
    for place, word in HAN_PLACES:
        digit, rest = divmod(rest, place)
        if digit:
            text += ("零" if gap else "") + HAN[digit] + word
        gap = bool(text) and not digit
    if rest:
        text += ("零" if gap else "") + HAN[rest]
    text = text or "零"
    return text[1:] if text.startswith("一十") else text


def _capital(number: int) -> str:
    small = dict(zip(HAN[1:] + "十百千", CAPITALS[1:] + "拾佰仟", strict=True))
    text = han(number)
    return "".join(small.get(char, char) for char in ("一" + text if text.startswith("十") else text))


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 8 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else str(number)  # noqa: PLR2004 - ① to ⑳


HAN_STYLES = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
STYLES: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(HAN_STYLES, han),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital"), lambda number: han(number, digits=True)),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _capital),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalFullWidth": _wide,
    "decimalZero": lambda number: f"{number:02}",
    "ideographTraditional": lambda number: STEMS[(number - 1) % len(STEMS)],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % len(BRANCHES)],
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def spelled(number: int, style: str) -> str:
    """Write a number in one of Word's numbering formats; an unknown format counts in figures."""
    return STYLES.get(style, str)(number) if 0 < number < MANY else str(number)


@dataclass(slots=True)
class _Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    legal: bool = False


@dataclass(slots=True)
class _List:
    """One numbering a paragraph can name: its levels, and the counters it shares with others of the same abstract list."""

    key: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering and styles of one document, counting as its paragraphs pass."""

    def __init__(self, numbers: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = {} if numbers is None else _lists(numbers)
        self._styles = {} if styles is None else {str(style.get(W + "styleId")): style for style in styles.iter(W + "style")}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        self._levels: dict[str, int] = {}
        self._chains: dict[str, list[etree._Element]] = {}
        self._default = next((key for key, style in self._styles.items() if _is_default(style)), "")

    def level(self, paragraph: etree._Element) -> int:
        """Return 1 to 9 for a heading, by the paragraph itself or its style; 0 for body text."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return self._style_level(self._default)
        outline = properties.find(W + "outlineLvl")
        if outline is not None:
            found = limits.number(outline.get(W + "val"), LEVELS)
            return found + 1 if found < LEVELS else 0
        style = properties.find(W + "pStyle")
        return self._style_level(self._default if style is None else str(style.get(W + "val")))

    def _style_level(self, style: str) -> int:
        if style not in self._levels:
            self._levels[style] = self._find_level(style)
        return self._levels[style]

    def _find_level(self, style: str) -> int:
        for element in self._chain(style):
            outline = element.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                found = limits.number(outline.get(W + "val"), LEVELS)
                return found + 1 if found < LEVELS else 0
            name = element.find(W + "name")
            if name is not None and (match := HEADING.fullmatch(name.get(W + "val", ""))):
                return int(match[1])
        return 0

    def _chain(self, style: str) -> list[etree._Element]:
        """Return a style and those it is based on, nearest first; a circle, or a ladder without end, is cut off."""
        if style not in self._chains:
            chain = self._chains[style] = []
            at = style
            while (element := self._styles.get(at)) is not None and len(chain) < LADDER:
                chain.append(element)
                base = element.find(W + "basedOn")
                at = "" if base is None else str(base.get(W + "val"))
        return self._chains[style]

    def label(self, paragraph: etree._Element) -> str:
        """Return the automatic number before a paragraph and count it; "" for none and for bullets."""
        if not self._lists:
            return ""
        found = self._named(paragraph)
        if found is None:
            return ""
        key, level = found
        numbered = self._lists.get(key)
        if numbered is None or level not in numbered.levels:
            return ""
        return self._count(key, numbered, level)

    def _named(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return None
        own = properties.find(W + "numPr")
        style = properties.find(W + "pStyle")
        sources = [own] if own is not None else []
        chain = self._chain(str(style.get(W + "val"))) if style is not None else []
        sources += [found for element in chain if (found := element.find(f"{W}pPr/{W}numPr")) is not None]
        key = next((str(found.get(W + "val")) for source in sources if (found := source.find(W + "numId")) is not None), None)
        if key is None or key == "0":
            return None
        level = next((found.get(W + "val") for source in sources if (found := source.find(W + "ilvl")) is not None), "0")
        return key, min(limits.number(level), LEVELS - 1)

    def _count(self, key: str, numbered: _List, level: int) -> str:
        counts = self._counts.setdefault(numbered.key, {})
        if key not in self._seen:
            self._seen.add(key)
            for at, start in numbered.starts.items():
                counts[at] = start - 1
        here = numbered.levels[level]
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if here.style in SILENT:
            return ""
        text = PLACE.sub(lambda match: self._place(numbered, counts, int(match[1]) - 1, legal=here.legal), here.text)
        gap = " " if here.suffix == "space" or (here.suffix == "tab" and OPEN_END.search(text)) else ""
        return text + gap

    @staticmethod
    def _place(numbered: _List, counts: dict[int, int], level: int, *, legal: bool) -> str:
        of = numbered.levels.get(level, _Level())
        return spelled(counts.setdefault(level, of.start), "decimal" if legal else of.style)


def _is_default(style: etree._Element) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default", "0") not in {"0", "false"}


def _lists(numbers: etree._Element) -> dict[str, _List]:
    abstract = {
        str(element.get(W + "abstractNumId")): {at: _read_level(level) for level in element.iter(W + "lvl") for at in [_at(level)]}
        for element in numbers.iter(W + "abstractNum")
    }
    found: dict[str, _List] = {}
    for element in numbers.iter(W + "num"):
        link = element.find(W + "abstractNumId")
        key = "" if link is None else str(link.get(W + "val"))
        one = _List(key, dict(abstract.get(key, {})))
        for override in element.iter(W + "lvlOverride"):
            level = override.find(W + "lvl")
            if level is not None:
                one.levels[_at(level)] = _read_level(level)
            start = override.find(W + "startOverride")
            if start is not None:
                one.starts[_at(override)] = limits.number(start.get(W + "val"), 1)
        found[str(element.get(W + "numId"))] = one
    return found


def _at(level: etree._Element) -> int:
    return min(limits.number(level.get(W + "ilvl")), LEVELS - 1)


def _read_level(level: etree._Element) -> _Level:
    def value(name: str, default: str) -> str:
        element = level.find(W + name)
        return default if element is None else str(element.get(W + "val", default))

    return _Level(
        value("numFmt", "decimal"),
        value("lvlText", ""),
        limits.number(value("start", "1"), 1),
        value("suff", "tab"),
        not off(level.find(W + "isLgl")),
    )
