from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations import actions, queries
from jixiao.organisations.facts import PLAN_POINTS
from jixiao.organisations.models import Adoption, Season, Unit, UnitName
from jixiao.organisations.queries import name_on, names_on, season_for, unit_for, unit_said, units_for
from jixiao.organisations.sums.season import default_calendar

from .places import NOON, SINCE, TODAY, Keeper, a_unit

pytestmark = pytest.mark.django_db
CREDIT = "91350100M000100Y43"
DOOR: dict[str, Any] = {"by": CONSOLE, "at": NOON}
DAY = timedelta(days=1)


def a_budget_unit(parent: Unit, code: str, **more: Any) -> Unit:
    said: dict[str, Any] = {"short": f"单位{code}", "code": code, "kind": "unit", "since": SINCE, "budget_code": code} | more
    return actions.create_unit(parent, f"单位{code}", **said, **DOOR)


@pytest.fixture
def commerce(bureau: Unit) -> Unit:
    said: dict[str, Any] = {"short": "商务局", "code": "301", "kind": "department", "since": SINCE, "budget_code": "301", "credit": CREDIT}
    return actions.create_unit(bureau, "市商务局", **said, **DOOR)


def test_a_unit_is_set_up_with_its_codes_and_its_first_name(commerce: Unit) -> None:
    one = a_budget_unit(commerce, "301001")

    assert (commerce.credit, commerce.budget_code, one.path, one.depth) == (CREDIT, "301", "/1/301/301001/", 2)
    assert [(name.since, name.name) for name in queries.names_of(one)] == [(SINCE, "单位301001")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "unit", "budget_code": "302"}, "预算单位编码是 6 位以上数字"),
        ({"budget_code": "302001"}, "应以上级单位的编码 301 开头"),
        ({"credit": "91350100M000100Y4Z"}, "第 18 位「Z」"),
        ({"credit": CREDIT}, "已由另一个在用单位登记"),
        ({"division": "13"}, "行政区划代码是 6 位数字"),
        ({"kind": "bureau"}, "主管部门下面不能设财政部门"),
    ],
)
def test_what_does_not_fit_is_refused(commerce: Unit, change: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        a_budget_unit(commerce, "301001", **change)

    assert Unit.objects.filter(parent=commerce).count() == 0


def test_nothing_is_set_up_under_a_closed_unit(commerce: Unit) -> None:
    actions.close_unit(commerce, TODAY, **DOOR)

    with pytest.raises(Refused, match="已于 2022-03-01 撤销，请改选在用的上级单位"):
        a_budget_unit(commerce, "301001", since=TODAY + DAY)


def test_the_database_lets_two_units_in_force_share_no_credit_code_and_takes_no_short_one(commerce: Unit, neighbour: Unit) -> None:
    for credit in (CREDIT, "123"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=neighbour.pk).update(credit=credit)
    actions.close_unit(commerce, TODAY, **DOOR)

    Unit.objects.filter(pk=neighbour.pk).update(credit=CREDIT)  # the twin: one of them is closed


def test_codes_are_put_right(commerce: Unit, neighbour: Unit) -> None:
    actions.describe_unit(commerce, budget_code="302", credit="", division="130800", **DOOR)

    assert (commerce.budget_code, commerce.credit, commerce.division) == ("302", "", "130800")
    for said, sentence in (({"budget_code": "30"}, "3 位数字"), ({"credit": "1"}, "应为 18 位")):
        with pytest.raises(Refused, match=sentence):
            actions.describe_unit(neighbour, **{"budget_code": "", "credit": "", "division": ""} | said | DOOR)


def test_a_unit_bears_the_name_of_the_day(commerce: Unit, neighbour: Unit) -> None:
    actions.rename_unit(commerce, "市商务和投资促进局", "商投局", since=date(2021, 7, 1), basis="某编〔2021〕1号", **DOOR)

    assert (commerce.name, commerce.short) == ("市商务和投资促进局", "商投局")
    days = (date(1999, 1, 1), SINCE, date(2021, 6, 30), date(2021, 7, 1), TODAY)
    assert [name_on(commerce, on) for on in days] == ["市商务局"] * 3 + ["市商务和投资促进局"] * 2
    assert names_on([commerce, neighbour], SINCE) == {commerce.pk: ("市商务局", "商务局"), neighbour.pk: ("农业局", "农业局")}


def test_a_slip_in_a_name_is_put_right_on_its_own_day(commerce: Unit) -> None:
    actions.rename_unit(commerce, "示例市商务局", "商务局", since=SINCE, **DOOR)

    assert [name.name for name in queries.names_of(commerce)] == ["示例市商务局"]


@pytest.mark.parametrize(
    ("name", "since", "sentence"),
    [
        ("新局", date(2019, 12, 31), "不能早于现名启用的 2020-01-01"),
        ("新局", date(2022, 3, 2), "不能晚于今天"),
        ("市商务局", TODAY, "都没有变"),
        (" ", TODAY, "须有名称"),
    ],
)
def test_a_name_that_cannot_be_is_refused(commerce: Unit, name: str, since: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.rename_unit(commerce, name, "商务局", since=since, **DOOR)

    assert UnitName.objects.filter(unit=commerce).count() == 1


def test_a_unit_that_moves_ends_here_and_begins_there(bureau: Unit, commerce: Unit, neighbour: Unit) -> None:
    one = a_budget_unit(commerce, "301001", credit="11500229660853981Q")

    new = actions.move_unit(one, neighbour, code="302001", since=TODAY, **DOOR)

    one.refresh_from_db()
    assert (one.path, one.until, new.path, new.since, new.former, new.credit) == (
        "/1/301/301001/",
        TODAY - DAY,
        "/1/30/302001/",
        TODAY,
        one,
        "11500229660853981Q",
    )
    assert queries.successors_of(one) == [new]
    with pytest.raises(Refused, match="撤销，不能再办"):
        actions.close_unit(one, TODAY, **DOOR)


def test_a_move_that_cannot_be_leaves_everything_as_it_was(bureau: Unit, commerce: Unit, neighbour: Unit) -> None:
    one = a_budget_unit(commerce, "301001")
    a_unit(neighbour, "财务科", "302001")
    a_unit(one, "办公室", "BG")

    for unit, parent, sentence in (
        (commerce, one, "不能改隶到自己下面"),
        (one, commerce, "不用改隶"),
        (one, neighbour, "还有 1 个下级单位没有撤销（办公室）"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.move_unit(unit, parent, code="X", since=TODAY, **DOOR)
    actions.close_unit(Unit.objects.get(code="BG"), TODAY - DAY, **DOOR)
    with pytest.raises(Refused, match="在同级中已经有了"):
        actions.move_unit(one, neighbour, code="302001", since=TODAY, **DOOR)

    one.refresh_from_db()
    assert one.until is None


def test_a_move_asks_the_right_at_both_ends(commerce: Unit, neighbour: Unit) -> None:
    one = a_budget_unit(commerce, "301001")
    keeper = Keeper(commerce.path)

    with pytest.raises(Denied):
        actions.move_unit(one, neighbour, code="302001", since=TODAY, by=keeper, at=NOON)

    one.refresh_from_db()
    assert one.until is None


def test_a_unit_is_not_closed_over_open_ones(commerce: Unit) -> None:
    below = [a_budget_unit(commerce, f"30100{number}") for number in range(1, 5)]

    with pytest.raises(Refused, match="还有 4 个下级单位没有撤销（单位301001、单位301002、单位301003等），请先逐个撤销或改隶"):
        actions.close_unit(commerce, TODAY, **DOOR)
    for one in below:
        actions.close_unit(one, TODAY, **DOOR)
    with pytest.raises(Refused, match="还有 4 个"):
        actions.close_unit(commerce, TODAY - DAY, **DOOR)

    assert actions.close_unit(commerce, TODAY, **DOOR).until == TODAY


def test_an_adoption_keeps_the_dates_of_plans_and_those_below_go_by_it(bureau: Unit, commerce: Unit) -> None:
    assert queries.plan_points_for(commerce, 2022) == PLAN_POINTS
    points = ("3月底", "6月底", "10月底", "12月底")
    actions.adopt(bureau, 2022, pack="standard", regime="R2021", plan_points=points, **DOOR)

    assert queries.plan_points_for(commerce, 2022) == points
    own, above, nobody = (
        queries.practices(bureau, [2022])[0],
        queries.practices(commerce, [2022])[0],
        queries.practices(commerce, [2023])[0],
    )
    assert [(each.origin, each.own, each.points) for each in (own, above, nobody)] == [
        ("本单位", True, points),
        ("沿用财政局", False, points),
        ("系统默认", False, PLAN_POINTS),
    ]


def test_dates_of_plans_out_of_order_and_strange_regimes_are_refused(commerce: Unit) -> None:
    for said in ({"plan_points": ("6月底", "3月底")}, {"regime": "R1999"}, {"pack": "none"}):
        with pytest.raises(Refused):
            actions.adopt(commerce, 2022, **{"pack": "standard", "regime": "R2015"} | said, **DOOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(unit=commerce, year=2022, pack="standard", regime="R1999")


def test_a_unit_goes_by_the_one_above_again(bureau: Unit, commerce: Unit) -> None:
    actions.adopt(bureau, 2022, pack="standard", regime="R2015", **DOOR)
    actions.adopt(commerce, 2022, pack="standard", regime="R2021", **DOOR)

    actions.follow(commerce, 2022, **DOOR)

    assert queries.adoption_for(commerce, 2022) == Adoption.objects.get(unit=bureau)
    with pytest.raises(Refused, match="本来就沿用上级"):
        actions.follow(commerce, 2022, **DOOR)


def test_a_season_comes_from_the_nearest_unit_above_else_from_the_system(bureau: Unit, commerce: Unit) -> None:
    assert season_for(commerce, 2022).default
    days = default_calendar(2022).days | {"freeze": date(2022, 12, 20)}
    reviewer = Keeper(bureau.path, (Permission.TARGET_CLOSE,))

    actions.plan_season(bureau, 2022, days, by=reviewer, at=NOON)

    calendar = season_for(commerce, 2022)
    assert (calendar.freeze, calendar.source, calendar.own, calendar.default) == (date(2022, 12, 20), "财政局", False, False)
    assert season_for(bureau, 2022).own
    assert season_for(commerce, 2023).default
    actions.set_season(commerce, 2022, days | {"freeze": date(2022, 12, 25)}, by=Keeper(commerce.path), at=NOON)
    assert (season_for(commerce, 2022).freeze, season_for(commerce, 2022).own) == (date(2022, 12, 25), True)


def test_a_season_is_set_by_those_two_rights_alone_and_goes_forward(bureau: Unit, commerce: Unit) -> None:
    days = default_calendar(2022).days
    officer = Keeper(bureau.path, (Permission.FILING_READ,))

    for act in (actions.set_season, actions.plan_season):
        with pytest.raises(Denied):
            act(commerce, 2022, days, by=officer, at=NOON)
    with pytest.raises(Refused, match="科室审核不能早于一上申报截止"):
        actions.set_season(commerce, 2022, days | {"section": date(2021, 8, 1)}, **DOOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Season.objects.create(unit=commerce, year=2022, **days | {"section": date(2021, 8, 1)})
    season = actions.set_season(commerce, 2022, days, **DOOR)
    assert (str(season), str(UnitName.objects.get(unit=commerce))) == (f"{commerce.pk} 2022", "2020-01-01 市商务局")


def test_people_see_the_units_they_work_in_and_no_others(bureau: Unit, commerce: Unit, neighbour: Unit) -> None:
    for held in (Permission.FILING_READ, Permission.UNIT_MANAGE, Permission.SECURITY_MANAGE, Permission.LOG_READ):
        person = Keeper(commerce.path, (held,))
        assert list(units_for(person, TODAY)) == [commerce]
        assert unit_for(person, TODAY, commerce.pk) == commerce
        for foreign in (bureau, neighbour):
            with pytest.raises(Http404):
                unit_for(person, TODAY, foreign.pk)
    assert not units_for(Keeper(commerce.path, ()), TODAY)


def test_units_are_searched_filtered_and_closed_ones_shown_when_asked(bureau: Unit, commerce: Unit, neighbour: Unit) -> None:
    keeper = Keeper(bureau.path)
    actions.rename_unit(commerce, "市商务和投资促进局", "商投局", since=TODAY, **DOOR)
    actions.close_unit(neighbour, TODAY - DAY, **DOOR)

    assert list(units_for(keeper, TODAY)) == [bureau, commerce]
    assert list(units_for(keeper, TODAY, everything=True)) == [bureau, neighbour, commerce]
    assert list(units_for(keeper, TODAY, kind="department")) == [commerce]
    for words in ("投资 商务", "301", CREDIT.lower(), "市商务局", "商投"):  # the old name too
        assert list(units_for(keeper, TODAY, words=words)) == [commerce], words
    assert list(units_for(keeper, TODAY, order="-name", everything=True)) == [bureau, commerce, neighbour]


def test_a_parent_is_found_by_code_path_or_name_and_only_among_those_managed(bureau: Unit, commerce: Unit, neighbour: Unit) -> None:
    keeper = Keeper(bureau.path)
    a_unit(commerce, "财务科", "CW")
    a_unit(neighbour, "财务科", "CW")

    for said in ("301", "1/301", "/1/301/", "市商务局", "商务局", "301 市商务局"):
        assert unit_said(keeper, TODAY, said) == commerce, said
    for said, sentence in (("CW", "对应不止一个单位（1/30/CW、1/301/CW）"), ("外星局", "没有找到"), ("", "没有找到"), ("\0", "没有找到")):
        with pytest.raises(Refused, match=sentence):
            unit_said(keeper, TODAY, said)
    with pytest.raises(Refused, match="没有找到"):
        unit_said(Keeper(commerce.path), TODAY, "1/30")


def test_two_who_register_one_credit_code_at_the_same_moment_are_told_apart_by_the_database(
    commerce: Unit, neighbour: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_refusal_of_said", lambda _said, _unit: None)  # what each saw before the other wrote

    with pytest.raises(Refused, match="刚刚有人登记了相同的单位"):
        a_budget_unit(commerce, "301001", credit=CREDIT)
    with pytest.raises(Refused, match="刚刚有人登记了相同的单位"):
        actions.describe_unit(neighbour, budget_code="", credit=CREDIT, division="", **DOOR)

    assert Unit.objects.filter(credit=CREDIT).count() == 1


def test_a_closed_unit_does_not_move(commerce: Unit, neighbour: Unit) -> None:
    one = a_budget_unit(commerce, "301001")
    assert queries.refusal_to_move(one) is None
    actions.close_unit(one, TODAY, **DOOR)

    assert queries.refusal_to_move(one) == "单位301001已于 2022-03-01 撤销，不能改隶"
    with pytest.raises(Refused, match="撤销，不能改隶"):
        actions.move_unit(one, neighbour, code="302001", since=TODAY + DAY * 9, **DOOR)


def test_the_seasons_of_many_units_are_those_of_each(bureau: Unit, commerce: Unit, neighbour: Unit) -> None:
    actions.set_season(bureau, 2022, default_calendar(2022).days, **DOOR)
    actions.set_season(commerce, 2022, default_calendar(2022).days | {"freeze": date(2022, 12, 20)}, **DOOR)
    units, years = (bureau, commerce, neighbour), (2022, 2023)

    assert queries.seasons_for(units, years) == {(unit.pk, year): season_for(unit, year) for unit in units for year in years}
    assert queries.seasons_for((), years) == {}
