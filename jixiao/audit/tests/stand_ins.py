"""Records and people of no room above: a dossier lies at a path, a clerk may mend what lies at or below theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connections

from jixiao.audit.actions import action
from jixiao.audit.facts import Actor
from jixiao.audit.facts import Place as AnyPlace
from jixiao.audit.models import Effect
from jixiao.kernel.roles import Permission

NOON = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
RIVALS = 8


@dataclass(frozen=True)
class Place:
    """A unit's path and nothing else."""

    path: str


@dataclass(frozen=True)
class Clerk:
    """Somebody who may mend at and below some paths."""

    pk: int | None
    username: str
    paths: tuple[str, ...] = ()

    def may(self, permission: Permission, unit: AnyPlace | None, on: date) -> bool:  # noqa: ARG002 - the shape of an actor
        """Say yes for mending at home."""
        return permission is Permission.FILING_MEND and unit is not None and unit.path.startswith(self.paths or "-")


class Dossier(Effect):
    """A record on a table that is there: its key is the path it lies at, its actor a number of its own."""

    class Meta:
        proxy = True
        app_label = "audit"

    @property
    def unit(self) -> Place:
        """Where it lies."""
        return Place(self.key)


def a_dossier(path: str, number: int = 0) -> Dossier:
    return Dossier.objects.create(action="dossier", key=path, actor=number, at=NOON)


def pages() -> list[int]:
    """Return the numbers of the pages filed."""
    return list(Dossier.objects.filter(action="page").order_by("actor").values_list("actor", flat=True))


@action("test.file", Permission.FILING_MEND)
def file(dossier: Dossier, number: int, *, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """File a page; no two of a dossier have one number."""
    return Dossier.objects.create(action="page", key=dossier.key, actor=number, at=at)


def race(act: Callable[[], object]) -> list[object]:
    """Let rivals do one thing at the same moment; return what came of it."""
    start, results = threading.Barrier(RIVALS), []

    def run() -> None:
        start.wait()
        try:
            results.append(act())
        except Exception as error:  # noqa: BLE001 - a result as well
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
