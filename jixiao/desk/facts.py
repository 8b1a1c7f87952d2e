"""What the desk shows: queues named after the work, their items, and how urgent each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jixiao.kernel.money import Money
from jixiao.targets.facts import Due

QUEUES = {"waiting": "待我办", "sent": "已送审", "returned": "被退回", "handled": "曾经办"}
SILENT = 5  # days without a move after which somebody is asked about it: a product default


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
    deadline: Due | None

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
