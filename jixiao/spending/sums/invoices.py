"""Invoices (发票): the number that tells one from every other, the bank card's check digit, and a fully digital invoice read from its XML."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from lxml import etree

from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.spending.facts import Invoice

DIGITAL, CODES, NUMBER = 20, (10, 12), 8  # signs of a fully digital number; of an old code; of an old number
FIRST_YEAR = 21  # fully digital invoices begin with the year, and there are none before 2021
MOST_XML = 2 * limits.MEGABYTE
BETWEEN = re.compile(r"[\s\-－—_]+")
DAY = re.compile(r"(\d{4})[-/年]?(\d{2})[-/月]?(\d{2})")
CARD = (16, 19)  # digits of a personal bank card


@dataclass(frozen=True, slots=True)
class Read:
    """What a digital invoice's file says of itself."""

    invoice: Invoice
    tax: Money = ZERO


def key_of(number: str, code: str = "") -> str:
    """Return the key of an invoice: 20 digits, or the old code and number joined by a hyphen.

    However it is typed (full-width digits, blanks, hyphens, code and number in one box or two), the same digits have one key. Twenty
    digits that cannot begin with a year are an old code of 12 and its number of 8.
    """
    digits = BETWEEN.sub("", unicodedata.normalize("NFKC", code + number))
    if not digits:
        msg = "发票号码没有填，请照发票右上角填写"
        raise Refused(msg)
    if not (digits.isascii() and digits.isdigit()):
        msg = f"发票号码「{digits}」里有数字以外的字，请照发票右上角只填数字"
        raise Refused(msg)
    if len(digits) == DIGITAL and int(digits[:2]) >= FIRST_YEAR:
        return digits
    if len(digits) - NUMBER in CODES:
        return f"{digits[:-NUMBER]}-{digits[-NUMBER:]}"
    msg = f"发票号码有 {len(digits)} 位，应为数电发票 20 位，或发票代码 10、12 位加号码 8 位，请核对"
    raise Refused(msg)


def is_card(account: str) -> bool:
    """Say whether the last digit of a bank card fits the others (Luhn); what has another length is no card and passes."""
    if not account.isdigit() or not CARD[0] <= len(account) <= CARD[1]:
        return True
    digits = [int(sign) for sign in reversed(account)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def masked(account: str) -> str:
    """Return an account with all but its last four signs hidden; none given is nothing."""
    shown = 4
    return f"{'*' * min(4, max(0, len(account) - shown))} {account[-shown:]}".strip() if len(account) > shown else "*" * len(account)


def read_xml(data: bytes) -> Read:
    """Read the XML file of a fully digital invoice (数电发票); refuses what is none, in a sentence, and never guesses a missing number."""
    if len(data) > MOST_XML:
        msg = f"发票 XML 不超过 {MOST_XML // limits.MEGABYTE} MB，这个文件有 {len(data) / limits.MEGABYTE:.1f} MB，请核对是不是发票原件"
        raise Refused(msg)
    root = limits.xml(data)
    number = _said(root, "InvoiceNumber") or _said(root, "EIid")
    total = _said(root, "TotalTax-includedAmount")
    day = DAY.match(_said(root, "IssueTime") or _said(root, "RequestTime"))
    if etree.QName(root).localname != "EInvoice" or not number or not total or day is None:
        msg = "这个 XML 里没有读到数电发票的号码、金额和日期，请上传开票方交付的 XML 原件，或手工填写"
        raise Refused(msg)
    try:
        on = date(*map(int, day.groups()))
    except ValueError:
        msg = f"这个 XML 里的开票日期「{day[0]}」不是日期，请核对原件，或手工填写"
        raise Refused(msg) from None
    tax = _said(root, "TotalTaxAm")
    invoice = Invoice(
        key=key_of(number),
        amount=Money.parse(total, "元"),
        on=on,
        seller=_said(root, "SellerName"),
        seller_code=_said(root, "SellerIdNum"),
        buyer=_said(root, "BuyerName"),
        buyer_code=_said(root, "BuyerIdNum"),
    )
    return Read(invoice, Money.parse(tax, "元") if tax else ZERO)


def _said(root: etree._Element, name: str) -> str:
    """Return the text of the one element of a name, wherever it stands; refuses two that differ."""
    found = {
        text
        for each in root.iter()
        if isinstance(each.tag, str) and etree.QName(each).localname == name and (text := (each.text or "").strip())
    }
    if len(found) > 1:
        msg = f"这个 XML 里有 {len(found)} 个不同的{name}，一份文件只能是一张发票，请分开上传或手工填写"
        raise Refused(msg)
    return found.pop() if found else ""
