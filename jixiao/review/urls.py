"""Addresses of the rule book."""

from __future__ import annotations

from django.urls import path

from .views import rules

app_name = "review"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:code>/", rules.rule, name="rule"),
]
