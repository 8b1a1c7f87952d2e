"""The desk: four queues with true counts, the line of the season, and where things lie still."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.spending.queries.pages import waiting_count

from . import queries, sums
from .facts import QUEUES

PAGE = 20


@require_GET
def home(request: Request) -> HttpResponse:
    """Show what waits for the person; queue, search and page stand in the address."""
    on = timezone.localdate(request.at)
    name = request.GET.get("queue", "waiting")
    name = name if name in QUEUES else "waiting"
    words = request.GET.get("q", "").strip()
    page = Paginator(queries.ordered(queries.queue(request.user, on, name), words), PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(request.user, on, list(QUEUES))
    items = queries.items(list(page.object_list), on)
    context = {
        "queues": [(key, word, counts[key]) for key, word in QUEUES.items()],
        "queue": name,
        "title": QUEUES[name],
        "words": words,
        "page": page,
        "items": sorted(items, key=lambda item: item.deadline.days if item.deadline else 10**6),
        "worst": sums.worst(items) if name == "waiting" else "",
        "season": queries.season(request.standing.unit, request.standing.year, on),
        "silences": queries.silences(request.user, on),
        "today": on,
        "money": waiting_count(request.user, on),
    }
    return render(request, "desk/_queue.html" if request.htmx else "desk/home.html", context)
