from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.core.exceptions import TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.web import views

site = importlib.import_module("jixiao.site.urls")  # the frame knows no site; a test may look
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500
STRICT = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    view.login_required = False  # type: ignore[attr-defined] # as @login_not_required does
    return view


urlpatterns = [
    *site.urlpatterns,
    path("test/refused/", raising(Refused("还有 3 条阻断问题"))),
    path("test/denied/", raising(Denied("您没有岗位"))),
    path("test/broken/", raising(RuntimeError("secret detail"))),
    path("test/many/", raising(TooManyFilesSent("21"))),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def calm() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/test/refused/", 409, "还有 3 条阻断问题"),
        ("/test/denied/", 403, "您没有岗位"),
        ("/test/broken/", 500, "没有生效"),
        ("/test/many/", 413, "一次最多 20 份文件"),
        ("/test/nowhere/", 404, "不在您能看到的单位里"),
    ],
)
def test_every_refusal_is_a_chinese_sentence_with_a_way_on(calm: Client, address: str, status: int, sentence: str) -> None:
    answer = calm.get(address)

    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert '<a class="jx-btn jx-btn-first" href="/">回首页</a>' in page
    assert "secret detail" not in page


def test_htmx_gets_the_sentence_as_a_fragment(client: Client) -> None:
    answer = client.get("/test/refused/", headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert answer.content.decode().strip().startswith('<div class="jx-refusal" role="alert">')


@pytest.mark.parametrize(
    ("came", "back"),
    [("http://testserver/rules/?page=2", "/rules/?page=2"), ("http://elsewhere.example/x/", "/"), ("http://testserver/test/refused/", "/")],
)
def test_the_way_back_is_the_page_they_came_from_if_it_is_ours(client: Client, came: str, back: str) -> None:
    answer = client.get("/test/refused/", headers={"referer": came, "host": "testserver"})

    assert f'href="{back}"' in answer.content.decode()


def test_a_request_too_large_is_turned_away_unread(client: Client) -> None:
    answer = client.generic("POST", "/enter/", b"x", CONTENT_LENGTH=str(401 * 1024 * 1024 + 1))

    assert answer.status_code == 413


def test_a_form_without_its_token_is_refused_in_chinese() -> None:
    answer = Client(enforce_csrf_checks=True).post("/enter/", {"username": "a", "password": "b"})

    assert answer.status_code == 403
    assert "这次提交没有生效" in answer.content.decode()


def test_a_strange_host_is_refused(calm: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]

    answer = calm.get("/enter/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_a_forbidden_page_says_who_can_help() -> None:
    answer = views.forbidden(RequestFactory().get("/x/"), Exception())

    assert answer.status_code == 403
    assert "安全保密员调整岗位" in answer.content.decode()


def test_the_policy_and_the_headers_are_strict_on_every_page(calm: Client) -> None:
    for address in ("/enter/", "/test/refused/", "/test/broken/", "/test/nowhere/", "/healthz"):
        answer = calm.get(address)
        assert set(answer["Content-Security-Policy"].split("; ")) >= STRICT, address
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert answer["Referrer-Policy"] == "same-origin"


def test_the_site_says_whether_it_lives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").content == b"ok\n"

    def gone() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503


def test_the_rail_leads_only_to_pages_that_exist(settings: Any) -> None:
    assert all(reverse(item[0]) for item in settings.RAIL)
