"""Payments: who is paid for what matter, by which route, with whose signatures and which papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.spending import facts, states

if TYPE_CHECKING:
    from jixiao.accounts.models import User

PAPERS = ("请示", "合同", "验收单", "活动方案", "比价单", "明细", "会议纪要", "其他")


class Payee(models.Model):
    """Who a department pays (收款人)."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    name = models.CharField("名称", max_length=200)
    kind = models.CharField(
        "类别", max_length=10, choices=[(kind.value, kind.value) for kind in facts.PayeeKind], default=facts.PayeeKind.COMPANY
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    bank = models.CharField("开户行", max_length=100, blank=True)
    account = models.CharField("账号", max_length=40, blank=True)  # shown masked
    since = models.DateField("首次登记")

    class Meta:
        ordering = ["unit", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "credit_code", "account"], name="one_payee_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="payee_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> facts.Payee:
        """Return the payee as facts."""
        return facts.Payee(self.pk, self.name, facts.PayeeKind(self.kind), self.credit_code, self.since)


class Matter(models.Model):
    """One matter (事项): all payments of it go by the amount of the whole. ``fen`` is what the whole is said to come to."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("事项", max_length=200)
    fen = models.BigIntegerField("整件事金额")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="matter_has_a_name"),
            models.CheckConstraint(condition=Q(fen__gte=0), name="matter_is_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """The last number given in a series of a department's year; taken in the transaction of what it numbers, so none is skipped."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year", "series"], name="one_counter_a_series")]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.last}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Payments, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SPENDING_READ) -> PaymentQuerySet:
        """Return the payments of the units in which a person may do a thing."""
        return self.filter(within(user.paths(permission, on)))


class Payment(models.Model):
    """One payment from request to archive (支出). A refund is a row of its own with a negative amount that names what it takes back.

    ``unit`` is the section that asks, ``filer`` its department. What a person signs is fixed at submission: ``digest`` covers it.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="申请科室")
    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号", null=True)  # given at the first submission, without gaps
    quota = models.ForeignKey("spending.Quota", models.PROTECT, null=True, related_name="+", verbose_name="指标")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="payments", verbose_name="事项")
    payee = models.ForeignKey(Payee, models.PROTECT, null=True, related_name="+", verbose_name="收款人")
    title = models.CharField("事由", max_length=200)
    fen = models.BigIntegerField("金额")
    whole = models.BigIntegerField("整件事金额", default=0)
    method = models.CharField("支付方式", max_length=20, choices=list(facts.METHODS.items()), default="unified")
    stage = models.CharField("款项性质", max_length=20, choices=list(facts.STAGES.items()), default="once")
    item = models.CharField("采购品目", max_length=100, blank=True)
    indicator = models.CharField("对应指标", max_length=255, blank=True)
    explanation = models.CharField("疑点说明", max_length=500, blank=True)
    contract = models.ForeignKey("spending.Contract", models.PROTECT, null=True, related_name="payments", verbose_name="合同")
    procurement = models.ForeignKey("spending.Procurement", models.PROTECT, null=True, related_name="+", verbose_name="采购")
    topic = models.ForeignKey("spending.Topic", models.PROTECT, null=True, related_name="payments", verbose_name="会议决定")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal", verbose_name="退回的支出")
    state = models.CharField("状态", max_length=20, default=states.LIFE.start)
    since = models.DateTimeField("进入此状态")
    turn = models.CharField("轮到", max_length=20, blank=True)  # the step of the route whose signature is next; "" where nobody signs
    round = models.PositiveIntegerField("送审轮次", default=0)
    version = models.PositiveIntegerField("内容版本", default=1)
    digest = models.CharField("内容指纹", max_length=64, blank=True)
    policy = models.CharField("审批权限", max_length=20, blank=True)
    strict = models.BooleanField("分界从严", default=True)
    band = models.CharField("档", max_length=10, blank=True)
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="经办人")
    asked_at = models.DateTimeField("申请时间")
    orderer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="制单人")
    ordered_at = models.DateTimeField("制单时间", null=True)
    sender = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    sent_at = models.DateTimeField("送国库时间", null=True)
    receipt = models.CharField("回单号", max_length=60, blank=True)
    paid_at = models.DateTimeField("支付时间", null=True)
    booker = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="记账人")
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    booked_at = models.DateTimeField("入账时间", null=True)
    batch = models.ForeignKey(
        "spending.Batch", models.PROTECT, null=True, related_name="payments", verbose_name="期初导入"
    )  # paid before the system
    card = models.PositiveIntegerField("资产卡片", null=True)  # the asset card made from it, noted by the room of assets

    objects: ClassVar[models.Manager[Payment]] = models.Manager.from_queryset(PaymentQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "year", "number"], name="one_payment_a_number"),
            models.UniqueConstraint(fields=["filer", "receipt"], condition=~Q(receipt="") & Q(reverses=None), name="one_payment_a_receipt"),
            models.CheckConstraint(condition=Q(state__in=list(states.LIFE.states)), name="payment_state_is_known"),
            models.CheckConstraint(
                condition=Q(reverses=None, fen__gt=0) | Q(reverses__isnull=False, fen__lt=0), name="only_a_reversal_is_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[states.DRAFT, states.RETURNED]) | Q(quota__isnull=False, payee__isnull=False, number__isnull=False),
                name="asked_payment_says_from_what_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(states.SPENT)) | (Q(paid_at__isnull=False) & ~Q(receipt="")),
                name="paid_payment_has_a_receipt",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="payment_says_for_what"),
        ]
        indexes = [
            models.Index(fields=["filer", "year", "-id"], name="payment_by_filer"),
            models.Index(fields=["filer", "year", "state"], name="payment_by_state"),
            models.Index(fields=["filer", "paid_at"], name="payment_by_pay_day"),
            models.Index(fields=["turn", "since"], name="payment_by_turn"),
            models.Index(fields=["unit", "state"], name="payment_by_unit"),
            models.Index(fields=["payee", "asked_at"], name="payment_by_payee"),
            models.Index(fields=["quota", "paid_at"], name="payment_by_quota"),
            models.Index(fields=["author", "state"], name="payment_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.code or '草稿'} {self.title}"

    @property
    def code(self) -> str:
        """The number as written: 支〔2022〕0001号; "" for a draft never submitted."""
        return f"支〔{self.year}〕{self.number:04d}号" if self.number else ""

    @property
    def amount(self) -> Money:
        """What is paid."""
        return Money(self.fen)


class Signature(models.Model):
    """One signature of a payment's route: who must, and once done, who did and when. A signature given stays as it is."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="signatures")
    round = models.PositiveIntegerField("送审轮次")
    position = models.PositiveSmallIntegerField("次序")
    step = models.CharField("环节", max_length=20)
    word = models.CharField("岗位", max_length=30)
    why = models.CharField("缘由", max_length=100)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="签批人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    at = models.DateTimeField("时间", null=True)
    opinion = models.CharField("意见", max_length=500, blank=True)
    digest = models.CharField("所签内容指纹", max_length=64, blank=True)

    class Meta:
        ordering = ["payment", "round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "round", "position"], name="one_signature_a_step"),
            models.CheckConstraint(
                condition=Q(by=None, at=None, digest="") | (Q(by__isnull=False, at__isnull=False) & ~Q(digest="")),
                name="signed_by_at_and_what_together",
            ),
        ]
        indexes = [models.Index(fields=["by", "-at"], name="signature_by_person")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.step}"

    @property
    def unit(self) -> models.Model:
        """The section that asks."""
        return self.payment.unit


class Act(models.Model):
    """One move of a payment's life: who, when, from what to what, with what words. Never changed; history for people."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="acts")
    move = models.CharField("办理", max_length=30)
    source = models.CharField("原状态", max_length=20)
    state = models.CharField("到状态", max_length=20)
    round = models.PositiveIntegerField("送审轮次")
    opinion = models.CharField("意见", max_length=500, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="办理人")
    on_behalf = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="代谁")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["payment", "pk"]
        indexes = [models.Index(fields=["by", "-at"], name="spending_act_by_person")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.move}"

    @property
    def unit(self) -> models.Model:
        """The section that asks."""
        return self.payment.unit

    @property
    def verb(self) -> str:
        """The officials' word for the move."""
        return "新建" if self.move == "open" else states.LIFE.move(self.move).verb


class Paper(models.Model):
    """One file put to a payment or contract (附件), kept once by its fingerprint; taken away, it stays in the record."""

    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="attachments")
    contract = models.ForeignKey("spending.Contract", models.PROTECT, null=True, related_name="attachments")
    kind = models.CharField("种类", max_length=20)
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("指纹", max_length=64)
    size = models.PositiveIntegerField("字节")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("时间")
    gone_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["sha256"], name="paper_by_file")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def unit(self) -> models.Model:
        """Where it was put: the section that asks, or the department."""
        return self.payment.unit if self.payment else self.filer


class Invoice(models.Model):
    """One invoice of a payment (发票); its number is used once in all of a department's history, unless what it was for came to nothing."""

    filer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="部门")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="invoices")
    key = models.CharField("发票号码", max_length=32)  # 20 digits, or code-number
    fen = models.BigIntegerField("价税合计")
    tax = models.BigIntegerField("税额", default=0)
    on = models.DateField("开票日期")
    seller = models.CharField("销售方", max_length=200)
    seller_code = models.CharField("销售方代码", max_length=20, blank=True)
    buyer = models.CharField("购买方", max_length=200, blank=True)
    buyer_code = models.CharField("购买方代码", max_length=20, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name="原件")
    void = models.BooleanField("不再占用", default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["filer", "key"], condition=Q(void=False), name="one_use_an_invoice"),
            models.CheckConstraint(condition=~Q(key="") & Q(fen__gt=0), name="invoice_has_number_and_amount"),
        ]
        indexes = [models.Index(fields=["seller", "fen", "on"], name="invoice_by_seller")]

    def __str__(self) -> str:
        return self.key

    @property
    def unit(self) -> models.Model:
        """The section that asks."""
        return self.payment.unit

    def facts(self) -> facts.Invoice:
        """Return the invoice as facts."""
        return facts.Invoice(self.key, Money(self.fen), self.on, self.seller, self.seller_code, self.buyer, self.buyer_code)
