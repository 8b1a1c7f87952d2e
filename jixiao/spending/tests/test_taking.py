"""Workbooks from outside: read by the words of their heads, judged row by row, applied whole, once, and never over a quota."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jixiao.accounts.tests.people import BACKEND, NOON, TODAY
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.tests.stand_ins import race
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.office.book import read
from jixiao.office.facts import Cell, Document, Table
from jixiao.office.writers.listing import listing
from jixiao.organisations import actions as organisations
from jixiao.spending.actions import holding, moving, taking
from jixiao.spending.models import Batch, Payment, Posting, Treasury
from jixiao.spending.queries import taking as queries
from jixiao.spending.queries.supervision import findings
from jixiao.spending.sums.taking import KINDS, WORDS, taken, templates

from .money import Office, an_office, paid, quota_of

HEAD = ("支付日期", "回单号", "收款人", "金额（元）", "摘要", "项目", "经济分类")
GOOD = ("2022-03-08", "国1001", "某会展服务有限公司", "6000.00", "展位费", "促进汽车消费", "30227")


def a_document(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Document:
    cells = tuple(Cell(row, place, text) for row, said in enumerate((head, *rows)) for place, text in enumerate(said) if text)
    return Document((Table(cells, "Sheet1"),), "xlsx")


def a_workbook(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return listing("Sheet1", [(word, 16) for word in head], rows)


def kept(office: Office, kind: str, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Batch:
    data = a_workbook(*rows, head=head)
    return taking.keep(office.department, 2022, kind, taking.Sent("国库.xlsx", data, read(data)), by=office.kuaiji, at=NOON)


def faults(kind: str, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> list[str]:
    return [fault.sentence for row in taken(a_document(*rows, head=head), kind, 2022).rows for fault in row.faults]


# ── the reader, pure ──


@pytest.mark.pure
@settings(max_examples=60, deadline=None)
@given(st.permutations(range(len(HEAD))))
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    head, row = (tuple(said[place] for place in order) for said in (HEAD, GOOD))
    (found,) = taken(a_document(row, head=head), "treasury", 2022).rows

    assert (found.on, found.receipt, found.payee, found.fen) == (date(2022, 3, 8), "国1001", "某会展服务有限公司", 600_000)
    assert (found.title, found.project, found.economic, found.faults) == ("展位费", "促进汽车消费", "30227", ())


@pytest.mark.pure
@pytest.mark.parametrize(("said", "fen"), [("6,000.50", 600_050), ("-36", -3_600), ("0.01", 1), ("9999999999999.99", 999_999_999_999_999)])
def test_amounts_are_read_exactly(said: str, fen: int) -> None:
    (row,) = taken(a_document((*GOOD[:3], said, *GOOD[4:])), "treasury", 2022).rows
    assert (row.fen, row.faults) == (fen, ())


@pytest.mark.pure
@pytest.mark.parametrize(
    "said", ["1e3", "1_000", "１２３", "12.345", "=1+1", "10000000000000.00", "0", "六千", "6000元", "1,00", "--5", "\u200b5", "nan", "inf"]
)
def test_an_amount_that_is_none_is_a_fault_in_one_sentence(said: str) -> None:
    (sentence,) = faults("treasury", (*GOOD[:3], said, *GOOD[4:]))
    assert sentence.startswith("金额")


@pytest.mark.pure
@pytest.mark.parametrize(
    ("place", "said", "sentence"),
    [
        (0, "", "支付日期没有填"),
        (0, "2021-12-31", "不在 2022 年度"),
        (0, "2022-02-30", "看不懂"),
        (1, "", "回单号没有填"),
        (1, "9" * 61, "回单号超过 60 个字"),
        (2, "", "收款人没有填"),
        (6, "99999", "不在科目表里"),
        (6, "302", "只到类级"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_in_one_sentence(place: int, said: str, sentence: str) -> None:
    (found,) = faults("treasury", (*GOOD[:place], said, *GOOD[place + 1 :]))
    assert sentence in found


@pytest.mark.pure
def test_money_that_came_back_is_known_to_the_treasury_only() -> None:
    back = (*GOOD[:3], "-100", *GOOD[4:])
    assert faults("treasury", back) == []
    assert "小于零" in faults("opening", back)[0]


@pytest.mark.pure
def test_the_unit_in_the_head_counts_and_the_name_beside_a_code_does_not() -> None:
    head = (*HEAD[:3], "支付金额（万元）", *HEAD[4:])
    (row,) = taken(a_document((*GOOD[:3], "0.6", *GOOD[4:6], "30227 委托业务费"), head=head), "opening", 2022).rows
    assert (row.fen, row.economic, row.faults) == (600_000, "30227", ())


@pytest.mark.pure
def test_a_receipt_twice_in_a_file_and_a_total_that_does_not_agree_are_said() -> None:
    assert "与第 2 行重复" in faults("treasury", GOOD, GOOD)[0]
    agreed = taken(a_document(GOOD, ("合计", "", "", "6000.00")), "treasury", 2022)
    wrong = taken(a_document(GOOD, ("合计", "", "", "6000.01")), "treasury", 2022)
    assert (len(agreed.rows), agreed.total) == (1, "")
    assert "各行相加是 6,000.00 元" in wrong.total


@pytest.mark.pure
def test_a_file_without_such_a_list_is_refused() -> None:
    with pytest.raises(Refused, match="没有找到国库执行数据"):
        taken(a_document(("甲", "乙"), head=("姓名", "电话")), "treasury", 2022)
    with pytest.raises(Refused, match="出现了两次"):
        taken(a_document(GOOD, head=(*HEAD[:6], "日期")), "treasury", 2022)


@pytest.mark.pure
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_template_is_read_by_the_reader_it_is_for(kind: str) -> None:
    head = tuple(templates()[kind])
    assert set(KINDS[kind].needed) <= {column for column, word in WORDS.items() if any(said.startswith(word) for said in head)}
    row = tuple("2022-03-08" if "日期" in word else "1" if "金额" in word else "30227" if "经济" in word else "" for word in head)
    assert len(taken(a_document(row, head=head), kind, 2022).rows) == 1


# ── into the books ──

pytestmark: list[pytest.MarkDecorator] = []
stored = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = an_office()
    organisations.adopt(office.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return office


@stored
def test_what_the_treasury_executed_is_kept_once(office: Office) -> None:
    batch = kept(office, "treasury", GOOD, ("2022-03-09", "国1002", "某印刷厂", "1800"))
    taking.apply(batch, by=office.kuaiji, at=NOON)

    assert list(Treasury.objects.values_list("number", "fen")) == [("国1001", 600_000), ("国1002", 180_000)]
    with pytest.raises(Refused, match="没有重复导入"):
        taking.apply(batch, by=office.kuaiji, at=NOON)
    again = kept(office, "treasury", GOOD, ("2022-03-10", "国1003", "某印刷厂", "5"))
    assert [one.state for one in queries.judged(again).rows] == ["known", "new"]
    other = kept(office, "treasury", (*GOOD[:3], "7000", *GOOD[4:]))
    assert "金额是 6,000.00 元" in queries.judged(other).rows[0].row.faults[0].sentence


@stored
def test_a_replayed_application_has_one_effect(office: Office) -> None:
    batch = kept(office, "opening", GOOD)
    first = taking.apply(batch, by=office.kuaiji, at=NOON, key="k1")
    again = taking.apply(batch, by=office.kuaiji, at=NOON, key="k1")
    assert (first.pk, first.taken) == (again.pk, 1)
    assert quota_of(office) == (0, 600_000)


@stored
def test_what_was_paid_before_is_booked_and_taken_off_the_quota(office: Office) -> None:
    taking.apply(
        kept(office, "opening", GOOD, ("2022-02-15", "", "某印刷厂", "1800.50", "印刷", "促进 汽车消费", "30227")),
        by=office.kuaiji,
        at=NOON,
    )

    assert quota_of(office) == (0, 780_050)
    assert Posting.objects.filter(kind="pay").aggregate(fen=Sum("fen"))["fen"] == 780_050
    rows = Payment.objects.order_by("number")
    assert [(one.number, one.state, one.title, one.batch_id is not None) for one in rows] == [
        (1, "已入账", "展位费", True),
        (2, "已入账", "印刷", True),
    ]
    after = paid(office, "100")
    assert after.number == 3, "the series goes on without a gap"


@stored
def test_an_opening_payment_may_be_refunded_like_any_other(office: Office) -> None:
    taking.apply(kept(office, "opening", GOOD), by=office.kuaiji, at=NOON)
    one = Payment.objects.get()
    moving.refund(one, Money(600_000), "退1", "展会取消", by=office.kuaiji, at=NOON)
    assert quota_of(office) == (0, 0)


@stored
def test_one_yuan_over_the_quota_undoes_the_whole_file(office: Office) -> None:
    over = ("2022-03-09", "国1002", "某印刷厂", "94000.01", "印刷", "促进汽车消费", "30227")
    batch = kept(office, "opening", GOOD, over)
    sentence = queries.judged(batch).rows[1].row.faults[0].sentence
    assert "还剩 94,000.00 元" in sentence
    with pytest.raises(Refused, match="1 行有问题"):
        taking.apply(batch, by=office.kuaiji, at=NOON)
    assert (Payment.objects.count(), quota_of(office)) == (0, (0, 0))
    batch.refresh_from_db()
    assert batch.applied_at is None


@stored
def test_money_spent_between_the_look_and_the_application_is_seen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guarded UPDATE stands behind the judgement: with the judgement blinded it refuses, and the file is undone."""
    batch = kept(office, "opening", (*GOOD[:3], "100000", *GOOD[4:]))
    seen = queries.judged(batch)
    paid(office, "1800")
    monkeypatch.setattr(queries, "judged", lambda _batch: seen)
    with pytest.raises(Refused, match="指标不够"):
        taking.apply(batch, by=office.kuaiji, at=NOON)
    assert quota_of(office) == (0, 180_000)


@stored
def test_without_the_guard_the_database_still_bounds_the_quota(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = kept(office, "opening", (*GOOD[:3], "100000", *GOOD[4:]))
    seen = queries.judged(batch)
    paid(office, "1800")
    monkeypatch.setattr(queries, "judged", lambda _batch: seen)
    monkeypatch.setattr(taking, "QUOTA_LEFT", holding.QUOTA_LEFT + 10_000_000)
    with pytest.raises((Refused, DatabaseError)), transaction.atomic():
        taking.apply(batch, by=office.kuaiji, at=NOON)
    assert quota_of(office) == (0, 180_000)


@stored
@pytest.mark.parametrize(
    ("project", "economic", "sentence"),
    [("没有的项目", "30227", "没有叫「没有的项目」"), ("促进汽车消费", "31204", "没有经济分类 31204")],
)
def test_a_row_without_a_quota_says_what_to_do(office: Office, project: str, economic: str, sentence: str) -> None:
    batch = kept(office, "opening", (*GOOD[:5], project, economic))
    assert sentence in queries.judged(batch).rows[0].row.faults[0].sentence


@stored
def test_supervision_does_not_ask_opening_payments_for_signatures(office: Office) -> None:
    taking.apply(kept(office, "opening", (*GOOD[:3], "36000", *GOOD[4:])), by=office.kuaiji, at=NOON)
    codes = {one.rule.code for one in findings(office.department, 2022, TODAY)}
    assert not codes & {"IC-02", "IC-03", "IC-07", "IC-24"}


@stored
def test_where_a_payment_came_from_never_changes(office: Office) -> None:
    taking.apply(kept(office, "opening", GOOD), by=office.kuaiji, at=NOON)
    taking.apply(kept(office, "treasury", GOOD), by=office.kuaiji, at=NOON)
    for act in (
        lambda: Payment.objects.update(batch=None),
        lambda: Treasury.objects.update(fen=1),
        lambda: Treasury.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@stored
def test_the_cashier_takes_nothing_in_by_post_or_by_person(office: Office) -> None:
    data = a_workbook(GOOD)
    with pytest.raises(Denied):
        taking.keep(office.department, 2022, "opening", taking.Sent("a.xlsx", data, read(data)), by=office.chuna, at=NOON)
    payment = paid(office, "1800")
    Payment.objects.filter(pk=payment.pk).update(state="已支付")
    assert queries.refusal_to_take(office.kuaiji, TODAY, office.department, 2022) is None
    office.chuna.person = office.kuaiji  # the same hand under another name
    office.chuna.save(update_fields=["person"])
    assert "出纳不得兼管" in str(queries.refusal_to_take(office.kuaiji, TODAY, office.department, 2022))


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_eight_who_apply_one_file_at_once_one_does() -> None:
    office = an_office()
    batch = kept(office, "opening", GOOD)

    def apply() -> object:
        try:
            return taking.apply(Batch.objects.get(pk=batch.pk), by=office.kuaiji, at=NOON).taken
        except Refused as refusal:
            return refusal.sentence

    results = race(apply)
    assert sorted(str(one) for one in results if one == 1) == ["1"]
    assert all(one == 1 or "没有重复导入" in str(one) for one in results)
    assert quota_of(office) == (0, 600_000)


@stored
def test_many_rows_are_written_many_at_once(office: Office, django_assert_max_num_queries: object) -> None:
    rows = [("2022-03-08", f"国{number}", f"供应商{number % 50}", "1", "", "促进汽车消费", "30227") for number in range(1_500)]
    batch = kept(office, "opening", *rows)
    with django_assert_max_num_queries(150):  # type: ignore[operator] # a fixture of pytest-django
        taking.apply(batch, by=office.kuaiji, at=NOON)
    assert Payment.objects.count() == 1_500


# ── the pages ──


def client_of(office: Office, name: str = "kuaiji") -> Client:
    client = Client()
    client.force_login(office.people[name], backend=BACKEND)
    client.post("/stand/", {"unit": office.department.pk, "year": 2022, "next": "/spending/"})
    return client


@stored
def test_a_workbook_goes_through_the_pages(office: Office, settings: object, tmp_path: Path) -> None:
    client = client_of(office)
    file = SimpleUploadedFile("国库.xlsx", a_workbook(GOOD, ("2022-13-01", "国2", "", "1e3")))
    answer = client.post("/spending/exchange/", {"kind": "treasury", "file": file, "key": "a"}, follow=True)
    page = answer.content.decode()
    assert "现在不能导入：还有 1 行有问题" in page
    assert "收款人没有填" in page
    batch = Batch.objects.get()
    marked = load_workbook(io.BytesIO(b"".join(client.get(f"/spending/exchange/{batch.pk}/marked.xlsx"))))
    assert "问题清单" in marked.sheetnames
    refused = client.post(f"/spending/exchange/{batch.pk}/apply/", {"key": "b"}, follow=True).content.decode()
    assert "改好后重新上传" in refused
    assert not Treasury.objects.exists()

    good = SimpleUploadedFile("国库.xlsx", a_workbook(GOOD))
    client.post("/spending/exchange/", {"kind": "treasury", "file": good, "key": "c"})
    batch = Batch.objects.latest("pk")
    assert "已导入 1 行" in client.post(f"/spending/exchange/{batch.pk}/apply/", {"key": "d"}, follow=True).content.decode()
    assert "国库.xlsx" in client.get("/spending/exchange/?q=国库").content.decode()


@stored
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "treasury"}, "请选择要导入的文件"),
        ({"kind": "x", "file": b"a"}, "请选要导入的是国库执行数据还是期初支出明细"),
        ({"kind": "treasury", "file": b"\x00\x01"}, ""),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(office: Office, said: dict[str, object], sentence: str) -> None:
    data = {name: SimpleUploadedFile("a.xlsx", value) if isinstance(value, bytes) else value for name, value in said.items()}
    answer = client_of(office).post("/spending/exchange/", data | {"key": "a"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Batch.objects.exists()


@stored
def test_the_workbook_of_another_department_is_not_there(office: Office) -> None:
    batch = kept(office, "treasury", GOOD)
    other = an_office(bureau=office.department.parent, code="302")
    for path in ("", "marked.xlsx"):
        assert client_of(other).get(f"/spending/exchange/{batch.pk}/{path}").status_code == 404
    assert client_of(other).post(f"/spending/exchange/{batch.pk}/apply/", {"key": "x"}).status_code == 404
