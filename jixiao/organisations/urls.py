"""Addresses of units."""

from __future__ import annotations

from django.urls import path

from .views import importing, looking, managing, years

app_name = "organisations"
urlpatterns = [
    path("units/", looking.index, name="index"),
    path("units/export.xlsx", looking.export, name="export"),
    path("units/new/", managing.create, name="create"),
    path("units/import/", importing.receive, name="import"),
    path("units/import/template.xlsx", importing.template, name="template"),
    path("units/import/<int:pk>/", importing.roster, name="roster"),
    path("units/import/<int:pk>/marked.xlsx", importing.marked, name="marked"),
    path("units/import/<int:pk>/apply/", importing.apply, name="apply"),
    path("units/<int:pk>/", looking.unit, name="unit"),
    path("units/<int:pk>/registration/", managing.describe, name="describe"),
    path("units/<int:pk>/name/", managing.rename, name="rename"),
    path("units/<int:pk>/move/", managing.move, name="move"),
    path("units/<int:pk>/close/", managing.close, name="close"),
    path("units/<int:pk>/years/<int:year>/", years.years, name="years"),
    path("units/<int:pk>/years/<int:year>/follow/", years.follow, name="follow"),
    path("units/<int:pk>/season/<int:year>/", years.season, name="season"),
]
