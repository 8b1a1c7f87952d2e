"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/export/", views.export, name="export"),
    path("log/verify/", views.verify, name="verify"),
    path("log/<int:seq>/", views.event, name="event"),
    path("log/records/<str:label>/<str:number>/", views.record, name="record"),
]
