"""Managing people: make an account, give a post, close and open again; plain forms, errors beside their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.accounts import actions, queries
from jixiao.accounts.context import Request
from jixiao.accounts.forms import CreateForm, DescribeForm, EndForm, SeatForm, UnitForm
from jixiao.accounts.queries import User
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.forms import AskedForm

from .people import today

both = require_http_methods(["GET", "POST"])


def page(request: Request, form: AskedForm, **said: Any) -> HttpResponse:
    """Show a form; with its errors it is answered 422, and where nobody may send it 403."""
    refused = said.get("refusal") and request.method == "POST"
    return render(request, "accounts/form.html", {"form": form, **said}, status=403 if refused else 422 if form.errors else 200)


def managed(request: Request, one: User, form: AskedForm, act: Callable[[dict[str, Any]], Any], **said: Any) -> HttpResponse:
    """Show a form about somebody, or do what it asks and go back to them."""
    if request.method == "POST" and form.says(act):
        messages.success(request, said["done"])
        return redirect("accounts:person", one.pk)
    return page(request, form, person=one, back=reverse("accounts:person", args=[one.pk]), **said)


@both
def create(request: Request) -> HttpResponse:
    """Make an account (建立账号)."""
    on, made = today(request), list[User]()
    refusal = None if request.user.paths(Permission.PEOPLE_MANAGE, on) else "须由系统管理员办理，您没有这个岗位"
    form = CreateForm(request.user, on, request.POST if request.method == "POST" else None)

    def act(said: dict[str, Any]) -> None:
        made.append(actions.create_user(said.pop("unit"), said.pop("username"), said.pop("name"), **said, by=request.user, at=request.at))

    if request.method == "POST" and not refusal and form.says(act):
        one = made[0]
        known = f"；姓名与 {one.person.username} 相同，按同一个人登记" if one.person else ""
        messages.success(request, f"{one.name}的账号已建立，还不能登录：请安全保密员授予岗位、发登录链接{known}")
        return redirect("accounts:person", one.pk)
    explained = "账号建好后没有岗位也不能登录；岗位和第一次登录的链接由安全保密员办理，两个人办才开得出一个能用的账号。"
    said = {"title": "新建账号", "button": "建立", "refusal": refusal, "back": reverse("accounts:people")}
    return page(request, form, explained=explained, units=form.units, **said)


@both
def describe(request: Request, pk: int) -> HttpResponse:
    """Put a name and title right (更正姓名和职务)."""
    one = queries.person_for(request.user, today(request), pk)
    form = DescribeForm(request.POST if request.method == "POST" else None, initial={"name": one.name, "title": one.title})
    return managed(
        request,
        one,
        form,
        lambda said: actions.describe_user(one, said.pop("name"), **said, by=request.user, at=request.at),
        title="更正姓名和职务",
        button="保存",
        done="已更正",
        refusal=queries.refusal_without(request.user, one.unit, today(request), Permission.PEOPLE_MANAGE),
    )


@both
def move(request: Request, pk: int) -> HttpResponse:
    """Move somebody to another unit (调动单位)."""
    on = today(request)
    one = queries.person_for(request.user, on, pk)
    form = UnitForm(request.user, on, request.POST if request.method == "POST" else None)
    return managed(
        request,
        one,
        form,
        lambda said: actions.move_user(one, said["unit"], key=said["key"], by=request.user, at=request.at),
        title="调动单位",
        button="调动",
        done="已调动；原来的岗位还在，请安全保密员按需解除",
        units=form.units,
        explained=f"现在{one.unit.name}。只改人所在的单位，岗位不跟着走：原岗位请安全保密员解除，新岗位另行授予。",
        refusal=queries.refusal_without(request.user, one.unit, on, Permission.PEOPLE_MANAGE),
    )


@both
def close(request: Request, pk: int) -> HttpResponse:
    """Close an account (停用账号)."""
    on = today(request)
    one = queries.person_for(request.user, on, pk)
    refusal = queries.refusal_without(request.user, one.unit, on, Permission.PEOPLE_MANAGE)
    return managed(
        request,
        one,
        AskedForm(request.POST if request.method == "POST" else None),
        lambda said: actions.close_user(one, **said, by=request.user, at=request.at),
        title="停用账号",
        button="停用",
        done=f"{one.name}的账号已停用，登录即时失效",
        explained="停用后立即不能登录，手上的岗位和委托都不再有效；办过的事、签过的意见都保留。",
        refusal=refusal or queries.refusal_to_close(one, request.user, on),
    )


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open a closed account again (恢复账号)."""
    one = queries.person_for(request.user, today(request), pk)
    actions.reopen_user(one, key=key_of(request), by=request.user, at=request.at)
    messages.success(request, f"{one.name}的账号已恢复；原密码作废，请安全保密员发登录链接")
    return redirect("accounts:person", pk)


@both
def give(request: Request, pk: int) -> HttpResponse:
    """Give somebody a post (授予岗位)."""
    on = today(request)
    one = queries.person_for(request.user, on, pk)
    start = {"since": on, "unit": f"{one.unit.path.strip('/')} {one.unit.name}"}
    form = SeatForm(request.user, on, request.POST if request.method == "POST" else None, initial=start)
    return managed(
        request,
        one,
        form,
        lambda said: actions.give_seat(said.pop("unit"), one, said.pop("role"), **said, by=request.user, at=request.at),
        title="授予岗位",
        button="授予",
        done="岗位已授予",
        units=form.units,
        explained="岗位的权限及于所选单位和它的下级；三员须由三个人分别担任，也不得兼任业务岗位。",
        refusal=None if request.user.paths(Permission.SECURITY_MANAGE, on) else "须由安全保密员办理，您没有这个岗位",
    )


@both
def unseat(request: Request, pk: int) -> HttpResponse:
    """End a post (解除岗位)."""
    on = today(request)
    seat = queries.seat_for(request.user, on, pk)
    return managed(
        request,
        seat.user,
        EndForm(request.POST if request.method == "POST" else None, initial={"until": on}),
        lambda said: actions.end_seat(seat, said.pop("until"), **said, by=request.user, at=request.at),
        title=f"解除{seat.unit.short}{seat.post.word}",
        button="解除",
        done="岗位已定离任日期",
        explained="离任后，凭这个岗位办理的委托同时失效。",
    )


@never_cache
@require_POST
def issue_link(request: Request, pk: int) -> HttpResponse:
    """Issue a one-time link and show it, once (发登录链接)."""
    one = queries.person_for(request.user, today(request), pk)
    token = actions.issue_link(one, by=request.user, at=request.at)
    address = request.build_absolute_uri(reverse("entrance:link", args=[token]))
    return render(request, "accounts/link.html", {"person": one, "address": address, "minutes": actions.LINK_MINUTES})


def key_of(request: Request) -> str | None:
    """Return the key of a form that asks nothing else."""
    form = AskedForm(request.POST)
    if not form.is_valid():
        msg = "页面不完整，请刷新后再办理"
        raise Refused(msg)
    key: str | None = form.cleaned_data["key"]
    return key
