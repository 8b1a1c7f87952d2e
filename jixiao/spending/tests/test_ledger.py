"""The ledger: what a person may read, found, sorted and summed; a year of money as facts in a fixed number of questions."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, a_person, a_unit
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.spending.actions import moving
from jixiao.spending.models import Payment
from jixiao.spending.queries import ledger
from jixiao.spending.queries.ledger import Wanted

from .money import Office, an_office, paid, sent_up

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def office(settings: Any) -> Office:
    """Make a department whose year everybody may choose in the top bar."""
    settings.SECOND_FACTOR = "off"
    made = an_office()
    for unit in (made.department, made.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return made


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def listed(office: Office, **wanted: object) -> list[str]:
    asked = ledger.found(ledger.seen_by(office.fuzeren, TODAY, office.department, 2022), Wanted(**wanted))  # type: ignore[arg-type]
    return [one.title for one in ledger.ordered(asked, str(wanted.get("order", "")))]


def test_the_ledger_holds_what_left_and_another_view_what_is_held(office: Office) -> None:
    paid(office, "1800", at=NOON)
    sent_up(office, "900", title="在办的")

    assert listed(office) == ["秋季促销活动场地"]
    assert listed(office, view="held") == ["在办的"]
    assert set(listed(office, view="all")) == {"秋季促销活动场地", "在办的"}


def test_totals_are_those_of_everything_found_refunds_taken_off(office: Office) -> None:
    one = paid(office, "1800")
    paid(office, "1000.01", at=NOON + timedelta(hours=1))
    moving.refund(one, Money(30_000), "退1", "退回多付", by=office.kuaiji, at=NOON + timedelta(hours=2))
    sent_up(office, "900")

    total = ledger.sums_of(ledger.found(ledger.seen_by(office.fuzeren, TODAY, office.department, 2022), Wanted(view="all")))

    assert (total.count, total.paid, total.held) == (4, Money(250_001), Money(90_000))


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"words": "场地"}, 2),
        ({"words": "会展 场地"}, 2),
        ({"words": "没有的"}, 0),
        ({"words": "2"}, 1),
        ({"project": "促进汽车消费"}, 2),
        ({"project": "别的"}, 0),
        ({"economic": "302"}, 2),
        ({"economic": "31204"}, 0),
        ({"state": "已支付"}, 2),
        ({"state": "已入账"}, 0),
        ({"least": Money(150_000)}, 1),
        ({"most": Money(150_000)}, 1),
        ({"since": TODAY, "until": TODAY}, 1),
        ({"since": TODAY + timedelta(days=9)}, 0),
        ({"words": "％%_"}, 0),
    ],
)
def test_the_ledger_is_narrowed_by_everything_it_shows(office: Office, wanted: dict[str, object], count: int) -> None:
    paid(office, "1800")
    paid(office, "1000", at=NOON + timedelta(days=3))

    assert len(listed(office, **wanted)) == count


def test_the_ledger_is_sorted_by_money_and_by_day(office: Office) -> None:
    small, large = paid(office, "100", at=NOON + timedelta(days=1)), paid(office, "1800", at=NOON)

    def order(name: str) -> list[Payment]:
        return list(ledger.ordered(ledger.seen_by(office.fuzeren, TODAY, office.department, 2022), name))

    assert order("money") == [small, large]
    assert order("-money") == [large, small]
    assert order("") == [small, large]
    assert order("-code") == [large, small]


def test_who_stands_in_another_section_or_department_sees_nothing_of_it(office: Office) -> None:
    other = a_person(a_unit(office.department, "另一科", "30102"), "lingyi", Role.PROJECT_OFFICER)
    foreign = an_office(bureau=office.department.parent, code="302")
    paid(office, "1800")

    assert list(ledger.seen_by(office.jingban, TODAY, office.section, 2022)) != []
    assert list(ledger.seen_by(other, TODAY, other.unit, 2022)) == []
    assert list(ledger.seen_by(foreign.fuzeren, TODAY, office.department, 2022)) == []


def test_the_page_takes_as_many_questions_for_many_payments_as_for_few(office: Office) -> None:
    client, address = entered(office.fuzeren), reverse("spending:ledger")
    paid(office, "1800")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(address).status_code == 200
    for hour in range(1, 6):
        paid(office, "100", at=NOON + timedelta(hours=hour))
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()

    assert len(many) == len(few)
    assert "6 笔" in page
    assert "2,300.00" in page


def test_what_cannot_be_read_of_the_filter_is_said_and_left_out(office: Office) -> None:
    paid(office, "1800")
    page = (
        entered(office.fuzeren)
        .get(reverse("spending:ledger"), {"least": "1e3", "since": "昨天", "section": "x", "page": "99"})
        .content.decode()
    )

    assert "不是金额" in page
    assert "看不懂" in page
    assert "秋季促销活动场地" in page


def test_the_workbook_says_what_the_list_says_in_yuan(office: Office) -> None:
    paid(office, "1800.55")
    answer = entered(office.fuzeren).get(reverse("spending:ledger_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][8] == "金额（元）"
    assert (rows[2][2], rows[2][8], rows[3][0], rows[3][8]) == ("秋季促销活动场地", 1800.55, "合计", 1800.55)


def test_a_year_of_money_is_built_in_as_many_questions_however_long_it_is(office: Office) -> None:
    paid(office, "1800")
    with CaptureQueriesContext(connection) as few:
        ledger.year_of(office.department, 2022, TODAY)
    for hour in range(1, 4):
        paid(office, "5000", at=NOON + timedelta(hours=hour))
    with CaptureQueriesContext(connection) as many:
        said = ledger.year_of(office.department, 2022, TODAY)

    assert len(few) == len(many) <= 16
    assert len(said.payments) == 4
    last = said.payments[-1]
    assert (last.project, last.economic, last.amount, last.applicant) == ("促进汽车消费", "30227", Money(500_000), office.jingban.number)
    assert [one.step for one in last.signed] == ["section", "check", "finance", "vice", "chief"]
    assert last.papers == ("请示",)
    assert len(last.invoices) == 1
    assert last.payee.name == "某会展服务有限公司"
    assert last.is_paid
    assert said.allowed == {"促进汽车消费": frozenset({"30227"})}
    assert date(2022, 10, 3) in said.holidays


def test_the_progress_page_says_month_by_month_what_was_paid(office: Office) -> None:
    paid(office, "1800")
    page = entered(office.fuzeren).get(reverse("spending:progress")).content.decode()

    assert "促进汽车消费" in page
    assert "1,800.00" in page
    assert "无计划" in page
    book = entered(office.fuzeren).get(reverse("spending:progress_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet["B3"].value == 100_000
