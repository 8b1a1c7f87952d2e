"""The goal grammar: what an indicator value says, as operator, number, unit and kind, with the text always kept."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

OPERATORS = "≥≤=><"

# Words that set a bound. 民法典第1259条: 以上、以下、以内、届满 include the number; 不满、超过、以外 do not.
BEFORE = {
    "大于等于": "≥", "大于或等于": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥", "不得低于": "≥", "不得少于": "≥", "至少": "≥", "最少": "≥",
    "小于等于": "≤", "小于或等于": "≤", "不高于": "≤", "不超过": "≤", "不多于": "≤", "不大于": "≤", "不得超过": "≤", "不得高于": "≤",
    "至多": "≤", "最多": "≤", "控制在": "≤", "等于": "=", "大于": ">", "超过": ">", "高于": ">", "多于": ">", "小于": "<", "低于": "<",
    "少于": "<", "不满": "<", "不足": "<",
}  # fmt: skip
AFTER = {
    "及以上": "≥", "或以上": "≥", "以上": "≥", "及以下": "≤", "或以下": "≤", "以下": "≤", "之内": "≤", "以内": "≤", "内": "≤",
}  # fmt: skip
SIGNS = {
    ">=": "≥", "=>": "≥", "≧": "≥", "⩾": "≥", "≥=": "≥", "<=": "≤", "=<": "≤", "≦": "≤", "⩽": "≤", "≤=": "≤", "==": "=", "═": "=",
    "﹦": "=", "﹥": ">", "﹤": "<",
}  # fmt: skip

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}

NUM = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
UNIT = r"[^\d\s≥≤=><,，。；;:：()（）~～\-—至]{0,12}"
SIGN = re.compile("|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True))))
_BEFORE = "|".join(sorted(BEFORE, key=len, reverse=True))
_AFTER = "|".join(sorted(AFTER, key=len, reverse=True))
# A verb before the figure says how the value moves, not which bound it is: 提高到75% is 75%.
VERB = "达到目标值|达到|提高到|提升到|提高|提升|增长|增加|下降|降低|减少"
NUMBER = re.compile(
    rf"(?:{VERB})?(?P<op>[{OPERATORS}]|{_BEFORE})?(?P<num>{NUM})(?P<unit>{UNIT}?)(?P<tail>{_AFTER})?(?P<note>[(（].*[)）])?"
)
RANGE = re.compile(
    rf"(?:介于|在)?(?P<low>{NUM})(?P<unit1>{UNIT}?)(?:-|—|–|~|～|至|到)(?P<high>{NUM})(?P<unit>{UNIT}?)(?:之间)?(?P<note>[(（].*[)）])?"
)
RATIO = re.compile(rf"(?P<left>{NUM})[:：](?P<right>{NUM})")
DATE = re.compile(
    r"(?P<op>[≤<=])?(?:(?P<year>\d{4})年)?(?:(?P<half>上半年|下半年|全年|年内|年)|第?(?P<quarter>[一二三四1-4])季度|每月|当月"
    r"|(?P<month>\d{1,2})月份?)?(?:(?P<day>\d{1,2})[日号]|(?P<end>底|末|初|中旬|上旬|下旬))?"
    r"(?P<before>(?:之|以)?前|前|止)?(?P<act>完成|完工|到位|支付|发放|[^\d≥≤=><]{0,8}完成)?"
)
PERCENT = re.compile(r"百分之(?P<num>[零〇一二两三四五六七八九十百点\d.]+)")
HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_STEPS = {"十": 10, "百": 100, "千": 1000}
HAN_NUMBER = re.compile(r"(?<![\w])[零〇一二两三四五六七八九十百千]+(?=[个家户项件份台辆套次场期批篇条处人名吨天年种])")


class GoalKind(enum.StrEnum):
    """What sort of goal a value states."""

    NUMBER = "number"  # ≥5次
    RANGE = "range"  # 10%-12%
    RATIO = "ratio"  # 1:3
    DATE = "date"  # 12月底前
    WORD = "word"  # 及时, 明显, or any text outside the grammar
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Goal:
    """One target value.

    ``operator`` is one of ≥ ≤ = > < or None; ``number`` and ``upper`` (end of a range or ratio) are exact, in ``unit`` (%, 次, 万元,
    "" when none is written); ``date`` is the date as written without its 前 and verb. ``text`` is the value as written.
    """

    text: str
    kind: GoalKind
    operator: str | None = None
    number: Decimal | None = None
    unit: str = ""
    upper: Decimal | None = None
    date: str | None = None
    note: str = ""

    @staticmethod
    def parse(text: str, *, operator: str | None = None, unit: str | None = None) -> Goal:
        """Read a value; nothing is refused, text outside the grammar is a WORD.

        ``operator`` and ``unit`` come from columns of their own and serve where the text has none.
        """
        return _parse(text, operator, unit)

    @property
    def has_digit(self) -> bool:
        """Say whether the text holds any figure at all, inside the grammar or not."""
        return self.number is not None or any(char.isdigit() for char in self.text)

    @property
    def is_ratio(self) -> bool:
        """Say whether the number is a share: %, ‰."""
        return self.unit in {"%", "‰"}

    def __str__(self) -> str:
        """Write the goal in its shortest standard form; what is written parses back to an equal goal."""
        if self.kind is GoalKind.NUMBER and self.number is not None:
            return f"{self.operator or ''}{plain(self.number)}{self.unit}"
        if self.kind is GoalKind.RANGE and self.number is not None and self.upper is not None:
            return f"{plain(self.number)}{self.unit if self.is_ratio else ''}-{plain(self.upper)}{self.unit}"
        if self.kind is GoalKind.RATIO and self.number is not None and self.upper is not None:
            return f"{plain(self.number)}:{plain(self.upper)}"
        if self.kind is GoalKind.DATE:
            return f"{self.date}{'前' if self.operator == '≤' else ''}"
        return self.text.strip()

    @property
    def shown_number(self) -> str | None:
        """The number for a machine: "5", "10-12" for a range, "1:3" for a ratio; None when there is none."""
        if self.number is None:
            return None
        if self.upper is None:
            return plain(self.number)
        return f"{plain(self.number)}{':' if self.kind is GoalKind.RATIO else '-'}{plain(self.upper)}"


def plain(number: Decimal) -> str:
    """Write a number without exponent and without idle zeros: 5, 4.4, 1000."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fold(text: str) -> str:
    """Bring full-width ASCII and the many spellings of an operator to one; for reading only, never stored."""
    return SIGN.sub(lambda match: SIGNS[match[0]], text.translate(WIDE))


def operator_of(text: str | None) -> str | None:
    """Return the operator a cell of its own names: ≥, 大于等于, 不低于; None for 定性, 正向 and anything else."""
    folded = fold(text or "").strip()
    if folded in OPERATORS and folded:
        return folded
    return BEFORE.get(folded) or {"大于或等于": "≥", "小于或等于": "≤", "以上": "≥", "以下": "≤"}.get(folded)


def han_number(text: str) -> Decimal | None:
    """Read a small number in Chinese characters: 五, 十二, 九十五, 一百零五; None when it is not one."""
    if not text:
        return None
    whole, _, part = text.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in HAN_STEPS:
            total += (digit or 1) * HAN_STEPS[char]
            digit = 0
        elif char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
        else:
            return None
    if any(char not in HAN_DIGITS for char in part):
        return None
    decimals = "".join(str(HAN_DIGITS[char]) for char in part)
    return Decimal(f"{total + digit}.{decimals or '0'}") if part else Decimal(total + digit)


def _percent(match: re.Match[str]) -> str:
    text = match["num"]
    number = han_number(text)
    if number is None:
        return f"{text}%" if re.fullmatch(NUM, text) else match[0]
    return f"{plain(number)}%"


def _counted(match: re.Match[str]) -> str:
    number = han_number(match[0])
    return match[0] if number is None else plain(number)


@lru_cache(maxsize=8192)
def _parse(text: str, operator: str | None, unit: str | None) -> Goal:
    bare = re.sub(r"\s+", "", fold(text)).rstrip("。；;，,")
    if not bare:
        return Goal(text, GoalKind.BLANK)
    if "百分之" in bare:
        bare = PERCENT.sub(_percent, bare)
    elif not any(char.isdigit() for char in bare):
        bare = HAN_NUMBER.sub(_counted, bare)
    return (
        _date(text, bare, operator, unit)
        or _number(text, bare, operator, unit)
        or _pair(text, bare, unit)
        or Goal(text, GoalKind.WORD, operator)
    )


def _number(text: str, bare: str, operator: str | None, unit: str | None) -> Goal | None:
    match = NUMBER.fullmatch(bare)
    if match is None:
        return None
    word, tail = match["op"], match["tail"]
    sign = BEFORE.get(word, word) if word else None
    sign = AFTER[tail] if tail else sign or operator
    return Goal(text, GoalKind.NUMBER, sign, Decimal(match["num"].replace(",", "")), match["unit"] or unit or "", note=match["note"] or "")


def _pair(text: str, bare: str, unit: str | None) -> Goal | None:
    if match := RANGE.fullmatch(bare):
        low, high = (Decimal(match[name].replace(",", "")) for name in ("low", "high"))
        written = match["unit"] or match["unit1"] or unit or ""
        if low <= high:
            return Goal(text, GoalKind.RANGE, None, low, written, high, note=match["note"] or "")
    if match := RATIO.fullmatch(bare):
        left, right = (Decimal(match[name].replace(",", "")) for name in ("left", "right"))
        return Goal(text, GoalKind.RATIO, None, left, "", right)
    return None


def _date(text: str, bare: str, column: str | None, unit: str | None) -> Goal | None:
    if not re.match(
        r"[≤<=]?(?:\d{4}年|\d{1,2}月|\d{1,2}[日号](?:之|以)?前|第?[一二三四1-4]季度|每月\d|当月\d|上半年|下半年|年内|年底|年末)", bare
    ):
        return None
    match = DATE.fullmatch(bare)
    if match is None or not any(match[name] for name in ("year", "half", "quarter", "month", "day")):
        return None
    if re.fullmatch(r"\d{1,3}年", bare) or (unit and not match["before"]):
        return None
    stem = bare[: match.start("act")] if match["act"] else bare
    stem = stem[match.end("op") :] if match["op"] else stem
    before = match["before"] or ""
    date = stem[: len(stem) - len(before)] if before else stem
    operator = "≤" if before or match["op"] in {"≤", "<"} else match["op"] or column
    return Goal(text, GoalKind.DATE, operator, date=date)
