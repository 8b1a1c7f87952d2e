"""(c) The rules alone: projects a second over 10,000 generated projects, and which rules take the time."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from jixiao.kernel.rule import Scope
from jixiao.review import book
from jixiao.site.demo import build
from jixiao.targets.facts import Filing, Indicator, Project

from .measure import Row, table

COUNT, A_FILING = 10_000, 10
SUBJECTS = ("冻肉储备", "展会", "电商园区", "乡镇集市", "家电补贴", "外贸培训", "网络运维", "消费券", "物流配送", "品牌推广")


def _varied(project: Project, number: int, dice: random.Random) -> Project:
    """Return a project unlike its model in name, amount, values and some names: nothing is found in a cache by luck."""
    subject = f"{dice.choice(SUBJECTS)}{number}"

    def row(one: Indicator) -> Indicator:
        value = one.value.replace("5", str(dice.randint(2, 97))) if one.value else one.value
        name = f"{subject}{one.level3}" if one.level3 and dice.random() < 0.5 else one.level3
        return replace(one, value=value, level3=name)

    return replace(project, name=f"2022年度{subject}资金", indicators=tuple(map(row, project.indicators)))


def filings() -> list[Filing]:
    """Return 1,000 filings of ten projects each, always the same ones."""
    dice = random.Random(2022)  # noqa: S311 - the same numbers each run are what is wanted
    models = [*build.faulty().projects, *build.clean().projects]
    projects = [_varied(dice.choice(models), number, dice) for number in range(COUNT)]
    groups = [projects[start : start + A_FILING] for start in range(0, COUNT, A_FILING)]
    return [Filing(None, tuple(replace(one, no=no) for no, one in enumerate(group)), 2022) for group in groups]


def run() -> Row:
    """Measure; projects a second on one core, and the ten dearest rules."""
    pack = book.load_pack()
    made = filings()
    for filing in made[:20]:
        book.examine(filing, pack=pack)
    start = time.perf_counter()
    found = sum(len(book.examine(filing, pack=pack)) for filing in made)
    took = time.perf_counter() - start
    again = time.perf_counter()
    for filing in made:
        book.examine(filing, pack=pack)
    warm = time.perf_counter() - again
    costs: list[tuple[float, str]] = []
    for rule in book.shelf():
        if rule.scope is Scope.MARKS:
            continue
        begin = time.perf_counter()
        for filing in made:
            subjects = filing.projects if rule.scope is Scope.PROJECT else (filing,)
            for subject in subjects:
                for _finding in rule.check(subject, pack):
                    pass
        costs.append((round((time.perf_counter() - begin) / COUNT * 1e6, 2), rule.code))
    rows: list[Row] = [{"rule": code, "µs a project": cost} for cost, code in sorted(costs, reverse=True)]
    table(
        f"(c) rules alone: {COUNT / took:,.0f} projects/s first time, {COUNT / warm:,.0f} again; {found / COUNT:.1f} findings a project; dearest:",
        rows[:10],
    )
    return {
        "projects_a_second": round(COUNT / took),
        "again": round(COUNT / warm),
        "findings_a_project": round(found / COUNT, 1),
        "dearest": rows[:10],
    }
