"""Intentions about tokens: issue one, end one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from .facts import DAYS, SCOPES
from .models import Token
from .queries import digest_of


@action("token.issue", Permission.TOKEN_ISSUE, said="发接口令牌")
def issue(unit: Unit, name: str, scopes: Sequence[str], days: int, *, by: User, at: datetime) -> str:
    """Issue a token in one's own name and return its secret, which is kept nowhere."""
    if not name.strip():
        msg = "请写明令牌给哪个系统、作什么用"
        raise Refused(msg)
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        msg = "请至少选一个使用范围" if not scopes else f"没有「{unknown[0]}」这个范围"
        raise Refused(msg)
    if not 1 <= days <= DAYS:
        msg = f"有效期须在 1 至 {DAYS} 天之间"
        raise Refused(msg)
    secret = secrets.token_urlsafe(32)
    Token.objects.create(
        user=by,
        unit=unit,
        name=name.strip()[:60],
        scopes=sorted(set(scopes)),
        digest=digest_of(secret),
        issued=at,
        expires=at + timedelta(days=days),
    )
    return secret


@action("token.end", None, said="停用接口令牌")
def end(token: Token, *, by: User, at: datetime) -> Token:
    """End a token of one's own at once."""
    if token.user_id != by.pk:
        msg = "只能停用自己的令牌"
        raise Refused(msg)
    if token.ended is None:
        token.ended = at
        token.save(update_fields=["ended"])
    return token
