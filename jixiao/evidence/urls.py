"""Addresses of evidence; each page module keeps its own list of paths."""

from __future__ import annotations

from django.urls import URLPattern

from .views import answering, entries, files, indicators, ledgers, surveys, taking

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    *ledgers.PATHS,
    *taking.PATHS,
    *entries.PATHS,
    *indicators.PATHS,
    *files.PATHS,
    *surveys.PATHS,
    *answering.PATHS,
]
