"""Tables of spending."""

from __future__ import annotations

from .contract import Acceptance, Contract, ContractChange, Procurement
from .meeting import Attendance, Meeting, Opinion, Topic
from .payment import Act, Counter, Invoice, Matter, Paper, Payee, Payment, Signature
from .quota import Posting, Quota, QuotaChange
from .settings import Adoption, Waiver

__all__ = [
    "Acceptance",
    "Act",
    "Adoption",
    "Attendance",
    "Contract",
    "ContractChange",
    "Counter",
    "Invoice",
    "Matter",
    "Meeting",
    "Opinion",
    "Paper",
    "Payee",
    "Payment",
    "Posting",
    "Procurement",
    "Quota",
    "QuotaChange",
    "Signature",
    "Topic",
    "Waiver",
]
