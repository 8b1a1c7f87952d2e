"""The pages of contracts, procurement, payees, papers and invoices: what is typed is kept, refusals are sentences, lists stay in the address."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, SINCE
from jixiao.audit.facts import CONSOLE
from jixiao.organisations import actions as organisations
from jixiao.spending.actions import moving
from jixiao.spending.actions.papers import attach
from jixiao.spending.models import Acceptance, Adoption, Contract, Invoice, Paper, Payee, Payment, Procurement

from .money import Office, an_office
from .registers import NUMBER, PDF, a_contract, a_draft, a_procurement
from .test_invoices import an_xml

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def client(office: Office) -> Client:
    """Sign the officer in, standing in the year of the money."""
    organisations.adopt(office.section, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    one = signed_in(office.jingban)
    session = one.session
    session["year"] = 2022
    session.save()
    return one


def at(name: str, *numbers: int) -> str:
    return reverse(f"spending:{name}", args=numbers)


def a_file(name: str = "合同.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


# ── contracts ──


def test_a_contract_is_typed_registered_and_shown(client: Client, office: Office) -> None:
    said = {
        "unit": office.section.pk, "code": "商合2022-01", "name": "展会合同", "payee": office.payee.pk, "fen": "480,000.00", "retention": "",
        "signed": "2022-01-20", "starts": "2022-01-10", "ends": "", "terms": "", "procurement": "", "signer": office.juzhang.pk, "sealer": "",
    }  # fmt: skip
    answer = client.post(at("contract_new"), said)
    one = Contract.objects.get()

    assert (answer["Location"], one.fen, one.year, one.drafter, one.signer) == (
        at("contract", one.pk),
        48_000_000,
        2022,
        office.jingban,
        office.juzhang,
    )
    told = page(client.get(at("contract", one.pk)))
    assert "480,000.00" in told
    assert "倒签" in told
    assert "您是拟订人，验收须由另一人办理" in told


def test_a_contract_that_is_refused_keeps_what_was_typed(client: Client, office: Office) -> None:
    a_contract(office)
    said = {
        "unit": office.section.pk,
        "code": "商合2022-01",
        "name": "又一份",
        "payee": office.payee.pk,
        "fen": "1e3",
        "signed": "2022-01-20",
    }
    answer = client.post(at("contract_new"), said)
    assert (answer.status_code, "不是金额" in page(answer), 'value="又一份"' in page(answer)) == (422, True, True)

    answer = client.post(at("contract_new"), said | {"fen": "1000"})
    assert (answer.status_code, "已登记为「展会服务合同」" in page(answer)) == (422, True)
    assert Contract.objects.count() == 1


def test_who_keeps_no_contracts_reads_why_before_the_click(office: Office) -> None:
    client = signed_in(office.chuna)
    assert "您没有在某局301办理「登记合同、采购、验收」的岗位" in page(client.get(at("contracts")))
    assert client.post(at("contract_new"), {}).status_code == 403


def test_the_register_keeps_its_search_in_the_address_and_goes_home_as_a_workbook(client: Client, office: Office) -> None:
    a_contract(office, paid=10_000_000, committed=2_000_000)
    a_contract(office, code="印", name="印刷合同", fen=100_000)
    a_contract(office, code="旧", name="上年合同", year=2021, paid=48_000_000)

    told = page(client.get(at("contracts"), {"q": "展会"}))
    assert ("展会服务合同" in told, "印刷合同" in told, 'value="展会"' in told) == (True, False, True)
    assert "上年合同" not in page(client.get(at("contracts")))
    assert "上年合同" in page(client.get(at("contracts"), {"year": "all"}))
    assert "没有符合条件的合同" in page(client.get(at("contracts"), {"q": "没有这份"}))

    sheet = openpyxl.load_workbook(io.BytesIO(client.get(at("contracts_export")).content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[2:4]] == ["印", "商合2022-01"]
    assert rows[-1][5:] == (48.1, 0, 10, 2, 36.1)
    empty = openpyxl.load_workbook(io.BytesIO(client.get(at("contracts_export"), {"q": "没有"}).content)).worksheets[0]
    assert empty.max_row == 3


def test_a_colleague_accepts_and_a_supplement_is_added(client: Client, office: Office) -> None:
    contract = a_contract(office, procurement=a_procurement(office))
    said = {"amount": "480000", "delivered": "2022-02-18", "on": "2022-02-20", "opinion": "合格"}
    refused = client.post(at("contract_accept", contract.pk), said)
    assert (refused.status_code, "验收须由另一人办理" in page(refused)) == (422, True)

    head = signed_in(office.kezhang)
    wrong = head.post(at("contract_accept", contract.pk), said | {"delivered": "2022-02-21"})
    assert ("早于交付日期" in page(wrong), "合格" in page(wrong)) == (True, True)
    head.post(at("contract_accept", contract.pk), said)
    assert Acceptance.objects.get().by == office.kezhang

    more = {"amount": "48000.01", "signed": "2022-02-20", "document": "办〔2022〕3号", "reason": "增加展位"}
    assert "第四十九条" in page(client.post(at("contract_supplement", contract.pk), more))
    client.post(at("contract_supplement", contract.pk), more | {"amount": "48000"})
    assert Contract.objects.get().changes == 4_800_000
    assert "办〔2022〕3号" in page(client.get(at("contract", contract.pk)))


def test_a_contract_carries_its_scan(client: Client, office: Office) -> None:
    contract = a_contract(office)
    client.post(at("contract_paper_add", contract.pk), {"kind": "合同", "file": a_file()})
    answer = client.get(at("contract_paper", contract.pk, Paper.objects.get().pk))
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (PDF, "application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")

    bad = client.post(at("contract_paper_add", contract.pk), {"kind": "合同", "file": a_file("a.pdf", b"MZ")})
    assert (bad.status_code, "其实是程序" in page(bad)) == (422, True)
    assert "还没有选文件" in page(client.post(at("contract_paper_add", contract.pk), {"kind": "合同"}))
    other = an_office(bureau=office.department.parent, code="302")
    assert signed_in(other.jingban).get(at("contract_paper", contract.pk, Paper.objects.get().pk)).status_code == 404


# ── procurement and payees ──


def a_buy(office: Office, **said: str) -> dict[str, Any]:
    return {
        "unit": office.section.pk, "name": "会展服务", "item": "会议和展览服务", "goods": "服务", "method": "自行采购", "fen": "100000", "approval": "",
        "intended": "", "published": "", "opened": "", "awarded": "", "won": "", "winner": "",
    } | said  # fmt: skip


def test_a_procurement_is_registered_and_brought_up_to_date(client: Client, office: Office) -> None:
    client.post(at("procurement_new"), a_buy(office, method="询价"))
    one = Procurement.objects.get()
    address = at("procurement", one.pk)
    assert "还没有" in page(client.get(address))
    done = a_buy(office, method="询价", published="2022-01-05", awarded="2022-01-10", won="90000", winner=str(office.payee.pk))
    wrong = client.post(address, done | {"awarded": "2022-01-04"})
    assert (wrong.status_code, "顺序不对" in page(wrong)) == (422, True)
    assert client.post(address, done)["Location"] == address

    assert f"?procurement={one.pk}" in page(client.get(address))
    assert "2022-01-10" in page(client.get(at("procurements")))
    a_contract(office, procurement=one, fen=9_000_000)
    assert "采购记录不能再改" in page(client.get(address))
    assert client.get(at("procurements_export"))["Content-Type"].endswith("sheet")


def test_the_year_of_an_item_and_the_method_are_judged_while_typing(client: Client, office: Office) -> None:
    typed = {"item": "会议和展览服务", "fen": "100000", "method": "自行采购", "goods": "服务"}
    assert "还没有录入分散采购限额和公开招标数额" in page(client.get(at("item_year"), typed))
    Adoption.objects.create(unit=office.department, since=SINCE, policy="P-SEED", buy_from=30_000_000, tender_from=200_000_000, at=NOON)
    a_procurement(office, method="自行采购", fen=20_000_000)

    told = page(client.get(at("item_year"), typed))
    assert "没有走采购的 <b>200,000.00</b> 元" in told
    assert "共 300,000.00 元，达到分散采购限额" in told
    assert "达到分散采购限额" not in page(client.get(at("item_year"), typed | {"fen": "99999.99"}))
    assert "200,000.00" in page(client.get(at("item_year"), typed | {"fen": "1e3"}))
    assert "填了采购品目" in page(client.get(at("item_year")))
    refused = client.post(at("procurement_new"), a_buy(office))
    assert (refused.status_code, "不能自行采购" in page(refused), 'value="会展服务"' in page(refused)) == (422, True, True)


def test_a_payee_is_registered_and_its_account_is_never_shown_whole(client: Client, office: Office) -> None:
    said = {"name": "王某某", "kind": "个人", "credit_code": "", "bank": "某银行", "account": "4111 1111 1111 1112"}
    answer = client.post(at("payees"), said, follow=True)
    assert Payee.objects.get(name="王某某").account == "4111111111111112"
    told = page(answer)
    assert ("**** 1112" in told, "4111111111111112" in told, "末位校验不符" in told) == (True, False, True)

    wrong = client.post(at("payees"), said | {"credit_code": "91350100M000100Y44"})
    assert (wrong.status_code, "校验位不符" in page(wrong), 'value="王某某"' in page(wrong)) == (422, True, True)
    assert "没有符合条件的收款人" in page(client.get(at("payees"), {"q": "没有", "kind": "个人"}))
    assert "您可以查看" in page(signed_in(office.juzhang).get(at("payees")))


# ── papers and invoices ──


def test_a_paper_is_put_shown_handed_out_and_taken_away(client: Client, office: Office) -> None:
    payment = a_draft(office)
    assert client.post(at("papers", payment.pk), {"kind": "请示", "file": a_file("请示.pdf")})["Location"].startswith(
        at("papers", payment.pk)
    )
    one = Paper.objects.get()
    assert "请示.pdf" in page(client.get(at("papers", payment.pk)))
    assert client.get(at("paper", payment.pk, one.pk)).content == PDF
    client.post(at("paper_drop", payment.pk, one.pk))
    assert "撤下的附件 1 份" in page(client.get(at("papers", payment.pk)))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "请示"}, "还没有选文件"),
        ({"kind": "请示", "file": b""}, "是空的"),
        ({"kind": "请示", "file": b"MZ\0"}, "其实是程序"),
        ({"kind": "奖状", "file": PDF}, "不在可选的范围内"),
    ],
)
def test_a_paper_that_is_refused_says_why(client: Client, office: Office, said: dict[str, Any], why: str) -> None:
    if "file" in said:
        said = said | {"file": a_file(data=said["file"])}
    answer = client.post(at("papers", a_draft(office).pk), said)
    assert (answer.status_code, why in page(answer), Paper.objects.count()) == (422, True, 0)


def test_the_panel_answers_htmx_with_the_fragment_alone_and_says_that_it_changed(client: Client, office: Office) -> None:
    payment = a_draft(office)
    asked: Any = {"HTTP_HX_REQUEST": "true"}
    fragment = client.post(at("papers", payment.pk), {"kind": "请示", "file": a_file()}, follow=True, **asked)
    assert ("<html" in page(fragment), fragment["HX-Trigger"]) == (False, "proofs-changed")
    assert "HX-Trigger" not in client.get(at("invoices", payment.pk), **asked)


def test_an_invoice_is_read_from_its_xml_checked_and_saved(client: Client, office: Office) -> None:
    payment = a_draft(office)
    answer = client.post(at("invoice_file", payment.pk), {"file": a_file("发票.xml", an_xml())})
    told = page(client.get(answer["Location"]))
    assert (f'value="{NUMBER}"' in told, 'value="2120.00"' in told, "已从 XML 读出" in told) == (True, True, True)

    said = {
        "number": NUMBER, "code": "", "on": "2022-02-20", "amount": "2120.00", "tax": "120.00", "seller": "某会展服务有限公司",
        "seller_code": "", "buyer": "某局301", "buyer_code": "", "paper": Paper.objects.get().pk,
    }  # fmt: skip
    client.post(at("invoices", payment.pk), said)
    one = Invoice.objects.get()
    assert (one.fen, one.tax, one.paper) == (212_000, 12_000, Paper.objects.get())
    assert "2,120.00" in page(client.get(at("invoices", payment.pk)))

    again = client.post(at("invoices", a_draft(office).pk), said | {"paper": ""})
    assert (again.status_code, "一张发票只能报销一次" in page(again), f'value="{NUMBER}"' in page(again)) == (422, True, True)
    client.post(at("invoice_drop", payment.pk, one.pk))
    assert Invoice.objects.get().void


def test_a_file_that_is_no_digital_invoice_is_kept_and_the_face_is_filled_by_hand(client: Client, office: Office) -> None:
    payment = a_draft(office)
    first = client.post(at("invoice_file", payment.pk), {"file": a_file("发票.pdf")})
    assert 'value="某局301"' in page(client.get(first["Location"]))
    second = client.post(at("invoice_file", payment.pk), {"file": a_file("别的.xml", b"<?xml version='1.0'?><a/>")})
    assert "没有读到数电发票" in page(client.get(second["Location"]))
    assert client.get(at("invoices", payment.pk), {"paper": "9" * 17}).status_code == 404
    assert client.get(at("invoices", payment.pk), {"paper": "x"}).status_code == 200
    assert client.get(at("invoices", payment.pk), {"paper": "9" * 40}).status_code == 200


def test_once_sent_up_the_pages_show_and_do_not_offer(client: Client, office: Office) -> None:
    payment = a_draft(office)
    attach(payment, "请示", "请示.pdf", PDF, by=office.jingban, at=NOON)
    moving.submit(payment, by=office.jingban, at=NOON)
    for name in ("papers", "invoices"):
        told = page(client.get(at(name, payment.pk)))
        assert ("附件和发票已锁定" in told, 'type="file"' in told) == (True, False)
    assert client.post(at("papers", payment.pk), {"kind": "请示", "file": a_file("又.pdf")}).status_code == 422


def test_a_single_purchase_is_accepted_on_a_page_of_its_own(client: Client, office: Office) -> None:
    payment: Payment = a_draft(office)
    assert "您是付款申请人" in page(client.get(at("acceptance", payment.pk)))
    head = signed_in(office.kezhang)
    assert 'value="1500.00"' in page(head.get(at("acceptance", payment.pk)))
    said = {"amount": "1500", "delivered": "", "on": "2022-02-20", "opinion": "收到"}
    assert "大于零" in page(head.post(at("acceptance", payment.pk), said | {"amount": "0"}))
    head.post(at("acceptance", payment.pk), said)
    assert "收到" in page(client.get(at("acceptance", payment.pk)))
