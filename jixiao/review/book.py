"""The shelf of review rules, the packs they work with, and the examination of a filing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.kernel.place import NOWHERE, Place, Spot
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Rule, Scope
from jixiao.kernel.shelf import entries
from jixiao.review import rules
from jixiao.review.facts import Edit, Finding, Mark, Pack
from jixiao.targets.facts import Filing

PACKS = Path(__file__).parent / "packs"
SECTIONS = ("words", "numbers", "laws", "tables")
DOCUMENT = -1  # the home of what belongs to no table
NAMED = Filing()  # knows the words of the form for any path

Steps = tuple[tuple[int, str], ...]
Ranked = tuple[int, int, int, Steps, str, Mark]
RANK = itemgetter(0, 1, 2, 3, 4)


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
    rules_of = _by_scope(on or (date(filing.year, 1, 1) if filing.year else date.max))
    found: dict[int, list[Ranked]] = {no: [] for no in (DOCUMENT, *(project.no for project in filing.projects))}
    for project in filing.projects:
        for rule in rules_of[Scope.PROJECT]:
            for finding in rule.check(project, chosen):
                found[project.no].append(_ranked(filing, rule, finding, project.no, finding.at))
    _add_from_filing(found, filing, rules_of[Scope.FILING], filing, chosen)
    if rules_of[Scope.MARKS]:
        _add_from_filing(found, filing, rules_of[Scope.MARKS], _in_order(found), chosen)
    return _in_order(found)


@lru_cache(maxsize=64)
def _by_scope(on: date) -> dict[Scope, tuple[Rule, ...]]:
    return {scope: tuple(rule for rule in in_force(on) if rule.scope is scope) for scope in Scope}


def _add_from_filing(found: dict[int, list[Ranked]], filing: Filing, late: tuple[Rule, ...], subject: object, pack: Pack) -> None:
    """Run rules that look at the whole and file each finding under the table it belongs to."""
    for rule in late:
        for finding in rule.check(subject, pack):
            head, _, rest = finding.at.partition(".")
            no, _, at = rest.partition(".") if head == "projects" else ("", "", finding.at)
            home = int(no) if no else DOCUMENT
            found[home].append(_ranked(filing, rule, finding, home, at))


def _in_order(found: dict[int, list[Ranked]]) -> tuple[Mark, ...]:
    """Return all marks: those of the document, then table by table."""
    return tuple(one[-1] for no in sorted(found) for one in sorted(found[no], key=RANK))


def _ranked(filing: Filing, rule: Rule, finding: Finding, home: int, at: str) -> Ranked:
    """Give a finding its home in the filing, and its rank there: hardest first, then by line or row, then by path.

    ``at`` is the path below the table, or below the filing where ``home`` is the document.
    """
    below = home >= 0 and rule.scope is Scope.PROJECT
    path = f"projects.{home}.{at}" if below else finding.at
    spot = filing.spots.get(path, NOWHERE)
    if spot.table is None and filing.spots:
        spot = _spot(filing, path, home)
    _, message, quote, suggestion, fix, severity = finding
    if fix and below:
        fix = tuple(Edit(f"projects.{home}.{edit.path}", edit.old, edit.new) for edit in fix)
    severity = severity or rule.severity
    column, steps = _told(at, home >= 0)
    mark = Mark(rule, severity, Place(path, column, spot), home if home >= 0 else None, message, quote, suggestion, fix)
    return -severity, spot.line or 0, spot.row or 0, steps, rule.code, mark


def _spot(filing: Filing, path: str, home: int) -> Spot:
    """Return the nearest spot above a path; one outside its table, such as the heading above it, gets the table's number."""
    spot = filing.place(path).spot
    if spot.table is None and home >= 0:
        return spot._replace(table=filing.place(f"projects.{home}.name").spot.table)
    return spot


@lru_cache(maxsize=4096)
def _told(at: str, in_table: bool) -> tuple[str | None, Steps]:  # noqa: FBT001 - the key of a cache
    """Return the form's word for a path, and the path with numbers as numbers, for sorting."""
    column = NAMED.place(f"projects.0.{at}" if in_table else at).column
    return column, tuple((int(step), "") if step.isdigit() else (-1, step) for step in at.split("."))


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
