"""A request: filled in, with its way beside it while one types; once sent up, its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import department_of
from jixiao.spending.actions import asking, moving
from jixiao.spending.actions import payments as actions
from jixiao.spending.actions.contracts import add_payee
from jixiao.spending.forms import payments as forms
from jixiao.spending.queries import pages, previews
from jixiao.spending.queries.pages import Payment
from jixiao.spending.queries.payments import matters_like, payment_for
from jixiao.spending.states import OPEN

from . import moves
from .home import today
from .moves import elsewhere

# What each reason against sending up is solved by: how it begins, the word of the link, where it leads
HELPS = (
    ("没有选指标", "去选", "#quota"),
    ("指标不够", "看指标", "spending:quotas"),
    ("没有选收款人", "去选或新登记", "#payee"),
    ("缺请示", "去附件里放请示", "#papers"),
    ("缺合同", "登记合同", "spending:contracts"),
    ("缺", "去附件", "#papers"),
    ("收款人与合同", "去核对", "#contract"),
    ("超合同", "看合同", "spending:contracts"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against sending up, with the link that helps."""

    sentence: str
    word: str = ""
    href: str = ""


def reason(sentence: str) -> Reason:
    """Return a reason with what helps against it."""
    for start, word, place in HELPS:
        if sentence.startswith(start):
            href = place if place.startswith("#") else elsewhere(place)
            return Reason(sentence, word if href else "", href)
    return Reason(sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Fill in a new request: shown, and kept as a draft."""
    unit = pages.asking_unit(request.user, today(request), request.standing.unit)
    payment = previews.shadow(request.user, unit, request.standing.year, request.at)
    offer = pages.offer(payment.filer, payment.year)
    if request.method != "POST":
        return form_page(request, payment, forms.RequestForm(None, offer, initial={"method": "unified", "stage": "once"}))
    form = forms.RequestForm(request.POST, offer)
    try:
        said = forms.asked(form)
        fields = forms.written(said) | payee_of(request, payment, said)
        made = asking.ask(unit, payment.year, fields, said["whole"], by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        return form_page(request, payment, form, refused=str(refusal), status=409)
    messages.success(request, f"「{made.title}」已存草稿，可以放附件和发票")
    return redirect("spending:payment", made.pk)


@require_GET
def payment(request: Request, pk: int) -> HttpResponse:
    """Show a payment: to its author the form while it is open, else the card."""
    one = payment_for(request.user, today(request), pk)
    if not pages.may_write(one, request.user):
        return moves.card_page(request, one)
    return form_page(request, one, forms.RequestForm(None, pages.offer(one.filer, one.year), initial=forms.filled(one)))


@require_POST
def write(request: Request, pk: int) -> HttpResponse:
    """Keep what is typed; sent up as well where that was pressed. What was overtaken is refused, and what was typed stays."""
    one = payment_for(request.user, today(request), pk, Permission.SPENDING_REQUEST)
    form = forms.RequestForm(request.POST, pages.offer(one.filer, one.year))
    try:
        said = forms.asked(form)
        if one.state in OPEN:
            if changed := overtaken(one, said):
                return form_page(request, one, form, changed=changed, status=409)
            fields = forms.written(said) | ({} if request.htmx else payee_of(request, one, said))
            actions.write(one, fields, whole_of(one, said), version=one.version, by=request.user, at=request.at)
        if request.POST.get("then") == "submit":
            moving.submit(one, by=request.user, at=request.at, key=said["key"])
            messages.success(request, f"「{one.title}」已送审")
        elif one.state not in OPEN:
            raise Refused(str(actions.refusal_to_write(one, request.user)))  # noqa: TRY301 - said on the same page
    except Denied:
        raise
    except Refused as refusal:
        fresh = payment_for(request.user, today(request), pk)
        if not pages.may_write(fresh, request.user):
            return moves.card_page(request, fresh, refused=str(refusal), status=409)
        return form_page(request, fresh, form, refused=str(refusal), status=409)
    if request.htmx:
        return live(request, one, form, saved=True)
    return redirect("spending:payment", pk)


def whole_of(one: Payment, said: forms.Said) -> Money | None:
    """Return the whole amount a form asks for, where the amount itself may have changed."""
    one.fen = said["amount"].fen
    return previews.whole_asked(one, said["whole"])


def overtaken(one: Payment, said: forms.Said) -> list[tuple[str, str, str]]:
    """Return what differs from what stands now, where somebody has written since: field, typed, now; none: nothing was lost."""
    if said["version"] == one.version:
        return []
    now, typed = forms.filled(one), forms.written(said)
    amounts = {"fen": one.fen, "quota": one.quota, "payee": one.payee, "contract": one.contract}
    labels = {"fen": "金额", "quota": "指标", "payee": "收款人", "contract": "合同"}
    found = []
    for name, value in typed.items():
        standing = amounts[name] if name in amounts else now[name]
        if value != standing:
            word = labels.get(name) or str(forms.RequestForm.base_fields[name].label)
            found.append((word, shown(name, value), shown(name, standing)))
    return found


def shown(name: str, value: object) -> str:
    """Write one value of a request for people."""
    return Money(value).grouped() if name == "fen" and isinstance(value, int) else str(value or "（空）")


def payee_of(request: Request, one: Payment, said: forms.Said) -> dict[str, Any]:
    """Put a payee typed by name into the list, and return it as the one chosen."""
    if not said["payee_name"].strip():
        return {}
    more = forms.new_payee(said)
    kind = said["payee_kind"] or "单位"
    return {"payee": add_payee(one.unit, said["payee_name"], kind, **more, by=request.user, at=request.at)}


@require_GET
def route(request: Request) -> HttpResponse:
    """Show which way what is typed would take; nothing is written."""
    number = forms.number(request.GET.get("payment", ""))
    if number:
        one = payment_for(request.user, today(request), number, Permission.SPENDING_REQUEST)
    else:
        unit = pages.asking_unit(request.user, today(request), request.standing.unit)
        one = previews.shadow(request.user, unit, request.standing.year, request.at)
    return live(request, one, forms.RequestForm(request.GET, pages.offer(one.filer, one.year)))


@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    """Put a request to another matter of the same payee, and go by the whole."""
    one = payment_for(request.user, today(request), pk, Permission.SPENDING_REQUEST)
    wanted = forms.number(request.POST.get("matter", ""))
    matter = next((each for each in matters_like(one) if each.pk == wanted), None)
    if matter is None:
        msg = "没有这个事项可以并入，请刷新页面后再选"
        raise Refused(msg)
    actions.join(one, matter, by=request.user, at=request.at, key=request.POST.get("key") or None)
    messages.success(request, f"已并入「{matter.name}」，按整件事的金额走流程")
    return redirect("spending:payment", pk)


def live(request: Request, one: Payment, form: forms.RequestForm, *, saved: bool = False) -> HttpResponse:
    """Answer htmx with everything beside the fields."""
    return render(request, "spending/_live.html", context_of(request, one, form) | {"live": True, "saved": saved})


def form_page(request: Request, one: Payment, form: forms.RequestForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the request with its way; what was typed stays in the form."""
    if request.htmx:
        return render(request, "spending/_live.html", context_of(request, one, form) | {"live": True} | more)
    return render(request, "spending/request.html", context_of(request, one, form) | more, status=status)


def context_of(request: Request, one: Payment, form: forms.RequestForm) -> dict[str, Any]:
    """Return what the page and its live parts show."""
    on, version = today(request), one.version
    typed, problem = typed_in(form)
    found = previews.preview(one, typed, request.user, on)
    names = ("contracts", "quotas", "settings")
    return {
        "payment": one,
        "version": version,
        "form": form,
        "offer": form.offer,
        "quota": typed.quota,
        "indicators": pages.indicators_of(typed.quota),
        "preview": found,
        "problem": problem,
        "reasons": [reason(sentence) for sentence in found.refusals] if found else [],
        "to": {name: elsewhere(f"spending:{name}") for name in names},
        "papers": elsewhere("spending:papers", one.pk) if one.pk else "",
        "invoices": elsewhere("spending:invoices", one.pk) if one.pk else "",
        "department": department_of(one.unit),
    }


def typed_in(form: forms.RequestForm) -> tuple[previews.Typed, str]:
    """Return what can be read of a form, shown for the first time or half filled in, and what is wrong with its amount."""
    said = {name: str(form[name].value() or "") for name in form.fields}
    amounts, problem = {}, ""
    for name, word in (("amount", "金额"), ("whole", "整件事金额")):
        try:
            amounts[name] = forms.amount_of(said[name], word) if said[name].strip() else None
        except Refused as refusal:
            amounts[name], problem = None, str(refusal)
    amount = amounts["amount"] or ZERO
    chosen = {name: getattr(form.offer, name)(forms.number(said[name])) for name in ("quota", "payee", "contract")}
    return previews.Typed(amount, amounts["whole"], **chosen, explanation=said["explanation"]), problem


PATHS: list[URLPattern] = [
    path("spending/new/", new, name="new"),
    path("spending/route/", route, name="route"),
    path("spending/<int:pk>/", payment, name="payment"),
    path("spending/<int:pk>/write/", write, name="write"),
    path("spending/<int:pk>/join/", join, name="join"),
]
