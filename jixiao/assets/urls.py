"""Addresses of assets; each page module keeps its own list of paths."""

from __future__ import annotations

from django.urls import URLPattern

from .views import cards, counts, disposals, promises, register

app_name = "assets"
urlpatterns: list[URLPattern] = [
    *register.PATHS,
    *counts.PATHS,
    *disposals.PATHS,
    *promises.PATHS,
    *cards.PATHS,
]
