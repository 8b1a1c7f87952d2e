"""A preset as data and what every preset needs: bands of points or of ratios, the sentence behind a light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jixiao.monitoring.facts import Light, Lit, Sheet
from jixiao.spending.sums.progress import share_of, tenths

from .pacing import due

SIGN = {True: "快", False: "慢"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One way to light a project: its title, where it comes from, its bands in words for 看规则, and the check itself."""

    code: str
    title: str
    basis: str
    bands: tuple[tuple[Light, str], ...]
    check: Callable[[Sheet], tuple[Light, str]]
    gap: int = 20  # points between goals and money from which MO-02 asks
    note: str = ""

    def light(self, sheet: Sheet) -> Lit:
        """Return the light of a project with why; one without a budget has none."""
        planned, rate = due(sheet.money, sheet.year, sheet.until), sheet.money.rate
        if not sheet.money.budget:
            return Lit(Light.GREY, "本项目没有预算数，不亮灯", planned, rate)
        light, sentence = self.check(sheet)
        return Lit(light, sentence, planned, rate)


def opening(sheet: Sheet) -> str:
    """Say what was due, what was paid and how far apart they are: the beginning of every reason."""
    planned, rate = due(sheet.money, sheet.year, sheet.until), sheet.money.rate
    wan, paid = tenths(planned * sheet.money.budget / 100 / 1_000_000), tenths(share_of(sheet.money.paid, 100_000_000))
    by = "按本项目支出计划" if sheet.money.plan else "按时间进度（没有可用的支出计划）"
    gap = rate - planned
    said = "与进度一致" if not gap else f"{SIGN[gap > 0]} {tenths(abs(gap))} 个点"
    return f"{by}，{sheet.until.month}月{sheet.until.day}日应支付 {tenths(planned)}%（{wan} 万元），实际 {tenths(rate)}%（{paid} 万元），{said}"
