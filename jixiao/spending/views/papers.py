"""A payment's proofs: its papers and its invoices, each a page that is also a fragment of the payment's own page."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.spending.actions import papers as actions
from jixiao.spending.forms import papers as forms
from jixiao.spending.forms.payments import Keyed, Said, asked
from jixiao.spending.queries import papers as queries
from jixiao.spending.queries.papers import Contract, Paper, Payment
from jixiao.spending.queries.payments import payment_for
from jixiao.spending.sums.invoices import read_xml
from jixiao.spending.sums.papers import TYPES
from jixiao.web.downloads import saved

both = require_http_methods(["GET", "POST"])


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def data_of(file: Any) -> tuple[str, bytes]:
    """Return a file's name and bytes as they came."""
    return (str(file.name), file.read()) if file else ("", b"")


def changed(request: Request, name: str, payment: Payment, sentence: str) -> HttpResponse:
    """Go back to the list after an act; the whole page says it was done, the fragment shows it."""
    if not request.htmx:
        messages.success(request, sentence)
    return redirect(f"{reverse(f'spending:{name}', args=[payment.pk])}?changed=1")


def shown(request: Request, name: str, context: Said, *, status: int = 200) -> HttpResponse:
    """Show a list of proofs: alone as a page, or as the fragment of another page, which hears when it changed."""
    answer = render(request, f"spending/{'_' if request.htmx else 'paper_'}{name}.html", context, status=status)
    if request.htmx and "changed" in request.GET:
        answer.headers["HX-Trigger"] = "proofs-changed"
    return answer


def file_answer(paper: Paper) -> HttpResponse:
    """Hand a file out: to be saved, never to be shown or run here."""
    ending = PurePath(paper.name).suffix.lstrip(".").lower()
    return saved(queries.bytes_of(paper), paper.name, TYPES.get({"jpeg": "jpg"}.get(ending, ending), "application/octet-stream"))


# ── papers ──


@both
def papers(request: Request, pk: int) -> HttpResponse:
    """Show the papers of a payment; put one to it (附件)."""
    payment = payment_for(request.user, today(request), pk)
    form = forms.PaperForm(request.POST, request.FILES) if request.method == "POST" else forms.PaperForm()

    def act(said: Said) -> None:
        actions.attach(payment, said["kind"], *data_of(said["file"]), key=said["key"], by=request.user, at=request.at)

    if request.method == "POST" and form.says(act):
        return changed(request, "papers", payment, "附件已上传")
    context = {
        "payment": payment,
        "rows": queries.papers_of(payment),
        "gone": queries.papers_gone(payment),
        "refusal": queries.refusal_to_attach(payment, request.user, today(request)),
        "form": form,
    }
    return shown(request, "papers", context, status=422 if form.errors else 200)


@require_GET
def paper(request: Request, pk: int, number: int) -> HttpResponse:
    """Hand out one paper of a payment."""
    return file_answer(queries.paper_of(payment_for(request.user, today(request), pk), number))


@require_POST
def paper_drop(request: Request, pk: int, number: int) -> HttpResponse:
    """Take a paper away."""
    payment = payment_for(request.user, today(request), pk, Permission.SPENDING_REQUEST)
    one = queries.paper_of(payment, number)
    actions.take_away(payment, one, key=asked(Keyed(request.POST))["key"], by=request.user, at=request.at)
    return changed(request, "papers", payment, f"附件「{one.name}」已撤下")


# ── invoices ──


@both
def invoices(request: Request, pk: int) -> HttpResponse:
    """Show the invoices of a payment; put one to it, by hand or as its file was read (发票)."""
    payment = payment_for(request.user, today(request), pk)
    begun, doubt = begun_with(request, payment)
    form = forms.InvoiceForm(request.POST if request.method == "POST" else None, initial=begun)

    def act(said: Said) -> None:
        paper = queries.paper_of(payment, said["paper"]) if said["paper"] else None
        more = {"tax": said["tax"]} if said["tax"] else {}
        actions.add_invoice(payment, **form.said(), **more, paper=paper, key=said["key"], by=request.user, at=request.at)

    if request.method == "POST" and form.says(act):
        return changed(request, "invoices", payment, "发票已登记")
    rows = queries.invoices_of(payment)
    context = {
        "payment": payment,
        "rows": [(one, queries.doubts_of_invoice(payment, one.facts())) for one in rows],
        "covered": queries.covered(payment),
        "short": payment.fen > queries.covered(payment).fen,
        "refusal": queries.refusal_to_attach(payment, request.user, today(request)),
        "form": form,
        "doubt": doubt,
        "read": bool(begun.get("number")),
        "writing": form.is_bound or "paper" in request.GET or "write" in request.GET,
    }
    return shown(request, "invoices", context, status=422 if form.errors else 200)


def begun_with(request: Request, payment: Payment) -> tuple[dict[str, Any], str]:
    """Return how the form begins: as the file named in the address says where that is a digital invoice's XML; else ours as buyer."""
    ours = {"buyer": payment.filer.name, "buyer_code": payment.filer.credit}
    number = request.GET.get("paper", "")
    if not (number.isascii() and number.isdigit()) or len(number) > 18:  # noqa: PLR2004 - more digits than any record's number
        return ours, ""
    one = queries.paper_of(payment, int(number))
    if not one.name.lower().endswith(".xml"):
        return ours | {"paper": one.pk}, ""
    try:
        return forms.filled(read_xml(queries.bytes_of(one)), one.pk), ""
    except Refused as refusal:
        return ours | {"paper": one.pk}, refusal.sentence


@require_POST
def invoice_file(request: Request, pk: int) -> HttpResponse:
    """Put an invoice's own file to a payment and go on to its face, read from the file where it is XML."""
    payment = payment_for(request.user, today(request), pk)
    said = asked(forms.FileForm(request.POST, request.FILES))
    one = actions.attach(payment, queries.ORIGINAL, *data_of(said["file"]), key=said["key"], by=request.user, at=request.at)
    return redirect(f"{reverse('spending:invoices', args=[pk])}?paper={one.pk}")


@require_POST
def invoice_drop(request: Request, pk: int, number: int) -> HttpResponse:
    """Take an invoice away."""
    payment = payment_for(request.user, today(request), pk, Permission.SPENDING_REQUEST)
    one = queries.invoice_of(payment, number)
    actions.drop_invoice(payment, one, key=asked(Keyed(request.POST))["key"], by=request.user, at=request.at)
    return changed(request, "invoices", payment, f"发票 {one.key} 已撤下")


def contract_file(request: Request, contract: Contract) -> str | None:
    """Put a file to a contract; return why not, or None."""
    form = forms.PaperForm(request.POST, request.FILES, kinds=queries.CONTRACT_PAPERS)
    try:
        said = asked(form)
        actions.attach_to_contract(contract, said["kind"], *data_of(said["file"]), key=said["key"], by=request.user, at=request.at)
    except Denied:
        raise
    except Refused as refusal:
        return refusal.sentence
    return None


def paper_of_contract(contract: Contract, number: int) -> HttpResponse:
    """Hand out one paper of a contract."""
    found = queries.paper_of(contract, number)
    if found.contract_id != contract.pk:
        raise Http404
    return file_answer(found)


PATHS: list[URLPattern] = [
    path("spending/<int:pk>/papers/", papers, name="papers"),
    path("spending/<int:pk>/papers/<int:number>/", paper, name="paper"),
    path("spending/<int:pk>/papers/<int:number>/drop/", paper_drop, name="paper_drop"),
    path("spending/<int:pk>/invoices/", invoices, name="invoices"),
    path("spending/<int:pk>/invoices/file/", invoice_file, name="invoice_file"),
    path("spending/<int:pk>/invoices/<int:number>/drop/", invoice_drop, name="invoice_drop"),
]
