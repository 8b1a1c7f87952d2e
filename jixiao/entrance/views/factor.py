"""The second factor: set one up, show it when coming in, change it, put the recovery codes away, do without it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.entrance import actions
from jixiao.entrance.context import proved, remember, turn_key
from jixiao.entrance.forms import CodeForm, NameForm
from jixiao.entrance.queries import factor as queries
from jixiao.entrance.queries.sessions import digest_of
from jixiao.entrance.queries.vault import Vault
from jixiao.entrance.sums import grouped
from jixiao.kernel.refusal import Refused

PENDING, REPLACING = "factor_pending", "factor_replacing"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def factor(request: Request) -> HttpResponse:
    """Set up a second factor, show it, or look after it: whichever is due (第二因素)."""
    if not queries.enrolled(request.user) or request.session.get(REPLACING):
        return enrol(request)
    if not request.session.get("factor"):
        return show(request)
    if request.method == "POST":
        return redirect(way_on(request))
    return render(request, "entrance/factor.html", {"factor": queries.factor(request.user), "forced": forced(request)})


def forced(request: Request) -> bool:
    """Say whether the person's posts ask for a second factor here."""
    return queries.required() and queries.guarded(request.user, timezone.localdate(request.at))


def show(request: Request) -> HttpResponse:
    """Take the code of somebody coming in."""
    form = CodeForm(request.POST or None)
    if form.is_valid() and tried(request, form, lambda code: actions.pass_factor(request.user, code, by=request.user, at=request.at)):
        proved(request)
        return remember(request, redirect(way_on(request)))
    return render(request, "entrance/factor_show.html", {"form": form, "next": way_on(request, "")}, status=422 if form.errors else 200)


def tried(request: Request, form: CodeForm, act: Callable[[str], object]) -> bool:
    """Do what the code is for; a refusal is said at its field."""
    code = form.cleaned_data["code"]
    try:
        actions.trying(request.user, request.at, lambda: act(code))
    except Refused as refusal:
        form.add_error("code", refusal.sentence)
        return False
    return True


def enrol(request: Request) -> HttpResponse:
    """Show a new secret until a code of it comes back; it waits in the session, locked."""
    secret = pending(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        replace = bool(request.session.get(REPLACING))
        try:
            actions.enrol(request.user, secret, form.cleaned_data["code"], replace=replace, by=request.user, at=request.at)
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            return enrolled(request)
    context = {
        "form": form,
        "next": way_on(request, ""),
        "picture": queries.picture(request.user, secret),
        "secret": grouped(secret),
        "forced": forced(request),
        "passed": bool(request.session.get("factor")),
    }
    return render(request, "entrance/factor_enrol.html", context, status=422 if form.errors else 200)


def pending(request: Request) -> str:
    """Return the secret that is being set up."""
    vault = Vault()
    if PENDING not in request.session:
        request.session[PENDING] = vault.encrypt(queries.generate_totp_secret())
    return vault.decrypt(request.session[PENDING])


def enrolled(request: Request) -> HttpResponse:
    """Go on with the second factor just set up: every other session ends, and the recovery codes are shown."""
    request.session.pop(PENDING, None)
    request.session.pop(REPLACING, None)
    proved(request)
    actions.end_others(request.user, digest_of(request.session.session_key or ""), by=request.user, at=request.at)
    request.session["after_codes"] = way_on(request)
    return remember(request, redirect("entrance:codes"))


@never_cache
@require_http_methods(["GET", "POST"])
def codes(request: Request) -> HttpResponse:
    """Show the recovery codes until they are put away; then never again (恢复码)."""
    shown = queries.codes_to_show(request.user) if request.session.get("factor") else []
    if request.method == "POST":
        actions.keep_codes(request.user, by=request.user, at=request.at)
        return redirect(request.session.pop("after_codes", "/"))
    return render(request, "entrance/codes.html", {"codes": shown})


@never_cache
@require_GET
def codes_file(request: Request) -> HttpResponse:
    """Hand the recovery codes out as a small text file, while they may still be seen."""
    shown = queries.codes_to_show(request.user) if request.session.get("factor") else []
    if not shown:
        raise Http404
    lines = [f"绩效 恢复码：{request.user.name}（{request.user.username}）", "每个只能用一次，请锁好", "", *shown, ""]
    return HttpResponse("\r\n".join(lines), "text/plain; charset=utf-8", headers={"Content-Disposition": "attachment; filename=codes.txt"})


@require_POST
def name(request: Request) -> HttpResponse:
    """Call the authenticator by another name (改名)."""
    form = NameForm(request.POST)
    if form.is_valid():
        actions.name_factor(request.user, form.cleaned_data["name"], by=request.user, at=request.at)
        messages.success(request, "名称已改")
    return redirect("entrance:factor")


@never_cache
@require_http_methods(["GET", "POST"])
def replace(request: Request) -> HttpResponse:
    """Begin with another phone, on showing a fresh code (更换)."""

    def begin(code: str) -> None:
        actions.pass_factor(request.user, code, by=request.user, at=request.at)
        request.session[REPLACING] = True
        turn_key(request)

    return with_code(request, begin, "entrance:factor", "更换验证器", "先输现在的验证码或一个恢复码；新手机设好之前，旧的一直有效。")


@never_cache
@require_http_methods(["GET", "POST"])
def fresh_codes(request: Request) -> HttpResponse:
    """Make ten new recovery codes, on showing a fresh code (换恢复码)."""
    sentence = "输现在的验证码，换一组 10 个新的恢复码；旧的立即作废。"
    return with_code(
        request, lambda code: actions.new_codes(request.user, code, by=request.user, at=request.at), "entrance:codes", "换恢复码", sentence
    )


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: Request) -> HttpResponse:
    """Do without a second factor, on showing a fresh code (停用)."""

    def end(code: str) -> None:
        actions.remove_factor(request.user, code, by=request.user, at=request.at)
        request.session.pop("factor", None)
        turn_key(request)
        messages.success(request, "第二因素已停用")

    sentence = "输现在的验证码停用第二因素。"
    if forced(request):
        sentence += "您的岗位要求第二因素，停用后须马上重新设置才能继续办理。"
    return with_code(request, end, "entrance:security", "停用第二因素", sentence)


def with_code(request: Request, act: Callable[[str], object], way: str, title: str, sentence: str) -> HttpResponse:
    """Ask for a fresh code and do what it is for."""
    if not queries.enrolled(request.user):
        return redirect("entrance:factor")
    form = CodeForm(request.POST or None)
    if form.is_valid() and tried(request, form, act):
        return redirect(way)
    context = {"form": form, "title": title, "sentence": sentence}
    return render(request, "entrance/with_code.html", context, status=422 if form.errors else 200)
