"""Stocktakes: everything listed as the books have it, ticked off by another than the keeper, closed for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from jixiao.accounts.tests.people import NOON, TODAY
from jixiao.assets.actions import cards, counts
from jixiao.assets.models import Count, CountLine
from jixiao.assets.queries import counts as queries
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused

from .estate import Estate, a_card, an_estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> Estate:
    one = an_estate()
    a_card(one)
    a_card(one, name="椅子", category="furniture", quantity=10, fen=2_000_000, place="会议室")
    return one


def a_count(estate: Estate) -> Count:
    return counts.issue(estate.department, TODAY, by=estate.zichan, at=NOON)


def lines(count: Count) -> list[CountLine]:
    return list(queries.lines_of(count))


def test_the_list_holds_what_should_be_there_as_the_books_have_it(estate: Estate) -> None:
    cards.void(a_card(estate, name="录错的"), "录错", by=estate.juzhang, at=NOON)
    found = lines(a_count(estate))
    assert [(line.name, line.quantity, line.place, line.keeper, line.mark) for line in found] == [
        ("便携式计算机", 1, "302室", estate.baoguan, ""),
        ("椅子", 10, "会议室", estate.baoguan, ""),
    ]


def test_one_stocktake_of_a_unit_runs_at_a_time_and_none_of_nothing(estate: Estate) -> None:
    a_count(estate)
    with pytest.raises(Refused, match="还没有结束"):
        a_count(estate)
    with pytest.raises(Refused, match="没有在册的资产"):
        counts.issue(estate.other, TODAY, by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="在今天之后"):
        counts.issue(estate.section, TODAY + timedelta(days=1), by=estate.zichan, at=NOON)
    with pytest.raises(Denied):
        counts.issue(estate.section, TODAY, by=estate.jiandu, at=NOON)


def test_what_is_there_and_what_is_missing_is_written_down_with_a_word(estate: Estate) -> None:
    laptop, chairs = lines(a_count(estate))
    assert counts.mark(laptop, 1, by=estate.jiandu, at=NOON).mark == "在"
    with pytest.raises(Refused, match="请写明情况"):
        counts.mark(chairs, 8, by=estate.zichan, at=NOON)
    with pytest.raises(Refused, match="0 到账面数量 10"):
        counts.mark(chairs, 11, by=estate.zichan, at=NOON)
    assert counts.mark(chairs, 8, "两把损坏", by=estate.zichan, at=NOON).mark == "盘亏"

    tally = queries.tally_of(chairs.count)
    assert (tally.there, tally.missing, tally.open, tally.missing_value.fen) == (1, 1, 0, 400_000)


def test_who_keeps_an_asset_does_not_count_it(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    own = a_card(estate, name="自己保管的", keeper=estate.zichan)
    line = next(one for one in lines(a_count(estate)) if one.card == own)
    with pytest.raises(Refused, match="您是保管人"):
        counts.mark(line, 1, by=estate.zichan, at=NOON)
    assert queries.refusal_to_mark(line, estate.jiandu, TODAY) is None

    monkeypatch.setattr(queries, "same_person", lambda *_people: False)  # the twin: the page lets them, the database does not
    with pytest.raises(IntegrityError), transaction.atomic():
        counts.mark(line, 1, by=estate.zichan, at=NOON)


def test_who_neither_keeps_nor_supervises_counts_nothing(estate: Estate) -> None:
    line = lines(a_count(estate))[0]
    with pytest.raises(Refused, match="您没有这个岗位"):
        counts.mark(line, 1, by=estate.yanshou, at=NOON)
    with pytest.raises(Refused, match="您没有这个岗位"):
        counts.surplus(line.count, estate.section, "旧电脑", 1, "302室", by=estate.yanshou, at=NOON)


def test_what_is_found_without_a_card_is_written_down(estate: Estate) -> None:
    count = a_count(estate)
    found = counts.surplus(count, estate.section, "旧电脑", 2, "302室", note="没有标签", by=estate.jiandu, at=NOON)
    assert (found.mark, found.found, found.card) == ("盘盈", 2, None)
    with pytest.raises(Refused, match="请另行登记"):
        counts.mark(found, 1, by=estate.jiandu, at=NOON)
    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Refused, match="不在这次盘点的范围"):
        counts.surplus(count, other.section, "旧电脑", 2, "302室", by=estate.jiandu, at=NOON)
    with pytest.raises(Refused, match="数量应在"):
        counts.surplus(count, estate.section, "旧电脑", 0, "302室", by=estate.jiandu, at=NOON)


def test_a_stocktake_is_closed_once_all_was_looked_at_and_stays_so(estate: Estate) -> None:
    count = a_count(estate)
    laptop, chairs = lines(count)
    with pytest.raises(Refused, match="还有 2 项没有盘到"):
        counts.close(count, by=estate.zichan, at=NOON)
    counts.mark(laptop, 1, by=estate.jiandu, at=NOON)
    counts.mark(chairs, 10, by=estate.jiandu, at=NOON)
    counts.close(count, by=estate.zichan, at=NOON)

    with pytest.raises(Refused, match="已经结束"):
        counts.mark(laptop, 0, "没找到", by=estate.jiandu, at=NOON)
    with pytest.raises(Refused, match="已经结束"):
        counts.surplus(count, estate.section, "旧电脑", 1, "302室", by=estate.jiandu, at=NOON)
    with pytest.raises(Refused, match="已经结束"):
        counts.close(count, by=estate.zichan, at=NOON)
    assert counts.issue(estate.department, TODAY, by=estate.zichan, at=NOON).pk != count.pk


def test_lines_are_searched_and_filtered_and_another_departments_are_not_there(estate: Estate) -> None:
    count = a_count(estate)
    counts.mark(lines(count)[0], 1, by=estate.jiandu, at=NOON)
    assert [one.name for one in queries.lines_of(count, words="会议室")] == ["椅子"]
    assert [one.name for one in queries.lines_of(count, words="1")] == ["便携式计算机"]
    assert [one.name for one in queries.lines_of(count, show="open")] == ["椅子"]
    listed = queries.counts_for(estate.zichan, TODAY, estate.department).get()
    assert (listed.listed, listed.left, listed.missing, listed.surplus) == (2, 1, 0, 0)  # type: ignore[attr-defined]  # annotated

    other = an_estate(estate.department.parent, "302")
    with pytest.raises(Http404):
        queries.count_for(other.zichan, TODAY, count.pk)
    with pytest.raises(Http404):
        queries.line_of(count, 10**9)
