"""One's own security: the sessions one has, the second factor, how one came in of late."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.entrance import actions
from jixiao.entrance.queries import factor
from jixiao.entrance.queries.sessions import digest_of, history, own_session, sessions_of
from jixiao.kernel.roles import Permission


@never_cache
@require_GET
def security(request: Request) -> HttpResponse:
    """Show one's own security (账号安全)."""
    on = timezone.localdate(request.at)
    context = {
        "sessions": sessions_of(request.user, request.at),
        "this": digest_of(request.session.session_key or ""),
        "factor": factor.factor(request.user),
        "required": factor.required(),
        "guarded": factor.guarded(request.user, on),
        "history": history(request.user),
        "keeper": bool(request.user.paths(Permission.SECURITY_MANAGE, on)),
    }
    return render(request, "entrance/security.html", context)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End one of one's own sessions (结束会话)."""
    session = own_session(request.user, pk)
    if session is None:
        raise Http404
    actions.end_session(session, by=request.user, at=request.at)
    messages.success(request, "这个会话已结束，那边下一次点击就会退出")
    return redirect("entrance:security")


@require_POST
def end_others(request: Request) -> HttpResponse:
    """End all of one's sessions but this one (结束其他会话)."""
    actions.end_others(request.user, digest_of(request.session.session_key or ""), by=request.user, at=request.at)
    messages.success(request, "其他会话都已结束")
    return redirect("entrance:security")
