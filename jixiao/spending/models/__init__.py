"""Tables of spending."""

from __future__ import annotations

from .contract import Acceptance, Contract, ContractChange, Procurement
from .exchange import Batch, Explanation, Reconciled, Treasury
from .hold import Hold
from .meeting import Attendance, Meeting, Opinion, Topic
from .payment import Act, Counter, Invoice, Matter, Paper, Payee, Payment, Signature
from .quota import Posting, Quota, QuotaChange
from .settings import Adoption, Waiver

__all__ = [
    "Acceptance",
    "Act",
    "Adoption",
    "Attendance",
    "Batch",
    "Contract",
    "ContractChange",
    "Counter",
    "Explanation",
    "Hold",
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
    "Reconciled",
    "Signature",
    "Topic",
    "Treasury",
    "Waiver",
]
