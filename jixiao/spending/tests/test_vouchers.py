"""Vouchers for the integrated system: balanced, exact, under its names, no formula in them, and whoever takes them is written down."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import datetime

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jixiao.accounts.tests.people import BACKEND, NOON
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.kernel.roles import GRANTS, Permission
from jixiao.organisations import actions as organisations
from jixiao.spending.actions import moving
from jixiao.spending.renderings import vouchers as renderings
from jixiao.spending.sums import vouchers as sums
from jixiao.spending.sums.vouchers import COLUMNS, SURE, Booked, Issuer

from .money import Office, an_office, paid

AT = datetime(2022, 3, 8, 9, 5, 7, 42_000)  # noqa: DTZ001 - on the wall
ISSUER = Issuer(2022, "130800000", "301", "301001", "某局")
pure = pytest.mark.pure


def booked(fen: int = 180_000, **more: str) -> Booked:
    said = {"method": "unified", "project": "展会", "function": "2160299", "economic": "30227", "source": "一般公共预算", "title": "搭建"}
    return Booked(1, "记-1", AT, fen, **(said | {"payee": "某公司", "receipt": "国1"} | more))


@pure
@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-(10**15), 10**15), st.sampled_from(["unified", "direct", "authorized", "?"]), st.sampled_from(["30227", "31013"])
        )
    )
)
def test_debit_equals_credit_in_each_bookkeeping_and_in_the_whole(said: list[tuple[int, str, str]]) -> None:
    found = [
        dict(zip(COLUMNS, row, strict=True))
        for row in sums.rows(ISSUER, [booked(fen, method=how, economic=kind) for fen, how, kind in said])
    ]
    sides: dict[tuple[str, str], int] = defaultdict(int)
    for row in found:
        whole, part = row["amt"].lstrip("-").split(".")
        fen = int(whole) * 100 + int(part[:2])
        assert part[2:] == "00"
        sides[row["acct_kind"], row["drcr"]] += -fen if row["amt"].startswith("-") else fen
    for kind in sums.KINDS.values():
        assert sides[kind, "借"] == sides[kind, "贷"] == sum(fen for fen, _how, _kind in said)


@pure
def test_the_names_dates_and_amounts_are_those_of_the_integrated_system() -> None:
    row = dict(zip(COLUMNS, next(sums.rows(ISSUER, [booked()])), strict=True))
    assert {name for name, (_meaning, basis) in COLUMNS.items() if basis == SURE} == {
        "fiscal_year", "mof_div_code", "dept_code", "agency_code", "agency_name", "pro_code", "pro_name", "is_deleted",
    }  # fmt: skip
    assert (row["vou_date"], row["amt"], row["is_deleted"]) == ("20220308090507042", "1800.0000", "2")
    assert sums.division("130800") == "130800000"


@pure
def test_a_capital_item_becomes_a_fixed_asset() -> None:
    names = [name for _kind, _side, _account, name in sums.entries(booked(economic="31013"))]
    assert names == ["行政支出", "财政拨款预算收入", "固定资产", "财政拨款收入"]


@pure
@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(said: str) -> None:
    rows = list(sums.rows(ISSUER, [booked(title=said, payee=said)]))
    told = list(csv.DictReader(io.StringIO(renderings.text(rows).decode("utf-8-sig"))))
    assert told[0]["summary"] == f"'{said}"
    sheet = load_workbook(io.BytesIO(renderings.workbook(rows)))["凭证"]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}


@pure
def test_a_refund_stays_a_number_in_the_text() -> None:
    told = list(csv.DictReader(io.StringIO(renderings.text(sums.rows(ISSUER, [booked(-180_000)])).decode("utf-8-sig"))))
    assert {row["amt"] for row in told} == {"-1800.0000"}


@pytest.fixture
def office(db: None) -> Office:
    office = an_office()
    organisations.adopt(office.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return office


def client_of(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name], backend=BACKEND)
    client.post("/stand/", {"unit": office.department.pk, "year": 2022, "next": "/spending/"})
    return client


def test_the_month_is_shown_handed_out_and_written_down(office: Office) -> None:
    moving.book(paid(office, "1800"), "记-7", by=office.kuaiji, at=NOON)
    client = client_of(office, "fuzeren")

    page = client.get("/spending/vouchers/").content.decode()
    assert "已入账 1 笔，1,800.00 元" in page
    assert "1 笔没有项目代码" in page
    answer = client.post("/spending/vouchers/export/", {"month": "3", "kind": "csv"})
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["vou_no"], row["amt"], row["pro_name"]) for row in told] == [("记-7", "1800.0000", "促进汽车消费")] * 4
    event = Event.objects.latest("seq")
    assert (event.action, event.name) == ("vouchers.export", "fuzeren")


def test_another_departments_vouchers_are_not_there(office: Office) -> None:
    moving.book(paid(office, "1800"), "记-7", by=office.kuaiji, at=NOON)
    other = an_office(bureau=office.department.parent, code="302")
    organisations.adopt(other.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    client = client_of(other, "fuzeren")
    client.post("/stand/", {"unit": office.department.pk, "year": 2022, "next": "/spending/"})

    answer = client.post("/spending/vouchers/export/", {"month": "3", "kind": "csv"})
    assert answer.status_code == 200
    assert list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))) == []


def test_who_may_not_hand_out_is_refused_and_written_down(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.book(paid(office, "1800"), "记-7", by=office.kuaiji, at=NOON)
    rights = {role: rights - {Permission.FILING_EXPORT} for role, rights in GRANTS.items()}
    monkeypatch.setattr("jixiao.kernel.roles.GRANTS", rights)

    answer = client_of(office, "fuzeren").post("/spending/vouchers/export/", {"month": "3", "kind": "csv"})
    event = Event.objects.latest("seq")
    assert (answer.status_code, event.action, event.result) == (403, "vouchers.export", "denied")
