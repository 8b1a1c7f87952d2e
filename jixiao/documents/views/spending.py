"""Papers of spending: of one payment, of one meeting, and of a department's year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.documents import book
from jixiao.documents.queries import day, spending, spending_year
from jixiao.documents.renderings import spending_books as books
from jixiao.office.facts import Letter
from jixiao.spending.queries.payments import payment_for
from jixiao.web.downloads import saved

from .papers import FORMS, TYPES, marked

LONGEST = 60  # characters of the name of a file before its ending
OF_PAYMENT = (
    (spending.REQUEST, "支出申请单", "事由、金额、指标、发票和每一级签批", FORMS),
    (spending.QINGSHI, "请示", "公文格式，由本笔的事项、金额、指标生成", {form: FORMS[form] for form in ("docx", "pdf")}),
    (spending.PAYMENT, "付款申请单", "收款账户、合同、发票、签批和付款办理", FORMS),
)


def handed(kind: str, said: book.Said, form: str, *, mark: str = "", foot: str = "") -> HttpResponse:
    """Hand out a paper in a form; one nobody writes is not found."""
    if form not in TYPES:
        raise Http404
    try:
        name, data = book.paper(kind, said, form, foot)
    except LookupError:
        raise Http404 from None
    return saved(data, marked(short(name), mark), TYPES[form])


def short(name: str) -> str:
    """Return the name of a file short enough for every disk; its ending stays."""
    stem, _, ending = name.rpartition(".")
    return f"{stem[:LONGEST]}.{ending}"


@require_GET
def menu(request: Request, pk: int) -> HttpResponse:
    """Show the papers a payment has: alone as a page, or as the fragment of its own page (文书)."""
    payment = payment_for(request.user, day(request.at), pk)
    papers = [one for one in OF_PAYMENT if one[0] != spending.QINGSHI or not payment.reverses_id]
    context = {"payment": payment, "papers": papers}
    return render(request, f"documents/{'_' if request.htmx else ''}spending.html", context)


@require_GET
def paper(request: Request, pk: int, kind: str, form: str) -> HttpResponse:
    """Hand out one paper of a payment."""
    said, mark, foot = spending.said_for(request.user, pk, kind, request.at)
    return handed("letter" if isinstance(said, Letter) else spending.KINDS[kind], said, form, mark=mark, foot=foot)


@require_GET
def minutes(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the minutes of a meeting (会议纪要)."""
    said, mark = spending.minutes_for(request.user, pk, request.at)
    return handed("letter", said, form, mark=mark)


@require_GET
def ledger(request: Request, form: str) -> HttpResponse:
    """Hand out the ledger of a department's year, or of one of its projects (支出明细账)."""
    stand, project = request.standing, request.GET.get("project", "")
    if form not in TYPES:
        raise Http404
    pages = form != "xlsx"
    said = spending_year.ledger_for(request.user, stand.unit, stand.year, request.at, project=project, pages=pages)
    if pages:
        return handed("spending-ledger", said, form)
    return saved(books.ledger(said), short(f"{said.year}年{said.about}-支出明细账.xlsx"), TYPES[form])


@require_GET
def progress(request: Request, form: str) -> HttpResponse:
    """Hand out the execution of a department's year by project and quarter (预算执行进度表)."""
    if form not in TYPES:
        raise Http404
    said = spending_year.progress_for(request.user, request.standing.unit, request.standing.year, request.at)
    if form != "xlsx":
        return handed("spending-progress", said, form)
    return saved(books.progress(said), short(f"{said.year}年{said.about}-预算执行进度表.xlsx"), TYPES[form])
