"""A reading session: the projects found so far, and where the rows of the table before stopped."""

from __future__ import annotations

from dataclasses import dataclass, field

from jixiao.kernel.place import Spot

from .draft import Draft, Units
from .grid import of_rows
from .heads import Head
from .rows import Rows
from .whole_form import Whole


@dataclass(slots=True)
class Above:
    """What stands between the table before and this one: a heading, a unit, labelled lines."""

    title: str | None = None
    title_spot: Spot = field(default_factory=Spot)
    unit: str | None = None
    year: int | None = None
    lines: list[tuple[str, Spot]] = field(default_factory=list)


@dataclass(slots=True)
class Session:
    """The projects of a document in the making; a project may reach over several tables."""

    document_unit: str | None = None
    drafts: list[Draft] = field(default_factory=list)
    doubts: list[tuple[str, Spot]] = field(default_factory=list)
    rows: Rows | None = None
    whole: Whole | None = None  # the department plan, where a table holds it
    whole_year: int | None = None

    def new(self, above: Above | None) -> Draft:
        """Begin a project."""
        draft = Draft(Units(above=above.unit if above else None, document=self.document_unit))
        if above and above.title:
            draft.head(above.title, above.title_spot)
        if above and above.year:
            draft.fields["stated_year"] = above.year
        self.drafts.append(draft)
        if above and above.lines:
            Head(of_rows([[line] for line in above.lines]), draft).read(range(len(above.lines)))
            above.lines = []
        return draft

    @property
    def current(self) -> Draft | None:
        """The project read last."""
        return self.drafts[-1] if self.drafts else None
