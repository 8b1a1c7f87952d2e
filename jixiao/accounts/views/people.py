"""Looking people up: the list, one person, the list to take home."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from jixiao.accounts import queries
from jixiao.accounts.context import Request
from jixiao.accounts.queries import Delegation, Seat, User
from jixiao.accounts.renderings import workbook
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission, Role

PAGE = 50
LONGEST_NUMBER = 18
STATES = {"no": "在用", "idle": "在用但没有岗位", "yes": "已停用"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 10_000  # rows of one workbook


def today(request: Request) -> date:
    """Return the day of a request, as it is here."""
    return timezone.localdate(request.at)


def asked(request: Request) -> dict[str, Any]:
    """Return what the address asks of the list."""
    words, unit, role, closed, order = (request.GET.get(name, "").strip() for name in ("q", "unit", "role", "closed", "order"))
    number = int(unit) if unit.isascii() and unit.isdigit() and len(unit) < LONGEST_NUMBER else None
    return {"words": words[:60], "unit": number, "role": role, "closed": closed, "order": order}


@require_GET
def index(request: Request) -> HttpResponse:
    """List the people somebody may look up (人员)."""
    on, wanted = today(request), asked(request)
    page = Paginator(queries.people_for(request.user, on, **wanted), PAGE).get_page(request.GET.get("page"))
    refusal = None if request.user.paths(Permission.PEOPLE_MANAGE, on) else "须由系统管理员办理，您没有这个岗位"
    context = {
        **wanted,
        "page": page,
        "lines": queries.lines_of(list(page), on),
        "units": queries.units_offered(request.user, on),
        "roles": [(role.value, role.word) for role in Role],
        "states": STATES.items(),
        "refusal": refusal,
        "filtered": any(wanted[name] for name in ("words", "unit", "role", "closed")),
        "may_look": bool(queries.looking(request.user, on)),
    }
    return render(request, "accounts/people.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand out the people of the list as it is filtered, all pages of it."""
    on = today(request)
    found = list(queries.people_for(request.user, on, **asked(request))[: MOST + 1])
    if len(found) > MOST:
        msg = f"一次最多导出 {MOST:,} 人，请先按单位或岗位筛选"
        raise Refused(msg)
    answer = HttpResponse(workbook.listing([row_of(line) for line in queries.lines_of(found, on)]), content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="人员清单.xlsx") or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def row_of(line: queries.Line) -> list[str]:
    """Return what the workbook says of somebody."""
    one = line.user
    return [one.name, one.username, one.unit.name, one.title, "\n".join(line.posts), "在用" if one.is_active else "停用"]


@require_GET
def person(request: Request, pk: int) -> HttpResponse:
    """Show one person: who they are, their posts through time, what they lent and were lent, what was done to the account."""
    on = today(request)
    one = queries.person_for(request.user, on, pk)
    making = queries.refusal_without(request.user, one.unit, on, Permission.PEOPLE_MANAGE)
    giving = queries.refusal_without(request.user, one.unit, on, Permission.SECURITY_MANAGE)
    held = [(seat, state_of(seat, on), _giving(request.user, seat, on)) for seat in queries.seats_of(one)]
    context = {
        "person": one,
        "others": queries.others_of(one),
        "seats": held,
        "loans": [(loan, loan_state(loan, on)) for loan in queries.delegations_of(one)],
        "making": making,
        "giving": giving,
        "refusal_to_close": making or queries.refusal_to_close(one, request.user, on),
        "refusal_to_give": _refusal_to_give(one, request.user, on),
        "refusal_to_link": giving or queries.refusal_to_link(one, request.user),
        "history": queries.history_of(one),
        "today": on,
    }
    return render(request, "accounts/person.html", context)


def _refusal_to_give(one: User, user: User, on: date) -> str | None:
    """Return why no post may be given to somebody at all, or None; which unit it is for is asked next."""
    if not user.paths(Permission.SECURITY_MANAGE, on):
        return "须由安全保密员办理，您没有这个岗位"
    if one.pk == user.pk:
        return "不能给自己授予岗位，请由另一位安全保密员办理"
    return None if one.is_active else f"{one.name}的账号已停用"


def _giving(user: User, seat: Seat, on: date) -> str | None:
    """Return why a post may not be ended, or None."""
    if seat.until is not None and seat.until < on:
        return "已经离任"
    return queries.refusal_without(user, seat.unit, on, Permission.SECURITY_MANAGE)


def state_of(seat: Seat, on: date) -> str:
    """Say in a word how a post stands on a day."""
    if seat.since > on:
        return "未到任"
    return "在任" if seat.until is None or on <= seat.until else "已离任"


def loan_state(loan: Delegation, on: date) -> str:
    """Say in a word how a loan stands on a day."""
    if loan.ended_at is not None:
        return "已终止"
    if loan.until < on:
        return "已到期"
    if loan.since > on:
        return "未开始"
    return "已失效" if loan.lapsed(on) else "有效"
