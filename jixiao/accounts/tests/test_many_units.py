"""Where there are many units the top bar lists the first and leads to the rest; what may not be chosen is still passed over."""

from __future__ import annotations

import pytest
from django.test import Client

from jixiao.accounts.queries.standing import OFFERED, standing
from jixiao.accounts.tests.people import BACKEND, TODAY, a_person, a_unit
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> list[Unit]:
    bureau = a_unit(None, "财政局", "1")
    return [bureau, *(a_unit(bureau, f"第{number}局", f"{301 + number}") for number in range(OFFERED + 5))]


def test_the_top_bar_lists_the_first_and_leads_to_the_rest(city: list[Unit]) -> None:
    reviewer = a_person(city[0], "shenhe", Role.FISCAL_REVIEWER)
    client = Client()
    client.force_login(reviewer, backend=BACKEND)

    here = standing(reviewer, TODAY)
    page = client.get("/desk/").content.decode()

    assert (len(here.units), here.more) == (OFFERED, True)
    assert page.count('name="unit"') == OFFERED
    assert "更多单位" in page
    assert city[-1].name in client.get("/stand/units/", {"q": city[-1].name}).content.decode()
    assert "没有找到「无此局」" in client.get("/stand/units/", {"q": "无此局"}).content.decode()


def test_a_unit_beyond_the_list_may_be_chosen_and_a_foreign_one_not(city: list[Unit]) -> None:
    reviewer = a_person(city[0], "shenhe", Role.FISCAL_REVIEWER)
    officer = a_person(city[1], "jingban", Role.PROJECT_OFFICER)

    assert standing(reviewer, TODAY, unit=city[-1].pk).unit == city[-1]
    assert standing(officer, TODAY, unit=city[-1].pk).unit == city[1]
    client = Client()
    client.force_login(officer, backend=BACKEND)
    assert city[-1].name not in client.get("/stand/units/").content.decode()


def test_few_units_are_listed_whole(city: list[Unit]) -> None:
    officer = a_person(city[1], "jingban", Role.PROJECT_OFFICER)
    here = standing(officer, TODAY)
    assert (here.units, here.more) == ((city[1],), False)
