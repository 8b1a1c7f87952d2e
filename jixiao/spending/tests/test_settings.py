"""What a department follows: the six amounts at the boundary, the day it begins, what was sent up before stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, TODAY
from jixiao.audit.actions import Denied
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.spending import book
from jixiao.spending.actions import settings as actions
from jixiao.spending.facts import CONTRACT_FROM
from jixiao.spending.models import Adoption
from jixiao.spending.queries import settings as queries
from jixiao.spending.queries.payments import route_of

from .money import Office, an_office, sent_up

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return an_office()


def adopt(office: Office, **more: Any) -> Adoption:
    said: dict[str, Any] = {"strict": True, "contract_from": CONTRACT_FROM, "by": office.fuzeren, "at": NOON} | more
    return actions.adopt(office.department, said.pop("policy", "P-SEED"), said.pop("since", TODAY), **said)


def test_only_the_boundary_itself_tells_strict_from_lenient() -> None:
    found = queries.vectors(book.policy("P-SEED"))

    assert [one.amount.yuan() for one in found] == ["1999.99", "2000.00", "2000.01", "19999.99", "20000.00", "20000.01"]
    assert [one.strict.code for one in found] == ["A1", "A2", "A2", "A2", "A3", "A3"]
    assert [one.lenient.code for one in found] == ["A1", "A1", "A2", "A2", "A2", "A3"]
    assert [one.differs for one in found] == [False, True, False, False, True, False]


def test_an_adoption_holds_from_its_day_and_not_before(office: Office) -> None:
    adopt(office, since=LATER, strict=False, buy_from=Money(50_000_000), tender_from=Money(200_000_000))

    assert queries.adoption_for(office.department, TODAY).strict
    later = queries.adoption_for(office.department, LATER)
    assert (later.strict, later.limits.buy_from, later.limits.thresholds) == (False, Money(50_000_000), (Money(200_000), Money(2_000_000)))


def test_what_was_sent_up_keeps_the_side_it_was_sent_up_under(office: Office) -> None:
    before = sent_up(office, "2000")
    adopt(office, since=LATER, strict=False)

    assert (before.band, route_of(before, LATER).band) == ("A2", "A2")
    later = queries.adoption_for(office.department, LATER)
    assert later.strict is False


def test_a_day_on_which_something_was_sent_up_is_not_begun_anew(office: Office) -> None:
    code = sent_up(office, "900").code
    with pytest.raises(Refused, match=code):
        adopt(office)


def test_the_same_day_is_chosen_again_while_nothing_was_sent_up_and_an_earlier_one_never(office: Office) -> None:
    adopt(office)
    adopt(office, strict=False)
    with pytest.raises(Refused, match="新设置须从那一天之后生效"):
        adopt(office, since=TODAY - timedelta(days=1))

    assert [one.strict for one in queries.adoptions_of(office.department)] == [False]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"policy": "P-X"}, "请从列表里选"),
        ({"since": TODAY.replace(year=2013)}, "不在其内"),
        ({"contract_from": Money(0)}, "应大于零"),
        ({"buy_from": Money(-1)}, "应大于零"),
        ({"buy_from": Money(200), "tender_from": Money(100)}, "高于公开招标数额"),
        ({"closed_on": TODAY - timedelta(days=1)}, "早于生效日期"),
    ],
)
def test_what_makes_no_sense_is_not_adopted(office: Office, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        adopt(office, **said)

    assert not Adoption.objects.exists()


def test_only_the_finance_head_chooses(office: Office) -> None:
    with pytest.raises(Denied):
        adopt(office, by=office.kuaiji)


def test_the_page_shows_both_sides_and_keeps_what_was_typed(office: Office, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"

    def entered(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    head = entered(office.fuzeren)
    page = head.get("/spending/settings/").content.decode()
    assert ("1,999.99" in page, "20,000.01" in page, "系统默认" in page) == (True, True, True)
    typed = {"policy": "P-SEED", "since": "2030-01-01", "side": "lenient", "contract_from": "1e4", "buy_from": "500,000"}
    wrong = head.post("/spending/settings/", typed)
    assert (wrong.status_code, "1e4" in wrong.content.decode(), "不是金额" in wrong.content.decode()) == (422, True, True)
    assert head.post("/spending/settings/", typed | {"contract_from": "10000", "key": "k"}).status_code == 302
    row = Adoption.objects.get()
    assert (row.strict, row.contract_from, row.buy_from, row.tender_from) == (False, 1_000_000, 50_000_000, None)
    assert "还没到" in head.get("/spending/settings/").content.decode()
    assert entered(office.jingban).post("/spending/settings/", typed).status_code == 403
