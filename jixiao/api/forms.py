"""The shapes of the interface: what goes out, and what may come in as a target."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django import forms
from ninja import Schema
from pydantic import Field, StringConstraints

from jixiao.api.facts import DAYS, SCOPES
from jixiao.kernel.money import Money
from jixiao.kernel.period import FIRST, LAST
from jixiao.organisations.models import Unit
from jixiao.review.facts import Mark
from jixiao.targets import facts
from jixiao.targets.queries import Target, Version

# No control characters: PostgreSQL refuses NUL, and none of the others belongs in a table.
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Short = Annotated[str, StringConstraints(max_length=255, pattern=PLAIN)]
Long = Annotated[str, StringConstraints(max_length=4000, pattern=PLAIN)]


class Refusal(Schema):
    """Why something was not done, in one sentence."""

    detail: str


class UnitOut(Schema):
    """A unit."""

    id: int
    name: str
    short: str
    code: str
    kind: str
    path: str

    @staticmethod
    def of(unit: Unit) -> UnitOut:
        """Return a unit as it goes out."""
        return UnitOut(id=unit.pk, name=unit.name, short=unit.short, code=unit.code, kind=unit.kind, path=unit.path)


class IndicatorData(Schema):
    """One row of an indicator table; every cell as it is written, an empty one left out."""

    level1: Short | None = None
    level2: Short | None = None
    level3: Short | None = None
    operator: Short | None = None
    value: Short | None = None
    unit: Short | None = None
    basis: Long | None = None
    weight: Short | None = None
    explanation: Long | None = None
    grading: Long | None = None
    source: Long | None = None
    evidence: Long | None = None
    method: Short | None = None
    scoring: Long | None = None
    history: Short | None = None


class PointData(Schema):
    """One point of the cumulative spending plan."""

    by: Short
    percent: Short | None = None


class ProjectData(Schema):
    """One project target table; money in yuan with two decimals, as text."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=PLAIN, strip_whitespace=True)]
    code: Annotated[str, StringConstraints(max_length=30, pattern=PLAIN)] | None = None
    department: Short | None = None
    unit: Short | None = None
    nature: Short | None = None
    term: Short | None = None
    category: Short | None = None
    lead: Short | None = None
    amount_yuan: Annotated[str, StringConstraints(max_length=24, pattern=r"^[0-9]{1,13}(\.[0-9]{1,2})?$")]
    annual_goal: Long | None = None
    medium_goal: Long | None = None
    plan: list[PointData] = Field(default_factory=list, max_length=12)
    indicators: list[IndicatorData] = Field(default_factory=list, max_length=200)

    def said(self) -> facts.Filing:
        """Return the table as facts."""
        rows = tuple(facts.Indicator(**row.dict(), no=number) for number, row in enumerate(self.indicators))
        head = self.dict(exclude={"amount_yuan", "plan", "indicators"})
        plan = tuple(facts.PlanPoint(point.by, point.percent) for point in self.plan)
        amount = Money.parse(self.amount_yuan, "元")
        return facts.Filing(projects=(facts.Project(**head, amount=amount, amount_unit="元", plan=plan, indicators=rows),))

    @staticmethod
    def of(project: facts.Project) -> ProjectData:
        """Return a table as it goes out; nothing is checked on the way, for it was checked when it came in."""
        rows = [
            IndicatorData.model_construct(**{name: getattr(row, name) for name in IndicatorData.model_fields}) for row in project.indicators
        ]
        head = {name: getattr(project, name) for name in ProjectData.model_fields if hasattr(project, name)}
        money = (project.amount or Money(0)).yuan().replace(",", "")
        plan = [PointData.model_construct(by=point.by, percent=point.percent) for point in project.plan]
        return ProjectData.model_construct(**head | {"amount_yuan": money, "plan": plan, "indicators": rows, "name": project.name or ""})


class TargetOut(Schema):
    """A target: where it stands."""

    id: int
    unit: int
    filer: int
    year: int
    kind: str
    name: str
    code: str
    amount_fen: int
    state: str
    since: datetime
    round: int
    edition: int
    version: int

    @staticmethod
    def of(target: Target) -> TargetOut:
        """Return a target as it goes out."""
        return TargetOut(
            id=target.pk,
            unit=target.unit_id,
            filer=target.filer_id,
            year=target.year,
            kind=target.kind,
            name=target.name,
            code=target.code,
            amount_fen=target.fen,
            state=target.state,
            since=target.since,
            round=target.round,
            edition=target.edition,
            version=target.version,
        )


class TargetWhole(Schema):
    """A target with what it says now."""

    target: TargetOut
    projects: list[ProjectData]


class VersionOut(Schema):
    """An approved version: its paper, its day, its fingerprint (SHA-256 of the facts text)."""

    number: int
    document: str
    since: date
    at: datetime
    amount_fen: int
    cause: str
    sha256: str
    facts: str

    @staticmethod
    def of(version: Version) -> VersionOut:
        """Return a version as it goes out."""
        return VersionOut(
            number=version.number,
            document=version.document,
            since=version.since,
            at=version.at,
            amount_fen=version.fen,
            cause=version.cause,
            sha256=version.sha256,
            facts=version.facts_text,
        )


class FindingOut(Schema):
    """One open finding."""

    rule: str
    severity: str
    path: str
    place: str
    message: str
    suggestion: str

    @staticmethod
    def of(mark: Mark) -> FindingOut:
        """Return a finding as it goes out."""
        return FindingOut(
            rule=mark.rule.code,
            severity=mark.severity.code,
            path=mark.place.path,
            place=str(mark.place),
            message=mark.message,
            suggestion=mark.suggestion,
        )


class ImportIn(Schema):
    """A target to be opened as a draft in a unit."""

    unit: Annotated[int, Field(ge=1, le=2**63 - 1)]  # the unit that is responsible
    year: Annotated[int, Field(ge=FIRST, le=LAST)]
    project: ProjectData


class RewriteIn(Schema):
    """What a draft is to say, and which version of it was seen."""

    version: int
    project: ProjectData


class TokenForm(forms.Form):
    """A token asked for."""

    name = forms.CharField(label="用途", max_length=60, help_text="给哪个系统、作什么用")
    scopes = forms.MultipleChoiceField(label="范围", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=DAYS, initial=90)
