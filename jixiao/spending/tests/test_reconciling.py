"""Ours beside the treasury's: every line in one place, sums that add up, reasons, and a month made certain by no cashier."""

from __future__ import annotations

import random
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jixiao.accounts.models import Delegation, Seat, User
from jixiao.accounts.tests.people import BACKEND, NOON, SINCE, a_person
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import GRANTS, Permission, Role
from jixiao.office.facts import Document
from jixiao.organisations import actions as organisations
from jixiao.spending.actions import moving
from jixiao.spending.actions import reconciling as actions
from jixiao.spending.models import Batch, Explanation, Reconciled, Treasury
from jixiao.spending.queries import reconciling as queries
from jixiao.spending.sums import reconciling as sums
from jixiao.spending.sums.reconciling import Entry, months_of, paired
from jixiao.spending.sums.supervising import plain

from .money import Office, an_office, approved, paid

APRIL = datetime(2022, 4, 2, 4, tzinfo=UTC)
pure = pytest.mark.pure
stored = pytest.mark.django_db


def entry(number: int, on: str = "03-01", receipt: str = "", payee: str = "某公司", fen: int = 100) -> Entry:
    return Entry(number, date.fromisoformat(f"2022-{on}"), receipt, payee, fen)


DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))
SIDE = st.lists(
    st.tuples(
        DAYS, st.sampled_from(["", "1", "01", "2", "3", "4", "5"]), st.sampled_from(["甲公司", "乙"]), st.integers(-3, 3).filter(bool)
    ),
    max_size=14,
)


def side(rows: list[tuple[date, str, str, int]]) -> list[Entry]:
    return [Entry(number, on, receipt, payee, fen) for number, (on, receipt, payee, fen) in enumerate(rows, 1)]


@pure
@settings(max_examples=300, deadline=None)
@given(SIDE, SIDE)
def test_every_line_of_both_sides_stands_in_exactly_one_place_and_the_sums_add_up(mine: list, his: list) -> None:  # type: ignore[type-arg]
    ours, theirs = side(mine), side(his)
    pairs = paired(ours, theirs)

    assert sorted(pair.ours.number for pair in pairs if pair.ours) == [one.number for one in ours]
    assert sorted(pair.theirs.number for pair in pairs if pair.theirs) == [one.number for one in theirs]
    for month in months_of(pairs):
        assert month.ours.fen == sum(one.fen for one in ours if one.on.month == month.month)
        assert month.theirs.fen == sum(one.fen for one in theirs if one.on.month == month.month)
        assert month.gap.fen == sum(pair.gap_in(month.month) for pair in month.off), "the differences listed are the whole difference"
        assert month.told_gap + month.open_gap == month.gap
    for number in range(1, 13):
        left = sums.carried(months_of(pairs), number)
        assert [pair.key for pair in left] == list(dict.fromkeys(pair.key for pair in left)), "carried once"
        assert {pair.key for pair in left} == {
            pair.key for pair in pairs if pair.kind not in {"一致", "跨月"} and max(pair.months) < number
        }
    for pair in pairs:
        if pair.ours and pair.theirs and pair.ours.fen != pair.theirs.fen:
            assert pair.kind == "金额不符"
            assert sums.bare(pair.ours.receipt) == sums.bare(pair.theirs.receipt) != ""


@pure
@settings(max_examples=80, deadline=None)
@given(SIDE, SIDE, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_says_nothing(mine: list, his: list, dice: random.Random) -> None:  # type: ignore[type-arg]
    ours, theirs = side(mine), side(his)
    before = paired(ours, theirs)
    dice.shuffle(ours)
    dice.shuffle(theirs)
    assert paired(ours, theirs) == before


@pure
@pytest.mark.parametrize(
    ("ours", "theirs", "kinds"),
    [
        ([entry(1, receipt="007")], [entry(1, receipt=" 7")], ["一致"]),
        ([entry(1, receipt="7")], [entry(1, receipt="7", fen=101)], ["金额不符"]),
        ([entry(1, "03-31", "7")], [entry(1, "04-01", "7")], ["跨月"]),
        ([entry(1, "03-01")], [entry(1, "03-08", "9", "某 公司")], ["一致"]),
        ([entry(1, "03-01")], [entry(1, "03-09", "9")], ["国库未达", "本账未登"]),
        ([entry(1, "03-01"), entry(2, "03-02")], [entry(1, "03-02", "9")], ["一致", "国库未达"]),
        ([entry(1, receipt="7"), entry(2, receipt="7", fen=5)], [entry(1, receipt="7", fen=5)], ["国库未达", "一致"]),
        ([], [entry(1)], ["本账未登"]),
        ([entry(1, receipt="7", payee="甲")], [entry(1, receipt="7", payee="乙")], ["收款人不符"]),
        ([entry(1, receipt="7", payee="")], [entry(1, receipt="7", payee="乙")], ["一致"]),
        ([entry(1, receipt="7", payee="某（北）公司")], [entry(1, receipt="7", payee="某(北) 公司")], ["一致"]),
    ],
)
def test_what_belongs_together_is_found(ours: list[Entry], theirs: list[Entry], kinds: list[str]) -> None:
    assert sorted(pair.kind for pair in paired(ours, theirs)) == sorted(kinds)


@pure
def test_many_lines_are_matched_without_looking_at_each_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the lines are ten times the looks at a payee, not a hundred times."""
    looks: list[str] = []

    def counted(name: str) -> str:
        looks.append(name)
        return plain(name)

    monkeypatch.setattr(sums, "plain", counted)

    def work(count: int) -> int:
        looks.clear()
        rows = [Entry(n, date(2022, 1, 1) + timedelta(days=n % 360), "", f"供应商{n % 9}", 100 + n % 7) for n in range(count)]
        assert all(pair.kind == "一致" for pair in paired(rows, rows))
        return len(looks)

    assert 0 < work(20_000) <= 10 * work(2_000)


# ── with the books ──


@pytest.fixture
def office() -> Office:
    office = an_office()
    organisations.adopt(office.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return office


def told(office: Office, number: str, fen: int, on: str = "2022-03-01", payee: str = "某会展服务有限公司") -> Treasury:
    batch, _made = Batch.objects.get_or_create(
        unit=office.department, year=2022, kind="treasury", name="t.xlsx",
        defaults={"sha256": "0" * 64, "data": b"", "document": str(Document(())), "by": office.kuaiji, "at": NOON},
    )  # fmt: skip
    return Treasury.objects.create(
        unit=office.department, year=2022, batch=batch, number=number, on=date.fromisoformat(on), payee=payee, fen=fen
    )


def sides(office: Office) -> queries.Sides:
    return queries.sides_of(office.department, 2022)


def confirm(office: Office, by: User | None = None, digest: str | None = None) -> Reconciled:
    return actions.confirm(
        office.department, 2022, 3, sides(office).digest(3) if digest is None else digest, by=by or office.kuaiji, at=APRIL
    )


@stored
def test_a_month_that_agrees_is_made_certain_and_what_comes_later_is_seen(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 180_000)

    done = confirm(office)
    assert (done.ours, done.theirs) == (180_000, 180_000)
    with pytest.raises(Refused, match="之后没有变动"):
        confirm(office)
    told(office, "另1", 3_600)
    assert sides(office).stale(3)
    with pytest.raises(Refused, match="还有 1 笔差异没有说明"):
        confirm(office)
    (pair,) = sides(office).month(3).off
    actions.explain(office.department, 2022, pair.key, "银行手续费，下月补登", by=office.kuaiji, at=APRIL)
    actions.explain(office.department, 2022, pair.key, "银行手续费，4 月 3 日补登", by=office.kuaiji, at=APRIL)
    assert sides(office).told[pair.key][-1].text == "银行手续费，4 月 3 日补登"
    assert Explanation.objects.count() == 2, "what was said first stays"
    confirm(office)
    assert not sides(office).stale(3)


@stored
def test_a_refund_stands_on_its_own_day_below_zero(office: Office) -> None:
    payment = paid(office, "1800")
    moving.refund(payment, Money(180_000), "退9", "取消", by=office.kuaiji, at=NOON)
    told(office, payment.receipt, 180_000)
    told(office, "退9", -180_000)

    assert (sides(office).month(3).ours, sides(office).month(3).off) == (Money(0), ())


@stored
def test_the_cashier_never_makes_a_month_certain_by_person(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 180_000)
    second = a_person(office.department, "kuaiji2", Role.ACCOUNTANT)
    second.person = office.chuna
    second.save(update_fields=["person"])

    with pytest.raises(Refused, match="出纳不得兼任对账"):
        confirm(office, by=second)
    second.person = None  # the twin: another person in the same seat may
    second.save(update_fields=["person"])
    confirm(office, by=second)


@stored
def test_a_month_changed_since_it_was_looked_at_is_not_made_certain(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 180_000)
    before = sides(office).digest(3)
    second = paid(office, "1700")
    told(office, second.receipt, 170_000)
    with pytest.raises(Refused, match="有变动"):
        confirm(office, digest=before)


@stored
def test_a_month_under_way_or_without_the_treasurys_lines_waits(office: Office) -> None:
    paid(office, "1800")
    with pytest.raises(Refused, match="还没有导入 3 月"):
        confirm(office)
    with pytest.raises(Refused, match="还没有结束"):
        actions.confirm(office.department, 2022, 4, "", by=office.kuaiji, at=APRIL)


@stored
def test_what_was_made_certain_and_why_never_change(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 170_000)
    (pair,) = sides(office).month(3).off
    actions.explain(office.department, 2022, pair.key, "国库退回一百元", by=office.kuaiji, at=APRIL)
    confirm(office)
    for act in (lambda: Reconciled.objects.update(ours=0), lambda: Explanation.objects.update(text="x"), Reconciled.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def client_of(office: Office, name: str = "kuaiji") -> Client:
    client = Client()
    client.force_login(office.people[name], backend=BACKEND)
    client.post("/stand/", {"unit": office.people[name].unit_id, "year": 2022, "next": "/spending/"})
    return client


@stored
def test_the_page_shows_the_month_takes_a_reason_and_hands_the_table_out(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 180_000)
    told(office, "另1", 3_600)
    client = client_of(office)
    page = client.get("/spending/reconciliation/?month=3").content.decode()
    assert "1,800.00 元" in page
    assert "-36.00 元" in page
    (pair,) = sides(office).month(3).off
    said = {"month": "3", "line": pair.key, "key": "k"}
    assert "请写明为什么不一致" in client.post("/spending/reconciliation/explain/", said | {"reason": " "}, follow=True).content.decode()
    page = client.post("/spending/reconciliation/explain/", said | {"reason": "手续费", "key": "l"}, follow=True).content.decode()
    assert "手续费" in page
    assert "都有说明" in page
    digest = sides(office).digest(3)
    asked = {"month": "3", "digest": digest, "key": "m"}
    assert "3 月已由kuaiji某于" in client.post("/spending/reconciliation/confirm/", asked, follow=True).content.decode()
    assert client.get("/spending/reconciliation/table.xlsx?month=3").status_code in {200, 404}


@stored
def test_whoever_keeps_no_books_says_nothing_there(office: Office) -> None:
    told(office, "另1", 3_600)
    (pair,) = sides(office).month(3).off
    client = client_of(office, "juzhang")
    assert "没有说明" in client.get("/spending/reconciliation/?month=3").content.decode()
    answer = client.post("/spending/reconciliation/explain/", {"month": "3", "line": pair.key, "reason": "x", "key": "k"})
    assert answer.status_code == 403
    assert not Explanation.objects.exists()


@stored
@pytest.mark.parametrize(("name", "seen"), [("jingban", False), ("kezhang", False), ("juzhang", True)])
def test_the_whole_departments_lines_are_not_shown_to_a_section(office: Office, name: str, seen: bool) -> None:
    told(office, "另1", 3_600, payee="别科的供应商")
    moving.book(paid(office, "1800"), "记-7", by=office.kuaiji, at=NOON)
    client = client_of(office, name)
    page = client.get("/spending/reconciliation/?month=3").content.decode()
    assert ("别科的供应商" in page, "您只能查阅本科室的支出" in page) == (seen, not seen)
    assert ("记-7" in client.get("/spending/vouchers/?month=3").content.decode()) == seen
    assert client.get("/spending/reconciliation/table.xlsx?month=3").status_code == (200 if seen else 404)
    assert client.post("/spending/vouchers/export/", {"month": "3", "kind": "csv"}).status_code == (200 if seen else 404)


@stored
def test_what_one_department_may_hand_out_is_not_handed_out_of_another(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    other = an_office(bureau=office.department.parent, code="302")
    told(office, "另1", 3_600)
    Seat.objects.create(user=office.mishu, unit=other.department, role=Role.FINANCE_HEAD, since=SINCE)
    rights = {role: rights - {Permission.FILING_EXPORT} if role == Role.MEETING_SECRETARY else rights for role, rights in GRANTS.items()}
    monkeypatch.setattr("jixiao.kernel.roles.GRANTS", rights)
    assert office.mishu.paths(Permission.FILING_EXPORT, APRIL.date()), "the twin: somewhere the right is held"
    client = client_of(office, "mishu")
    assert client.get("/spending/reconciliation/table.xlsx?month=3").status_code == 404


@stored
def test_a_line_on_its_way_is_carried_and_settles_itself_and_the_month_stays_certain(office: Office) -> None:
    payment = paid(office, "1800")
    late = paid(office, "1700")
    told(office, payment.receipt, 180_000)
    (pair,) = sides(office).month(3).off
    assert pair.kind == "国库未达"
    actions.explain(office.department, 2022, pair.key, "月末在途", by=office.kuaiji, at=APRIL)
    confirm(office)
    assert [one.key for one in sides(office).carried(4)] == [pair.key]
    page = client_of(office, "kuaiji").get("/spending/reconciliation/?month=4").content.decode()
    assert "以前月份结转 1 笔" in page
    assert "月末在途" in page

    told(office, late.receipt, 170_000, on="2022-04-01")
    assert sides(office).carried(4) == []
    assert [one.kind for one in sides(office).month(4).off] == ["跨月"]
    assert not sides(office).stale(3), "nothing of March itself has changed"


@stored
def test_a_line_that_comes_after_the_month_was_made_certain_is_marked(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 180_000)
    confirm(office)
    after = Batch.objects.create(
        unit=office.department, year=2022, kind="treasury", name="late.xlsx", sha256="1" * 64, data=b"", document="", by=office.kuaiji,
        at=APRIL, taken=1, applied_at=APRIL + timedelta(days=1),
    )  # fmt: skip
    Treasury.objects.create(unit=office.department, year=2022, batch=after, number="迟1", on=date(2022, 3, 9), payee="某银行", fen=100)
    found = sides(office)
    assert {pair.theirs.receipt: found.late(pair, 3) for pair in found.month(3).pairs if pair.theirs} == {
        payment.receipt: False,
        "迟1": True,
    }
    assert found.stale(3)
    assert client_of(office).get("/spending/reconciliation/?month=3&show=all").content.decode().count("确认后新增") == 1


@stored
def test_what_was_said_before_is_shown_under_what_was_said_last(office: Office) -> None:
    told(office, "另1", 3_600)
    (pair,) = sides(office).month(3).off
    for said in ("手续费", "代理银行手续费"):
        actions.explain(office.department, 2022, pair.key, said, by=office.kuaiji, at=APRIL)
    page = client_of(office).get("/spending/reconciliation/?month=3&print=1").content.decode()
    assert page.index("<p>代理银行手续费") < page.index("以前的说明") < page.index('<p class="jx-caption">手续费')
    here = sides(office).month(3)
    assert (here.gap, here.told_gap, here.open_gap) == (Money(-3_600), Money(-3_600), Money(0))


@stored
def test_a_cashier_who_was_lent_the_accountants_post_makes_nothing_certain(office: Office) -> None:
    payment = paid(office, "1800")
    told(office, payment.receipt, 180_000)
    for taker in (office.chuna, office.mishu):
        Delegation.objects.create(
            giver=office.kuaiji, taker=taker, role=Role.ACCOUNTANT, unit=office.department, since=SINCE, until=date(2022, 12, 31),
            reason="出差", document="委托 1 号", given_at=NOON,
        )  # fmt: skip
    with pytest.raises(Refused, match="出纳不得兼任对账"):
        confirm(office, by=office.chuna)
    confirm(office, by=office.mishu)  # the twin: the same loan to somebody else


@stored
@pytest.mark.parametrize("own", [True, False])
def test_whoever_lent_the_cashiers_post_makes_nothing_certain_that_was_ordered_in_their_name(office: Office, own: bool) -> None:
    taker = a_person(office.department, "dai", Role.PROJECT_OFFICER)
    Delegation.objects.create(
        giver=office.chuna, taker=taker, role=Role.CASHIER, unit=office.department, since=SINCE, until=date(2022, 12, 31), reason="出差",
        document="委托 1 号", given_at=NOON,
    )  # fmt: skip
    payment = approved(office, "1800")
    moving.order(payment, by=taker, at=NOON)
    moving.send(payment, by=office.fuzeren, at=NOON)
    moving.bank_ok(payment, "回代", payment.amount, by=office.kuaiji, at=NOON)
    told(office, "回代", 180_000)
    second = a_person(office.department, "kuaiji2", Role.ACCOUNTANT)
    second.person = office.chuna if own else None  # the twin: another person in the same seat may
    second.save(update_fields=["person"])
    with pytest.raises(Refused, match="出纳不得兼任对账") if own else nullcontext():
        confirm(office, by=second)


@stored
def test_a_month_is_asked_for_in_the_same_number_of_questions_however_many_lines(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        told(office, f"另{number}", 3_600 + number)
    client = client_of(office)
    client.get("/spending/reconciliation/?month=3")
    with CaptureQueriesContext(connection) as few:
        client.get("/spending/reconciliation/?month=3&show=all")
    for number in range(30, 90):
        told(office, f"另{number}", 3_600 + number)
    with django_assert_max_num_queries(len(few)):
        client.get("/spending/reconciliation/?month=3&print=1")
