"""A department with one record of every kind, and which address takes which record. A new address adds one line to RECORDS."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import Delegation, Seat, User
from jixiao.accounts.tests.people import NOON, a_person, a_unit
from jixiao.api import actions as api
from jixiao.api.facts import SCOPES
from jixiao.api.models import Token
from jixiao.assets.actions import cards as assets
from jixiao.assets.actions import counts, disposals, promises
from jixiao.assets.models import Card, Count, Disposal, Promise
from jixiao.audit.models import Event
from jixiao.documents import actions as documents
from jixiao.documents.models import Fill, Upload
from jixiao.entrance import actions as entrance
from jixiao.entrance.models import Session
from jixiao.evidence.actions import entries as evidence
from jixiao.evidence.actions import links
from jixiao.evidence.models import Batch as Taken
from jixiao.evidence.models import Entry, File, Proof, Survey
from jixiao.evidence.queries import links as queries_of_links
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.library import actions as library
from jixiao.library.models import Item, Proposal
from jixiao.library.tests.people import a_draft
from jixiao.monitoring.actions.freezing import Freezing
from jixiao.monitoring.models import Deviation, Round, Task
from jixiao.monitoring.samples import sheet as a_sheet
from jixiao.office.facts import Cell, Document, Table, encode
from jixiao.organisations.models import Roster, Unit
from jixiao.review.models import Assessment
from jixiao.review.tests.season import Season, a_target, facts_named, pass_up
from jixiao.spending.actions import contracts, meetings, payments, quotas
from jixiao.spending.models import (
    Batch,
    Contract,
    Hold,
    Invoice,
    Meeting,
    Paper,
    Payee,
    Payment,
    Procurement,
    Quota,
    QuotaChange,
    Topic,
    Waiver,
)
from jixiao.targets import actions as targets
from jixiao.targets.models import Filing, Target

from .test_access import SAMPLES, Address

EMPTY = json.dumps({"blocks": [], "doubts": []})
HEAD, ROW = ("日期", "回单号", "收款人", "金额"), ("2022-03-01", "1", "某公司", "1.00")
TOLD = Document((Table(tuple(Cell(row, place, text) for row, said in enumerate((HEAD, ROW)) for place, text in enumerate(said))),))


@dataclass
class Ground:
    """One department and what it has; each record is made when first asked for."""

    bureau: Unit
    unit: Unit

    @classmethod
    def of(cls, bureau: Unit, name: str, code: str) -> Ground:
        return cls(bureau, a_unit(bureau, name, code))

    @cached_property
    def section(self) -> Unit:
        return a_unit(self.unit, "业务科", "01")

    @cached_property
    def people(self) -> dict[Role, User]:
        """One person a role, in the department; reviewers of the bureau stand there too, so that they see no other."""
        return {role: a_person(self.unit, f"{self.unit.code}{role.value}", role) for role in Role}

    @cached_property
    def season(self) -> Season:
        who = self.people
        return Season(
            self.bureau,
            self.unit,
            self.section,
            who[Role.PROJECT_OFFICER],
            who[Role.SECTION_HEAD],
            who[Role.FINANCE_HEAD],
            who[Role.CHIEF],
            who[Role.FISCAL_REVIEWER],
        )

    @cached_property
    def target(self) -> Target:
        return pass_up(self.season, a_target(self.season), "已批复")

    @cached_property
    def draft(self) -> Target:
        return a_target(self.season, "另一个项目")

    @cached_property
    def upload(self) -> Upload:
        file = settings.SAMPLE_FILE
        return documents.receive(self.unit, file.name, file.read_bytes(), by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def fill(self) -> Fill:
        """A workbook filled offline."""
        said = {"unit": self.unit, "year": 2022, "name": "填报表.xlsx", "sha256": "0" * 64, "size": 1, "document": EMPTY}
        return Fill.objects.create(**said, by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def filing(self) -> Filing:
        return targets.file(self.unit, facts_named(), title="目标", pack="standard", by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def seat(self) -> Seat:
        return Seat.objects.get(user=self.people[Role.CHIEF])

    @cached_property
    def loan(self) -> Delegation:
        at = timezone.now()
        since = timezone.localdate(at)
        giver, taker = self.people[Role.CHIEF], self.people[Role.MEETING_SECRETARY]
        return accounts.delegate(
            self.seat, taker, since=since, until=since + timedelta(days=9), reason="外出", document="1号", by=giver, at=at
        )

    @cached_property
    def session(self) -> Session:
        who = self.people[Role.FINANCE_OFFICER]
        return entrance.open_session(who, "d" * 64, address="10.0.0.1", near="10.0.0.*", device="浏览器", by=who, at=timezone.now())

    @cached_property
    def token(self) -> Token:
        who = self.people[Role.FINANCE_OFFICER]
        api.issue(self.unit, "财务系统", [*SCOPES][:1], 30, by=who, at=timezone.now())
        return Token.objects.get(user=who)

    @cached_property
    def roster(self) -> Roster:
        return Roster.objects.create(unit=self.unit, name="清单.xlsx", document=EMPTY, by=1, at=NOON)

    @cached_property
    def item(self) -> Item:
        return library.propose(self.unit, a_draft(), "本市用得着", by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def proposal(self) -> Proposal:
        return Proposal.objects.get(item=self.item)

    @cached_property
    def meeting(self) -> Meeting:
        leads = meetings.Called(self.people[Role.CHIEF], "局长", leads=True)
        return meetings.call(self.unit, "党组会", NOON.date(), "", [leads], by=self.people[Role.MEETING_SECRETARY], at=NOON)

    @cached_property
    def topic(self) -> Topic:
        return meetings.propose(self.meeting, "制度", "重大决策", by=self.people[Role.MEETING_SECRETARY], at=NOON)

    @cached_property
    def payment(self) -> Payment:
        return payments.open_payment(self.section, 2022, "场地租用", Money(150_000), by=self.people[Role.PROJECT_OFFICER], at=NOON)

    @cached_property
    def quota(self) -> Quota:
        said = {"unit": self.unit, "year": 2022, "target": self.target, "project": self.target.name, "function": "2160299"}
        return Quota.objects.create(**said, economic="30227", approved=100, at=NOON)

    @cached_property
    def quota_change(self) -> QuotaChange:
        officer = self.people[Role.FINANCE_OFFICER]
        return quotas.propose(self.quota, Money(1), "追加", "1号", by=officer, at=NOON)

    @cached_property
    def batch(self) -> Batch:
        said = {
            "unit": self.unit,
            "year": 2022,
            "kind": "treasury",
            "name": "国库.xlsx",
            "sha256": "0" * 64,
            "data": b"",
            "document": json.dumps(encode(TOLD)),
        }
        return Batch.objects.create(**said, by=self.people[Role.ACCOUNTANT], at=NOON)

    @cached_property
    def suspicion(self) -> Waiver:
        said = {"unit": self.unit, "year": 2022, "rule": "IC-04", "key": "0" * 64, "reason": "分别结算"}
        return Waiver.objects.create(**said, by=self.people[Role.FINANCE_HEAD], at=NOON)

    @cached_property
    def payee(self) -> Payee:
        return contracts.add_payee(self.unit, "某公司", "单位", by=self.people[Role.PROJECT_OFFICER], at=NOON)

    @cached_property
    def procurement(self) -> Procurement:
        said = {"name": "会展服务", "item": "会议和展览服务", "goods": "服务", "method": "询价", "fen": 100}
        return contracts.open_procurement(self.section, 2022, said, by=self.people[Role.PROJECT_OFFICER], at=NOON)

    @cached_property
    def contract(self) -> Contract:
        said = {"code": "1号", "name": "会展合同", "payee": self.payee, "fen": 100, "signed": NOON.date()}
        return contracts.sign_contract(self.section, 2022, said, by=self.people[Role.PROJECT_OFFICER], at=NOON)

    def paper(self, **owner: Model) -> Paper:
        """Put a paper to it whose bytes are missing."""
        said = {"filer": self.unit, "kind": "其他", "name": "1.pdf", "sha256": "0" * 64, "size": 1}
        return Paper.objects.create(**said, **owner, by=self.people[Role.PROJECT_OFFICER], at=NOON)

    def invoice(self) -> Invoice:
        """Write an invoice down that was taken back again, so that there may be another."""
        said = {"filer": self.unit, "key": "1", "fen": 1, "on": NOON.date(), "seller": "某公司", "void": True}
        return Invoice.objects.create(**said, payment=self.payment)

    def a_card(self) -> Card:
        """Make an asset card."""
        who = self.people
        said = {
            "category": "laptop",
            "name": "电脑",
            "quantity": 1,
            "fen": 600_000,
            "origin": "原有",
            "acquired": NOON.date(),
            "place": "302室",
        }
        said |= {"years": 6, "keeper": who[Role.CHIEF]}
        return assets.make_card(self.section, said, by=who[Role.ASSET_KEEPER], at=NOON)

    @cached_property
    def card(self) -> Card:
        return self.a_card()

    @cached_property
    def moving_card(self) -> Card:
        """An asset that waits to be handed to another section."""
        one, who = self.a_card(), self.people
        assets.transfer(one, self.unit, who[Role.CHIEF], "1室", "需要", by=who[Role.ASSET_KEEPER], at=NOON)
        return one

    @cached_property
    def count(self) -> Count:
        assert self.card
        return counts.issue(self.unit, NOON.date(), by=self.people[Role.ASSET_KEEPER], at=NOON)

    @cached_property
    def disposal(self) -> Disposal:
        return disposals.propose(self.unit, [self.a_card()], "报废", "坏了", by=self.people[Role.ASSET_KEEPER], at=NOON)

    @cached_property
    def promise(self) -> Promise:
        by = self.people[Role.ASSET_KEEPER]
        return promises.promise(self.unit, 2022, "购置", "长期使用≥10年", years=10, since=NOON.date(), by=by, at=NOON)

    @cached_property
    def entry(self) -> Entry:
        texts = {"on": "2022-03-01", "name": "春季展会", "kind": "展会"}
        return evidence.add(self.unit, 2022, "activities", texts, by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def file(self) -> File:
        """An evidence file whose bytes are missing."""
        said = {"unit": self.unit, "sha256": "0" * 64, "name": "验收单.pdf", "kind": "pdf", "size": 1}
        return File.objects.create(**said, by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def proof(self) -> Proof:
        said = {"unit": self.unit, "file": self.file, "entry": self.entry, "kind": "原始凭证"}
        return Proof.objects.create(**said, by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def taken(self) -> Taken:
        said = {"unit": self.unit, "filer": self.unit, "year": 2022, "ledger": "activities", "name": "活动.xlsx", "sha256": "0" * 64}
        told = Document(
            (Table((*(Cell(0, place, text) for place, text in enumerate(("举办日期", "活动名称", "类型"))), Cell(1, 1, "展会"))),)
        )
        return Taken.objects.create(**said, data=b"", document=json.dumps(encode(told)), by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def linked(self) -> Target:
        """A target whose first indicator is stated by hand."""
        place = queries_of_links.indicators_of(self.target)[0][0]
        links.link(self.target, place, "stated", by=self.people[Role.FINANCE_OFFICER], at=NOON)
        return self.target

    @cached_property
    def survey(self) -> Survey:
        place = queries_of_links.indicators_of(self.target)[1][0]
        said = {"unit": self.section, "filer": self.unit, "year": 2022, "target": self.target, "place": place, "title": "满意度"}
        said |= {"about": "参展企业", "way": "平均分", "questions": ["满意吗？"], "since": date(2022, 1, 1), "until": date(2099, 1, 1)}
        return Survey.objects.create(**said, by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def round(self) -> Round:
        """A round whose one table is being filled."""
        said = {"unit": self.unit, "year": 2022, "word": "1—7月", "until": date(2022, 7, 31), "due": date(2022, 8, 31), "basis": "产品默认"}
        return Round.objects.create(**said, preset="DEFAULT", scheme="CN2020", total=2, by=self.people[Role.FINANCE_OFFICER], at=NOON)

    @cached_property
    def table(self) -> Task:
        """A filled table of a round."""
        made = Task.objects.create(round=self.round, target=self.target, unit=self.section, filer=self.unit, since=NOON)
        sheet = replace(a_sheet(), project=self.target.name)
        Freezing(self.people[Role.FINANCE_OFFICER], NOON).freeze(made, sheet, "issued")
        return made

    @cached_property
    def deviation(self) -> Deviation:
        return Freezing(self.people[Role.FINANCE_OFFICER], NOON).open(self.table, "预警：支付慢")

    @cached_property
    def hold(self) -> Hold:
        said = {"unit": self.section, "target": self.target, "kind": "暂停支付", "reason": "库存不足", "source": "2022-监-001"}
        return Hold.objects.create(**said, by=self.people[Role.CHIEF], at=NOON)

    @cached_property
    def event(self) -> Event:
        return Event.objects.filter(subject=f"targets.target:{self.target.pk}").latest("seq")


Arguments = Callable[[Ground], list[object]]
NUMBER, CODE = str(SAMPLES["int"]), str(SAMPLES["uuid"])
PERSON: Arguments = lambda it: [it.people[Role.FINANCE_OFFICER].pk]  # noqa: E731 - one line a record
UNIT: Arguments = lambda it: [it.unit.pk]  # noqa: E731
UNIT_YEAR: Arguments = lambda it: [it.unit.pk, 2022]  # noqa: E731
FILE_OF: Arguments = lambda it: [it.upload.pk]  # noqa: E731
FILE_PART: Arguments = lambda it: [it.upload.pk, 1]  # noqa: E731
TARGET: Arguments = lambda it: [it.target.pk]  # noqa: E731
DRAFT_OF: Arguments = lambda it: [it.draft.pk]  # noqa: E731

# One record of every table that is seen through a person.
TABLES: dict[type[Model], Callable[[Ground], Model]] = {
    User: lambda it: it.people[Role.FINANCE_OFFICER],
    Unit: lambda it: it.unit,
    Seat: lambda it: it.seat,
    Delegation: lambda it: it.loan,
    Upload: lambda it: it.upload,
    Fill: lambda it: it.fill,
    Filing: lambda it: it.filing,
    Target: lambda it: it.target,
    Item: lambda it: it.item,
    Proposal: lambda it: it.proposal,
    Payment: lambda it: it.payment,
    Contract: lambda it: it.contract,
    Procurement: lambda it: it.procurement,
    Quota: lambda it: it.quota,
    Batch: lambda it: it.batch,
    Meeting: lambda it: it.meeting,
    Card: lambda it: it.card,
    Count: lambda it: it.count,
    Disposal: lambda it: it.disposal,
    Promise: lambda it: it.promise,
    Topic: lambda it: it.topic,
    Entry: lambda it: it.entry,
    File: lambda it: it.file,
    Taken: lambda it: it.taken,
    Survey: lambda it: it.survey,
    Round: lambda it: it.round,
    Task: lambda it: it.table,
    Deviation: lambda it: it.deviation,
    Hold: lambda it: it.hold,
    Event: lambda it: it.event,
}

# What an address with one argument takes, by how it begins.
PREFIXES: dict[str, Arguments] = {
    f"/people/{NUMBER}/": PERSON,
    f"/units/{NUMBER}/": UNIT,
    f"/files/{CODE}/": FILE_OF,
    f"/targets/{NUMBER}/": TARGET,
    f"/targets/offline/{CODE}/": lambda it: [it.fill.pk],
    f"/review/{NUMBER}/": TARGET,
    f"/spending/{NUMBER}/": lambda it: [it.payment.pk],
    f"/spending/contracts/{NUMBER}/": lambda it: [it.contract.pk],
    f"/spending/procurements/{NUMBER}/": lambda it: [it.procurement.pk],
    f"/spending/meetings/{NUMBER}/": lambda it: [it.meeting.pk],
    f"/spending/topics/{NUMBER}/": lambda it: [it.topic.pk],
    f"/spending/exchange/{NUMBER}/": lambda it: [it.batch.pk],
    f"/evidence/entries/{NUMBER}/": lambda it: [it.entry.pk],
    f"/evidence/batches/{NUMBER}/": lambda it: [it.taken.pk],
    f"/evidence/indicators/{NUMBER}/": TARGET,
    f"/evidence/files/{NUMBER}/": lambda it: [it.file.pk],
    f"/evidence/proofs/{NUMBER}/": lambda it: [it.proof.pk],
    f"/evidence/surveys/{NUMBER}/": lambda it: [it.survey.pk],
    f"/monitoring/rounds/{NUMBER}/": lambda it: [it.round.pk],
    f"/monitoring/tables/{NUMBER}/": lambda it: [it.table.pk],
    f"/monitoring/deviations/{NUMBER}/": lambda it: [it.deviation.pk],
    f"/assets/{NUMBER}/": lambda it: [it.card.pk],
    f"/assets/counts/{NUMBER}/": lambda it: [it.count.pk],
    f"/assets/disposals/{NUMBER}/": lambda it: [it.disposal.pk],
    f"/assets/promises/{NUMBER}/": lambda it: [it.promise.pk],
}

# The others, one by one.
RECORDS: dict[str, Arguments] = {
    "accounts:delegation": lambda it: [it.loan.pk],
    "accounts:end_delegation": lambda it: [it.loan.pk],
    "accounts:lend": lambda it: [it.seat.pk],
    "accounts:unseat": lambda it: [it.seat.pk],
    "api:end": lambda it: [it.token.pk],
    "assets:decide": lambda it: [it.moving_card.pk],
    "assets:mark": lambda it: [it.count.pk, it.count.lines.earliest("pk").pk],
    "audit:event": lambda it: [it.event.pk],
    "audit:record": lambda it: ["targets.target", it.target.pk],
    "documents:project": FILE_PART,
    "documents:settle": FILE_PART,
    "documents:undo": FILE_PART,
    "documents:withdraw": FILE_PART,
    "entrance:clear": PERSON,
    "entrance:end": lambda it: [it.session.pk],
    "entrance:end_all": PERSON,
    "entrance:person": PERSON,
    "entrance:unlock": PERSON,
    "evidence:indicator": lambda it: [it.target.pk, 1],
    "evidence:link": lambda it: [it.target.pk, 1],
    "evidence:unlink": lambda it: [it.linked.pk, 1],
    "evidence:state": lambda it: [it.linked.pk, 1],
    "evidence:prove": lambda it: [it.target.pk, 1],
    "monitoring:move": lambda it: [it.table.pk, "submit"],
    "monitoring:dispose": lambda it: [it.deviation.pk, "check"],
    "monitoring:change": lambda it: [it.deviation.pk, 1],
    "library:again": lambda it: [it.item.code],
    "library:decide": lambda it: [it.proposal.pk],
    "library:entry": lambda it: [it.item.code],
    "library:past": lambda it: [it.item.code],
    "library:retire": lambda it: [it.item.code],
    "library:withdraw": lambda it: [it.proposal.pk],
    "documents:paper": lambda it: [it.target.pk, "seed", "docx"],
    "documents:payment_paper": lambda it: [it.payment.pk, "qingshi", "docx"],
    "documents:minutes": lambda it: [it.meeting.pk, "docx"],
    "documents:monitoring_form": lambda it: [it.table.pk, "docx"],
    "documents:monitoring_tables": lambda it: [it.round.pk, "xlsx"],
    "documents:monitoring_report": lambda it: [it.round.pk, "docx"],
    "organisations:apply": lambda it: [it.roster.pk],
    "organisations:follow": UNIT_YEAR,
    "organisations:marked": lambda it: [it.roster.pk],
    "organisations:roster": lambda it: [it.roster.pk],
    "organisations:season": UNIT_YEAR,
    "organisations:years": UNIT_YEAR,
    "review:assessment": lambda it: [it.target.pk, Assessment.objects.filter(target=it.target).latest("pk").pk],
    "spending:quota": lambda it: [it.quota.pk],
    "spending:quota_decide": lambda it: [it.quota_change.pk, "agree"],
    "spending:quota_open": TARGET,
    "spending:quota_target": lambda it: [it.quota.target_id],
    "spending:supervision_reopen": lambda it: [it.suspicion.pk],
    "spending:paper": lambda it: [it.payment.pk, it.paper(payment=it.payment).pk],
    "spending:paper_drop": lambda it: [it.payment.pk, it.paper(payment=it.payment).pk],
    "spending:invoice_drop": lambda it: [it.payment.pk, it.invoice().pk],
    "spending:contract_paper": lambda it: [it.contract.pk, it.paper(contract=it.contract).pk],
    "targets:drop": DRAFT_OF,
    "targets:take": lambda it: [it.filing.pk],
    "targets:version": lambda it: [it.target.pk, 1],
}

# Parts of a record: the record is there for its own unit, the part with this number (or its bytes) need not be.
PARTS = {"monitoring:change", "documents:offline_marked", "documents:settle", "documents:undo", "documents:withdraw"}

# Who sees the records of every unit, with the reason.
SEES_ALL = {
    (Role.AUDIT_ADMIN, "audit:event"): "the audit administrator reads the whole log",
    (Role.AUDIT_ADMIN, "audit:record"): "the audit administrator reads the whole log",
}

# Addresses whose argument names no record of a unit, with the reason.
NO_RECORD = {
    "entrance:link": "a one-time link is itself the proof",
    "evidence:answer": "a ticket is itself the right to answer once",
    "review:rule": "the rules are the same for everybody",
    "documents:spending_ledger": "the ledger of the department one stands in: no number in it",
    "documents:spending_progress": "the execution of the department one stands in: no number in it",
    "documents:set_file": "the set of the unit one stands in: no number in it, and a choice out of reach is passed over",
    "evidence:ledger": "a ledger of the department one stands in: its kind is the same for everybody",
    "evidence:new": "a ledger of the department one stands in: its kind is the same for everybody",
    "evidence:close": "a ledger of the department one stands in: its kind is the same for everybody",
    "evidence:take": "a ledger of the department one stands in: its kind is the same for everybody",
    "evidence:export": "a ledger of the department one stands in: its kind is the same for everybody",
    "evidence:template": "a workbook to fill, the same for everybody",
    "spending:exchange_template": "a workbook to fill, the same for everybody",
    "interface:": "the endpoints ask for a token; their own walk is in jixiao/api/tests",
}


def taken(addresses: list[Address]) -> dict[str, Arguments]:
    """Return every address that takes a record, and which."""
    alone = [one for one in addresses if one.path.count(NUMBER) + one.path.count(CODE) == 1 and "/x" not in one.path]
    said = {one.name: record for one in alone for start, record in PREFIXES.items() if one.path.startswith(start)}
    return said | RECORDS
