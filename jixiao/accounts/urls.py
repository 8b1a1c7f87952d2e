"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from .views import lending, managing, matrix, people, standing

app_name = "accounts"
urlpatterns = [
    path("stand/", standing.stand, name="stand"),
    path("stand/units/", standing.units, name="units"),
    path("me/", lending.me, name="me"),
    path("me/posts/<int:pk>/delegate/", lending.lend, name="lend"),
    path("people/", people.index, name="people"),
    path("people/export.xlsx", people.export, name="export"),
    path("people/matrix/", matrix.matrix, name="matrix"),
    path("people/new/", managing.create, name="create"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/name/", managing.describe, name="describe"),
    path("people/<int:pk>/unit/", managing.move, name="move"),
    path("people/<int:pk>/close/", managing.close, name="close"),
    path("people/<int:pk>/reopen/", managing.reopen, name="reopen"),
    path("people/<int:pk>/posts/", managing.give, name="give"),
    path("people/<int:pk>/link/", managing.issue_link, name="issue_link"),
    path("people/posts/<int:pk>/end/", managing.unseat, name="unseat"),
    path("delegations/<int:pk>/", lending.delegation, name="delegation"),
    path("delegations/<int:pk>/end/", lending.end, name="end_delegation"),
]
