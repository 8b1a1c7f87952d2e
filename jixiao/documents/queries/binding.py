"""What goes into a department's whole set of papers: as it stands, as approved, or as it was in force on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.money import Money, total
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, unit_for
from jixiao.targets import facts
from jixiao.targets.queries import Target, Version
from jixiao.targets.queries.looking import latest, versions_as_of

from .editions import NOW, day_asked

APPROVED, DAY = "approved", "day"
BASES = {NOW: "现在的内容", APPROVED: "批复版", DAY: "某日生效的"}
NUMBER = 9  # digits of a unit's number or a year in an address


@dataclass(frozen=True, slots=True)
class Leaf:
    """One target of the set: the version it is bound in (None: as it stands), and why it is left out, "" where it is not."""

    target: Target
    version: Version | None
    left_out: str = ""

    @property
    def amount(self) -> Money:
        """Its money in this version."""
        return self.version.amount if self.version else self.target.amount

    @property
    def word(self) -> str:
        """What it is bound as."""
        if self.version is None:
            return self.target.state
        return f"V{self.version.number} {self.version.since:%Y-%m-%d} {self.version.document}"


@dataclass(frozen=True, slots=True)
class Binding:
    """A department's set: of which unit and year, on which basis, its leaves in order."""

    unit: Unit
    year: int
    basis: str
    day: date | None
    leaves: tuple[Leaf, ...]

    @property
    def inside(self) -> list[Leaf]:
        """The leaves that go in."""
        return [leaf for leaf in self.leaves if not leaf.left_out]

    @property
    def outside(self) -> list[Leaf]:
        """The leaves that are left out."""
        return [leaf for leaf in self.leaves if leaf.left_out]

    @property
    def projects(self) -> int:
        """How many projects go in."""
        return sum(leaf.target.kind == "project" for leaf in self.inside)

    @property
    def amount(self) -> Money:
        """What the projects ask for together."""
        return total([leaf.amount for leaf in self.inside if leaf.target.kind == "project"])

    @property
    def word(self) -> str:
        """What the set is made of."""
        return f"{self.day:%Y-%m-%d}生效的批复版" if self.day else BASES[self.basis]

    @property
    def missing(self) -> list[str]:
        """What the set lacks, in sentences."""
        found: list[str] = []
        if self.inside and not any(leaf.target.kind == "department" for leaf in self.inside):
            found.append("没有部门整体绩效目标，装订时只有项目表")
        if self.outside:
            found.append(f"有 {len(self.outside)} 张表没有装入，原因见下表")
        return found

    @property
    def refusal(self) -> str | None:
        """Why the set cannot be made, or None."""
        if self.inside:
            return None
        return f"{self.unit.short}{self.year}年度没有可以装订的目标表，请先新建目标，或换一种内容"


def number_in(text: str, default: int) -> int:
    """Return a number of an address; what is none is not found."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= NUMBER):
        raise Http404
    return int(text)


def unit_asked(user: User, on: date, text: str, default: Unit, permission: Permission = Permission.FILING_READ) -> Unit:
    """Return the department an address asks for; one a person may not see is not there."""
    return department_of(unit_for(user, on, number_in(text, default.pk), permission))


def departments(user: User, on: date, unit: Unit, year: int) -> list[Unit]:
    """Return the departments below a unit that have targets of a year a person may see."""
    mine = Target.objects.for_user(user, on).filter(year=year, filer__path__startswith=unit.path)
    return list(Unit.objects.filter(pk__in=mine.order_by().values("filer")).order_by("path"))


def binding(
    user: User, on: date, unit: Unit, year: int, *, basis: str, day: str = "", permission: Permission = Permission.FILING_READ
) -> Binding:
    """Return a department's set as a person may see it, without opening any facts; refuses a day that is none."""
    when = day_asked(day) if basis == DAY else None
    if basis not in BASES or (basis == DAY and when is None):
        basis = NOW
    mine = Target.objects.for_user(user, on, permission).filter(filer=unit.pk, year=year)
    rows = list(mine.select_related("unit", "filer", "filing").order_by("kind", "position", "pk"))
    versions = {} if basis == NOW else versions_as_of(rows, when) if when else latest(rows)
    return Binding(unit, year, basis, when, tuple(_leaf(target, basis, versions.get(target.pk)) for target in rows))


def _leaf(target: Target, basis: str, version: Version | None) -> Leaf:
    if basis == NOW or version is not None:
        return Leaf(target, version)
    return Leaf(target, None, "还没有批复" if basis == APPROVED else "这一天还没有生效的批复版")


def filing_of(bound: Binding) -> facts.Filing:
    """Return the whole set as one filing: the plan, then the project tables in order."""
    plan: facts.Department | None = None
    projects: list[facts.Project] = []
    for leaf in bound.inside:
        said = leaf.version.facts() if leaf.version else leaf.target.facts()
        plan = said.department or plan
        projects += said.projects
    named = replace(plan, name=plan.name or bound.unit.name) if plan else None
    numbered = tuple(
        replace(one, no=no, year=bound.year, department=one.department or bound.unit.name, heading=None) for no, one in enumerate(projects)
    )
    return facts.Filing(named, numbered, bound.year)


def foot_of(bound: Binding, at: datetime) -> str:
    """Return the words at the end of the set: of what it was made, and each approved version with its fingerprint."""
    made = (
        f"{bound.unit.name}{bound.year}年度绩效目标，{timezone.localtime(at):%Y-%m-%d %H:%M}按{bound.word}装订，共{len(bound.inside)}张。"
    )
    lines = [
        f"{leaf.target.name}：第{leaf.version.number}版，{leaf.version.document}，指纹（SHA-256）{leaf.version.sha256}"
        for leaf in bound.inside
        if leaf.version
    ]
    return "\n".join([made, *lines])
