"""A generated city: 100 departments, 3,000 projects, 30,000 indicators in every state of their life, put into an empty database.

    python -m bench.city       # with JIXIAO_DATA, and JIXIAO_DATABASE_URL for PostgreSQL, in the environment

Written past the door in bulk, which only a measurement may do.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .samples import filings

if TYPE_CHECKING:
    from jixiao.accounts.models import User
    from jixiao.organisations.models import Unit

DEPARTMENTS, PROJECTS, ROWS, YEAR = 100, 30, 10, 2022
AT = datetime(2021, 10, 8, 1, tzinfo=UTC)
SINCE = date(2021, 1, 1)
STATES = ("财政审核",) * 10 + ("部门审核", "财务审核", "科室审核", "被退回", "草稿") * 3 + ("已批复",) * 5


def build() -> None:
    """Fill an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from jixiao.audit.facts import CONSOLE
    from jixiao.kernel.roles import Role
    from jixiao.organisations import actions as organisations

    bureau = organisations.create_unit(None, "示例市财政局", short="市财政局", code="1", kind="bureau", since=SINCE, by=CONSOLE, at=AT)
    organisations.adopt(bureau, YEAR, pack="standard", regime="R2015", by=CONSOLE, at=AT)
    reviewer = person(bureau, "shenhe", Role.FISCAL_REVIEWER)
    tables = projects(DEPARTMENTS * PROJECTS)
    for number in range(DEPARTMENTS):
        unit: dict[str, Any] = {"short": f"第{number}局", "code": f"{300 + number}", "kind": "department", "since": SINCE}
        department = organisations.create_unit(bureau, f"示例市第{number}局", **unit, by=CONSOLE, at=AT)
        part: dict[str, Any] = {"short": "业务科", "code": "01", "kind": "section", "since": SINCE}
        section = organisations.create_unit(department, f"第{number}局业务科", **part, by=CONSOLE, at=AT)
        people = {
            "officer": person(section, f"jingban{number}", Role.PROJECT_OFFICER),
            "head": person(section, f"kezhang{number}", Role.SECTION_HEAD),
            "finance": person(department, f"caiwu{number}", Role.FINANCE_OFFICER),
            "leader": person(department, f"juzhang{number}", Role.CHIEF),
            "reviewer": reviewer,
        }
        targets(section, department, people, [next(tables) for _ in range(PROJECTS)])


def person(unit: Unit, username: str, role: Any) -> User:
    """Give a made-up person an account and a post."""
    from jixiao.accounts import actions
    from jixiao.audit.facts import CONSOLE

    user = actions.create_user(unit, username, f"{username}某", by=CONSOLE, at=AT)
    actions.give_seat(unit, user, role, since=SINCE, by=CONSOLE, at=AT)
    return user


def projects(count: int) -> Iterator[Any]:
    """Yield project tables of ten rows, no two of one name."""
    number = 0
    for filing in filings(count):
        for project in filing.projects:
            rows = (project.indicators * 2)[:ROWS]
            name = f"{project.name}{number}"
            numbered = tuple(replace(row, no=no) for no, row in enumerate(rows))
            yield replace(project, no=0, name=name, table_title=f"{name}绩效目标表", heading=None, phone=None, indicators=numbered)
            number += 1


def targets(section: Unit, department: Unit, people: dict[str, User], tables: list[Any]) -> None:
    """Put a department's targets in, in every state, with the steps that led there."""
    from jixiao.audit.facts import canonical
    from jixiao.review.models import Tally
    from jixiao.targets import facts, sums
    from jixiao.targets.models import Filing, Step, Target, Version

    chance = random.Random(department.code)  # noqa: S311 - figures to measure with, no secret
    texts = [canonical(sums.dump(facts.Filing(projects=(table,), year=YEAR))) for table in tables]
    kept = Filing.objects.bulk_create(
        Filing(unit=section, year=YEAR, title=table.name, pack="standard", current=text, original=text)
        for table, text in zip(tables, texts, strict=True)
    )
    rows = Target.objects.bulk_create(
        Target(
            unit=section,
            filer=department,
            year=YEAR,
            kind="project",
            position=position,
            name=table.name,
            fen=table.amount.fen if table.amount else 0,
            state=(state := STATES[position % len(STATES)]),
            since=AT + timedelta(hours=position),
            round=0 if state == "草稿" else 1,
            edition=1 if state == "已批复" else 0,
            author=people["officer"],
            filing=filing,
        )
        for position, (table, filing) in enumerate(zip(tables, kept, strict=True))
    )
    route = {"科室审核": 1, "财务审核": 2, "部门审核": 3, "财政审核": 4, "被退回": 2, "草稿": 0, "已批复": 5}
    moves = (
        ("submit", "科室审核", "officer"),
        ("pass_section", "财务审核", "head"),
        ("pass_finance", "部门审核", "finance"),
        ("pass_department", "财政审核", "leader"),
        ("approve", "已批复", "reviewer"),
    )
    Step.objects.bulk_create(
        Step(target=row, move=move, source="", state=state, round=1, by=people[who], at=AT)
        for row in rows
        for move, state, who in moves[: route[row.state]]
    )
    Tally.objects.bulk_create(
        Tally(target=row, version=1, errors=chance.randrange(9), warnings=chance.randrange(9), score=chance.randrange(50, 100))
        for row in rows
    )
    Version.objects.bulk_create(
        Version(
            target=row,
            number=1,
            facts_text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            fen=row.fen,
            document="市财预〔2022〕1号",
            since=date(YEAR, 2, 18),
            by=people["reviewer"],
            at=AT,
        )
        for row, text in zip(rows, texts, strict=True)
        if row.edition
    )


if __name__ == "__main__":
    build()
