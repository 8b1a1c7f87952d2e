from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from jixiao.kernel.money import FEN, Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, NUMBER, QUANTITY, any_of, bare, money_of, unit_price
from jixiao.targets.facts import Indicator, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find unit costs outside what is usual for the subject: as stated (元/吨), or the amount over the quantity promised.

    Only subjects in the pack's table are judged, and only where one quantity of the fitting unit stands for the whole amount.
    """
    name = project.title_name or bare(project.name)
    for band in pack.tables["unit_costs"]:
        if any_of(band["words"]).search(name):
            found = _stated(project, band) or _derived(project, band)
            if found is not None:
                row, cost, thing = found
                low, high = Money(int(band["low"]) * 100), Money(int(band["high"]) * 100)
                if not low <= cost <= high:
                    yield _finding(row, cost, thing, (low, high))
            return


def _finding(row: Indicator, cost: Money, thing: str, band: tuple[Money, Money]) -> Finding:
    low, high = (money.yuan().removesuffix(".00") for money in band)
    return Finding(
        row.at("value"),
        f"折合每{thing}{cost.yuan().removesuffix('.00')}元，通常在{low}元至{high}元之间",
        quote=row.value or "",
        suggestion="核对数量和金额的单位；确属特殊情况的，附测算依据",
    )


def _stated(project: Project, band: Any) -> tuple[Indicator, Money, str] | None:
    for row in project.rows:
        money, thing = unit_price(row.goal.unit)
        if row.kind in COSTS and row.goal.kind is NUMBER and thing in band["units"] and "月" not in row.goal.unit:
            cost = money_of(row.goal.number, money)
            return None if cost is None else (row, cost, thing)
    return None


def _derived(project: Project, band: Any) -> tuple[Indicator, Money, str] | None:
    fitting = [
        row
        for row in project.rows
        if row.kind is QUANTITY and row.goal.kind is NUMBER and row.goal.unit in band["units"] and row.goal.number
    ]
    if project.amount is None or len(fitting) != 1 or any(row.kind is QUANTITY and row.goal.unit in FEN for row in project.rows):
        return None
    number = fitting[0].goal.number or Decimal(1)
    return fitting[0], Money(int(Decimal(project.amount.fen) / number)), fitting[0].goal.unit


def _meat(*rows: str, wan: str = "50") -> Project:
    return project(*(indicator(*row.split("|")) for row in rows), wan=wan, name="2022年度冻肉储备补贴资金")


ENTRY = Rule(
    code="MP-10",
    title="单位成本异常",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        _meat("数量指标|冻肉储备数量|≥250吨"),
        _meat("数量指标|冻肉储备数量|≥250吨", "成本指标|单位储备补贴标准|≤2000元/吨·年"),
        _meat("数量指标|冻肉储备数量|≥2吨", "数量指标|轮换数量|≥20吨"),
        _meat("数量指标|承储企业数量|≥2家"),
        _meat("数量指标|冻肉储备数量|≥250吨", "成本指标|单位储备补贴标准|≤0.001元/吨"),
        project(indicator("数量指标", "举办展会场次", "≥5场")),
    ),
    caught=(
        _meat("数量指标|冻肉储备数量|≥25吨"),
        _meat("数量指标|冻肉储备数量|≥25000吨"),
        _meat("数量指标|冻肉储备数量|≥250吨", "成本指标|单位储备补贴标准|≤2万元/吨"),
    ),
)
