"""Every address of the site: each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from jixiao.web import views as web

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", web.health, name="healthz"),
    path("", include("jixiao.entrance.urls")),
    path("", include("jixiao.organisations.urls")),
    path("", include("jixiao.audit.urls")),
    path("", include("jixiao.accounts.urls")),
    path("", include("jixiao.library.urls")),
    path("", include("jixiao.targets.urls")),
    path("", include("jixiao.review.urls")),
    path("", include("jixiao.spending.urls")),
    path("", include("jixiao.assets.urls")),
    path("", include("jixiao.evidence.urls")),
    path("", include("jixiao.monitoring.urls")),
    path("", include("jixiao.documents.urls")),
    path("", include("jixiao.desk.urls")),
    path("", include("jixiao.api.urls")),
]

handler400, handler403, handler404, handler500 = web.bad_request, web.forbidden, web.not_found, web.broken
