"""Addresses of monitoring; each page module keeps its own list of paths."""

from __future__ import annotations

from django.urls import URLPattern

from .views import cockpit, deviations, rounds, tasks

app_name = "monitoring"
urlpatterns: list[URLPattern] = [*rounds.PATHS, *tasks.PATHS, *deviations.PATHS, *cockpit.PATHS]
