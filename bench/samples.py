"""Filings to measure with: the sample department again and again, never twice the same, so that no cache sees the answer before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from jixiao.kernel.money import Money
from jixiao.site.demo import build
from jixiao.targets.facts import Filing, Indicator, Project

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PLACES = ("城东区", "城西区", "开发区", "高新区", "示范区", "河北岸", "山前区", "新城区")


def filings(count: int, seed: int = 20221231) -> Iterator[Filing]:
    """Yield filings of nine tables: odd ones with the faults, even ones put right, each with names and figures of its own."""
    chance = random.Random(seed)  # noqa: S311 - figures to measure with, no secret
    models = (build.faulty(), build.clean())
    for number in range(count):
        model = models[number % 2]
        yield replace(model, projects=tuple(_project(project, number, chance) for project in model.projects))


def _project(model: Project, number: int, chance: random.Random) -> Project:
    amount = Money(model.amount.fen + chance.randrange(-40, 400) * 10_000) if model.amount else None
    name = f"{model.name}（{chance.choice(PLACES)}{number}）"
    return replace(
        model,
        name=name,
        table_title=f"{name}绩效目标表",
        heading=f"{model.no + 1}、{name}绩效目标表",
        amount=amount,
        amount_text=amount.wan() if amount else None,
        annual_goal=_shaken(model.annual_goal, chance),
        indicators=tuple(_row(row, chance) for row in model.indicators),
    )


def _row(row: Indicator, chance: random.Random) -> Indicator:
    return replace(row, value=_shaken(row.value, chance))


def _shaken(text: str | None, chance: random.Random) -> str | None:
    return NUMBER.sub(lambda match: f"{float(match[0]) * chance.uniform(0.9, 1.1):.3g}", text) if text else text
