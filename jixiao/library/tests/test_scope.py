"""Whose indicators one sees and may use: those of one's units, those above, the bureau's; never a neighbour's."""

from __future__ import annotations

import pytest
from django.http import Http404

from jixiao.accounts.tests.people import NOON, TODAY, a_person, a_unit
from jixiao.kernel.roles import Permission, Role
from jixiao.library import actions, book, queries
from jixiao.library.models import Item
from jixiao.library.queries import Filters

from .people import Town, a_town, kept, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def names(found: list[Item]) -> set[str]:
    return {item.name for item in found}


def test_one_sees_all_of_ones_own_and_what_is_in_use_above(town: Town) -> None:
    below = a_unit(town.commerce, "投促中心", "301001")
    there = a_person(below, "toucu", Role.PROJECT_OFFICER)
    kept(town, "早市改造个数")
    proposed(town, "夜市改造个数")
    kept(town, "商圈改造个数", by=town.keeper, unit=town.bureau)

    assert names(list(Item.objects.for_user(town.officer, TODAY))) == {"早市改造个数", "夜市改造个数", "商圈改造个数"}
    assert names(list(Item.objects.for_user(there, TODAY))) == {"早市改造个数", "商圈改造个数"}
    assert names(list(Item.objects.for_user(town.neighbour, TODAY))) == {"商圈改造个数"}
    assert names(list(Item.objects.for_user(town.keeper, TODAY))) == {"早市改造个数", "夜市改造个数", "商圈改造个数"}


def test_another_right_reaches_only_where_it_is_held(town: Town) -> None:
    kept(town, "商圈改造个数", by=town.keeper, unit=town.bureau)

    assert not Item.objects.for_user(town.officer, TODAY, Permission.LIBRARY_PROPOSE).exists()
    assert not Item.objects.for_user(town.officer, TODAY, Permission.LIBRARY_KEEP).exists()


def test_who_has_no_post_sees_no_added_indicator(town: Town) -> None:
    kept(town)

    assert not Item.objects.for_user(a_person(town.commerce, "xinren"), TODAY).exists()


def test_a_neighbours_indicator_and_request_are_not_there(town: Town) -> None:
    item = proposed(town)

    for code in (item.code, "ZJ-9999", "ZJ-", "ZJ-x", f"ZJ-{item.pk}", "ZJ-00000000000000000000001", "x"):
        with pytest.raises(Http404):
            queries.item_for(town.neighbour, TODAY, code)
    with pytest.raises(Http404):
        queries.row_for(town.neighbour, TODAY, item.code, "R2015")
    with pytest.raises(Http404):
        queries.proposal_for(town.neighbour, TODAY, item.proposals.get().pk)
    assert queries.proposal_for(town.officer, TODAY, item.proposals.get().pk)


def test_only_what_is_in_use_is_suggested_and_only_where_it_serves(town: Town) -> None:
    item = proposed(town, "早市改造个数")
    assert "早市改造个数" not in suggested(town, "早市")

    actions.decide(item.proposals.get(), "同意", "", by=town.keeper, at=NOON)
    assert suggested(town, "早市")[0] == "早市改造个数"
    assert "早市改造个数" not in [one.name for one in queries.suggest(town.farming, "早市", on=TODAY)]

    item.refresh_from_db()
    actions.ask_retire(item, "任务已完成", by=town.officer, at=NOON)
    assert suggested(town, "早市")[0] == "早市改造个数"
    actions.decide(item.proposals.get(outcome=""), "同意", "", by=town.keeper, at=NOON)
    assert "早市改造个数" not in suggested(town, "早市")


def suggested(town: Town, words: str) -> list[str]:
    return [one.name for one in queries.suggest(town.commerce, words, on=TODAY)]


def test_what_is_taken_into_use_later_is_not_suggested_for_an_earlier_day(town: Town) -> None:
    kept(town)

    assert "早市改造个数" not in [one.name for one in queries.suggest(town.commerce, "早市", on=TODAY.replace(year=2021))]


def test_a_suggestion_keeps_to_the_class_and_the_regime(town: Town) -> None:
    for regime, level2, wanted in (
        ("R2015", "成本指标", "成本指标"),
        ("R2021", "经济成本指标", "经济成本指标"),
        ("R2021", "满意度", "服务对象满意度指标"),
    ):
        found = queries.suggest(town.commerce, "", on=TODAY, project="商务活动", level2=level2, regime=regime)
        assert found
        assert {one.at(regime)[1] for one in found if one.at(regime)} == {wanted}  # type: ignore[index]


def test_an_unknown_class_asks_for_any(town: Town) -> None:
    assert queries.suggest(town.commerce, "培训", on=TODAY, level2="别的指标")


def test_frameworks_are_suggested_only_where_they_are_asked_for(town: Town) -> None:
    assert "在职人员控制率" not in suggested(town, "在职人员控制率")
    assert queries.suggest(town.commerce, "在职人员", on=TODAY, regime="DEPT53")[0].name == "在职人员控制率"


def test_an_indicator_is_found_by_name_the_units_own_first(town: Town) -> None:
    item = kept(town)

    assert queries.entry_named("参展企业 家次") == book.by_name()["参展企业家次"]
    assert queries.entry_named("早市改造个数") is None
    found = queries.entry_named("早市改造个数", town.commerce)
    assert found is not None
    assert found.code == item.code
    assert queries.entry_named("早市改造个数", town.farming) is None
    assert queries.entry_named("没有的") is None


def test_the_list_is_filtered_sorted_and_counted(town: Town) -> None:
    kept(town)
    actions.count_uses(town.commerce, 2022, {"培训人次": 3}, by=town.keeper, at=NOON)

    def listed(**asked: str) -> list[str]:
        return [row.entry.name for row in queries.listed(town.officer, TODAY, town.commerce, Filters(**asked)).rows]

    everything = queries.listed(town.officer, TODAY, town.commerce, Filters())
    assert everything.total == len(everything.rows) == len(book.shelf()) + 1
    assert everything.counts["state"]["在库"] == everything.total
    assert listed(owner="unit") == ["早市改造个数"]
    assert listed(owner="bureau") == []
    assert listed(words="早市")[0] == "早市改造个数"
    assert listed(order="-uses")[0] == "培训人次"
    assert listed(order="name") == sorted(listed())
    assert set(listed(sector="oil", level2="质量指标")) == {"加油站年检完成率", "油品抽检合格率"}
    assert set(listed(level1="满意度指标")) == set(listed(level2="服务对象满意度指标"))
    assert "资金到位率" in listed(owner="common")
    assert "资金到位率" not in listed(owner="common", level1="产出指标")
    assert listed(state="停用") == []
    assert [
        row.entry.name for row in queries.listed(town.neighbour, TODAY, town.farming, Filters(words="早市")).rows if row.held.number
    ] == []


def test_the_bureau_sees_whose_an_indicator_is(town: Town) -> None:
    kept(town)
    kept(town, "商圈改造个数", by=town.keeper, unit=town.bureau)

    def owned(owner: str) -> list[tuple[str, str]]:
        found = queries.listed(town.keeper, TODAY, town.bureau, Filters(owner=owner)).rows
        return [(row.entry.name, row.owner) for row in found]

    assert owned("below") == [("早市改造个数", "商务局")]
    assert owned("bureau") == owned("unit") == [("商圈改造个数", "财政局")]


def test_similar_ones_are_of_those_one_may_use(town: Town) -> None:
    kept(town)
    market = book.by_name()["农贸市场改造个数"]

    assert "早市改造个数" in [one.name for one in queries.similar(town.officer, TODAY, market)]
    assert "早市改造个数" not in [one.name for one in queries.similar(town.neighbour, TODAY, market)]


def test_past_years_of_one_project_are_told_from_those_of_another(town: Town) -> None:
    rows = [("验收合格率", "装修", 2021, "", "98%"), ("验收合格率", "", 2021, "", "97%")]
    actions.keep_past(town.commerce, rows, "自评表", by=town.officer, at=NOON)

    assert [one.actual for one in queries.past_of(town.commerce, "验收合格率", "装修")] == ["98%"]
    assert len(queries.past_of(town.commerce, "验收合格率")) == 2
