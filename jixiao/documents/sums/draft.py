"""Drafts: the facts of one project while its table is still being read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from jixiao.documents.facts import Doubt
from jixiao.kernel.money import Money
from jixiao.kernel.period import year_in
from jixiao.kernel.place import NOWHERE, Place, Spot
from jixiao.targets.facts import WORDS, Indicator, PlanPoint, Project

from .grid import Box
from .words import PARENT, level1, level2, without_ordinal

MEDIUM_ROW = "中期指标："  # an indicator of the medium term in a form without a half for it: 中期指标：数量指标：举办展会
NO_VALUE = "—"


def medium_label(row: Indicator) -> str:
    """Return the label of a medium-term indicator in a form without a half for it."""
    return f"{MEDIUM_ROW}{row.level2 or row.level1 or ''}：{row.level3 or ''}"


def medium_row(name: str, text: str) -> Indicator | None:
    """Return the indicator of the medium term a further field is, or None."""
    if not name.startswith(MEDIUM_ROW):
        return None
    group, _, level3 = name.removeprefix(MEDIUM_ROW).partition("：")
    two = level2(group) or (group if group and level1(group) is None else None)
    return Indicator(PARENT.get(two or "") or level1(group), two, level3 or None, None if text == NO_VALUE else text)


@dataclass(slots=True)
class Units:
    """Money units stated around an amount: by the table, by another amount's label, by the paragraph above, by the document."""

    table: str | None = None
    label: str | None = None
    above: str | None = None
    document: str | None = None

    @property
    def nearest(self) -> str | None:
        """The unit to take where neither the cell nor its label states one."""
        return self.table or self.label or self.above or self.document


@dataclass(slots=True)
class Draft:
    """One project in the making: fields, rows, doubts, and the spot of each; paths are below the project."""

    units: Units = field(default_factory=Units)
    fields: dict[str, Any] = field(default_factory=dict)
    plan: list[PlanPoint] = field(default_factory=list)
    funding: list[tuple[str, Money]] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Indicator] = field(default_factory=list)
    medium: list[Indicator] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    spots: dict[str, Spot] = field(default_factory=dict)
    doubts: list[tuple[str | None, str, Spot]] = field(default_factory=list)
    goals: dict[str, Box] = field(default_factory=dict)
    whole: Box | None = None  # 部门名称: the name of a form about a whole department
    total: tuple[Box, str | None] | None = None  # 资金总额 and its unit: the amount, unless another label names the year's

    def set(self, name: str, value: Any, spot: Spot) -> None:
        """Set a field once; what comes second for the same field is kept as an extra, never silently dropped."""
        if self.fields.get(name) is None:
            self.fields[name] = value
            self.spots[name] = spot
        elif value is not None and value != self.fields[name]:
            self.add_extra(WORDS.get(name, name), str(value), spot)

    def head(self, text: str, spot: Spot) -> None:
        """Set the heading as printed, and the title: the same without its ordinal."""
        self.fields["heading"] = text
        self.fields["table_title"] = without_ordinal(text)
        self.spots["heading"] = self.spots["table_title"] = spot

    def add_extra(self, name: str, text: str | None, spot: Spot) -> None:
        """Keep a field of the form that has no place of its own."""
        if text and (row := medium_row(name, text)):
            self.add_medium(row, spot)
        elif text:
            self.spots[f"extra.{len(self.extra)}"] = spot
            self.extra.append((name, text))

    def add_medium(self, row: Indicator, spot: Spot) -> None:
        """Add an indicator of the medium term."""
        number = len(self.medium)
        base = f"medium_indicators.{number}"
        self.spots |= dict.fromkeys((base, f"{base}.level1", f"{base}.level2", f"{base}.level3", f"{base}.value"), spot)
        self.medium.append(replace(row, no=number))

    def doubt(self, message: str, spot: Spot = NOWHERE, path: str | None = None) -> None:
        """Note what a person must look at."""
        self.doubts.append((path, message, spot))

    def build(self, no: int, year: int | None) -> Project:
        """Return the project, number ``no`` of its filing; ``year`` is the document's."""
        fields = dict(self.fields)
        stated = year_in(fields.get("table_title")) or fields.pop("stated_year", None) or year_in(fields.get("name")) or year
        fields.pop("stated_year", None)
        return Project(
            **fields,
            year=stated,
            plan=tuple(self.plan),
            funding=tuple(self.funding),
            extra=tuple(self.extra),
            indicators=tuple(self.rows),
            medium_indicators=tuple(self.medium),
            columns=self.columns,
            no=no,
        )

    def doubts_of(self, no: int) -> list[Doubt]:
        """Return the doubts with paths from the top of the filing."""
        found = []
        for path, message, spot in self.doubts:
            whole = f"projects.{no}.{path}" if path else f"projects.{no}"
            column = WORDS.get(path.rsplit(".", 1)[-1]) if path else None
            found.append(Doubt(str(Place(whole, column, spot)), message, whole, spot))
        return found
