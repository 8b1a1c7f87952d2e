"""Who acts and where, as the log sees them: it stands below the rooms that keep people and units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jixiao.kernel.roles import Permission


class Place(Protocol):
    """A unit, as the door sees it."""

    @property
    def path(self) -> str:
        """Where it stands in the tree: /1/3/."""


class Actor(Protocol):
    """Somebody who acts, as the door sees them."""

    @property
    def pk(self) -> int | None:
        """Their number; None for the machine's own console."""

    @property
    def username(self) -> str:
        """The name in the log."""

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:
        """Say whether they may do a thing in a unit on a day."""


@dataclass(frozen=True, slots=True)
class Console:
    """Whoever runs the command line on the machine itself: they hold its files, so no seat could bind them."""

    pk: int | None = None
    username: str = "命令行"

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:  # noqa: ARG002 - the shape of an actor
        """Say yes: every act is logged all the same."""
        return True


CONSOLE = Console()
MACHINE = Console(username="系统")  # what happens by itself


class Reader(Actor, Protocol):
    """Somebody who reads the log, as this room sees them."""

    def paths(self, permission: Permission, on: date) -> list[str]:
        """Return the paths at and below which they may do a thing on a day."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A place that is only a path: where acts on the log itself take place."""

    path: str
