"""What every page's frame shows beside the page: the rail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def frame(request: HttpRequest) -> dict[str, Any]:
    """Tell the page which rooms the rail leads to, and which one it is in."""
    here = getattr(request.resolver_match, "namespace", "")
    rail = [
        {"href": reverse(address), "icon": icon, "word": word, "here": here == address.partition(":")[0]}
        for address, icon, word in settings.RAIL
    ]
    return {"rail": rail}
