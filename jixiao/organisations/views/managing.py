"""Managing units: set one up, describe, rename, move, close it; plain forms, errors beside their fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jixiao.kernel.roles import Permission
from jixiao.organisations import actions, queries
from jixiao.organisations.context import Request
from jixiao.organisations.forms import AskedForm, CloseForm, CreateForm, DescribeForm, MoveForm, RenameForm
from jixiao.organisations.queries import Unit

from .looking import today

both = require_http_methods(["GET", "POST"])


def page(request: Request, form: AskedForm, **said: Any) -> HttpResponse:
    """Show a form; with its errors it is answered 422."""
    return render(request, "organisations/form.html", {"form": form, **said}, status=422 if form.errors else 200)


def managed(request: Request, unit: Unit, form: AskedForm, act: Callable[[dict[str, Any]], Unit], **said: Any) -> HttpResponse:
    """Show a form about a unit, or do what it asks and go to the unit it leads to."""
    done: list[Unit] = []
    if request.method == "POST" and form.says(lambda asked: done.append(act(asked))):
        messages.success(request, said["done"])
        return redirect("organisations:unit", done[0].pk)
    refusal = queries.refusal_to(request.user, today(request), unit, Permission.UNIT_MANAGE) or said.get("hindrance")
    return page(request, form, unit=unit, refusal=refusal, **said)


@both
def create(request: Request) -> HttpResponse:
    """Set up a unit (新设单位)."""
    on, done = today(request), []
    over = queries.parent_asked(request.user, on, request.GET.get("under", ""))
    start = {"parent": over.called, "since": on} if over else {"since": on}
    form = CreateForm(request.user, on, request.POST if request.method == "POST" else None, initial=start)
    form.offer(over.kind if over else None)

    def act(asked: dict[str, Any]) -> None:
        said = {name: asked[name] for name in ("code", "kind", "short", "since", "budget_code", "credit", "division", "key")}
        done.append(actions.create_unit(asked["parent"], asked["name"], **said, by=request.user, at=request.at))

    refusal = queries.refusal_anywhere(request.user, on)
    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"已设立「{done[0].name}」")
        return redirect("organisations:unit", done[0].pk)
    said = {"title": "新设单位", "button": "设立", "offered": form.parents, "refusal": refusal, "back": over}
    answer = page(request, form, **said)
    answer.status_code = 403 if refusal and request.method == "POST" else answer.status_code
    return answer


@both
def describe(request: Request, pk: int) -> HttpResponse:
    """Put right the codes of a unit (修改登记信息)."""
    unit = queries.unit_for(request.user, today(request), pk)
    start = {name: getattr(unit, name) for name in ("budget_code", "credit", "division")}
    form = DescribeForm(unit, request.POST if request.method == "POST" else None, initial=start)
    return managed(
        request,
        unit,
        form,
        lambda asked: actions.describe_unit(unit, **asked, by=request.user, at=request.at),
        title="修改登记信息",
        button="保存",
        done="登记信息已改好",
    )


@both
def rename(request: Request, pk: int) -> HttpResponse:
    """Give a unit a new name, or put the present one right (更名)."""
    on = today(request)
    unit = queries.unit_for(request.user, on, pk)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": unit.name, "short": unit.short, "since": on})
    return managed(
        request,
        unit,
        form,
        lambda asked: actions.rename_unit(unit, **asked, by=request.user, at=request.at),
        title="更名",
        button="更名",
        done="名称已改好，以前年度的表格仍用当时的名称",
        names=queries.names_of(unit),
    )


@both
def move(request: Request, pk: int) -> HttpResponse:
    """Put a unit under another (改隶)."""
    on = today(request)
    unit = queries.unit_for(request.user, on, pk)
    form = MoveForm(unit, request.user, on, request.POST if request.method == "POST" else None, initial={"since": on})
    return managed(
        request,
        unit,
        form,
        lambda asked: actions.move_unit(unit, **asked, by=request.user, at=request.at),
        title="改隶",
        button="改隶",
        done="已改隶；原来的记录留在原单位，人员岗位请另行安排",
        offered=form.parents,
        hindrance=queries.refusal_to_move(unit),
        explained="原单位截至改隶前一天，新上级下面另立一个，历史记录留在原单位；人员岗位不会跟着走，请另行安排。",
    )


@both
def close(request: Request, pk: int) -> HttpResponse:
    """Close a unit (撤销)."""
    on = today(request)
    unit = queries.unit_for(request.user, on, pk)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"until": on})
    return managed(
        request,
        unit,
        form,
        lambda asked: actions.close_unit(unit, **asked, by=request.user, at=request.at),
        title="撤销单位",
        button="撤销",
        done="已办理撤销，记录都保留",
        hindrance=queries.refusal_to_close(unit, date.max),  # whatever the day
    )
