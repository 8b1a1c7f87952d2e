"""The shelf of review rules, the packs they work with, and the examination of a filing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.kernel.place import Place
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Rule, Scope
from jixiao.kernel.shelf import entries
from jixiao.review import rules
from jixiao.review.facts import Edit, Finding, Mark, Pack
from jixiao.targets.facts import Filing

PACKS = Path(__file__).parent / "packs"
SECTIONS = ("words", "numbers", "laws", "tables")


@lru_cache(maxsize=1)
def shelf() -> tuple[Rule, ...]:
    """Return every rule there is, by code; two versions of one rule by their dates."""
    return tuple(sorted(entries(rules).values(), key=lambda rule: (rule.code, rule.since)))


@lru_cache(maxsize=64)
def in_force(on: date) -> tuple[Rule, ...]:
    """Return the rules that apply on a day."""
    return tuple(rule for rule in shelf() if rule.in_force(on))


def packs() -> tuple[str, ...]:
    """Return the codes of the packs there are."""
    return tuple(sorted(folder.name for folder in PACKS.iterdir() if (folder / "pack.toml").is_file()))


@lru_cache(maxsize=16)
def load_pack(code: str = "standard") -> Pack:
    """Read a pack: every file of its folder, laid over the pack it extends; refuse a code that is not one of ``packs()``."""
    if code not in packs():
        msg = f"没有规则包「{code}」，可用的有：{'、'.join(packs())}"
        raise Refused(msg)
    head, sections = _merged(PACKS / code)
    if base := head.get("extends"):
        below = load_pack(base)
        sections = {name: {**getattr(below, name), **sections[name]} for name in SECTIONS}
        head = {"regime": below.regime} | head
    shared = {name: MappingProxyType(sections[name]) for name in SECTIONS}
    return Pack(code, head["title"], head["regime"], **shared)


def examine(filing: Filing, *, on: date | None = None, pack: Pack | None = None) -> tuple[Mark, ...]:
    """Run the rules in force over a filing; marks come by table, hardest first, then in the order of the form.

    ``on`` is by default the first day of the filing's year: targets are approved with the budget, so a rule issued within the
    year does not bind them. A filing without a year is held against the newest rules.
    """
    chosen = pack or load_pack()
    found: list[tuple[tuple[Any, ...], Mark]] = []
    in_order = in_force(on or (date(filing.year, 1, 1) if filing.year else date.max))
    late = [rule for rule in in_order if rule.scope is Scope.MARKS]
    for rule in in_order:
        if rule.scope is Scope.PROJECT:
            for project in filing.projects:
                found.extend(_mark(filing, rule, finding, project.no) for finding in rule.check(project, chosen))
        elif rule.scope is Scope.FILING:
            found.extend(_mark(filing, rule, finding, None) for finding in rule.check(filing, chosen))
    if late:
        marks = tuple(mark for _, mark in found)
        found.extend(_mark(filing, rule, finding, None) for rule in late for finding in rule.check(marks, chosen))
    found.sort(key=lambda pair: pair[0])
    return tuple(mark for _, mark in found)


def _mark(filing: Filing, rule: Rule, finding: Finding, no: int | None) -> tuple[tuple[Any, ...], Mark]:
    """Give a finding its home in the filing, and its rank among the marks."""
    path, fix = finding.at, finding.fix
    if no is not None:
        prefix = f"projects.{no}."
        path = prefix + path
        fix = tuple(Edit(prefix + edit.path, edit.old, edit.new) for edit in fix) if fix else fix
    elif path.startswith("projects."):
        no = int(path.split(".", 2)[1])
    severity = finding.severity or rule.severity
    place = _at_home(filing, filing.place(path), no)
    mark = Mark(rule, severity, place, no, finding.message, finding.quote, finding.suggestion, fix)
    return (-1 if no is None else no, -severity, _rank(place), rule.code), mark


def _at_home(filing: Filing, place: Place, no: int | None) -> Place:
    """Give a place outside its table, such as the heading above it, the number of the table it belongs to."""
    if no is None or place.spot.table is not None:
        return place
    table = filing.place(f"projects.{no}.name").spot.table or filing.place(f"projects.{no}.amount").spot.table
    return place if table is None else place._replace(spot=place.spot._replace(table=table))


def _rank(place: Place) -> tuple[int, int, tuple[tuple[int, str], ...]]:
    """Return where a place stands in its table: by line or row where the file tells, then by path with numbers as numbers."""
    return place.spot.line or 0, place.spot.row or 0, _steps(place.path.partition(".")[2].partition(".")[2])


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(step), "") if step.isdigit() else (-1, step) for step in path.split("."))


def _merged(folder: Path) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """Read all files of a pack's folder into one; a name given twice is a mistake of the pack."""
    head: dict[str, str] = {}
    sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    for name, key, value in _lines(sorted(folder.glob("*.toml"))):
        target = head if name == "pack" else sections[name]
        if key in target:
            msg = f"{folder.name}: [{name}] {key} is given twice"
            raise ValueError(msg)
        target[key] = value
    return head, sections


def _lines(files: Iterable[Path]) -> Iterator[tuple[str, str, Any]]:
    for file in files:
        for name, section in tomllib.loads(file.read_text("utf-8")).items():
            for key, value in section.items():
                yield name, key, _frozen(value)


def _frozen(value: Any) -> Any:
    """Return a value of a pack as one that cannot change, so that rules may cache what they make of it."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    return value
