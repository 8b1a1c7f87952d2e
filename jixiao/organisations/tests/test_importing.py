from __future__ import annotations

import importlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.audit.queries import verify
from jixiao.kernel.refusal import Refused
from jixiao.organisations import actions, queries
from jixiao.organisations.models import Roster, Unit, UnitName
from jixiao.organisations.renderings import workbook

from .places import NOON, SINCE, TODAY, Keeper
from .test_roster import CREDIT, a_list, row

pytestmark = pytest.mark.django_db
DOOR: dict[str, Any] = {"by": CONSOLE, "at": NOON}
GOOD = (
    row("CW", "财务科", "科室", "302001"),
    row("302001", "农业本级", "预算单位", "302", credit=CREDIT),
    row("302", "市农业局", "主管部门", division="130800"),
)


def a_roster(unit: Unit, *rows: tuple[str, ...]) -> Roster:
    return actions.receive_roster(unit, "清单.xlsx", a_list(*rows), **DOOR)


def a_city(departments: int, each: int) -> list[tuple[str, ...]]:
    rows = []
    for number in range(departments):
        code = f"{400 + number}"
        rows += [row(f"{code}{place:03}", f"单位{code}{place:03}", "预算单位", code) for place in range(1, each)]
        rows.append(row(code, f"部门{code}"))
    return rows


def test_a_list_is_kept_and_nothing_written_until_it_is_applied(bureau: Unit) -> None:
    roster = a_roster(bureau, *GOOD)
    assert Unit.objects.count() == 1

    actions.apply_roster(roster, **DOOR)

    section = Unit.objects.get(code="CW")
    assert [unit.path for unit in Unit.objects.all()] == ["/1/", "/1/302/", "/1/302/302001/", "/1/302/302001/CW/"]
    assert (section.parent, section.budget_code) == (Unit.objects.get(code="302001"), "")
    assert Unit.objects.get(code="302001").budget_code == "302001"
    assert UnitName.objects.count() == 4
    assert roster.applied == NOON
    assert verify() is None


def test_one_bad_line_keeps_all_out(bureau: Unit) -> None:
    roster = a_roster(bureau, *GOOD, row("303", "", "主管部门"))

    with pytest.raises(Refused, match=r"还有 1 行有问题（先看第 5 行「单位名称」没有填.*一行也不会先写进去"):
        actions.apply_roster(roster, **DOOR)

    assert (Unit.objects.count(), UnitName.objects.count()) == (1, 1)


def test_without_the_whole_judgement_the_good_half_would_be_written(bureau: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: what keeps a half-good list out is the refusal, and nothing else."""
    monkeypatch.setattr(queries, "refusal_to_apply", lambda _verdicts: None)
    actions.apply_roster(a_roster(bureau, *GOOD, row("303", "", "主管部门")), **DOOR)

    assert Unit.objects.count() == 4


def test_a_failure_in_the_middle_leaves_nothing(bureau: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what the judge missed cannot leave half a list: here the database refuses the last level."""
    written = UnitName.objects.bulk_create
    calls: list[int] = []

    def broken(rows: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise IntegrityError
        return written(rows)

    monkeypatch.setattr(UnitName.objects, "bulk_create", broken, raising=False)
    with pytest.raises(Refused, match="刚刚有人登记了相同的单位"):
        actions.apply_roster(a_roster(bureau, *GOOD), **DOOR)

    assert (Unit.objects.count(), len(calls)) == (1, 3)


def test_a_list_is_judged_again_when_it_is_applied(bureau: Unit) -> None:
    roster = a_roster(bureau, *GOOD)
    said: dict[str, Any] = {"short": "抢先", "code": "309", "kind": "department", "since": SINCE, "credit": CREDIT}
    actions.create_unit(bureau, "抢先局", **said, **DOOR)

    with pytest.raises(Refused, match="已是抢先局的代码"):
        actions.apply_roster(roster, **DOOR)

    assert Unit.objects.count() == 2


def test_the_same_key_applies_once_and_another_is_told_it_is_done(bureau: Unit) -> None:
    roster = a_roster(bureau, *GOOD)

    first = actions.apply_roster(roster, **DOOR, key="k")
    again = actions.apply_roster(roster, **DOOR, key="k")

    assert first == again
    assert Unit.objects.count() == 4
    with pytest.raises(Refused, match="导入过了"):
        actions.apply_roster(roster, **DOOR, key="other")
    with pytest.raises(Refused, match="完全相同，不用导入"):
        actions.apply_roster(a_roster(bureau, *GOOD), **DOOR)


def test_a_list_changes_names_from_their_day_and_codes_at_once(bureau: Unit) -> None:
    actions.apply_roster(a_roster(bureau, *GOOD), **DOOR)

    renamed = row("302", "市农业农村局", short="农业农村局", division="130801", renamed="2022-02-01")
    actions.apply_roster(a_roster(bureau, renamed, row("302001", "农业本级", "预算单位", "302", division="130801")), **DOOR)

    unit = Unit.objects.get(code="302")
    assert (unit.name, unit.short, unit.division) == ("市农业农村局", "农业农村局", "130801")
    assert queries.name_on(unit, date(2022, 1, 31)) == "市农业局"
    assert queries.name_on(unit, TODAY) == "市农业农村局"
    below = Unit.objects.get(code="302001")
    assert (below.division, below.credit, UnitName.objects.filter(unit=below).count()) == ("130801", CREDIT, 1)


def test_a_list_is_taken_and_applied_by_those_who_manage_its_unit_alone(bureau: Unit, department: Unit) -> None:
    keeper = Keeper(department.path)
    roster = a_roster(bureau, *GOOD)

    with pytest.raises(Denied):
        actions.apply_roster(roster, by=keeper, at=NOON)
    with pytest.raises(Denied):
        actions.read_roster(bureau, "清单.xlsx", b"never opened", by=keeper, at=NOON)
    with pytest.raises(Http404):
        queries.roster_for(keeper, TODAY, roster.pk)
    assert queries.roster_for(Keeper(bureau.path), TODAY, roster.pk) == roster
    assert queries.pending(Keeper(bureau.path), TODAY) == [roster]
    assert queries.pending(keeper, TODAY) == []


def test_a_list_reaches_no_unit_outside_the_one_it_is_for(bureau: Unit, department: Unit, neighbour: Unit) -> None:
    roster = a_roster(department, row("30", "农业局", "主管部门", "1"), row("X", "某科", "科室", "30"))

    assert [verdict.state for verdict in queries.judged(roster, TODAY)] == ["bad", "bad"]


@pytest.mark.slow
def test_a_workbook_is_read_in_a_child_and_a_file_without_a_list_is_refused(bureau: Unit) -> None:
    rows = [["301", "市商务局", "商务局", "主管部门", "", "", "", "2020-01-01", ""]]

    roster = actions.read_roster(bureau, "清单.xlsx", workbook.listing(rows), **DOOR)
    assert [verdict.state for verdict in queries.judged(roster, TODAY)] == ["new"]

    for data, sentence in ((b"", "空的"), (b"\x00\x01junk", "。|，"), (workbook.template(), "没有内容")):
        with pytest.raises(Refused, match=sentence):
            actions.read_roster(bureau, "坏.xlsx", data, **DOOR)
    assert Roster.objects.count() == 1


@pytest.mark.slow
def test_three_thousand_lines_are_judged_by_two_questions_and_applied_by_few(bureau: Unit) -> None:
    roster = a_roster(bureau, *a_city(100, 30))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        verdicts = queries.judged(roster, TODAY)
    assert (len(verdicts), {verdict.state for verdict in verdicts}, len(asked)) == (3000, {"new"}, 2)

    with CaptureQueriesContext(connection) as written:
        actions.apply_roster(roster, **DOOR)
    assert Unit.objects.count() == 3001
    assert UnitName.objects.count() == 3001
    batches = 3000 // 60 * 2 if connection.vendor == "sqlite" else 20  # that engine takes a thousand values at a time
    assert len(written) < batches + 40


def test_the_first_names_of_units_that_were_there_before_are_written_by_the_migration(bureau: Unit) -> None:
    UnitName.objects.all().delete()
    importlib.import_module("jixiao.organisations.migrations.0004_first_names").first_names(apps, None)

    assert [(name.unit, name.name, name.since) for name in UnitName.objects.all()] == [(bureau, bureau.name, bureau.since)]


def test_a_roster_has_a_name_and_is_not_applied_before_it_came(bureau: Unit) -> None:
    roster = a_roster(bureau, *GOOD)

    assert str(roster) == "清单.xlsx"
    with pytest.raises(IntegrityError):
        Roster.objects.filter(pk=roster.pk).update(applied=NOON - timedelta(days=1))
