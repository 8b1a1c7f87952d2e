"""What every page's frame shows beside the page: the rail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

OPEN = 3  # what an item for everybody says: address, icon, word; more are the permissions it wants


def frame(request: HttpRequest) -> dict[str, Any]:
    """Tell the page which rooms the rail leads to, and which one it is in; a fragment that shows no rail asks nothing."""
    return {"rail": SimpleLazyObject(lambda: _rail(request)), "demo": settings.DEMO}


def _rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the items for everybody and those for people who hold one of the permissions an item names, anywhere."""
    hrefs = {item[0]: reverse(item[0]) for item in settings.RAIL}
    here = _here(request, hrefs)
    guarded = any(len(item) > OPEN for item in settings.RAIL)
    held = _held(request) if guarded else frozenset()
    return [
        {"href": hrefs[item[0]], "icon": item[1], "word": item[2], "here": item[0] == here}
        for item in settings.RAIL
        if len(item) == OPEN or held.intersection(item[OPEN:])
    ]


def _here(request: HttpRequest, hrefs: dict[str, str]) -> str:
    """Return which item a page belongs to: the one whose address it lies under, else the one of its room."""
    above = [name for name, href in hrefs.items() if href != "/" and request.path.startswith(href)]
    if above:
        return max(above, key=lambda name: len(hrefs[name]))
    room = getattr(request.resolver_match, "namespace", "")
    return next((name for name in hrefs if name.partition(":")[0] == room), "")


def _held(request: HttpRequest) -> frozenset[str]:
    """Return the permissions somebody signed in holds anywhere today, in one question."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frozenset()
    seats = user.held_on(timezone.localdate(request.at))  # type: ignore[attr-defined] # set on arrival
    return frozenset().union(*(seat.post.permissions for seat in seats))
