"""What the desk shows: queues named after the work, their items, and how urgent each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jixiao.kernel.money import Money

QUEUES = {"waiting": "待我办", "sent": "已送审", "returned": "被退回", "handled": "曾经办"}
SILENT = 5  # days without a move after which somebody is asked about it: a product default


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long there is: negative days are overdue."""

    on: date
    days: int

    @property
    def words(self) -> str:
        """Say it as an official would."""
        if self.days < 0:
            return f"逾期 {-self.days} 天"
        return "今天" if self.days == 0 else f"剩 {self.days} 天"

    @property
    def level(self) -> str:
        """Return late, near or far: its colour, sign and word go together."""
        if self.days < 0:
            return "late"
        return "near" if self.days <= 1 else "far"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the desk."""

    number: int
    name: str
    state: str
    unit: str
    filer: str
    money: Money
    verb: str  # what is to be done: 填报, 审核, 修改, 查看
    last: str  # who moved it last, and how
    at: datetime
    deadline: Deadline | None

    @property
    def late(self) -> bool:
        """Say whether it is overdue."""
        return self.deadline is not None and self.deadline.days < 0


@dataclass(frozen=True, slots=True)
class Silence:
    """Where targets have lain without a move: which unit, at which stage, how many and for how long."""

    unit: str
    state: str
    count: int
    days: int
    number: int  # the target that has lain longest


@dataclass(frozen=True, slots=True)
class Milestone:
    """One point on the line of the season."""

    word: str
    on: date
    place: str  # done, now, ahead
