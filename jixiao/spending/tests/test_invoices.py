"""The number of an invoice, however it is typed; the card's check digit; the XML of a digital invoice read without trusting it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.spending.sums.invoices import is_card, key_of, masked, read_xml

pytestmark = pytest.mark.pure
NUMBER = "22132000000012345678"


def an_xml(**said: str) -> bytes:
    told = {
        "number": NUMBER, "total": "2120.00", "tax": "120.00", "at": "2022-02-20", "seller": "某会展服务有限公司", "more": "",
        "buyer": "某局301", "code": "91350100M000100Y43", "root": "EInvoice", "head": '<?xml version="1.0" encoding="UTF-8"?>',
    } | said  # fmt: skip
    return (
        (
            "{head}<{root}><Header><EIid>{number}</EIid></Header><EInvoiceData><SellerInformation><SellerIdNum>{code}</SellerIdNum>"
            "<SellerName>{seller}</SellerName></SellerInformation><BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation>"
            "<BasicInformation><TotalAmWithoutTax>2000.00</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
            "<TotalTax-includedAmount>{total}</TotalTax-includedAmount></BasicInformation></EInvoiceData>{more}"
            "<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{at}</IssueTime></TaxSupervisionInfo></{root}>"
        )
        .format(**told)
        .encode()
    )


@pytest.mark.parametrize(
    ("code", "number", "key"),
    [
        ("", NUMBER, NUMBER),
        ("", " 2213 2000 0000 1234 5678 ", NUMBER),
        ("", "２２１３２０００００００１２３４５６７８", NUMBER),
        ("044031900111", "12345678", "044031900111-12345678"),
        ("", "044031900111-12345678", "044031900111-12345678"),
        ("", "04403190011112345678", "044031900111-12345678"),  # 20 digits, but 04 is no year of digital invoices
        ("1300202130", "00345678", "1300202130-00345678"),
        ("", "130020213000345678", "1300202130-00345678"),
        ("", "1300202130　00345678", "1300202130-00345678"),
    ],
)
def test_one_invoice_has_one_key_however_it_is_typed(code: str, number: str, key: str) -> None:
    assert key_of(number, code) == key


@pytest.mark.parametrize(
    "number", ["", "  ", "1234567", "123456789012345", NUMBER + "1", "2213200000001234567A", "1300202130-0034567", "①234567890123456789x"]
)
def test_what_is_no_number_is_refused_in_a_sentence(number: str) -> None:
    with pytest.raises(Refused, match="发票号码"):
        key_of(number)


@given(st.text(alphabet="0123456789", min_size=20, max_size=20), st.lists(st.integers(0, 20), max_size=4))
def test_blanks_never_make_a_second_spelling(digits: str, cuts: list[int]) -> None:
    typed = digits
    for cut in sorted(cuts, reverse=True):
        typed = f"{typed[:cut]} {typed[cut:]}"
    assert key_of(typed) == key_of(digits)


def test_a_card_whose_last_digit_does_not_fit_is_seen_and_a_firms_account_is_let_pass() -> None:
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert is_card("13050161")


@pytest.mark.parametrize(("account", "shown"), [("6222020200112233445", "**** 3445"), ("12345", "* 2345"), ("1234", "****"), ("", "")])
def test_an_account_shows_its_last_four_signs_only(account: str, shown: str) -> None:
    assert masked(account) == shown


def test_the_xml_of_a_digital_invoice_is_read() -> None:
    read = read_xml(an_xml())
    assert (read.invoice.key, read.invoice.amount, read.tax, read.invoice.on) == (NUMBER, Money(212_000), Money(12_000), date(2022, 2, 20))
    assert (read.invoice.seller, read.invoice.seller_code, read.invoice.buyer) == ("某会展服务有限公司", "91350100M000100Y43", "某局301")
    assert read_xml(an_xml(at="2022年02月20日 10:00:00")).invoice.on == date(2022, 2, 20)


@pytest.mark.parametrize(
    "data",
    [
        an_xml(root="Invoice"),
        an_xml(number=""),
        an_xml(total=""),
        an_xml(total="1e3"),
        an_xml(at="昨天"),
        an_xml(at="2022-13-41"),
        an_xml(more="<InvoiceNumber>22132000000012345679</InvoiceNumber>"),  # two invoices in one file
        b"<EInvoice>",
        b"PK\x03\x04",
    ],
)
def test_an_xml_that_is_no_single_invoice_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_xml(data)


def test_an_xml_that_declares_entities_or_is_huge_is_refused_before_it_is_read() -> None:
    bomb = an_xml(head='<!DOCTYPE a [<!ENTITY b "cccccccc">]>', seller="&b;&b;")
    with pytest.raises(Refused, match="DTD"):
        read_xml(bomb)
    with pytest.raises(Refused, match="2 MB"):
        read_xml(an_xml(more=f"<a>{'x' * 2**21}</a>"))
