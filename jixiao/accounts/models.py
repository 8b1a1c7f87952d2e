"""People, the seats they hold in units, and one-time links to sign in."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jixiao.audit.facts import Place
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.facts import Span


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their seats alone: there is no superuser."""

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("科室和岗位", max_length=60, blank=True)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="所在单位")
    is_active = models.BooleanField("在用", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "unit"]
    objects = BaseUserManager["User"]()

    class Meta:
        ordering = ["username"]
        constraints = [models.CheckConstraint(condition=~Q(username="") & ~Q(name=""), name="user_has_names")]

    def __str__(self) -> str:
        return self.name

    def seats_on(self, on: date) -> models.QuerySet[Seat]:
        """Return the seats held on a day, by path; none for somebody whose account is closed."""
        if not self.is_active:
            return Seat.objects.none()
        return Seat.objects.filter(Q(until=None) | Q(until__gte=on), user=self, since__lte=on).select_related("unit").order_by("unit__path")

    def paths(self, permission: Permission, on: date) -> list[str]:
        """Return the paths at and below which a thing may be done on a day."""
        return [seat.unit.path for seat in self.seats_on(on) if permission in seat.post.permissions]

    def permissions(self, unit: Place | None, on: date) -> frozenset[Permission]:
        """Return all that may be done in a unit on a day."""
        if unit is None:
            return frozenset()
        held = [seat.post.permissions for seat in self.seats_on(on) if Span.below(seat.unit.path).holds(unit.path)]
        return frozenset().union(*held)

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:
        """Say whether a thing may be done in a unit on a day."""
        return permission in self.permissions(unit, on)


class Seat(models.Model):
    """A post somebody holds in a unit for a time (岗位); it reaches the units below."""

    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    role = models.CharField("岗位", max_length=30)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    since = models.DateField("任职")
    until = models.DateField("离任", null=True, blank=True)

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
