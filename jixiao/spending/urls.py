"""Addresses of spending; each page module keeps its own list of paths."""

from __future__ import annotations

from django.urls import URLPattern

from .views import (
    contracts,
    home,
    ledger,
    major,
    meetings,
    moves,
    papers,
    payments,
    procurements,
    quotas,
    reconciling,
    settings,
    signing,
    sitting,
    supervision,
    taking,
    vouchers,
)

app_name = "spending"
urlpatterns: list[URLPattern] = [
    *home.PATHS,
    *signing.PATHS,
    *payments.PATHS,
    *moves.PATHS,
    *meetings.PATHS,
    *sitting.PATHS,
    *major.PATHS,
    *contracts.PATHS,
    *procurements.PATHS,
    *papers.PATHS,
    *supervision.PATHS,
    *ledger.PATHS,
    *quotas.PATHS,
    *settings.PATHS,
    *taking.PATHS,
    *reconciling.PATHS,
    *vouchers.PATHS,
]
