"""People, the seats they hold in units, the posts they lend each other, and one-time links to sign in."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate, make_aware

from jixiao.audit.facts import Place
from jixiao.kernel.roles import LENDABLE, Permission, Role
from jixiao.organisations.facts import Span
from jixiao.organisations.models import within

from .facts import LONGEST_DOCUMENT, LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE, LONGEST_USERNAME, Post

# Who may look people up: those who make accounts, give posts, or read the log.
LOOKING = (Permission.PEOPLE_MANAGE, Permission.SECURITY_MANAGE, Permission.LOG_READ)


class UserQuerySet(models.QuerySet["User"]):
    """People, seen through a person or not at all."""

    def for_user(self, user: User, on: date, *permissions: Permission) -> UserQuerySet:
        """Return the people of the units in which a person may do one of some things; none named: may look people up."""
        paths = {path for permission in permissions or LOOKING for path in user.paths(permission, on)}
        return self.filter(within(sorted(paths)))


class UserManager(BaseUserManager["User"]):
    """How people are found."""

    def get_queryset(self) -> UserQuerySet:
        """Return people who can be seen through a person."""
        return UserQuerySet(self.model, using=self._db)

    def for_user(self, user: User, on: date, *permissions: Permission) -> UserQuerySet:
        """Return the people a person may look up, or do a thing to."""
        return self.get_queryset().for_user(user, on, *permissions)


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their seats alone: there is no superuser."""

    username = models.CharField("用户名", max_length=LONGEST_USERNAME, unique=True)
    name = models.CharField("姓名", max_length=LONGEST_NAME)
    title = models.CharField("科室和岗位", max_length=LONGEST_TITLE, blank=True)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="所在单位")
    is_active = models.BooleanField("在用", default=True)
    person = models.ForeignKey(  # of several accounts of one person, the first; null there
        "self", models.PROTECT, null=True, blank=True, related_name="others", verbose_name="同一人的首个账号"
    )

    remembers = False  # on a request's user: what is held on a day is asked once
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "unit"]
    objects = UserManager()

    class Meta:
        ordering = ["username"]
        constraints = [models.CheckConstraint(condition=~Q(username="") & ~Q(name=""), name="user_has_names")]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> int:
        """The number of the person, the same for all their accounts."""
        return self.person_id or self.pk

    def seats_on(self, on: date) -> list[Seat]:
        """Return the own seats held on a day, by path; none for somebody whose account is closed."""
        return [held for held in self.held_on(on) if isinstance(held, Seat)]

    def held_on(self, on: date) -> tuple[Seat | Delegation, ...]:
        """Return all posts held on a day, own ones and then those lent by others: two questions, asked once a request."""
        if not self.is_active:
            return ()
        kept: dict[date, tuple[Seat | Delegation, ...]] = self.__dict__.setdefault("_held", {}) if self.remembers else {}
        if on not in kept:
            own = Seat.objects.filter(Q(until=None) | Q(until__gte=on), user=self, since__lte=on)
            kept[on] = (*own.select_related("unit").order_by("unit__path", "pk"), *self.lent_on(on))
        return kept[on]

    def lent_on(self, on: date) -> list[Delegation]:
        """Return the posts lent to them that hold on a day; most people were never lent any, and that is quickly asked."""
        if not Delegation.objects.filter(taker=self).exists():
            return []
        return list(Delegation.objects.in_force(on).filter(taker=self).select_related("unit", "giver").order_by("unit__path", "pk"))

    def paths(self, permission: Permission, on: date) -> list[str]:
        """Return the paths at and below which a thing may be done on a day."""
        return sorted({held.unit.path for held in self.held_on(on) if permission in held.post.permissions})

    def permissions(self, unit: Place | None, on: date) -> frozenset[Permission]:
        """Return all that may be done in a unit on a day."""
        if unit is None:
            return frozenset()
        held = [held.post.permissions for held in self.held_on(on) if Span.below(held.unit.path).holds(unit.path)]
        return frozenset().union(*held)

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:
        """Say whether a thing may be done in a unit on a day."""
        return permission in self.permissions(unit, on)

    def why_not(self, permission: Permission, unit: Place | None, on: date) -> str:
        """Return what became of the post somebody lent them for a thing, where one would have reached; else nothing."""
        lent = Delegation.objects.filter(taker=self).select_related("unit", "giver").order_by("-until", "-pk")
        path = unit.path if unit else ""
        fit = (one for one in lent if permission in one.post.permissions and Span.below(one.unit.path).holds(path))
        return next((sentence for one in fit if (sentence := one.lapsed(on))), "")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Posts, seen through a person or not at all."""

    def for_user(self, user: User, on: date, permission: Permission = Permission.SECURITY_MANAGE) -> SeatQuerySet:
        """Return the posts of the units in which a person may do a thing, by default give them."""
        return self.filter(within(user.paths(permission, on)))


class Seat(models.Model):
    """A post somebody holds in a unit for a time (岗位); it reaches the units below."""

    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    role = models.CharField("岗位", max_length=30)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    since = models.DateField("任职")
    until = models.DateField("离任", null=True, blank=True)

    objects: ClassVar[models.Manager[Seat]] = models.Manager.from_queryset(SeatQuerySet)()

    class Meta:
        ordering = ["user", "since"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], condition=Q(until=None), name="one_open_seat_a_post"),
            models.UniqueConstraint(fields=["user", "role", "unit", "since"], name="one_seat_a_day"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="seat_role_is_known"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="seat_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"

    @property
    def post(self) -> Role:
        """The role as the kernel knows it."""
        return Role(self.role)

    def facts(self) -> Post:
        """Return the post as facts."""
        return Post(self.post, self.unit.path, self.since, self.until)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Loans of posts, seen through a person or not at all."""

    def in_force(self, on: date) -> DelegationQuerySet:
        """Return the loans that hold on a day: not run out, not ended, and their giver still in that post."""
        night = make_aware(datetime.combine(on, time.max))
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=night), Q(since__lte=on, until__gte=on), giver__is_active=True).filter(
            Exists(
                Seat.objects.filter(
                    Q(until=None) | Q(until__gte=on), user=OuterRef("giver"), role=OuterRef("role"), unit=OuterRef("unit"), since__lte=on
                )
            )
        )

    def for_user(self, user: User, on: date, *permissions: Permission) -> DelegationQuerySet:
        """Return the loans somebody gave or took, and those of the units in which they may look people up."""
        paths = {path for permission in permissions or LOOKING for path in user.paths(permission, on)}
        return self.filter(Q(giver=user) | Q(taker=user) | within(sorted(paths)))


class Delegation(models.Model):
    """A post lent for a time (委托): the taker acts for the giver, within the bounds, until it runs out or is ended."""

    giver = models.ForeignKey(User, models.PROTECT, related_name="given", verbose_name="委托人")
    taker = models.ForeignKey(User, models.PROTECT, related_name="taken", verbose_name="受托人")
    role = models.CharField("岗位", max_length=30)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    since = models.DateField("开始")
    until = models.DateField("结束")
    ceiling = models.BigIntegerField("单笔上限（分）", null=True)
    reason = models.CharField("事由", max_length=LONGEST_REASON)
    document = models.CharField("委托书文号", max_length=LONGEST_DOCUMENT)
    given_at = models.DateTimeField("办理时间")
    ended_at = models.DateTimeField("提前终止时间", null=True)

    objects: ClassVar[models.Manager[Delegation]] = models.Manager.from_queryset(DelegationQuerySet)()

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["taker", "until"], name="delegation_by_taker")]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_is_to_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(ceiling=None) | Q(ceiling__gt=0), name="delegation_ceiling_is_some_money"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(document=""), name="delegation_is_in_writing"),
            models.CheckConstraint(condition=Q(role__in=sorted(role.value for role in LENDABLE)), name="delegation_role_may_be_lent"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="delegation_ends_after_it_is_given"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.role} {self.unit_id} {self.taker_id}"

    @property
    def post(self) -> Role:
        """The role as the kernel knows it."""
        return Role(self.role)

    def facts(self) -> Post:
        """Return the post as facts."""
        return Post(self.post, self.unit.path, self.since, self.until, self.giver.number, self.giver.name, self.ceiling)

    def lapsed(self, on: date) -> str:
        """Return in a sentence to the taker why it does not hold on a day; nothing when it does."""
        named = f"您的委托（代{self.giver.name}）"
        if self.ended_at is not None and localdate(self.ended_at) <= on:
            return f"{named}已于 {localdate(self.ended_at):%Y-%m-%d} 终止，请重新办理委托"
        if self.until < on:
            return f"{named}已于 {self.until:%Y-%m-%d} 到期，请重新办理委托"
        if self.since > on:
            return f"{named}自 {self.since:%Y-%m-%d} 起才生效"
        if not any(seat.role == self.role and seat.unit_id == self.unit_id for seat in self.giver.seats_on(on)):
            return f"{self.giver.name}已不担任{self.unit.short}的{self.post.word}，{named}随之失效"
        return ""


class Link(models.Model):
    """A one-time link to sign in; only the digest of its token is kept, so the table cannot be used to come in."""

    digest = models.CharField("摘要", max_length=64, unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued = models.DateTimeField("发出")
    expires = models.DateTimeField("失效")
    used = models.DateTimeField("使用", null=True)

    class Meta:
        ordering = ["-issued"]
        constraints = [
            models.CheckConstraint(condition=Q(expires__gt=F("issued")), name="link_expires_after_issue"),
            models.CheckConstraint(condition=Q(used=None) | Q(used__gte=F("issued"), used__lt=F("expires")), name="link_used_while_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issued:%Y-%m-%d %H:%M}"

    @property
    def unit(self) -> models.Model:
        """The unit of the person, where the door looks for the right to issue."""
        return self.user.unit
