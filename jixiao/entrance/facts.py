"""What the entrance knows: an account just made, a step still to take, and the numbers of its rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jixiao.audit.facts import Place
from jixiao.kernel.roles import Permission, Role

WELCOME_FOR = timedelta(hours=72)  # a one-time password works so long
CODE_TRIES, CODE_WAIT = 5, timedelta(minutes=15)  # wrong codes in a row, then wait
PERIOD, DRIFT = 30, 1  # seconds a code stands for, and how many codes a clock may be off
SEEN_EVERY = timedelta(minutes=1)  # how often a session says that it is still used
KEPT_FOR = timedelta(days=30)  # how long an ended session stays in its table; the log keeps it for good

# The three administrators (三员): role, user name, in the order they are named at the first start.
THREE = ((Role.SYSTEM_ADMIN, "xitong"), (Role.SECURITY_ADMIN, "baomi"), (Role.AUDIT_ADMIN, "shenjiyuan"))


@dataclass(frozen=True, slots=True)
class Appointed:
    """An administrator's new account; the one-time password is shown once and kept nowhere."""

    role: Role
    username: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Factor:
    """What a page says of somebody's second factor: the authenticator's name, since when, when used, how many codes are left."""

    name: str
    since: str
    used: str
    codes_left: int
    codes_kept: bool


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody at the door who has not shown who they are: they may do nothing, and what they try is written down."""

    pk: int | None = None
    username: str = "未登录"

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:  # noqa: ARG002 - the shape of an actor
        """Say no."""
        return False


STRANGER = Stranger()
