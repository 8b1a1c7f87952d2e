"""Addresses of the entrance."""

from __future__ import annotations

from django.urls import path

from .views import coming, factor, others, own

app_name = "entrance"
urlpatterns = [
    path("enter/", coming.enter, name="enter"),
    path("enter/<str:token>/", coming.link, name="link"),
    path("first/", coming.first, name="first"),
    path("leave/", coming.leave, name="leave"),
    path("password/", coming.password, name="password"),
    path("security/", own.security, name="security"),
    path("security/sessions/end/", own.end_others, name="end_others"),
    path("security/sessions/<int:pk>/end/", own.end, name="end"),
    path("security/factor/", factor.factor, name="factor"),
    path("security/factor/name/", factor.name, name="factor_name"),
    path("security/factor/replace/", factor.replace, name="factor_replace"),
    path("security/factor/remove/", factor.remove, name="factor_remove"),
    path("security/codes/", factor.codes, name="codes"),
    path("security/codes/codes.txt", factor.codes_file, name="codes_file"),
    path("security/codes/new/", factor.fresh_codes, name="fresh_codes"),
    path("security/people/", others.people, name="people"),
    path("security/people/<int:pk>/", others.person, name="person"),
    path("security/people/<int:pk>/end/", others.end_all, name="end_all"),
    path("security/people/<int:pk>/clear/", others.clear, name="clear"),
    path("security/people/<int:pk>/unlock/", others.unlock, name="unlock"),
]
