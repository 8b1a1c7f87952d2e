"""Addresses of spending; each page module keeps its own list of paths."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "spending"
urlpatterns: list[URLPattern] = []
