"""Proofs of a payment: an invoice is used once, made out to us, and locked with the request; a file is what it says, and kept once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.spending import facts
from jixiao.spending.actions import moving
from jixiao.spending.actions.papers import add_invoice, attach, attach_to_contract, drop_invoice, take_away
from jixiao.spending.models import Invoice, Paper, Payment
from jixiao.spending.queries import papers as queries
from jixiao.spending.sums.papers import kind_of

from .money import Office, an_office, signed
from .registers import DOCX, NUMBER, OFD, PDF, PNG, a_contract, a_draft, a_zip, yuan
from .test_invoices import an_xml

pytestmark = pytest.mark.django_db
DAY = date(2022, 2, 20)


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "papers"


def an_invoice(payment: Payment, number: str = NUMBER, amount: str = "1500", **said: Any) -> Invoice:
    told: dict[str, Any] = {"seller": "某会展服务有限公司", "on": DAY, "buyer": payment.filer.name, "by": payment.author, "at": NOON} | said
    return add_invoice(payment, number, yuan(amount), told.pop("on"), told.pop("seller"), **told)


def files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file() and path.name != ".lock"]


# ── invoices ──


@pytest.mark.parametrize(
    "again", ["0440 3190 0111 12345678", "044031900111-12345678", "04403190011112345678", "０４４０３１９００１１１１２３４５６７８"]
)
def test_an_invoice_is_used_once_in_all_history_however_its_number_is_typed(office: Office, again: str) -> None:
    first, second = a_draft(office), a_draft(office)
    an_invoice(first, "12345678", code="044031900111")
    moving.submit(first, by=first.author, at=NOON)

    with pytest.raises(Refused, match="已用在支〔2022〕0001号「秋季促销活动场地」"):
        an_invoice(second, again)


def test_the_database_refuses_a_second_use_where_nobody_asked_first(office: Office) -> None:
    first, second = a_draft(office), a_draft(office)
    an_invoice(first)
    same = {"filer": office.department, "key": NUMBER, "fen": 1, "on": DAY, "seller": "某"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(payment=second, **same)
    Invoice.objects.create(payment=second, **same, void=True)  # the defence off: a void one holds no number


def test_who_was_slower_by_a_moment_gets_the_same_sentence(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = a_draft(office), a_draft(office)
    an_invoice(first)
    monkeypatch.setattr(queries, "refusal_of_invoice", lambda *_: None)  # both looked before either wrote

    with pytest.raises(Refused, match="还没有编号的申请「秋季促销活动场地」，一张发票只能报销一次"):
        an_invoice(second)


def test_an_invoice_taken_away_or_of_a_payment_refused_is_free_again(office: Office) -> None:
    first, second = a_draft(office), a_draft(office)
    drop_invoice(first, an_invoice(first), by=first.author, at=NOON)
    held = an_invoice(second)
    assert queries.invoices_of(first) == []
    moving.submit(second, by=second.author, at=NOON)
    moving.reject(second, "不办了", by=office.kezhang, at=NOON)

    assert queries.invoices_of(second) == [held]  # what it had is still told
    assert an_invoice(first).key == NUMBER


def test_another_department_has_a_history_of_its_own(office: Office) -> None:
    an_invoice(a_draft(office))
    other = an_office(bureau=office.department.parent, code="302")

    assert an_invoice(a_draft(other)).key == NUMBER


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"buyer": "某别的局"}, "购买方「某别的局」不是本单位「某局301」"),
        ({"buyer": ""}, "购买方没有填"),
        ({"buyer": "", "buyer_code": "91350100M000100Y43"}, "没有登记统一社会信用代码"),
        ({"on": TODAY + timedelta(days=1)}, "在今天之后"),
        ({"seller": "  "}, "销售方没有填"),
        ({"amount": "0"}, "价税合计"),
        ({"amount": "-1"}, "价税合计"),
        ({"tax": yuan("1500")}, "税额"),
        ({"number": "123"}, "发票号码有 3 位"),
    ],
)
def test_an_invoice_that_is_not_ours_or_not_whole_is_refused(office: Office, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        an_invoice(a_draft(office), **said)


def test_the_credit_code_of_the_buyer_decides_where_both_are_known_and_width_makes_no_other_name(office: Office) -> None:
    office.department.credit = "91350100M000100Y43"
    office.department.save(update_fields=["credit"])
    payment = a_draft(office)
    payment.filer.refresh_from_db()

    with pytest.raises(Refused, match="购买方代码"):
        an_invoice(payment, buyer_code="11500229660853981Q")
    assert an_invoice(payment, buyer=" 某局３０１ ", buyer_code="91350100m000100y43").buyer_code == "91350100M000100Y43"


def test_what_should_be_looked_at_twice_is_said_and_stands_in_nobodys_way(office: Office) -> None:
    payment, twin = a_draft(office), a_draft(office)
    an_invoice(twin, "22132000000012345679", seller="某搭建公司", on=date(2021, 12, 31))
    payment.contract = a_contract(office)
    payment.save(update_fields=["contract"])
    held = an_invoice(payment, seller="某搭建公司", on=date(2021, 12, 31))

    doubts = queries.doubts_of_invoice(payment, held.facts())
    assert [any(word in doubt for doubt in doubts) for word in ("不是同一个", "同一销售方", "早于合同签订", "2021 年的发票")] == [True] * 4
    clean = facts.Invoice("1", yuan("1"), date(2022, 2, 20), "某会展服务有限公司")
    assert queries.doubts_of_invoice(twin, clean) == []


@pytest.mark.parametrize("what", ["add", "drop", "attach", "take_away"])
def test_proofs_are_locked_once_the_request_is_sent_up_and_are_its_authors_alone(office: Office, what: str) -> None:
    payment = a_draft(office)
    invoice, paper = an_invoice(payment), attach(payment, "明细", "明细.pdf", PDF, by=payment.author, at=NOON)
    acts: dict[str, Callable[[User], object]] = {
        "add": lambda by: an_invoice(payment, "22132000000012345670", by=by),
        "drop": lambda by: drop_invoice(payment, invoice, by=by, at=NOON),
        "attach": lambda by: attach(payment, "其他", "图.png", PNG, by=by, at=NOON),
        "take_away": lambda by: take_away(payment, paper, by=by, at=NOON),
    }
    with pytest.raises(Refused, match="须由本人增减"):
        acts[what](office.kezhang)
    with pytest.raises(Denied):
        acts[what](office.juzhang)
    moving.submit(payment, by=payment.author, at=NOON)
    with pytest.raises(Refused, match="附件和发票已锁定"):
        acts[what](payment.author)
    moving.withdraw(payment, by=payment.author, at=NOON)
    acts[what](payment.author)  # the defence off: with its author again


def test_a_form_sent_twice_puts_one_invoice(office: Office) -> None:
    payment = a_draft(office)
    assert an_invoice(payment, key="k" * 20) == an_invoice(payment, key="k" * 20)
    with pytest.raises(Refused, match="已经在本笔里了"):
        an_invoice(payment)


def test_what_is_gone_is_not_taken_away_twice_and_what_is_no_kind_is_no_paper(office: Office) -> None:
    payment = a_draft(office)
    invoice = an_invoice(payment)
    drop_invoice(payment, invoice, by=payment.author, at=NOON)
    with pytest.raises(Refused, match="已经撤下了"):
        drop_invoice(payment, invoice, by=payment.author, at=NOON)
    with pytest.raises(Refused, match="附件种类"):
        attach(payment, "奖状", "奖状.pdf", PDF, by=payment.author, at=NOON)


def test_the_same_answers_stand_before_the_click(office: Office) -> None:
    payment = a_draft(office)
    assert queries.refusal_to_attach(payment, payment.author, TODAY) is None
    assert "您没有在业务科301办理" in str(queries.refusal_to_attach(payment, office.juzhang, TODAY))
    payment.payee = None
    assert queries.doubts_of_invoice(payment, an_invoice(payment).facts()) == []
    with pytest.raises(Http404):
        queries.invoice_of(a_draft(office), queries.invoices_of(payment)[0].pk)


# ── papers ──


@pytest.mark.parametrize(
    ("data", "kind"), [(PDF, "pdf"), (PNG, "png"), (b"\xff\xd8\xff\xe0", "jpg"), (OFD, "ofd"), (DOCX, "docx"), (an_xml(), "xml")]
)
def test_a_kind_is_known_by_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\0",
        b"#!/bin/sh\nrm",
        b"<html><script>1</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"junk" + PDF,  # a PDF mark further in
        b"GIF89a",
        "只是几句话".encode(),
        a_zip("a.txt"),
        a_zip("OFD.xml", "../../etc/passwd"),
        a_zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        a_zip("OFD.xml", "run.exe"),
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        PDF + b"\0" * limits.MAX_FILE,
    ],
)
def test_what_is_no_evidence_or_could_run_is_refused_and_leaves_no_file(office: Office, store: Path, data: bytes) -> None:
    with pytest.raises(Refused):
        attach(a_draft(office), "其他", "证据.pdf", data, by=office.jingban, at=NOON)
    assert files(store) == [] if store.exists() else True
    assert not Paper.objects.exists()


def test_a_file_is_kept_once_under_its_fingerprint_and_its_name_follows_its_content(office: Office, store: Path) -> None:
    one, two = a_draft(office), a_draft(office)
    first = attach(one, "请示", "C:\\文件\\请示.exe", PDF, by=one.author, at=NOON)
    second = attach(two, "明细", "明细.PDF", PDF, by=two.author, at=NOON)

    assert (first.name, second.name, first.sha256) == ("请示.exe.pdf", "明细.PDF", second.sha256)
    [path] = files(store)
    assert (path.name, path.stat().st_mode & 0o777) == (first.sha256, 0o600)
    with pytest.raises(Refused, match="没有重复上传"):
        attach(one, "请示", "又一次.pdf", PDF, by=one.author, at=NOON)


def test_a_refused_upload_leaves_bytes_others_count_on(office: Office, store: Path) -> None:
    payment = a_draft(office)
    attach(payment, "请示", "请示.pdf", PDF, by=payment.author, at=NOON)
    for data in (PDF, PNG):
        with pytest.raises(Refused, match="须由本人"):
            attach(payment, "其他", "别的.pdf", data, by=office.kezhang, at=NOON)
    assert len(files(store)) == 1


def test_a_paper_taken_away_no_longer_counts_and_stays_in_the_record(office: Office, store: Path) -> None:
    payment = a_draft(office)
    paper = attach(payment, "请示", "请示.pdf", PDF, by=payment.author, at=NOON)
    assert queries.kinds_present(payment) == {"请示"}
    take_away(payment, paper, by=payment.author, at=NOON)

    assert (queries.kinds_present(payment), queries.papers_gone(payment), len(files(store))) == (frozenset(), [paper], 1)
    with pytest.raises(Refused, match="已经撤下了"):
        take_away(payment, paper, by=payment.author, at=NOON)


def test_a_paper_an_invoice_rests_on_stays_until_the_invoice_goes(office: Office) -> None:
    payment = a_draft(office)
    paper = attach(payment, "发票", "发票.xml", an_xml(), by=payment.author, at=NOON)
    invoice = an_invoice(payment, paper=paper)
    with pytest.raises(Refused, match="请先撤下发票"):
        take_away(payment, paper, by=payment.author, at=NOON)
    drop_invoice(payment, invoice, by=payment.author, at=NOON)
    take_away(payment, paper, by=payment.author, at=NOON)
    with pytest.raises(Refused, match="不在本笔的附件里"):
        an_invoice(payment, paper=paper)


def test_papers_of_the_contract_count_for_the_payment_under_it(office: Office) -> None:
    payment, contract = a_draft(office), a_contract(office)
    attach_to_contract(contract, "合同", "合同.pdf", PDF, by=office.jingban, at=NOON)
    assert queries.kinds_present(payment) == frozenset()
    payment.contract = contract
    assert queries.kinds_present(payment) == {"合同"}
    with pytest.raises(Refused, match="附件种类"):
        attach_to_contract(contract, "请示", "请示.pdf", PNG, by=office.jingban, at=NOON)


def test_bytes_that_were_changed_behind_our_back_are_not_handed_out(office: Office) -> None:
    payment = a_draft(office)
    paper = attach(payment, "请示", "请示.pdf", PDF, by=payment.author, at=NOON)
    assert queries.bytes_of(paper) == PDF
    queries.stored(paper.sha256).write_bytes(PDF + b"x")
    with pytest.raises(Refused, match="与登记时的指纹不符"):
        queries.bytes_of(paper)
    queries.stored(paper.sha256).unlink()
    with pytest.raises(Refused, match="读不出来"):
        queries.bytes_of(paper)


def test_what_is_signed_covers_papers_and_invoices(office: Office) -> None:
    payment = a_draft(office)
    an_invoice(payment)
    moving.submit(payment, by=payment.author, at=NOON)
    before = payment.digest
    moving.withdraw(payment, by=payment.author, at=NOON)
    attach(payment, "明细", "明细.pdf", PDF, by=payment.author, at=NOON)
    moving.submit(payment, by=payment.author, at=NOON)
    assert payment.digest != before
    assert signed(office, payment).state == "已批准"
