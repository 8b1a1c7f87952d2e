"""The other words: places, periods, lifecycles, roles, rules and shelves."""

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel import shelf
from jixiao.kernel.lifecycle import Lifecycle, Move
from jixiao.kernel.period import FiscalYear, year_in
from jixiao.kernel.place import Place, Spot
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import ADMINISTRATORS, GRANTS, Permission, Role, clash
from jixiao.kernel.rule import Rule, Severity

LIFE = Lifecycle(
    ("草稿", "待审核", "已批复"),
    (
        Move("submit", ("草稿",), "待审核", "送审"),
        Move("return", ("待审核",), "草稿", "退回"),
        Move("approve", ("待审核",), "已批复", "批复"),
    ),
)


def test_a_place_is_said_as_an_official_would() -> None:
    assert str(Place("projects.2.name", "项目名称", Spot(table=3, row=1))) == "表3 第1行 · 项目名称"
    assert str(Place("department.overall_goal", "总体绩效目标", Spot(line=6))) == "第6行 · 总体绩效目标"
    assert Place("x", "指标值", Spot(table=3, row=8, line=356)).where() == {"table": 3, "row": 8, "column": "指标值", "line": 356}


def test_a_move_leads_on_and_a_closed_one_says_why() -> None:
    assert LIFE.start == "草稿"
    assert LIFE.after("草稿", "submit") == "待审核"
    assert [move.name for move in LIFE.from_state("待审核")] == ["return", "approve"]
    with pytest.raises(Refused, match="现在是「草稿」，不能批复"):
        LIFE.after("草稿", "approve")
    with pytest.raises(LookupError):
        LIFE.move("burn")
    assert "草稿 --> 待审核: 送审" in LIFE.diagram()


def test_a_lifecycle_that_does_not_close_is_refused() -> None:
    with pytest.raises(ValueError, match="does not close"):
        Lifecycle(("草稿", "孤岛"), (Move("submit", ("草稿",), "草稿", "送审"),))


def test_the_fiscal_year_knows_its_days() -> None:
    year = FiscalYear(2022)
    assert (year.start, year.end, str(year)) == (date(2022, 1, 1), date(2022, 12, 31), "2022年度")
    assert year.quarter_end(1) == date(2022, 3, 31)
    assert year.elapsed(date(2022, 1, 1)) == (1, 365)
    assert year.elapsed(date(2021, 5, 1)) == (0, 365)
    assert year.elapsed(date(2023, 5, 1)) == (365, 365)
    with pytest.raises(Refused, match="不是预算年度"):
        FiscalYear(202)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月底", date(2022, 3, 31)),
        ("6月30日前", date(2022, 6, 30)),
        ("2021年9月底", date(2021, 9, 30)),
        ("13月底", None),
        ("2月30日", None),
        ("春节", None),
    ],
)
def test_a_plan_date_is_read_or_not_one(text: str, day: date | None) -> None:
    assert FiscalYear(2022).by(text) == day


def test_a_year_is_found_in_a_name() -> None:
    assert year_in("2022年度商务活动") == 2022
    assert year_in("2022网络") is None
    assert year_in(None) is None


def test_every_role_has_a_word_and_its_grants() -> None:
    for role in Role:
        assert role.word
        assert role.permissions == GRANTS[role]
    granted = {permission for role in Role for permission in role.permissions}
    assert granted == set(Permission)


def test_administrators_hold_no_business_and_not_each_other() -> None:
    business = {Permission.FILING_READ, Permission.FILING_MEND, Permission.FINDING_WAIVE}
    for role in ADMINISTRATORS:
        assert not role.permissions & business
        assert clash(frozenset({role, Role.CHIEF}))
    assert clash(frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}))
    assert clash(frozenset({Role.CHIEF, Role.SECTION_HEAD})) is None


@given(st.sampled_from(Severity))
def test_a_severity_is_found_by_its_code(severity: Severity) -> None:
    assert Severity.of(severity.code) is severity
    assert severity.word in {"阻断", "错误", "警告", "提示"}


def test_an_unknown_severity_is_refused() -> None:
    with pytest.raises(ValueError, match="fatal"):
        Severity.of("fatal")
    assert Severity.BLOCK > Severity.ERROR > Severity.WARN > Severity.INFO


def test_a_rule_is_in_force_between_its_days() -> None:
    rule = Rule(
        code="X", title="", severity=Severity.INFO, basis=(), since=date(2015, 1, 1), until=date(2020, 12, 31), check=lambda _s, _p: ()
    )
    assert rule.in_force(date(2015, 1, 1))
    assert rule.in_force(date(2020, 12, 31))
    assert not rule.in_force(date(2021, 1, 1))
    assert not rule.in_force(date(2014, 12, 31))


def test_a_file_on_a_shelf_without_an_entry_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "someshelf"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "first.py").write_text("ENTRY = 1")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = __import__("someshelf")
    assert shelf.entries(module) == {"someshelf.first": 1}

    (package / "forgotten.py").write_text("x = 1")
    with pytest.raises(LookupError, match=r"someshelf\.forgotten"):
        shelf.entries(module)
    sys.modules.pop("someshelf", None)
