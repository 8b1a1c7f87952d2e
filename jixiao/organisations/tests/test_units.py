from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.tests.stand_ins import Clerk
from jixiao.kernel.refusal import Refused
from jixiao.organisations import actions
from jixiao.organisations.facts import Span, path_of
from jixiao.organisations.models import Adoption, Unit
from jixiao.organisations.queries import adoption_for, in_force, units_under, years_of

from .places import NOON, SINCE, TODAY, a_unit

CODES = st.lists(st.text("0129AZ", min_size=1, max_size=3), min_size=1, max_size=4).map(lambda codes: f"/{'/'.join(codes)}/")


@given(CODES, CODES)
def test_a_span_holds_exactly_the_paths_that_begin_with_it(top: str, path: str) -> None:
    assert Span.below(top).holds(path) == path.startswith(top)


@pytest.mark.parametrize("code", ["", "a", "3/4", "３", "1 ", "X" * 21])
def test_a_code_is_digits_and_capitals(code: str) -> None:
    with pytest.raises(Refused, match="只能用数字和大写字母"):
        path_of("/1/", code)


def test_a_tree_has_a_bottom() -> None:
    with pytest.raises(Refused, match="层级太深"):
        path_of("/" + "X" * 195 + "/", "12345")


@pytest.mark.django_db
def test_a_unit_reaches_those_below_and_not_its_namesakes(bureau: Unit, department: Unit, neighbour: Unit) -> None:
    section = a_unit(department, "外贸科", "4")

    assert (department.path, neighbour.path, section.path) == ("/1/3/", "/1/30/", "/1/3/4/")
    assert list(units_under([department.path])) == [department, section]
    assert list(units_under([neighbour.path])) == [neighbour]
    assert list(units_under([bureau.path])) == [bureau, department, section, neighbour]
    assert list(units_under([section.path, neighbour.path])) == [section, neighbour]
    assert not units_under([])


@pytest.mark.django_db
def test_a_unit_with_a_strange_kind_no_name_or_a_taken_code_is_refused(bureau: Unit, department: Unit) -> None:
    plain: dict[str, Any] = {"short": "局", "code": "9", "kind": "unit", "since": SINCE, "by": CONSOLE, "at": NOON}

    for change, name, sentence in (
        ({"kind": "club"}, "局", "不在"),
        ({"kind": "department"}, " ", "须有名称"),
        ({"kind": "section", "code": "3"}, "局", "已经有了"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.create_unit(bureau, name, **(plain | change))


@pytest.mark.django_db
def test_nobody_sets_up_a_unit_without_the_post_for_it(department: Unit) -> None:
    officer = Clerk(7, "caiwu", (department.path,))
    plain: dict[str, Any] = {"short": "科", "code": "9", "kind": "section", "since": SINCE, "at": NOON}

    for parent in (department, None):
        with pytest.raises(Denied):
            actions.create_unit(parent, "科", by=officer, **plain)


@pytest.mark.django_db
def test_a_closed_unit_is_not_in_force_after_its_day(department: Unit) -> None:
    actions.close_unit(department, TODAY, by=CONSOLE, at=NOON)

    assert department in Unit.objects.filter(in_force(TODAY))
    assert department not in Unit.objects.filter(in_force(TODAY + timedelta(days=1)))
    with pytest.raises(Refused, match="不能早于设立日期"):
        actions.close_unit(department, date(2019, 1, 1), by=CONSOLE, at=NOON)


@pytest.mark.django_db
def test_a_unit_goes_by_its_own_adoption_else_by_the_nearest_above(bureau: Unit, department: Unit, neighbour: Unit) -> None:
    actions.adopt(bureau, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    actions.adopt(department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    actions.adopt(department, 2022, pack="standard", regime="R2021", by=CONSOLE, at=NOON)

    regimes = [adoption.regime for unit in (department, neighbour) if (adoption := adoption_for(unit, 2022))]
    assert regimes == ["R2021", "R2015"]
    assert adoption_for(department, 2023) is None
    assert years_of(department) == years_of(neighbour) == [2022], "what is adopted above is adopted below"


@pytest.mark.django_db
def test_an_adoption_names_a_pack_a_regime_and_a_budget_year(department: Unit) -> None:
    with pytest.raises(Refused, match="规则包和指标体系"):
        actions.adopt(department, 2022, pack="", regime="R2015", by=CONSOLE, at=NOON)
    with pytest.raises(Refused, match="不是预算年度"):
        actions.adopt(department, 1999, pack="standard", regime="R2015", by=CONSOLE, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [{"kind": "club"}, {"name": ""}, {"path": "no-path"}, {"until": date(2019, 1, 1)}, {"path": "/1/3/"}],
)
def test_the_database_refuses_a_broken_unit(department: Unit, broken: dict[str, object]) -> None:
    fields = {"name": "局", "short": "局", "code": "8", "kind": "unit", "path": "/8/", "since": SINCE} | broken

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(**fields)


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [{"year": 1999}, {"pack": ""}])
def test_the_database_refuses_a_broken_adoption(department: Unit, broken: dict[str, object]) -> None:
    fields = {"unit": department, "year": 2022, "pack": "standard", "regime": "R2015"} | broken

    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(**fields)


@pytest.mark.django_db
def test_units_and_adoptions_have_names(department: Unit) -> None:
    adoption = actions.adopt(department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)

    assert (str(department), str(adoption)) == ("商务局", f"{department.pk} 2022 standard")
