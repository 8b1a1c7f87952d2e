"""Number formats of a workbook: from the number stored to the text a person sees, 0.25 → 25%, 44562 → 2022年1月1日."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)"
    r"|(?P<power>E[+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
PLACES = 15  # significant digits a spreadsheet keeps
LAST_SERIAL = 2_958_465  # 9999-12-31
LEAP_BUG = 60  # spreadsheets count a 29 February 1900
NOON = 12
WEEK = "一二三四五六日"


def shown(value: str | float, code: str = "", *, since_1904: bool = False) -> str:
    """Return a stored number as shown under a format code; the number itself where the code is not understood."""
    try:
        number = Decimal(f"{float(value):.{PLACES}g}")
    except (ValueError, OverflowError, InvalidOperation):
        return str(value)
    if not number.is_finite():
        return str(value)
    parts = _sections(code)
    chosen, number = _choose(parts, number)
    tokens = _tokens(chosen)
    if any(kind in {"date", "elapsed", "noon"} for kind, _ in tokens):
        return _moment(number, tokens, since_1904=since_1904) or plain(number)
    if not any(kind in {"digits", "general"} for kind, _ in tokens):
        literal = "".join(text for kind, text in tokens if kind in {"quoted", "escaped"})
        return literal or ("" if len(parts) > 1 and not chosen.strip() else plain(number))
    if any(kind == "power" or (kind == "other" and text == "/") for kind, text in tokens):
        return plain(number)
    return _figure(number, tokens)


def plain(number: Decimal) -> str:
    """Write a number without exponent and idle zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    found, start, quoted = [], 0, False
    for at, char in enumerate(code):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted and code[at - 1 : at] != "\\":
            found.append(code[start:at])
            start = at + 1
    return (*found, code[start:])


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    return tuple((match.lastgroup or "", match[match.lastgroup]) for match in TOKEN.finditer(section) if match.lastgroup)


def _choose(parts: tuple[str, ...], number: Decimal) -> tuple[str, Decimal]:
    """Return the section for a number's sign, and the number as that section shows it."""
    if number < 0 and len(parts) > 1:
        return parts[1], -number
    if number == 0 and len(parts) > 2:  # noqa: PLR2004 - the third section is for zero
        return parts[2], number
    return parts[0], number


def _figure(number: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    digits = "".join(text for kind, text in tokens if kind == "digits")
    percents = sum(text.count("%") for kind, text in tokens if kind == "other")
    scale = len(digits) - len(digits.rstrip(","))
    number = number * 100**percents / Decimal(1000) ** scale
    text, done = "", False
    for kind, piece in tokens:
        if kind == "general":
            text += plain(number)
        elif kind == "digits":
            text += "" if done else _digits(number, digits.rstrip(","))
            done = True
        else:
            text += piece
    return text.strip(" ")


def _digits(number: Decimal, form: str) -> str:
    whole, _, part = form.partition(".")
    part = part.replace(",", "")
    number = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP) if abs(number) < 10**PLACES else number
    sign = "-" if number < 0 else ""
    left, _, right = f"{abs(number):f}".partition(".")
    least = sum(char in "0?" for char in part)
    right = right[:least] + right[least:].rstrip("0")
    left = left.zfill(whole.count("0"))
    left = f"{int(left):,}" if "," in whole and whole.count("0") <= 1 else left
    if left == "0" and not whole.count("0") and right:
        left = "0"
    return f"{'' if not any(char in '123456789' for char in left + right) else sign}{left}{'.' + right if right else ''}"


def _moment(number: Decimal, tokens: tuple[tuple[str, str], ...], *, since_1904: bool) -> str | None:
    if not 0 <= number <= LAST_SERIAL:
        return None
    days = number + 1462 if since_1904 else number
    seconds = int((days * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    shift = 1 if days < LEAP_BUG else 0
    moment = datetime(1899, 12, 30) + timedelta(days=shift, seconds=seconds)  # noqa: DTZ001 - a workbook knows no zone
    twelve = any(kind == "noon" for kind, _ in tokens)
    text = ""
    for at, (kind, piece) in enumerate(tokens):
        if kind == "date":
            text += _date_piece(moment, piece.lower(), twelve=twelve, minute=_is_minute(tokens, at))
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[piece[0].lower()]
            text += str(seconds // unit)
        elif kind == "noon":
            text += "上午" if moment.hour < NOON else "下午"
        else:
            text += piece
    return text.strip(" ")


def _is_minute(tokens: tuple[tuple[str, str], ...], at: int) -> bool:
    """Say whether an m is minutes: after hours, or before seconds."""
    before = next((text for kind, text in reversed(tokens[:at]) if kind in {"date", "elapsed"}), "")
    after = next((text for kind, text in tokens[at + 1 :] if kind in {"date", "elapsed"}), "")
    return before[:1] in {"h", "H"} or after[:1] in {"s", "S"}


def _date_piece(moment: datetime, piece: str, *, twelve: bool, minute: bool) -> str:
    hour = (moment.hour % NOON or NOON) if twelve else moment.hour
    value = {"y": moment.year, "m": moment.minute if minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}.get(
        piece[0], 0
    )
    if piece[0] == "y":
        return f"{value:04}" if len(piece) > 2 else f"{value % 100:02}"  # noqa: PLR2004 - yy and yyyy
    if piece[0] == "a" or (piece[0] == "d" and len(piece) > 2):  # noqa: PLR2004 - ddd and aaaa are weekdays
        return ("" if piece == "aaa" else "星期") + WEEK[moment.weekday()]
    return f"{value:02}" if piece.startswith(piece[0] * 2) and len(piece.partition(".")[0]) == 2 else str(value)  # noqa: PLR2004 - mm is 01
