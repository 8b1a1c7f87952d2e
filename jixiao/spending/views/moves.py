"""The card of a payment that was sent up, and the moves of its life: one form a move, a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.spending.actions import moving
from jixiao.spending.forms import payments as forms
from jixiao.spending.queries import cards, pages
from jixiao.spending.queries.agenda import decision_for, refusal_undecided
from jixiao.spending.queries.pages import Payment
from jixiao.spending.queries.payments import moves_for, payment_for
from jixiao.spending.queries.splitting import likely_split

from .home import today

Run = Callable[..., object]
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of move: what it asks, how it is made, what is said afterwards, and what to know before."""

    form: type[forms.Keyed]
    run: Run
    done: str
    warning: str = ""
    first: bool = True
    quick: bool = False  # made at once, without words


def _plain(act: Run) -> Run:
    return lambda payment, _said, **who: act(payment, **who)


def _with(act: Run, *names: str) -> Run:
    return lambda payment, said, **who: act(payment, *(said[name] for name in names), **who)


def _by_decision(payment: Payment, _said: Said, **who: Any) -> object:
    """Approve by the decision of final minutes on the payment's own matter."""
    decided = decision_for(payment)
    if decided is None:
        raise Refused(str(refusal_undecided(payment)))
    return moving.bind(payment, decided, **who)


FINAL = "办理后不能撤销，请核对后再确认。"
KINDS: Mapping[str, Kind] = {
    "submit": Kind(forms.Keyed, _plain(moving.submit), "已送审", quick=True),
    "withdraw": Kind(forms.Keyed, _plain(moving.withdraw), "已撤回，可以修改后再送审", first=False, quick=True),
    "approve": Kind(forms.SignForm, _with(moving.sign, "digest", "opinion"), "已签", quick=True),
    "send_back": Kind(forms.ReturnForm, _with(moving.send_back, "opinion"), "已退回经办人", "退回后冻结的指标随即解冻。", first=False),
    "reject": Kind(forms.ReturnForm, _with(moving.reject, "opinion"), "已办理不予支出", FINAL, first=False),
    "bind": Kind(forms.Keyed, _by_decision, "已按会议决定批准", quick=True),
    "order": Kind(forms.Keyed, _plain(moving.order), "已制单，请第二人复核", quick=True),
    "unorder": Kind(forms.Keyed, _plain(moving.unorder), "已撤销制单", first=False, quick=True),
    "send": Kind(forms.Keyed, _plain(moving.send), "已复核，送国库", "请核对收款人、账号、金额与支付令一致。"),
    "bank_ok": Kind(forms.ReceiptForm, _with(moving.bank_ok, "receipt", "amount"), "已登记回单", FINAL),
    "bank_fail": Kind(forms.FailForm, _with(moving.bank_fail, "reason"), "已登记银行退回，可以重新制单", "指标仍冻结，等重新制单。", first=False),
    "give_up": Kind(forms.GiveUpForm, _with(moving.give_up, "opinion"), "已办结，不再支付", FINAL, first=False),
    "refund": Kind(forms.RefundForm, _with(moving.refund, "amount", "receipt", "reason"), "已登记退款", f"退款另记一笔负数，原支出不改。{FINAL}", first=False),
    "book": Kind(forms.BookForm, _with(moving.book, "voucher"), "已入账"),
    "archive": Kind(forms.Keyed, _plain(moving.archive), "已归档", FINAL),
}  # fmt: skip
NAMES = {"pass_section": "approve", "pass_check": "approve", "sign": "approve"}


@dataclass(frozen=True, slots=True)
class Button:
    """One move as the page offers it."""

    name: str
    verb: str
    href: str
    form: forms.Keyed
    refusal: str | None
    kind: Kind
    open: bool = False  # its form was just refused, so it stays open with what was typed

    @property
    def asks(self) -> bool:
        """Say whether a form opens before the move is made."""
        return self.open or not self.kind.quick


@require_POST
def move(request: Request, pk: int, name: str) -> HttpResponse:
    """Make a move; refused, say why and keep what was typed."""
    payment, kind = payment_for(request.user, today(request), pk), KINDS[name]
    form = kind.form(request.POST)
    try:
        said = forms.asked(form)
        kind.run(payment, said, by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        return card_page(request, payment_for(request.user, today(request), pk), refused=str(refusal), tried=(name, form), status=409)
    messages.success(request, f"「{payment.title}」{kind.done}")
    return redirect(way_on(request, reverse("spending:payment", args=[pk])))


def card_page(
    request: Request, payment: Payment, *, refused: str = "", tried: tuple[str, forms.Keyed] | None = None, status: int = 200
) -> HttpResponse:
    """Show the card of a payment with its moves, papers and history."""
    on = today(request)
    buttons = buttons_for(request, payment, tried)
    context = {
        "payment": payment,
        "card": cards.card(payment, request.user, on),
        "buttons": buttons,
        "reasons": list(dict.fromkeys(button.refusal for button in buttons if button.refusal)),
        "refused": refused,
        "acts": pages.acts_of(payment),
        "split": likely_split(payment, on) if payment.turn else None,
        "papers": elsewhere("spending:papers", payment.pk),
        "invoices": elsewhere("spending:invoices", payment.pk),
        "meetings": elsewhere("spending:meetings") if payment.turn == "meeting" else "",
        "reversal": pages.reversal_of(payment),
    }
    return render(request, "spending/payment.html", context, status=status)


def buttons_for(request: Request, payment: Payment, tried: tuple[str, forms.Keyed] | None) -> list[Button]:
    """Return the moves that are this person's business, with their forms; the primary one last."""
    offered = []
    for each, refusal in moves_for(payment, request.user, today(request)):
        name = NAMES.get(each.name, each.name)
        alien = name in {"submit", "withdraw"} and payment.author.number != request.user.number
        again = name == "refund" and payment.reverses_id is not None
        if name not in KINDS or alien or again:
            continue
        mine = tried is not None and tried[0] == name
        form = tried[1] if tried and mine else KINDS[name].form(initial={"digest": payment.digest})
        verb = "同意并签名" if each.name == "sign" else each.verb
        offered.append(Button(name, verb, reverse(f"spending:{name}", args=[payment.pk]), form, refusal, KINDS[name], open=mine))
    return sorted(offered, key=lambda button: button.kind.first)


def elsewhere(name: str, *arguments: object) -> str:
    """Return the address of a page, "" while there is none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


PATHS: list[URLPattern] = [path(f"spending/<int:pk>/{name}/", move, {"name": name}, name=name) for name in KINDS]
