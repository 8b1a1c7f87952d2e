"""Addresses of the entrance."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "entrance"
urlpatterns = [
    path("enter/", views.enter, name="enter"),
    path("enter/<str:token>/", views.link, name="link"),
    path("leave/", views.leave, name="leave"),
    path("password/", views.password, name="password"),
]
