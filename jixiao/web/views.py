"""Pages of the frame itself: refusals in Chinese with a way on, and the sign that the site is alive."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

TITLES = {
    400: "这个请求看不懂",
    403: "您没有办理此事的岗位",
    404: "没有这一页",
    409: "现在不能办理",
    413: "文件太大",
    429: "请稍后再试",
    500: "系统出错了",
}
TOO_LARGE = "一次最多 20 份文件，单份不超过 20 MB；请分几次上传，或去掉文件里的大图"


def answer(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Say in one sentence why not: a fragment where htmx asked, else a page with the way back."""
    context = {"status": status, "title": TITLES[status], "sentence": sentence, "back": way_back(request)}
    fragment = getattr(request, "htmx", False)
    return render(request, "web/_refusal.html" if fragment else "web/refusal.html", context, status=status)


def way_back(request: HttpRequest) -> str:
    """Return the page they came from, when it is one of ours and another; else the home page."""
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    ours = came.netloc == request.META.get("HTTP_HOST") and came.path != request.path
    return f"{came.path}{'?' if came.query else ''}{came.query}" if ours and came.path else "/"


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; or 413 where the request was too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return bare(request, 400, "地址或表单不完整，请回到原来的页面再试一次")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return bare(request, 413, TOO_LARGE)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403."""
    return answer(request, 403, "此事须由有相应岗位的人办理，需要时请安全保密员调整岗位")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form that was open too long, or came from elsewhere."""
    return bare(request, 403, "页面开得太久，或不是从本系统提交的；请刷新原来的页面再办理，已填的内容请先复制", title="这次提交没有生效")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404: also what another unit's record looks like."""
    return answer(request, 404, "地址写错了，记录已经不在，或不在您能看到的单位里")


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, without asking the database anything more."""
    return bare(request, 500, "出错的经过已记入运行日志，您刚才的操作没有生效；请再试一次，仍不行请告诉系统管理员出错的时间")


def bare(request: HttpRequest, status: int, sentence: str, title: str = "") -> HttpResponse:
    """Make a page that needs neither session nor database."""
    context: dict[str, Any] = {"status": status, "title": title or TITLES[status], "sentence": sentence, "back": way_back(request)}
    return HttpResponse(render_to_string("web/refusal_bare.html", context), status=status)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Say ok when the site and its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
