"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("stand/", views.stand, name="stand"),
]
