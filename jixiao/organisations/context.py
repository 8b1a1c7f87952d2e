"""The request as this room's views see it: the room of people lies above, so it is described here, not imported."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .facts import Person


class Stand(Protocol):
    """Where somebody stands in the top bar."""

    @property
    def year(self) -> int:
        """The budget year chosen there."""


class Request(HttpRequest):
    """A request of somebody signed in."""

    at: datetime  # the moment it arrived: the one clock of the request
    user: Person  # type: ignore[assignment] # the frame lets nobody else through
    standing: Stand
    htmx: HtmxDetails
