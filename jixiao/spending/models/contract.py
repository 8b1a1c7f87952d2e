"""Contracts, procurement and acceptance (合同、政府采购、履约验收): what was promised, how it was bought, that it came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.spending import facts

if TYPE_CHECKING:
    from jixiao.accounts.models import User

PROCUREMENT_METHODS = ("公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议", "自行采购")
GOODS = ("货物", "工程", "服务")


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> ContractQuerySet:
        """Return the contracts of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class ProcurementQuerySet(models.QuerySet["Procurement"]):
    """Procurements, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> ProcurementQuerySet:
        """Return the procurements of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Procurement(models.Model):
    """One procurement: what, how, and the day of each step. ``unit`` is the section, ``filer`` the department."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("采购项目", max_length=200)
    item = models.CharField("采购品目", max_length=100)
    goods = models.CharField("类别", max_length=10, default="服务")
    method = models.CharField("采购方式", max_length=20)
    fen = models.BigIntegerField("预算金额")
    intended = models.DateField("意向公开", null=True)
    published = models.DateField("公告", null=True)
    opened = models.DateField("开标", null=True)
    awarded = models.DateField("中标、成交通知", null=True)
    won = models.BigIntegerField("中标金额", default=0)
    winner = models.ForeignKey("spending.Payee", models.PROTECT, null=True, related_name="+", verbose_name="供应商")
    approval = models.CharField("变更采购方式批准文号", max_length=100, blank=True)
    buyer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="采购经办")
    at = models.DateTimeField("登记时间")

    objects: ClassVar[models.Manager[Procurement]] = models.Manager.from_queryset(ProcurementQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(method__in=PROCUREMENT_METHODS, goods__in=GOODS), name="procurement_is_of_a_kind"),
            models.CheckConstraint(
                condition=Q(fen__gt=0, won__gte=0) & ~Q(item="") & ~Q(name=""), name="procurement_says_what_and_how_much"
            ),
        ]
        indexes = [models.Index(fields=["filer", "year", "item"], name="procurement_by_item")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> facts.Procurement:
        """Return the procurement as facts."""
        return facts.Procurement(
            self.pk, self.item, self.method, Money(self.fen), self.intended, self.awarded, bool(self.approval), self.buyer.number
        )


class Contract(models.Model):
    """One contract; ``committed`` (asked for and not yet paid) and paid together never exceed its amount and approved changes."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("合同编号", max_length=60)
    name = models.CharField("合同名称", max_length=200)
    payee = models.ForeignKey("spending.Payee", models.PROTECT, related_name="+", verbose_name="对方")
    fen = models.BigIntegerField("合同金额")
    changes = models.BigIntegerField("变更金额", default=0)
    committed = models.BigIntegerField("在办金额", default=0)
    paid = models.BigIntegerField("已付金额", default=0)
    retention = models.BigIntegerField("质保金", default=0)
    signed = models.DateField("签订日期")
    starts = models.DateField("履行起", null=True)
    ends = models.DateField("履行止", null=True)
    terms = models.CharField("付款条件", max_length=500, blank=True)
    procurement = models.ForeignKey(Procurement, models.PROTECT, null=True, related_name="contracts", verbose_name="采购")
    drafter = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="拟订人")
    signer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="签订人")
    sealer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="用印人")
    at = models.DateTimeField("登记时间")

    objects: ClassVar[models.Manager[Contract]] = models.Manager.from_queryset(ContractQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "code"], name="one_contract_a_code"),
            models.CheckConstraint(
                condition=Q(fen__gt=0, committed__gte=0, paid__gte=0, retention__gte=0), name="contract_sums_are_not_negative"
            ),
            models.CheckConstraint(condition=Q(fen__gte=F("committed") + F("paid") - F("changes")), name="contract_is_not_exceeded"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="contract_has_code_and_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def facts(self) -> facts.Contract:
        """Return the contract as facts."""
        return facts.Contract(
            self.pk, self.code, self.name, self.payee_id, Money(self.fen), self.signed, self.starts, self.ends,
            Money(self.changes), self.procurement_id, self.signer.number if self.signer else None,
        )  # fmt: skip


class ContractChange(models.Model):
    """One approved supplement of a contract (补充协议), never changed."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="supplements")
    fen = models.BigIntegerField("变更金额")
    reason = models.CharField("理由", max_length=500)
    document = models.CharField("批准文号", max_length=100)
    signed = models.DateField("签订日期")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(fen=0) & ~Q(document=""), name="supplement_is_approved")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.fen}"

    @property
    def unit(self) -> models.Model:
        """The section."""
        return self.contract.unit


class Acceptance(models.Model):
    """One acceptance of what was delivered: by another person than who bought, signed or keeps it."""

    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="acceptances")
    payment = models.ForeignKey("spending.Payment", models.PROTECT, null=True, related_name="acceptances")
    on = models.DateField("验收日期")
    delivered = models.DateField("交付日期", null=True)
    fen = models.BigIntegerField("验收金额")
    opinion = models.CharField("验收意见", max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="验收人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(contract__isnull=False) | Q(payment__isnull=False), name="acceptance_is_of_something"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="acceptance_has_an_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id or self.payment_id} {self.on}"

    @property
    def unit(self) -> models.Model:
        """The section."""
        return self.contract.unit if self.contract else self.payment.unit  # type: ignore[union-attr]  # one of them stands

    def facts(self) -> facts.Acceptance:
        """Return the acceptance as facts."""
        return facts.Acceptance(self.contract_id, self.payment_id, self.on, Money(self.fen), self.by.number, self.delivered)
