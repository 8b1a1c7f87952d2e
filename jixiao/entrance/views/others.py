"""The security of others, for who keeps it (安全保密员): end sessions, clear a second factor, undo a lock."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.accounts.queries import User
from jixiao.entrance import actions
from jixiao.entrance.forms import ReasonForm
from jixiao.entrance.queries import factor, gate, sessions
from jixiao.kernel.roles import Permission

PAGE = 50


@never_cache
@require_GET
def people(request: Request) -> HttpResponse:
    """List the people whose security somebody keeps (人员安全)."""
    on = timezone.localdate(request.at)
    if not request.user.paths(Permission.SECURITY_MANAGE, on):
        raise Http404
    words = request.GET.get("q", "").strip()[:60]
    page = Paginator(sessions.people_under(request.user, on, words), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": sessions.lines(list(page), request.at, on), "words": words, "required": factor.required()}
    return render(request, "entrance/people.html", context)


def person_for(request: Request, pk: int) -> User:
    """Return somebody whose security the person keeps, or nobody."""
    person = sessions.people_under(request.user, timezone.localdate(request.at)).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


@never_cache
@require_GET
def person(request: Request, pk: int) -> HttpResponse:
    """Show somebody's sessions, second factor and sign-in history (某人的安全)."""
    return page_of(request, person_for(request, pk), ReasonForm())


def page_of(request: Request, somebody: User, form: ReasonForm) -> HttpResponse:
    """Make the page of somebody."""
    context = {
        "person": somebody,
        "form": form,
        "sessions": sessions.sessions_of(somebody, request.at),
        "factor": factor.factor(somebody),
        "required": factor.required(),
        "guarded": factor.guarded(somebody, timezone.localdate(request.at)),
        "history": sessions.history(somebody),
        "counted": gate.wrong_of(somebody, request.at),
    }
    return render(request, "entrance/person.html", context, status=422 if form.errors else 200)


@require_POST
def end_all(request: Request, pk: int) -> HttpResponse:
    """End all of somebody's sessions (结束全部会话)."""
    somebody = person_for(request, pk)
    actions.end_all(somebody, by=request.user, at=request.at)
    messages.success(request, f"{somebody.name}的会话都已结束")
    return redirect("entrance:person", pk)


@require_http_methods(["POST"])
def clear(request: Request, pk: int) -> HttpResponse:
    """Clear somebody's second factor (清除第二因素)."""
    somebody, form = person_for(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return page_of(request, somebody, form)
    actions.clear_factor(somebody, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
    messages.success(request, f"{somebody.name}的第二因素已清除，会话已结束；下次登录时重新设置")
    return redirect("entrance:person", pk)


@require_POST
def unlock(request: Request, pk: int) -> HttpResponse:
    """Undo the lock somebody is under after wrong passwords or codes (解除登录限制)."""
    somebody = person_for(request, pk)
    actions.unlock(somebody, by=request.user, at=request.at)
    messages.success(request, f"{somebody.name}的登录限制已解除")
    return redirect("entrance:person", pk)
