"""Files, payees, procurements and contracts for tests of the registers."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, a_person
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.spending.models import Contract, Payment, Procurement

from .money import Office, a_request

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n0000"
NUMBER = "22132000000012345678"


def a_zip(*names: str, **said: bytes) -> bytes:
    """Return a zip of some members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, said.get("data", b"<a/>"))
    return stream.getvalue()


OFD = a_zip("OFD.xml", "Doc_0/Document.xml")
DOCX = a_zip("[Content_Types].xml", "word/document.xml")


def a_draft(office: Office, yuan: str = "1500") -> Payment:
    """Write a request that has no papers yet."""
    return a_request(office, yuan, papers=False)


def a_colleague(office: Office, username: str = "tongshi") -> User:
    """Seat another officer in the section: whoever accepts, signs or seals is not the one who asks."""
    return a_person(office.section, username, Role.PROJECT_OFFICER)


def yuan(text: str) -> Money:
    """Read an amount in 元."""
    return Money.parse(text, "元")


def a_procurement(office: Office, **said: Any) -> Procurement:
    """Write a finished procurement of 500,000 元 down."""
    whole = {
        "unit": office.section, "filer": office.department, "year": 2022, "name": "展会服务采购", "item": "会议和展览服务", "method": "公开招标",
        "fen": 50_000_000, "intended": date(2021, 11, 1), "published": date(2021, 12, 10), "opened": date(2022, 1, 5),
        "awarded": date(2022, 1, 10), "won": 48_000_000, "winner": office.payee, "buyer": office.jingban, "at": NOON,
    } | said  # fmt: skip
    return Procurement.objects.create(**whole)


def a_contract(office: Office, **said: Any) -> Contract:
    """Write a contract of 480,000 元 down."""
    whole = {
        "unit": office.section, "filer": office.department, "year": 2022, "code": "商合2022-01", "name": "展会服务合同", "payee": office.payee,
        "fen": 48_000_000, "signed": date(2022, 1, 20), "starts": date(2022, 2, 1), "drafter": office.jingban, "at": NOON,
    } | said  # fmt: skip
    return Contract.objects.create(**whole)
