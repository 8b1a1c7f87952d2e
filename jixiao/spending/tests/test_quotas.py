"""Quotas: opened to the exact sum, changed by two people, never below what is frozen and paid."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.test import Client

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, a_person
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.review.tests.season import Season, a_season, a_target, pass_up
from jixiao.spending.actions import quotas
from jixiao.spending.models import Posting, Quota, QuotaChange
from jixiao.spending.sums.codes import Line
from jixiao.targets.models import Target

from .money import Office, an_office, paid, sent_up

pytestmark = pytest.mark.django_db
GENERAL = "一般公共预算"


def line(yuan: str, economic: str = "30227", function: str = "2160299", source: str = GENERAL) -> Line:
    return Line(function, economic, source, Money.parse(yuan, "元"))


@pytest.fixture
def season() -> Season:
    return a_season()


@pytest.fixture
def target(season: Season) -> Target:
    """Return a project approved with 200,000 元."""
    return pass_up(season, a_target(season), "已批复")


@pytest.fixture
def office() -> Office:
    return an_office()


def second(office: Office, yuan: str = "50000", **more: object) -> Quota:
    said = {"project": "扩大内需", "function": "2160299", "economic": "31204", "source": GENERAL} | more
    return Quota.objects.create(unit=office.department, year=2022, approved=Money.parse(yuan, "元").fen, at=NOON, **said)


@pytest.fixture
def clerk(office: Office) -> User:
    return a_person(office.department, "caiwu", Role.FINANCE_OFFICER)


def sums(quota: Quota) -> tuple[int, int]:
    """Return what a quota has in all, and what its postings come to."""
    quota.refresh_from_db()
    posted = Posting.objects.filter(quota=quota, kind="adjust").aggregate(fen=Sum("fen"))["fen"] or 0
    return quota.approved + quota.adjusted, posted


def test_an_approved_amount_is_split_into_lines_that_add_up_to_the_fen(season: Season, target: Target) -> None:
    lines = [line("150000.01", "30215"), line("49999.99", "30227")]

    quotas.open_quotas(target, lines, "财预〔2022〕1号", by=season.finance, at=NOON, key="a")

    made = list(Quota.objects.order_by("economic"))
    assert [(one.project, one.economic, one.approved, one.unit, one.year) for one in made] == [
        (target.name, "30215", 15_000_001, season.department, 2022),
        (target.name, "30227", 4_999_999, season.department, 2022),
    ]
    assert {(one.kind, one.fen) for one in Posting.objects.all()} == {("open", 15_000_001), ("open", 4_999_999)}
    assert {one.document for one in QuotaChange.objects.all()} == {"财预〔2022〕1号"}


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([line("199999.99")], "少 0.01 元"),
        ([line("200000.01")], "多 0.01 元"),
        ([line("100000"), line("100000")], "第 2 行与第 1 行"),
        ([line("200000", economic="302")], "只到类级"),
        ([line("200000", economic="30299"), line("0")], "应大于零"),
        ([line("200000", economic="39999")], "不在科目表里"),
        ([line("200000", function="21602")], "只到款级"),
        ([line("200000", function="9999999")], "不在科目表里"),
        ([line("200000", source="小金库")], "资金来源「小金库」不认识"),
        ([], "请至少填一行"),
    ],
)
def test_a_split_that_is_not_exact_or_not_known_opens_nothing(season: Season, target: Target, lines: list[Line], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        quotas.open_quotas(target, lines, "财预〔2022〕1号", by=season.finance, at=NOON)

    assert not Quota.objects.exists()


def test_quotas_are_opened_once_whether_sent_twice_or_asked_twice(season: Season, target: Target) -> None:
    for _again in range(2):
        quotas.open_quotas(target, [line("200000")], "财预〔2022〕1号", by=season.finance, at=NOON, key="same")
    with pytest.raises(Refused, match="已经开过了"):
        quotas.open_quotas(target, [line("200000")], "财预〔2022〕1号", by=season.finance, at=NOON, key="other")

    assert Quota.objects.count() == Posting.objects.count() == 1


def test_a_target_that_is_not_approved_and_the_plan_of_the_whole_open_none(season: Season, target: Target) -> None:
    with pytest.raises(Refused, match="批复后才能开指标"):
        quotas.open_quotas(a_target(season, "另一项"), [line("200000")], "财预〔2022〕1号", by=season.finance, at=NOON)
    Target.objects.filter(pk=target.pk).update(kind="department")
    with pytest.raises(Refused, match="部门整体"):
        quotas.open_quotas(Target.objects.get(pk=target.pk), [line("200000")], "财预〔2022〕1号", by=season.finance, at=NOON)


def test_who_asks_for_money_opens_no_quota(season: Season, target: Target) -> None:
    with pytest.raises(Denied):
        quotas.open_quotas(target, [line("200000")], "财预〔2022〕1号", by=season.officer, at=NOON)


def test_an_adjustment_waits_until_another_person_agrees(office: Office, clerk: User) -> None:
    change = quotas.propose(office.quota, Money(100), "追加", "财预〔2022〕9号", by=clerk, at=NOON)
    assert sums(office.quota) == (10_000_000, 0)

    quotas.agree(change, by=office.juzhang, at=NOON, key="k")
    quotas.agree(change, by=office.juzhang, at=NOON, key="k")

    assert sums(office.quota) == (10_000_100, 100)
    with pytest.raises(Refused, match="已经已批"):
        quotas.agree(change, by=office.juzhang, at=NOON)


def test_nobody_agrees_to_what_they_proposed_themselves_under_any_account(office: Office) -> None:
    both = a_person(office.department, "yiren", Role.CHIEF)
    twin = a_person(office.department, "yiren2", Role.FINANCE_OFFICER)
    type(twin).objects.filter(pk=twin.pk).update(person=both)
    change = quotas.propose(office.quota, Money(100), "追加", "1号", by=type(twin).objects.get(pk=twin.pk), at=NOON)

    with pytest.raises(Refused):
        quotas.agree(change, by=both, at=NOON)

    assert sums(office.quota) == (10_000_000, 0)
    quotas.agree(change, by=office.juzhang, at=NOON)  # the twin: another person may


def test_a_quota_never_falls_below_what_is_frozen_and_paid(office: Office, clerk: User) -> None:
    paid(office, "1800")
    sent_up(office, "900")
    change = quotas.propose(office.quota, Money(-9_730_000), "收回", "1号", by=clerk, at=NOON)
    with pytest.raises(Refused, match=r"差 0\.01 元"):
        quotas.propose(office.quota, Money(-9_730_001), "收回", "1号", by=clerk, at=NOON)
    sent_up(office, "1")

    with pytest.raises(Refused, match=r"最多可调减 97,299\.00 元，现在要调减 97,300\.00 元"):
        quotas.agree(change, by=office.juzhang, at=NOON)

    change.refresh_from_db()
    assert (sums(office.quota), change.state) == ((10_000_000, 0), "待批")


def test_without_the_guard_the_database_still_refuses(office: Office) -> None:
    sent_up(office, "900")

    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=office.quota.pk).update(adjusted=F("adjusted") - 9_910_001)


def test_a_transfer_takes_from_one_and_gives_to_the_other_or_does_neither(office: Office, clerk: User) -> None:
    other = second(office)
    change = quotas.propose(office.quota, Money(5_000_000), "调剂", "1号", other=other, by=clerk, at=NOON)
    Quota.objects.filter(pk=other.pk).update(frozen=1)

    with pytest.raises(Refused, match=r"差 0\.01 元"):
        quotas.agree(change, by=office.juzhang, at=NOON)
    assert (sums(office.quota), sums(other)) == ((10_000_000, 0), (5_000_000, 0))

    Quota.objects.filter(pk=other.pk).update(frozen=0)
    quotas.agree(change, by=office.juzhang, at=NOON)
    assert (sums(office.quota), sums(other)) == ((15_000_000, 5_000_000), (0, -5_000_000))


@pytest.mark.parametrize(
    ("fen", "other", "sentence"),
    [
        (0, {}, "不能是零"),
        (-1, {}, "须大于零"),
        (5_000_001, {}, "差 0.01 元"),
        (1, {"source": "其他资金"}, "不同来源"),
        (10**15, {}, "超出可登记的范围"),
    ],
)
def test_a_transfer_that_makes_no_sense_is_not_even_proposed(
    office: Office, clerk: User, fen: int, other: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        quotas.propose(office.quota, Money(fen), "调剂", "1号", other=second(office, **other), by=clerk, at=NOON)


def test_a_transfer_stays_in_one_department_and_year_and_has_two_ends(office: Office, clerk: User) -> None:
    foreign = an_office(bureau=office.department.parent, code="302").quota
    with pytest.raises(Refused, match="同一部门、同一年度"):
        quotas.propose(office.quota, Money(1), "调剂", "1号", other=foreign, by=clerk, at=NOON)
    with pytest.raises(Refused, match="同一条指标"):
        quotas.propose(office.quota, Money(1), "调剂", "1号", other=office.quota, by=clerk, at=NOON)


@pytest.mark.parametrize(
    ("reason", "document", "sentence"), [("", "1号", "理由没有写"), ("追加", " ", "依据文号没有写"), ("长" * 501, "1号", "501")]
)
def test_a_change_says_why_and_on_what_paper(office: Office, clerk: User, reason: str, document: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        quotas.propose(office.quota, Money(1), reason, document, by=clerk, at=NOON)


def test_a_refused_change_moves_nothing_and_is_not_taken_up_again(office: Office, clerk: User) -> None:
    change = quotas.propose(office.quota, Money(100), "追加", "1号", by=clerk, at=NOON)

    quotas.refuse(change, by=office.juzhang, at=NOON)

    assert (sums(office.quota), change.decided_by) == ((10_000_000, 0), office.juzhang)
    with pytest.raises(Refused):
        quotas.withdraw(change, by=clerk, at=NOON)


def test_who_proposed_takes_it_back_and_nobody_else_does(office: Office, clerk: User) -> None:
    change = quotas.propose(office.quota, Money(100), "追加", "1号", by=clerk, at=NOON)
    with pytest.raises(Refused, match="须由本人撤回"):
        quotas.withdraw(change, by=office.fuzeren, at=NOON)

    quotas.withdraw(change, by=clerk, at=NOON)

    with pytest.raises(Refused, match="已经不批"):
        quotas.agree(change, by=office.juzhang, at=NOON)


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def standing(season: Season, settings: Any) -> Season:
    settings.SECOND_FACTOR = "off"
    for unit in (season.department, season.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return season


def test_quotas_are_opened_changed_and_agreed_to_on_the_pages(standing: Season, target: Target) -> None:
    finance, chief = entered(standing.finance), entered(standing.leader)
    assert "开设指标" in finance.get("/spending/quotas/").content.decode()
    opening = f"/spending/quotas/{target.pk}/open/"
    typed = {"document": "财预〔2022〕1号", "rows": "4", "function-1": "2160299", "economic-1": "30227 委托业务费", "amount-1": "200000.01"}

    refused = finance.post(opening, typed)
    assert (refused.status_code, "多 0.01 元" in refused.content.decode(), "200000.01" in refused.content.decode()) == (422, True, True)
    assert 'name="amount-8"' in finance.post(opening, typed | {"more": "1"}).content.decode()
    assert finance.post(opening, typed | {"amount-1": "200000", "key": "o"}).status_code == 302

    quota = Quota.objects.get()
    change = {"way": "more", "amount": "1,000", "reason": "追加", "document": "9号"}
    wrong = finance.post(f"/spending/quotas/lines/{quota.pk}/", change | {"amount": "1e3"})
    assert (wrong.status_code, "不是金额" in wrong.content.decode(), "1e3" in wrong.content.decode()) == (422, True, True)
    assert finance.post(f"/spending/quotas/lines/{quota.pk}/", change).status_code == 302
    waiting = QuotaChange.objects.get(state="待批")
    assert "待批" in chief.get("/spending/quotas/").content.decode()
    assert finance.post(f"/spending/quotas/changes/{waiting.pk}/agree/").status_code == 403
    assert chief.post(f"/spending/quotas/changes/{waiting.pk}/agree/", {"key": "k"}).status_code == 302
    assert chief.post(f"/spending/quotas/changes/{waiting.pk}/refuse/", {"key": "l"}).status_code == 409
    page = chief.get(f"/spending/quotas/lines/{quota.pk}/").content.decode()
    assert ("201,000.00" in page, "1,000.00" in page, "追加" in page) == (True, True, True)


def test_a_projects_page_shows_its_plan_and_what_an_adjusted_target_asks_for(standing: Season, target: Target) -> None:
    quotas.open_quotas(target, [line("200000")], "1号", by=standing.finance, at=NOON)
    page = entered(standing.officer).get(f"/spending/quotas/{target.pk}/").content.decode()

    assert ("计划与实际" in page, "200,000.00" in page, 'data-chart="curve"' in page) == (True, True, True)


@pytest.mark.parametrize("by", ["project", "function", "economic", "source", "nonsense"])
def test_quotas_are_summed_by_what_is_asked(standing: Season, target: Target, by: str) -> None:
    quotas.open_quotas(target, [line("150000"), line("50000", "30215")], "1号", by=standing.finance, at=NOON)
    page = entered(standing.finance).get("/spending/quotas/", {"by": by, "q": ""}).content.decode()

    assert ("合计 2 条" in page, "200,000.00" in page) == (True, True)
    assert "没有符合条件的指标" in entered(standing.finance).get("/spending/quotas/", {"by": by, "q": "没有"}).content.decode()


def test_the_table_of_quotas_goes_out_in_yuan(standing: Season, target: Target) -> None:
    quotas.open_quotas(target, [line("199999.99"), line("0.01", "30215")], "1号", by=standing.finance, at=NOON)
    book = entered(standing.finance).get("/spending/quotas/list.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active

    assert sheet is not None
    assert [row[6].value for row in sheet.iter_rows(min_row=2)] == ["批复数（元）", 0.01, 199999.99, 200000]
