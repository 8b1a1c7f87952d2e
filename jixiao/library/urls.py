"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "library"
urlpatterns = [
    path("library/", views.home, name="home"),
    path("library/export.xlsx", views.export, name="export"),
    path("library/suggest/", views.suggested, name="suggest"),
    path("library/propose/", views.propose, name="propose"),
    path("library/requests/", views.requests, name="requests"),
    path("library/requests/<int:pk>/decide/", views.decide, name="decide"),
    path("library/requests/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("library/<str:code>/", views.entry, name="entry"),
    path("library/<str:code>/past/", views.past, name="past"),
    path("library/<str:code>/retire/", views.retire, name="retire"),
    path("library/<str:code>/again/", views.propose_again, name="again"),
]
