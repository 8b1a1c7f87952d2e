"""All of a department's money of one year as facts, in a fixed number of questions however long the year is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Sum

from jixiao.accounts.models import User
from jixiao.kernel.money import ZERO, Money
from jixiao.organisations.models import Unit
from jixiao.spending import facts
from jixiao.spending.models import Acceptance, Contract, Invoice, Paper, Payee, Payment, Procurement, Quota, Signature
from jixiao.spending.states import HOLDING, SPENT
from jixiao.spending.sums.progress import calendar_of, points_of
from jixiao.targets.models import Target, Version

from .meetings import decisions_of
from .settings import adoption_for

CHUNK = 5_000
COLUMNS = (
    "pk", "number", "quota", "matter", "title", "payee", "fen", "whole", "state", "policy", "strict", "band", "author", "asked_at",
    "method", "stage", "contract", "procurement", "item", "topic", "orderer", "sender", "booker", "paid_at", "reverses", "indicator", "batch",
)  # fmt: skip


def year_of(unit: Unit, year: int, on: date) -> facts.Year:
    """Return a department's money of a year, looked at on a day."""
    holidays, workdays = calendar_of(year)
    quotas = {row.pk: row.facts() for row in Quota.objects.filter(unit=unit, year=year)}
    contracts = Contract.objects.filter(filer=unit).select_related("signer")
    before = _before(unit, year)
    bought = Procurement.objects.filter(filer=unit).select_related("buyer")
    return facts.Year(
        unit=unit.name,
        credit_code=unit.credit,
        year=year,
        on=on,
        payments=tuple(_payments(unit, year, quotas)),
        quotas=quotas,
        contracts={row.pk: replace(row.facts(), before=before.get(row.pk, ZERO)) for row in contracts},
        acceptances=tuple(row.facts() for row in Acceptance.objects.filter(filer=unit).select_related("by")),
        procurements={row.pk: row.facts() for row in bought},
        decisions=decisions_of(unit, year - 1) | decisions_of(unit, year),  # December's meeting decides for January
        allowed=_allowed(quotas.values()),
        plans=plans_of(unit, year),
        cards=frozenset(Payment.objects.filter(filer=unit, year=year, card__isnull=False).values_list("pk", flat=True)),
        workdays=workdays,
        holidays=holidays,
        limits=adoption_for(unit, on).limits,
    )


def plans_of(unit: Unit, year: int) -> dict[str, tuple[tuple[date, int], ...]]:
    """Return the cumulative spending plan of every approved project of a department's year, by project."""
    targets = Target.objects.filter(filer=unit, year=year, kind="project", edition__gte=1)
    rows = Version.objects.filter(target__in=targets, number=F("target__edition")).select_related("target")
    found = {}
    for row in rows:
        said = row.facts()
        if said.projects and (points := points_of(said.projects[0].plan, year)):
            found[row.target.name] = points
    return found


def _before(unit: Unit, year: int) -> dict[int, Money]:
    """Return what was asked for and paid under each contract in the years before, refunds taken off."""
    counted = Payment.objects.filter(filer=unit, year__lt=year, contract__isnull=False, state__in=[*HOLDING, *SPENT])
    rows = counted.order_by().values("contract").annotate(fen=Sum("fen")).values_list("contract", "fen")
    return {contract: Money(int(fen)) for contract, fen in rows if contract is not None}


def _payments(unit: Unit, year: int, quotas: dict[int, facts.Quota]) -> Iterator[facts.Payment]:
    people = {pk: person for pk, person in User.objects.exclude(person=None).values_list("pk", "person") if person is not None}
    payees = {row.pk: row.facts() for row in Payee.objects.filter(unit=unit)}
    signed, papers, invoices = _signed(unit, year, people), _papers(unit, year), _invoices(unit, year)
    nowhere = facts.Quota(0, "", "", "", "", Money(0))
    nobody = facts.Payee(0, "")
    rows = Payment.objects.filter(filer=unit, year=year).order_by("pk").values_list(*COLUMNS)
    for row in rows.iterator(CHUNK):
        said: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        pk, quota = said["pk"], quotas.get(said["quota"] or 0, nowhere)
        yield facts.Payment(
            number=pk,
            code=f"支〔{year}〕{said['number']:04d}号" if said["number"] else "",
            project=quota.project,
            quota=said["quota"],
            function=quota.function,
            economic=quota.economic,
            source=quota.source,
            matter=said["matter"],
            title=said["title"],
            payee=payees.get(said["payee"] or 0, nobody),
            amount=Money(said["fen"]),
            whole=Money(said["whole"] or said["fen"]),
            state=said["state"],
            policy=said["policy"],
            strict=said["strict"],
            band=said["band"],
            applicant=people.get(said["author"], said["author"]),
            asked=said["asked_at"],
            method=said["method"],
            stage=said["stage"],
            signed=tuple(signed.get(pk, ())),
            papers=tuple(papers.get(pk, ())),
            invoices=tuple(invoices.get(pk, ())),
            contract=said["contract"],
            procurement=said["procurement"],
            item=said["item"],
            decision=said["topic"],
            orderer=people.get(said["orderer"], said["orderer"]),
            sender=people.get(said["sender"], said["sender"]),
            booker=people.get(said["booker"], said["booker"]),
            paid_at=said["paid_at"],
            reverses=said["reverses"],
            indicator=said["indicator"],
            opening=said["batch"] is not None,
        )


def _signed(unit: Unit, year: int, people: dict[int, int]) -> dict[int, list[facts.Signed]]:
    """Return the signatures given in the last round of each payment."""
    found: dict[int, list[facts.Signed]] = defaultdict(list)
    rows = Signature.objects.filter(payment__filer=unit, payment__year=year, round=F("payment__round"), at__isnull=False)
    for payment, step, by, at, behalf in (
        rows.order_by("payment", "position").values_list("payment", "step", "by", "at", "on_behalf").iterator(CHUNK)
    ):
        if by is not None and at is not None:
            found[payment].append(facts.Signed(step, people.get(by, by), at, people.get(behalf, behalf) if behalf else None))
    return found


def _papers(unit: Unit, year: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Paper.objects.filter(filer=unit, payment__year=year, gone_at=None).order_by("pk")
    for payment, kind in rows.values_list("payment", "kind").iterator(CHUNK):
        if payment is not None:
            found[payment].append(kind)
    return found


def _invoices(unit: Unit, year: int) -> dict[int, list[facts.Invoice]]:
    found: dict[int, list[facts.Invoice]] = defaultdict(list)
    columns = ("payment", "key", "fen", "on", "seller", "seller_code", "buyer", "buyer_code")
    rows = Invoice.objects.filter(filer=unit, payment__year=year, void=False).order_by("pk")
    for payment, key, fen, *more in rows.values_list(*columns).iterator(CHUNK):
        found[payment].append(facts.Invoice(key, Money(fen), *more))
    return found


def _allowed(quotas: Any) -> dict[str, frozenset[str]]:
    """Return the economic classes of each project's budget: those it has money under."""
    found: dict[str, set[str]] = defaultdict(set)
    for quota in quotas:
        found[quota.project].add(quota.economic)
    return {project: frozenset(classes) for project, classes in found.items()}
