"""Long promises: asked after every year, answered once a year, found in the approved targets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import Http404

from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.assets.actions import promises
from jixiao.assets.models import Promise
from jixiao.assets.queries import promises as queries
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.targets.facts import Indicator

from .estate import Estate, a_card, an_estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> Estate:
    return an_estate()


def a_promise(estate: Estate, **more: object) -> Promise:
    said = {"years": 10, "since": date(2020, 9, 1)} | more
    return promises.promise(estate.department, 2020, "购置商务车经费", "长期使用≥10年", **said, by=estate.zichan, at=NOON)  # type: ignore[arg-type]


def test_a_promise_waits_for_an_answer_of_every_year(estate: Estate) -> None:
    one = a_promise(estate)
    assert queries.asked(one, TODAY).waiting == (2021, 2022)
    promises.answer(one, 2021, True, "车库", by=estate.zichan, at=NOON)

    asked = queries.asked(one, TODAY)
    assert (asked.waiting, asked.last and asked.last.place, asked.broken) == ((2022,), "车库", None)
    with pytest.raises(Refused, match="已经答复过"):
        promises.answer(one, 2021, True, "别处", by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="不用答复"):
        promises.answer(one, 2023, True, "车库", by=estate.zichan, at=NOON)


def test_what_is_used_no_longer_is_asked_after_no_more(estate: Estate) -> None:
    one = a_promise(estate)
    with pytest.raises(Refused, match="不再使用的原因"):
        promises.answer(one, 2021, False, by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="现在在哪里"):
        promises.answer(one, 2021, True, by=estate.zichan, at=NOON)
    promises.answer(one, 2021, False, note="事故报废", by=estate.zichan, at=NOON)

    assert queries.asked(one, TODAY).waiting == ()
    with pytest.raises(Refused, match="已答复不再使用"):
        promises.answer(one, 2022, True, "车库", by=estate.zichan, at=NOON)


def test_a_promise_is_long_and_its_own_departments(estate: Estate) -> None:
    other = an_estate(estate.department.parent, "302")
    for more, why in (
        ({"years": 9}, "承诺年限应在 10"),
        ({"since": TODAY + timedelta(days=1)}, "在今天之后"),
        ({"card": a_card(other)}, "不是某局301的资产"),
    ):
        with pytest.raises(Refused, match=why):
            a_promise(estate, **more)
    a_promise(estate, card=a_card(estate))
    with pytest.raises(Refused, match="已经登记过"):
        a_promise(estate)
    with pytest.raises(Denied):
        promises.answer(Promise.objects.get(), 2021, True, "车库", by=estate.caigou, at=NOON)


def test_another_departments_promises_are_not_there(estate: Estate) -> None:
    one = a_promise(estate)
    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Http404):
        queries.promise_for(other.zichan, TODAY, one.pk)
    assert not queries.promises_for(other.zichan, TODAY, other.department).exists()


@pytest.mark.parametrize(
    ("value", "years"),
    [("≥10年", 10), ("10年以上", 10), ("15年", 15), ("≥9年", None), ("≤10年", None), ("2022年", None), ("100%", None), ("", None)],
)
def test_the_promises_of_targets_are_those_of_ten_years_and_more(value: str, years: int | None) -> None:
    row = Indicator(level1="效益指标", level2="可持续影响指标", level3="长期使用", value=value)
    found = [said for _text, said in queries._long((row,))]
    assert found == ([] if years is None else [years])
