"""Letters that go with a target: the one that reports it to the finance bureau, the one that asks to adjust it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.kernel.money import Money
from jixiao.office.facts import Letter
from jixiao.targets.facts import Adjustment

REPORT, ADJUST = "report", "adjust"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is for."""

    word: str
    about: str


OCCASIONS = {
    REPORT: Occasion("报送函", "随目标表报送财政部门，文号待编"),
    ADJUST: Occasion("调整请示", "随调整表报批，写明原因、依据、金额"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter speaks of: who writes to whom, about which target, its money, on which day."""

    sender: str
    to: str
    year: int
    name: str
    amount: Money
    kind: str  # project, department
    on: date
    checked: bool = False  # its department has passed it

    @property
    def called(self) -> str:
        """The target's name with its year, once."""
        return self.name if str(self.year) in self.name else f"{self.year}年度{self.name}"

    @property
    def goal(self) -> str:
        """What is reported: the goal of the project, or the plan of the whole, whose name says so itself."""
        return self.called if self.called.endswith("绩效目标") else f"{self.called}绩效目标"


def day(on: date) -> str:
    """Write a date as letters have it."""
    return f"{on.year}年{on.month}月{on.day}日"


def report(matter: Matter) -> Letter:
    """Return the letter that reports a target."""
    table = "部门整体支出绩效目标申报表" if matter.kind == "department" else "项目支出绩效目标申报表"
    money = f"申请年度资金{matter.amount.wan()}万元。" if matter.amount.fen else ""
    checked = "，已经单位内部审核" if matter.checked else ""
    return Letter(
        title=f"关于报送{matter.goal}的函",
        to=matter.to,
        body=(
            f"按照{matter.year}年度预算编制和绩效管理要求，我单位编制了{matter.goal}{checked}。{money}现予报送，请审核。",
            "专此函达。",
        ),
        attachments=(f"{matter.called}{table}",),
        signer=matter.sender,
        on=day(matter.on),
    )


def adjust(matter: Matter, change: Adjustment) -> Letter:
    """Return the letter that asks to adjust a target."""
    money = ""
    if change.old is not None and change.new is not None:
        same = change.old == change.new
        money = f"年度资金仍为{change.new.wan()}万元。" if same else f"年度资金由{change.old.wan()}万元调整为{change.new.wan()}万元。"
    basis = f"依据{change.document}，" if change.document else ""
    return Letter(
        title=f"关于调整{matter.goal}的请示",
        to=matter.to,
        body=(
            f"{matter.goal}已经批复。执行中因{change.cause}，需要调整。现将有关情况请示如下：",
            "一、调整原因",
            f"{basis}{change.reason.rstrip('。')}。",
            "二、调整内容",
            f"共调整{len(change.differences)}处，详见附件。{money}",
            "妥否，请批示。",
        ),
        attachments=(f"{matter.called}绩效目标调整表",),
        signer=matter.sender,
        on=day(matter.on),
    )
