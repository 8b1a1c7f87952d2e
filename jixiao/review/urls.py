"""Addresses of the rule book."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "review"
urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/<str:code>/", views.rule, name="rule"),
]
