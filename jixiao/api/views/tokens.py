"""The page of the interface: what it offers, and one's own tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.api import actions, queries
from jixiao.api.facts import SCOPES
from jixiao.api.forms import TokenForm
from jixiao.kernel.roles import Permission

from .endpoints import api


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint as the page tells of it."""

    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[tuple[str, str, bool], ...]
    answers: tuple[str, ...]


ROOT = "/api/v1/"


@login_not_required
@require_GET
def document(_request: HttpRequest) -> JsonResponse:
    """Hand out the OpenAPI document: it tells what may be asked, and nothing of what there is."""
    return JsonResponse(dict(api.get_openapi_schema(path_prefix=ROOT)), json_dumps_params={"ensure_ascii": False})


def endpoints() -> list[Endpoint]:
    """Return the endpoints as the OpenAPI document has them, so that the page cannot say otherwise."""
    found = []
    for path, methods in api.get_openapi_schema(path_prefix=ROOT)["paths"].items():
        for method, one in methods.items():
            parameters = tuple((each["name"], each["in"], bool(each.get("required"))) for each in one.get("parameters", ()))
            found.append(
                Endpoint(method.upper(), path, one["summary"], one.get("description", ""), parameters, tuple(map(str, one["responses"])))
            )
    return found


def page(request: Request, form: TokenForm, **more: Any) -> dict[str, Any]:
    """Return what the page shows."""
    on = timezone.localdate(request.at)
    tokens = [
        (token, queries.in_use(token, request.at), [SCOPES[scope] for scope in token.scopes]) for token in queries.tokens_of(request.user)
    ]
    may = request.user.may(Permission.TOKEN_ISSUE, request.standing.unit, on)
    refusal = "" if may else f"您在{request.standing.unit.short}没有发令牌的岗位（绩效专员、财政局审核可以发）"
    return {"endpoints": endpoints(), "tokens": tokens, "form": form, "refusal": refusal} | more


@require_GET
def home(request: Request) -> HttpResponse:
    """Tell what the interface offers and which tokens the person has."""
    return render(request, "api/home.html", page(request, TokenForm()))


@require_POST
@never_cache
def issue(request: Request) -> HttpResponse:
    """Issue a token and show its secret, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return render(request, "api/home.html", page(request, form), status=422)
    said = form.cleaned_data
    secret = actions.issue(request.standing.unit, said["name"], said["scopes"], said["days"], by=request.user, at=request.at)
    return render(request, "api/home.html", page(request, TokenForm(), secret=secret, named=said["name"]))


@require_POST
def end(request: Request, number: int) -> HttpResponse:
    """End a token."""
    token = next((token for token in queries.tokens_of(request.user) if token.pk == number), None)
    if token is None:
        raise Http404
    actions.end(token, by=request.user, at=request.at)
    return redirect("api:home")
