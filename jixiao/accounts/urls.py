"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("enter/", views.enter, name="enter"),
    path("enter/<str:token>/", views.link, name="link"),
    path("leave/", views.leave, name="leave"),
    path("password/", views.password, name="password"),
    path("stand/", views.stand, name="stand"),
]
