"""What internal supervision finds in a department's year of money, each with the payments behind it and the reason it was left, if any."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Rule, Severity
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending import book
from jixiao.spending.facts import Suspicion
from jixiao.spending.models import Payment, Waiver

from .yearly import year_of

GRADES = tuple(sorted(Severity, reverse=True))


@dataclass(frozen=True, slots=True)
class Found:
    """One suspicion under its name: the rule, the sentence, the payments behind it, and the reason it was left."""

    name: str
    rule: Rule
    suspicion: Suspicion
    payments: tuple[Payment, ...] = ()
    waiver: Waiver | None = None

    @property
    def amount(self) -> Money:
        """What the payments behind it come to."""
        return Money(sum(one.fen for one in self.payments))

    @property
    def basis(self) -> str:
        """The law the rule rests on, as the rulebook is sure of it."""
        return "、".join(self.rule.basis) or "系统默认"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the findings is asked for."""

    severity: str = ""
    rule: str = ""
    words: str = ""
    left: bool = False  # those explained

    def wants(self, one: Found) -> bool:
        """Say whether a finding is asked for."""
        said = f"{one.rule.title}{one.suspicion.message}{one.suspicion.project}"
        fits = (not self.severity or one.rule.severity.code == self.severity) and (not self.rule or one.rule.code == self.rule)
        return fits and all(word in said for word in self.words.split()) and self.left == (one.waiver is not None)


def day(at: datetime) -> date:
    """Return the day of a moment in the office's own zone."""
    return timezone.localdate(at)


def name_of(rule: Rule, suspicion: Suspicion) -> str:
    """Return the name of a suspicion: the same as long as the rule finds the same in the same payments."""
    said = "|".join([rule.code, suspicion.project, suspicion.key, *map(str, sorted(suspicion.payments))])
    return hashlib.sha256(said.encode()).hexdigest()


def findings(unit: Unit, year: int, on: date) -> list[Found]:
    """Run every rule over a department's year; hardest first."""
    filer = department_of(unit)
    raw = list(book.examine(year_of(filer, year, on)))
    numbers = {number for _rule, suspicion in raw for number in suspicion.payments}
    rows = {row.pk: row for row in Payment.objects.filter(pk__in=numbers).select_related("payee", "unit")} if numbers else {}
    left = {row.key: row for row in Waiver.objects.filter(unit=filer, year=year, withdrawn_at=None).select_related("by")}
    result = []
    for rule, suspicion in raw:
        name = name_of(rule, suspicion)
        behind = tuple(rows[number] for number in suspicion.payments if number in rows)
        result.append(Found(name, rule, suspicion, behind, left.get(name)))
    return result


def found_named(unit: Unit, year: int, on: date, name: str) -> Found | None:
    """Return a suspicion that is there now by its name."""
    return next((one for one in findings(unit, year, on) if one.name == name), None)


def refusal_to_explain(found: Found) -> str | None:
    """Return why a suspicion may not be left as it is, or None."""
    if found.rule.severity is Severity.BLOCK:
        return f"「{found.rule.title}」是阻断问题，不能以说明代替改正"
    return None


def counted(found: Sequence[Found]) -> list[tuple[Severity, int]]:
    """Return how many open ones there are of each severity."""
    counts = Counter(one.rule.severity for one in found if one.waiver is None)
    return [(grade, counts[grade]) for grade in GRADES]


def rules_run(found: Sequence[Found], on: date) -> list[tuple[Rule, int]]:
    """Return every rule that ran with how many open ones it found."""
    counts = Counter(one.rule.code for one in found if one.waiver is None)
    return [(rule, counts[rule.code]) for rule in book.in_force(on)]


def waiver_for(user: User, on: date, number: int) -> Waiver:
    """Return a reason; of a department a person does not supervise, it is not there."""
    found = Waiver.objects.filter(pk=number).select_related("unit").first()
    if found is None or not user.may(Permission.SUPERVISE, found.unit, on):
        raise Http404
    return found
