"""Addresses of the targets."""

from __future__ import annotations

from django.urls import path

from .views import listing, opening, sheet, versions

app_name = "targets"
urlpatterns = [
    path("targets/", listing.home, name="home"),
    path("targets/export/", listing.export, name="export"),
    path("targets/new/", opening.create, name="create"),
    path("targets/take/", opening.choose, name="choose"),
    path("targets/take/<int:pk>/", opening.take, name="take"),
    path("targets/copy/", opening.copy, name="copy"),
    path("targets/as-of/", versions.as_of, name="as_of"),
    path("targets/<int:pk>/", sheet.sheet, name="sheet"),
    path("targets/<int:pk>/cell/", sheet.cell, name="cell"),
    path("targets/<int:pk>/ties/", sheet.ties, name="ties"),
    path("targets/<int:pk>/merge/", sheet.merge, name="merge"),
    path("targets/<int:pk>/drop/", sheet.drop, name="drop"),
    path("targets/<int:pk>/hand-over/", sheet.hand_over, name="hand_over"),
    path("targets/<int:pk>/versions/", versions.course, name="versions"),
    path("targets/<int:pk>/versions/<int:number>/", versions.version, name="version"),
    path("targets/<int:pk>/difference/", versions.difference, name="difference"),
    path("targets/<int:pk>/reasons/", versions.reasons, name="reasons"),
]
