"""What a department's money did in a year: quota, payments with their routes and proofs, meetings, contracts, procurement, invoices."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.roles import Permission

METHODS = {"unified": "国库集中支付", "direct": "财政直接支付", "authorized": "财政授权支付"}
STAGES = {"once": "一次付清", "advance": "预付款", "progress": "进度款", "final": "尾款"}
HOLDS = ("暂停支付", "停止拨款")  # 财预〔2019〕136号: serious deviation, loss or waste (RULEBOOK 1.5, disposal B)
SOURCES = ("一般公共预算", "政府性基金", "国有资本经营预算", "财政专户", "其他资金")


CONTRACT_FROM = Money(1_000_000)  # 10,000 元: from here a payment needs a contract (系统默认)


class PayeeKind(enum.StrEnum):
    """Who is paid."""

    COMPANY = "单位"
    PERSON = "个人"
    STAFF = "本单位职工"
    CASH = "现金"


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid (收款人): ``number`` tells two of one name apart; ``since`` is the day they first stood in the books."""

    number: int
    name: str
    kind: PayeeKind = PayeeKind.COMPANY
    credit_code: str = ""  # 统一社会信用代码
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """One quota (指标): what may be spent on a project under a function and an economic class from a source, in a year."""

    number: int
    project: str  # the project's name as approved
    function: str  # 支出功能分类, 7 digits
    economic: str  # 部门预算支出经济分类, 5 digits
    source: str
    approved: Money
    adjusted: Money = ZERO
    frozen: Money = ZERO
    paid: Money = ZERO

    @property
    def total(self) -> Money:
        """Approved and adjusted: what frozen and paid together never exceed."""
        return self.approved + self.adjusted

    @property
    def available(self) -> Money:
        """What is neither frozen nor paid."""
        return self.total - self.frozen - self.paid


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature a route asks for: which step, whose right, and why this amount needs it."""

    step: str  # a key of policies.STEPS: section, check, finance, vice, chief, meeting
    word: str  # 科室负责人, 财务审核, …
    permission: Permission | None  # None: a meeting decides, no single person signs
    why: str


@dataclass(frozen=True, slots=True)
class Route:
    """The way an amount takes (审批流程): its band, the signatures in order, the papers it needs."""

    policy: str
    band: str  # "A1", "A2", "A3"
    title: str  # 第一档 …
    signers: tuple[Signer, ...]
    papers: tuple[str, ...]  # 请示, 会议纪要, … needed besides the invoice
    exempt: str = ""  # why a step was left out, or ""

    @property
    def meets(self) -> bool:
        """Say whether a meeting must decide."""
        return any(signer.permission is None for signer in self.signers)


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a policy: amounts above (or from) ``floor`` take these steps."""

    code: str
    title: str
    floor: Money  # the boundary to the band below
    steps: tuple[str, ...]
    papers: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One approval policy (审批权限): bands by amount, lowest first, with the law and the dates it holds.

    ``strict`` says to which band the boundary amount itself belongs: the stricter (higher) one, or the lower one. ``exempt``
    holds economic classes that never need a meeting (wages and utilities on an approved list). ``examples`` are (元, exact text
    of the amount, strict, band) and prove the file.
    """

    code: str
    title: str
    basis: str
    since: date
    bands: tuple[Band, ...]
    until: date | None = None
    strict: bool = True
    exempt: tuple[str, ...] = ()
    examples: tuple[tuple[str, bool, str], ...] = ()

    def in_force(self, on: date) -> bool:
        """Say whether the policy may be adopted for a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature given: the step, the person (not the account), and when."""

    step: str
    person: int
    at: datetime
    on_behalf: int | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice (发票). ``key`` is the 20-digit number, or code and number joined, and is never used twice."""

    key: str
    amount: Money
    on: date
    seller: str
    seller_code: str = ""
    buyer: str = ""
    buyer_code: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract (合同): ``changes`` are approved supplements; ``bought`` the number of its procurement record, where there is one."""

    number: int
    code: str
    name: str
    payee: int
    amount: Money
    signed: date
    starts: date | None = None
    ends: date | None = None
    changes: Money = ZERO
    bought: int | None = None
    signer: int | None = None  # the person who signed it for the unit
    before: Money = ZERO  # asked for and paid under it in the years before the one looked at

    @property
    def ceiling(self) -> Money:
        """What may be paid under it."""
        return self.amount + self.changes


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One acceptance (履约验收) under a contract or of a single purchase."""

    contract: int | None
    payment: int | None
    on: date
    amount: Money
    person: int  # who accepted
    delivered: date | None = None


@dataclass(frozen=True, slots=True)
class Procurement:
    """One procurement (政府采购): its method and its dates. ``item`` is the catalogue item it is summed over a year by."""

    number: int
    item: str
    method: str  # 公开招标, 邀请招标, 竞争性谈判, 竞争性磋商, 询价, 单一来源, 框架协议, 自行采购
    amount: Money
    intended: date | None = None  # 采购意向公开
    awarded: date | None = None  # 中标、成交通知
    approved_method: bool = False  # 变更采购方式 was approved
    buyer: int | None = None  # the person who handled it


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided on one matter: up to how much, and how much has been ordered under it."""

    number: int
    matter: int
    meeting: str  # 局长办公会〔2022〕5号
    on: date
    limit: Money
    used: Money = ZERO


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment from request to archive (支出): what rules, sheets and pages look at. A refund or reversal has a negative amount."""

    number: int
    code: str  # 支〔2022〕0001号; "" while a draft
    project: str
    quota: int | None
    function: str
    economic: str
    source: str
    matter: int  # payments of one matter go by the amount of the whole
    title: str
    payee: Payee
    amount: Money
    whole: Money  # the amount the route was taken by: the whole matter, or its contract
    state: str
    policy: str
    strict: bool
    band: str
    applicant: int  # persons, not accounts
    asked: datetime
    method: str = "unified"
    stage: str = "once"
    signed: tuple[Signed, ...] = ()
    papers: tuple[str, ...] = ()  # kinds attached: 请示, 会议纪要, 合同, …
    invoices: tuple[Invoice, ...] = ()
    contract: int | None = None
    procurement: int | None = None
    item: str = ""  # 采购品目, for the sum over the year
    decision: int | None = None
    orderer: int | None = None  # 出纳
    sender: int | None = None  # 复核
    booker: int | None = None  # 会计
    paid_at: datetime | None = None
    reverses: int | None = None
    indicator: str = ""  # the indicator it serves
    card: int | None = None  # the asset card made from it
    opening: bool = False  # paid before the system was used (期初): its signatures and papers are on paper

    @property
    def is_paid(self) -> bool:
        """Say whether the money left."""
        return self.paid_at is not None


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of a region and year the rules work with: data of the pack, never in the middle of a rule."""

    thresholds: tuple[Money, ...] = (Money(200_000), Money(2_000_000))  # bands of the adopted policy
    contract_from: Money = CONTRACT_FROM
    buy_from: Money | None = None  # 分散采购限额; None: the region has not entered it
    tender_from: Money | None = None  # 公开招标数额
    split_days: int = 15
    near_share: int = 95  # per cent of a threshold
    card_days: int = 30
    closed: date | None = None  # 年终关账日


@dataclass(frozen=True, slots=True)
class Year:
    """All of a department's money of one year, as the internal-supervision rules see it."""

    unit: str
    credit_code: str
    year: int
    on: date  # the day it is looked at
    payments: Sequence[Payment] = ()
    quotas: Mapping[int, Quota] = field(default_factory=dict)
    contracts: Mapping[int, Contract] = field(default_factory=dict)
    acceptances: Sequence[Acceptance] = ()
    procurements: Mapping[int, Procurement] = field(default_factory=dict)
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)  # project → economic classes of its budget
    plans: Mapping[str, Sequence[tuple[date, int]]] = field(default_factory=dict)  # project → (day, planned per cent), cumulative
    cards: frozenset[int] = frozenset()  # payments with an asset card
    workdays: frozenset[date] = frozenset()  # weekend days worked
    holidays: frozenset[date] = frozenset()
    limits: Limits = Limits()
    policies: Mapping[str, Policy] = field(default_factory=dict)  # approval policies by code; book.examine puts the shelf's here


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a supervision rule found: a sentence, and the payments behind it (none: it is about a project or the year)."""

    payments: tuple[int, ...]
    message: str
    project: str = ""
    key: str = ""  # tells two findings of one rule apart where no payments do


@dataclass(frozen=True, slots=True)
class Member:
    """One person called to a meeting: ``number`` is the person, not the account; ``leads`` is the main leader, who speaks last."""

    number: int
    name: str
    post: str = ""
    leads: bool = False
    present: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said on a topic: 同意, 不同意 or 缓议, and their words."""

    member: Member
    stance: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """One topic of a meeting: what was asked, what each said in the order of speaking, what was decided and up to how much."""

    position: int
    title: str
    major: str  # 三重一大: 大额度资金运作, …
    asked: Money
    voices: tuple[Voice, ...] = ()
    outcome: str = ""  # "" before it is decided
    limit: Money = ZERO
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting (会议纪要): what the paper is written from. ``code`` and ``final`` are empty before they are final."""

    unit: str
    code: str  # 局长办公会〔2022〕5号
    kind: str
    on: date
    place: str
    chair: str
    secretary: str
    quorum: int
    present: tuple[Member, ...]
    absent: tuple[Member, ...]
    topics: tuple[Resolution, ...]
    final: date | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a department follows on a day: its policy, on which side a boundary amount falls, its limits, the day its books closed."""

    policy: Policy
    strict: bool = True
    limits: Limits = Limits()
    closed: date | None = None
