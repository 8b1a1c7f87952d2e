"""Who may do what: the table of roles and rights, made from the one in the kernel."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.kernel.roles import ADMINISTRATORS, GUARDED, LENDABLE, Permission, Role


@require_GET
def matrix(request: Request) -> HttpResponse:
    """Show every right and the posts that hold it (权限表)."""
    roles = list(Role)
    rows = [(right, right in GUARDED, [right in role.permissions for role in roles]) for right in Permission]
    heads = [(role, role in ADMINISTRATORS, role in LENDABLE, bool(role.permissions & GUARDED)) for role in roles]
    return render(request, "accounts/matrix.html", {"heads": heads, "rows": rows})
