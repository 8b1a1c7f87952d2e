"""Write down who handed vouchers out."""

from __future__ import annotations

from datetime import datetime

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit


@action("vouchers.export", Permission.FILING_EXPORT, said="导出凭证")
def note_export(unit: Unit, year: int, month: int, *, kind: str, count: int, by: User, at: datetime) -> None:
    """Write down that a month's vouchers were handed out, how many, and as what."""
