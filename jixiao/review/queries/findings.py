"""What is found in a filing or a target, what was decided about it, and why a finding may not be waived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Severity
from jixiao.review import book
from jixiao.review.facts import Mark, Pack
from jixiao.review.models import Waiver
from jixiao.targets import facts, sums
from jixiao.targets.queries import Filing, Target, facts_of
from jixiao.targets.sums import mend

KEPT = 64  # filings looked at lately, in each process


@lru_cache(maxsize=KEPT)
def _looked(text: str, pack: str) -> tuple[facts.Filing, dict[str, Mark]]:
    said = facts_of(text)
    return said, _named(book.examine(said, pack=book.load_pack(pack)))


def _named(found: Iterable[Mark]) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for mark in found:
        name, again = mark.key, 1
        while name in marks:
            again += 1
            name = f"{mark.key}~{again}"
        marks[name] = mark
    return marks


def look(filing: Filing) -> tuple[facts.Filing, dict[str, Mark]]:
    """Return what a filing says now, and what the rules find in it by name; the same text under the same pack is examined once.

    The name of a finding is its key (rule and place); a second one of the same rule at the same place is called ``…~2``.
    """
    return _looked(filing.current, filing.pack)


@lru_cache(maxsize=KEPT)
def _cleared(text: str, pack: str, project: int | None) -> dict[str, str]:
    said, marks = _looked(text, pack)
    mine = {name: mark for name, mark in marks.items() if mark.project == project}
    hard = {name: mark for name, mark in mine.items() if mark.severity is Severity.BLOCK and not mark.fix}
    found: dict[str, str] = {}
    for name, mark in mine.items():
        if mark.fix and len(found) < len(hard):
            after = {one.key for one in book.examine(mend(said, mark.fix), pack=book.load_pack(pack))}
            found = {other: name for other, one in hard.items() if one.key not in after} | found
    return found


def cleared(filing: Filing, project: int | None) -> dict[str, str]:
    """Return which finding's fix clears a 阻断 of the same table that has none of its own: cleared name → clearing name."""
    return _cleared(filing.current, filing.pack, project)


def pack_of(filing: Filing) -> Pack:
    """Return the pack a filing is held against."""
    return book.load_pack(filing.pack)


def waivers_of(filing: Filing) -> list[Waiver]:
    """Return the waivers in force of a filing, latest first."""
    known: list[Waiver] | None = filing.__dict__.get("waivers_known")  # fetched for many at once
    return known if known is not None else list(Waiver.objects.filter(filing=filing, withdrawn_at=None).select_related("by"))


def in_force(waivers: list[Waiver], marks: dict[str, Mark]) -> dict[str, Waiver]:
    """Return the waivers that still answer a finding, by its name: a finding that now says something else has to be answered anew."""
    return {one.finding: one for one in waivers if one.finding in marks and marks[one.finding].message == one.message}


def refusal_to_waive(mark: Mark, reason: str) -> str | None:
    """Return why a finding may not be left as it is, or None."""
    if mark.severity is Severity.BLOCK:
        return f"「{mark.rule.title}」是阻断项，不改不能送审，不能说明理由了事"
    if not reason.strip():
        return "请写明不改的理由"
    return None


def look_at(target: Target) -> dict[str, Mark]:
    """Return what the rules find in a target by name."""
    return look(target.filing)[1]


def standing_of(target: Target) -> tuple[dict[str, Mark], dict[str, Waiver]]:
    """Return the open findings of a target and the waivers that answer the others."""
    marks = look_at(target)
    waived = in_force(waivers_of(target.filing), marks)
    return {name: mark for name, mark in marks.items() if name not in waived}, waived


def said(mark: Mark) -> str:
    """Say a finding in a few words, with its place."""
    where = str(mark.place)
    return f"{where}：{mark.rule.title}" if where else mark.rule.title


def checked(target: Target, data: object, most_rows: int) -> tuple[dict[str, Mark], facts.Filing]:
    """Return the open findings of facts typed and not yet saved: of the same kind, year and pack as the target, its reasons applied."""
    if not isinstance(data, dict):
        msg = "这份数据不是一张目标表"
        raise Refused(msg)
    said = sums.load({"year": target.year} | {name: data[name] for name in ("department", "projects") if name in data})
    if (len(said.projects), said.department is not None) != ((1, False) if target.kind == "project" else (0, True)):
        msg = "这份数据不是这一张目标表"
        raise Refused(msg)
    rows = [*said.projects[0].indicators, *said.projects[0].medium_indicators] if said.projects else []
    if len(rows) > most_rows:
        msg = f"一张表最多 {most_rows} 行指标"
        raise Refused(msg)
    said = replace(said, projects=tuple(replace(one, no=0, indicators=numbered(one.indicators)) for one in said.projects))
    marks = _named(book.examine(said, pack=pack_of(target.filing)))
    waived = in_force(waivers_of(target.filing), marks)
    return {name: mark for name, mark in marks.items() if name not in waived}, said


def numbered(rows: tuple[facts.Indicator, ...]) -> tuple[facts.Indicator, ...]:
    """Return rows numbered as they stand."""
    return tuple(replace(row, no=no) for no, row in enumerate(rows))
