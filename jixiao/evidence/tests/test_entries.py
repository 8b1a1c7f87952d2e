"""Entries: what is kept adds up after any sequence, a closed period is corrected and never edited, and what was said stays."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from jixiao.accounts.tests.people import NOON, a_person, a_unit
from jixiao.evidence import book
from jixiao.evidence.actions import entries as actions
from jixiao.evidence.actions import files, links
from jixiao.evidence.actions.keeping import Keeping
from jixiao.evidence.models import Closing, Entry, File, Link, Proof, Stated, Sum
from jixiao.evidence.queries import actuals, trails
from jixiao.evidence.queries import links as linking
from jixiao.evidence.sums import reckoning
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review.tests.season import Season, a_season, a_target, pass_up
from jixiao.targets.models import Target

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(days=200)
PDF = b"%PDF-1.4 proof"


@pytest.fixture
def season() -> Season:
    return a_season()


@pytest.fixture
def target(season: Season) -> Target:
    return pass_up(season, a_target(season), "已批复")


def meat(on: str, tonnes: str, way: str = "入库", lot: str = "1") -> dict[str, str]:
    return {"on": on, "way": way, "holder": "某企业", "warehouse": "一库", "lot": lot, "name": "猪肉", "tonnes": tonnes}


def put(season: Season, texts: dict[str, str], target: Target | None = None, ledger: str = "meat_reserve") -> Entry:
    return actions.add(season.section, int(texts["on"][:4]), ledger, texts, target=target, by=season.officer, at=AT)


def day(month: int, number: int) -> str:
    return f"{AT.year}-{month:02d}-{number:02d}"


def kept(ledger: str) -> dict[Any, Any]:
    rows = Sum.objects.filter(ledger=ledger)
    return {(row.project, row.atom, row.year, row.month): row.cell() for row in rows if row.cell() != reckoning.NOTHING}


def recounted(ledger: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for entry in Entry.objects.filter(ledger=ledger, gone_at=None):
        for (atom, year, month), cell in reckoning.counted(book.ledger(ledger), entry.facts()).items():
            key = (entry.target_id or 0, atom, year, month)
            found[key] = found.get(key, reckoning.NOTHING) + cell
    return {key: cell for key, cell in found.items() if cell != reckoning.NOTHING}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_kept_sums_are_what_recounting_gives_after_any_sequence(season: Season, target: Target, seed: int) -> None:
    hand, done = random.Random(seed), 0  # noqa: S311 - a game, no secret
    for _turn in range(40):
        live = list(Entry.objects.filter(gone_at=None).order_by("pk"))
        act = hand.choice(["add", "add", "add", "correct", "void", "close"])
        texts = meat(
            day(hand.randint(1, 4), hand.randint(1, 28)),
            str(hand.randint(1, 30)),
            hand.choice(["入库", "出库", "质检"]),
            str(hand.randint(1, 2)),
        )
        texts["result"] = hand.choice(["合格", "不合格"])
        proves = hand.choice([target, None])
        try:
            if act == "add":
                put(season, texts, proves)
            elif act == "correct" and live:
                actions.correct(hand.choice(live), texts, "核对磅单", target=proves, by=season.officer, at=AT)
            elif act == "void" and live:
                actions.void(hand.choice(live), "重复登记", by=season.officer, at=AT)
            elif act == "close" and hand.random() < 0.2:
                month = hand.randint(1, 3)
                actions.close(season.section, "meat_reserve", date(AT.year, month + 1, 1) - timedelta(1), by=season.finance, at=AT)
        except Refused:
            pass
        else:
            done += 1
        assert kept("meat_reserve") == recounted("meat_reserve")
    assert done > 10
    assert Entry.objects.filter(gone_at__isnull=False).exists()


def test_a_sum_that_is_not_moved_is_seen(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keeping, "count", lambda _self, *_changes: None)

    put(season, meat(day(1, 3), "5"))

    assert kept("meat_reserve") != recounted("meat_reserve")


def test_a_stock_never_falls_below_zero_and_what_is_refused_leaves_nothing(season: Season) -> None:
    put(season, meat(day(1, 3), "5"))
    before = kept("meat_reserve")

    with pytest.raises(Refused, match="出库多于库存 1 吨，库存不能为负"):
        put(season, meat(day(1, 10), "6", "出库"))
    with pytest.raises(Refused, match="库存不能为负"):
        put(season, meat(day(1, 2), "5", "出库"))  # before it came in

    assert Entry.objects.count() == 1
    assert kept("meat_reserve") == before


def test_what_went_out_holds_what_came_in(season: Season) -> None:
    came = put(season, meat(day(1, 3), "5"))
    put(season, meat(day(1, 10), "5", "出库"))

    with pytest.raises(Refused, match="库存不能为负"):
        actions.void(came, "登记错了", by=season.officer, at=AT)

    came.refresh_from_db()
    assert came.gone_at is None


def test_the_same_matter_is_entered_once(season: Season) -> None:
    put(season, meat(day(1, 3), "5"))

    with pytest.raises(Refused, match="没有重复登记"):
        put(season, meat(day(1, 3), "5"))


def test_a_closed_period_takes_no_entry_and_its_entries_are_corrected_in_their_month(season: Season) -> None:
    one = put(season, meat(day(1, 3), "5"))
    actions.close(season.section, "meat_reserve", date(AT.year, 1, 31), by=season.finance, at=AT)

    with pytest.raises(Refused, match="已结账到"):
        put(season, meat(day(1, 20), "7"))
    with pytest.raises(Refused, match="不能换到结账以后"):
        actions.correct(one, meat(day(2, 1), "5"), "日期写错", by=season.officer, at=AT)
    with pytest.raises(Refused, match="更正的理由没有写"):
        actions.correct(one, meat(day(1, 3), "6"), " ", by=season.officer, at=AT)

    fresh = actions.correct(one, meat(day(1, 3), "6"), "核对磅单", by=season.officer, at=AT)

    assert (fresh.closed, fresh.replaces_id, fresh.values["tonnes"]) == (True, one.pk, 6000)
    assert kept("meat_reserve") == recounted("meat_reserve")


@pytest.mark.parametrize(("through", "said"), [((1, 30), "结账到月末"), ((12, 31), "还没有过完")])
def test_only_whole_months_that_are_over_are_closed(season: Season, through: tuple[int, int], said: str) -> None:
    with pytest.raises(Refused, match=said):
        actions.close(season.section, "meat_reserve", date(AT.year, *through), by=season.finance, at=AT)


def test_another_departments_project_is_no_proof(season: Season, target: Target) -> None:
    with pytest.raises(Refused, match="的项目，请重新选"):
        actions.add(season.section, AT.year + 1, "meat_reserve", meat(f"{AT.year + 1}-01-03", "5"), target=target, by=season.officer, at=AT)


def proved(season: Season, target: Target) -> Entry:
    """Bring one record of every table about."""
    place = linking.indicators_of(target)[0][0]
    one = put(season, meat(day(1, 3), "5"), target)
    files.attach(one, "原始凭证", "磅单.pdf", PDF, by=season.officer, at=AT)
    links.link(target, place, "stated", by=season.officer, at=AT)
    links.state(target, place, "5", on=AT.date(), reason="统计报表", name="报表.pdf", data=PDF, by=season.officer, at=AT)
    actions.close(season.section, "meat_reserve", date(AT.year, 1, 31), by=season.finance, at=AT)
    return one


CHANGES: list[tuple[type[models.Model], dict[str, Any]]] = [
    (Entry, {"values": {"tonnes": 1}}),
    (Entry, {"on": date(2000, 1, 1)}),
    (Entry, {"target": None}),
    (Entry, {"mark": "0"}),
    (Closing, {"through": date(2000, 1, 31)}),
    (File, {"sha256": "1" * 64}),
    (Stated, {"scaled": 99}),
]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(("table", "change"), CHANGES, ids=lambda each: getattr(each, "__name__", "") or next(iter(each)))
def test_what_was_said_cannot_be_changed_even_past_the_door(
    season: Season, target: Target, table: type[models.Model], change: dict[str, Any]
) -> None:
    proved(season, target)

    with pytest.raises(DatabaseError), transaction.atomic():
        table._base_manager.update(**change)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("table", [Proof, Stated, Link, File, Closing, Entry])
def test_nothing_can_be_removed(season: Season, target: Target, table: type[models.Model]) -> None:
    proved(season, target)

    with pytest.raises(DatabaseError), transaction.atomic():
        table._base_manager.all()._raw_delete(table._base_manager.db)


@pytest.fixture
def stored(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


@pytest.mark.usefixtures("stored")
def test_a_file_is_kept_once_and_leads_from_the_correction_too(season: Season) -> None:
    one = put(season, meat(day(1, 3), "5"))
    files.attach(one, "原始凭证", "磅单.pdf", PDF, by=season.officer, at=AT)
    with pytest.raises(Refused, match="已经在这里了"):
        files.attach(one, "原始凭证", "另一个名字.pdf", PDF, by=season.officer, at=AT)

    fresh = actions.correct(one, meat(day(1, 3), "6"), "核对磅单", by=season.officer, at=AT)

    assert File.objects.count() == 1
    assert [each.file.name for each in fresh.proofs.all()] == ["磅单.pdf"]


def test_one_indicator_takes_one_measure_and_none_of_another_kind(season: Season, target: Target) -> None:
    place, row = linking.indicators_of(target)[0]
    offered = [one.code for one in linking.offers(row, linking.ledgers_used(target))]
    links.link(target, place, offered[0], by=season.officer, at=AT)

    with pytest.raises(Refused, match="一项指标只能有一个取数口径"):
        links.link(target, place, "stated", by=season.officer, at=AT)
    links.unlink(target, place, by=season.officer, at=AT)
    with pytest.raises(Refused, match="不能换算"):
        links.link(target, place, next(code for code in book.measures() if code not in offered), by=season.officer, at=AT)


@pytest.mark.usefixtures("stored")
def test_a_stated_value_needs_reason_and_file_and_says_it_is_stated(season: Season, target: Target) -> None:
    place = linking.indicators_of(target)[0][0]
    said: dict[str, Any] = {"on": AT.date(), "reason": "统计报表", "name": "报表.pdf", "data": PDF, "by": season.officer, "at": AT}
    with pytest.raises(Refused, match="没有选“手工填报”"):
        links.state(target, place, "5", **said)
    links.link(target, place, "stated", by=season.officer, at=AT)
    for wrong, sentence in (({"data": b""}, "须附佐证"), ({"reason": " "}, "理由没有写"), ({"on": date(2001, 1, 1)}, "不在")):
        with pytest.raises(Refused, match=sentence):
            links.state(target, place, "5", **(said | wrong))
    with pytest.raises(Refused, match="不是数"):
        links.state(target, place, "五", **said)

    links.state(target, place, "5.5", **said)

    found = actuals.standing(target, AT.date())
    assert found is not None
    actual = found.actuals[0]
    assert (str(actual.value), actual.figure and actual.figure.stated, actual.covered) == ("11/2", True, True)


def linked(season: Season, target: Target, code: str) -> None:
    """Link the first indicator past the door: its unit is another matter."""
    Link.objects.create(target=target, place=linking.indicators_of(target)[0][0], measure=code, by=season.officer, at=AT)


@pytest.mark.parametrize(
    "code", ["meat_reserve.average", "meat_reserve.stock", "meat_reserve.in", "meat_reserve.passed", "meat_reserve.visits"]
)
@pytest.mark.parametrize("on", [(3, 31), (3, 15), (6, 30)])
def test_the_trail_of_a_figure_adds_up_to_it_again(season: Season, target: Target, code: str, on: tuple[int, int]) -> None:
    linked(season, target, code)
    hand = random.Random(str(on) + code)  # noqa: S311 - a game, no secret
    for number in range(1, 121):
        texts = meat(day(hand.randint(1, 6), hand.randint(1, 28)), str(number), hand.choice(["入库", "质检", "巡查"]))
        put(season, texts | {"result": hand.choice(["合格", "不合格"])}, hand.choice([target, None]))
    looked = date(AT.year, *on)

    found = actuals.standing(target, looked)

    assert found is not None
    actual = found.actuals[0]
    assert actual.link is not None
    assert actual.figure is not None
    trail = trails.trail_of(target, actual, looked)
    span = actuals.span_of(target.year, actual.link, looked)
    assert trail.entries is not None
    assert span is not None
    assert actual.figure.value is not None
    assert actual.ledger is not None
    assert actual.measure is not None
    cube = reckoning.cells_of(actual.ledger, (one.facts() for one in trail.entries))
    assert reckoning.reckon(actual.measure, actual.ledger, cube, span).value == actual.figure.value
    assert len(trail.months) >= 3


def test_a_measure_is_suggested_only_where_its_own_words_are_alike(season: Season, target: Target) -> None:
    found = {row.name: offer.code for _place, row, offer, _sure in linking.suggestions(target, linking.indicators_of(target))}

    assert found["展会现场签约金额"] == "activities.signed"
    assert "媒体报道篇数" not in found
    assert "参展企业满意度" not in found


def test_nobody_moves_the_figures_of_a_section_not_theirs(season: Season, target: Target) -> None:
    other = a_unit(season.department, "内贸科", "02")
    stranger = a_person(other, "neimao", Role.PROJECT_OFFICER)

    with pytest.raises(Refused, match="由外贸科负责"):
        actions.add(other, AT.year, "meat_reserve", meat(day(1, 3), "5"), target=target, by=stranger, at=AT)

    one = actions.add(other, AT.year, "meat_reserve", meat(day(1, 3), "5"), by=stranger, at=AT)
    with pytest.raises(Refused, match="由外贸科负责"):
        actions.correct(one, meat(day(1, 3), "5"), "归到项目", target=target, by=stranger, at=AT)
    assert actions.correct(one, meat(day(1, 3), "5"), "归到项目", target=target, by=season.finance, at=AT).target_id == target.pk


def test_a_figure_that_no_longer_converts_is_no_value_and_says_so(season: Season, target: Target) -> None:
    linked(season, target, "meat_reserve.in")  # tonnes where the target counts 场, as after an adjustment
    put(season, meat(day(1, 3), "5"), target)

    found = actuals.standing(target, AT.date())

    assert found is not None
    actual = found.actuals[0]
    assert (actual.value, actual.shown, actual.attained) == (None, "", None)
    assert "不能换算" in actual.why
