"""What monitoring knows: a project as of a day, what its officers say of it, and what a rule finds in it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jixiao.kernel.rule import Severity
from jixiao.spending.sums.progress import share_of

CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")  # 财预〔2019〕136号, the columns of the form
SURE, MAYBE, NEVER = "确定能", "有可能", "完全不可能"
POSSIBLE = (SURE, MAYBE, NEVER)
CONTINUE, TRANSFER, CUT, ADJUST, SUSPEND, STOP = "继续执行", "调剂使用", "调减预算", "调整目标", "暂停项目", "停止拨款"
MEASURES = {
    CONTINUE: "说明怎样赶上，按新的时间表执行",
    TRANSFER: "用不完的钱调给别的项目，须提出指标调剂",
    CUT: "客观原因完不成，按程序调减预算，同步调整目标",
    ADJUST: "目标不再合适，按程序申请调整",
    SUSPEND: "问题较大，批准后本项目不能再支付，恢复须另批",
    STOP: "问题严重，批准后停止支付，由另一位领导才能恢复",
}
DECISIVE = frozenset({CUT, ADJUST, SUSPEND, STOP})  # MO-05: what a goal that cannot be met must be answered with
HOLDING = {SUSPEND: "暂停支付", STOP: "停止拨款"}  # measures that hold the money, and the hold's word in spending
LONGEST = 500


class Light(enum.StrEnum):
    """How a project stands, worst first; always shown with its word and sign."""

    RED = "预警"
    YELLOW = "关注"
    GREEN = "正常"
    BLUE = "超前"
    GREY = "无预算"

    @property
    def code(self) -> str:
        """The name of its style."""
        return self.name.lower()

    @property
    def off(self) -> bool:
        """Say whether somebody must explain it."""
        return self in {Light.RED, Light.YELLOW}


class Status(enum.StrEnum):
    """How an indicator stands, worst first."""

    LOST = "到不了"
    SHORT = "有差距"
    BLANK = "没有数"
    AHEAD = "未到期"
    FINE = "按期"

    @property
    def code(self) -> str:
        """The name of its style."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A project's money as of a day, in 分. ``months`` is what was paid in each month of the year so far, ``last`` of the year before."""

    budget: int
    paid: int
    months: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    plan: tuple[tuple[date, int], ...] = ()  # cumulative per cents the approved target promised
    sources: tuple[tuple[str, int, int], ...] = ()  # of each source: its word, budget and paid

    @property
    def rate(self) -> Fraction:
        """Paid of the budget in per cent; nothing of nothing is nothing."""
        return share_of(self.paid, self.budget)


@dataclass(frozen=True, slots=True)
class Range:
    """Where a value will be at year end: the lowest, the likely and the highest of the ways it was reckoned, each by its word."""

    low: Fraction
    mid: Fraction
    high: Fraction
    ways: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One indicator as of a day, in its own unit. ``piling`` grows through the year, so that a part of it is due by then."""

    place: str
    level1: str
    level2: str
    name: str
    goal: str
    unit: str = ""
    sense: str = "≥"  # ≥, ≤, =, 区间
    wanted: Fraction | None = None
    weight: Fraction | None = None
    deadline: date | None = None
    actual: Fraction | None = None
    attained: Fraction | None = None
    measure: str = ""  # how it is reckoned, in words
    code: str = ""  # of the measure
    piling: bool = False
    stated: bool = False
    files: int = 0
    why: str = ""
    ahead: Range | None = None
    status: Status = Status.BLANK

    @property
    def output(self) -> bool:
        """Say whether it is an output."""
        return self.level1.startswith("产出") or self.level2.startswith(("数量", "质量", "时效"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the officers say of one indicator (of the money where ``place`` is ""): the expected year end, causes, possibility, remark."""

    place: str
    expected: Fraction | None = None
    causes: tuple[str, ...] = ()
    said: str = ""
    possible: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing decided about a deviation (处置): which, how in words, by when, and how much money where it moves some (分)."""

    kind: str
    said: str = ""
    due: date | None = None
    fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A project under watch as of a day (监控表): money, readings, what is said of them and what is to be done."""

    project: str
    unit: str
    department: str
    year: int
    until: date
    goal: str = ""
    money: Money
    readings: tuple[Reading, ...] = ()
    answers: tuple[Answer, ...] = ()
    measures: tuple[Measure, ...] = ()
    due: date | None = None  # by when it is to be sent in
    sent: date | None = None
    on: date | None = None  # the day it is looked at
    preset: str = "DEFAULT"

    def answer(self, place: str) -> Answer:
        """Return what is said of an indicator; an empty answer where nothing is."""
        return next((one for one in self.answers if one.place == place), Answer(place=place))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds: at which indicator ("" for the whole project), in one sentence."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the rule that made it, as a snapshot keeps it."""

    code: str
    title: str
    severity: Severity
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Lit:
    """A light under a preset, with the sentence that says why and the numbers it goes by."""

    light: Light
    sentence: str
    planned: Fraction  # per cent due by the day
    rate: Fraction  # per cent paid

    @property
    def gap(self) -> Fraction:
        """Points paid is ahead of what was due; below zero is behind."""
        return self.rate - self.planned


@dataclass(frozen=True, slots=True)
class Point:
    """The points of one part of a forecast: how many of how many, and why."""

    word: str
    full: Fraction
    low: Fraction
    mid: Fraction
    high: Fraction
    why: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a project would score at year end at this pace: range, grade, the working, and which action moves it most."""

    low: Fraction
    mid: Fraction
    high: Fraction
    grade: str
    points: tuple[Point, ...] = ()
    capped: str = ""
    advice: tuple[str, ...] = field(default=())
