"""A table with its findings: the official form, tags in the cells, the list beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jixiao.review.facts import Mark, Pack
from jixiao.review.renderings.findings import Grade, grades
from jixiao.targets.facts import Filing
from jixiao.targets.renderings.sheet import Cell, Sheet, sheet
from jixiao.targets.renderings.whole import whole

from .panel import Item, Tag, items, paths_of, tags


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell on the page: what it shows, its tag, and what it said at first where it was changed."""

    cell: Cell
    tag: Tag | None
    was: str | None

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return anchor(self.cell.paths[0]) if self.cell.paths else ""

    @property
    def path(self) -> str:
        """The fact whose place in the file it shows."""
        return self.cell.paths[0] if self.cell.paths else ""

    @property
    def classes(self) -> str:
        """How it looks."""
        look = {"upright": "jx-upright", "level": "jx-level", "middle": "jx-mid", "number": "jx-number", "title": "jx-subtitle"}
        state = self.tag.severity.code if self.tag else "done" if self.was is not None else ""
        wide = self.tag is not None and len(self.tag.numbers) > 1
        words = [
            look.get(self.cell.look, ""),
            f"jx-cell-{state}" if state else "",
            "jx-tagged" if state else "",
            "doc-wide" if wide else "",
        ]
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Board:
    """One page of findings."""

    sheet: Sheet
    rows: tuple[tuple[Shown, ...], ...]
    heading: Tag | None
    items: tuple[Item, ...]
    grades: tuple[Grade[Item], ...]

    @property
    def by_name(self) -> dict[str, Item]:
        """The findings by name."""
        return {item.name: item for item in self.items}

    @property
    def heading_anchor(self) -> str:
        """The heading's name on the page."""
        return anchor(self.sheet.path)

    @property
    def first(self) -> Item | None:
        """The finding to look at first."""
        return self.items[0] if self.items else None


def anchor(path: str) -> str:
    """Return the name a fact's cell has on the page."""
    return f"c-{path.replace('.', '-')}"


def board(
    filing: Filing,
    number: int | None,
    marks: Mapping[str, Mark],
    pack: Pack,
    *,
    changed: Mapping[str, str | None],
    cleared: Mapping[str, str],
) -> Board:
    """Return the page of one project, or (None) of the department plan.

    ``changed`` holds what changed cells said at first, ``cleared`` the finding whose fix clears another.
    """
    form = whole(filing) if number is None else sheet(filing.projects[number])
    found = items(filing, marks, pack, cleared)
    paths = paths_of(form)
    said = tags(found, paths)
    rows = tuple(tuple(_shown(cell, said, changed) for cell in row) for row in form.rows)
    placed = set(paths[:-1])
    loose = [item for item in found if not any(_within(item.mark.place.path, path) for path in placed)]
    heading = said.get(form.path) or (tags(loose, [form.path]).get("") if loose else None)
    return Board(form, rows, heading, tuple(found), tuple(grades(found)))


def _within(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")


def _shown(cell: Cell, said: Mapping[str, Tag], changed: Mapping[str, str | None]) -> Shown:
    here = [said[path] for path in cell.paths if path in said]
    tag = None
    if here:
        worst = max(here, key=lambda one: one.severity)
        numbers = tuple(sorted({number for one in here for number in one.numbers}))
        tag = Tag(worst.severity, numbers, sum(one.count for one in here), worst.anchor)
    was = next((changed[path] or "" for path in cell.paths if path in changed), None)
    return Shown(cell, tag, was)
