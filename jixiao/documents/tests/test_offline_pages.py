"""Filling offline, by its pages: what goes out comes back, is looked at, and is written whole or not at all."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, SINCE, a_person, a_unit
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event
from jixiao.documents import actions
from jixiao.documents.models import Fill
from jixiao.documents.queries import fills
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.review import actions as review
from jixiao.review.tests.season import Season, a_season, a_target, answer_errors, facts_named, fresh, pass_up
from jixiao.targets import actions as targets
from jixiao.targets.facts import Department, Filing, SubGoal, Task
from jixiao.targets.models import Change, Target

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAME, OTHER = "2022年度展会补贴经费", "2022年度外贸发展资金"
GOOD = "≥6"


@pytest.fixture
def season() -> Season:
    return a_season()


@pytest.fixture
def target(season: Season) -> Target:
    return weighed(season, a_target(season))


def weighed(season: Season, target: Target) -> Target:
    """Give a target weights that sum to a hundred, as its workbook must."""
    one = fresh(target).facts().projects[0]
    rows = tuple(
        replace(row, weight=weight) for row, weight in zip(one.indicators, ("20", "15", "15", "10", "15", "15", "10"), strict=True)
    )
    said = replace(fresh(target).facts(), projects=(replace(one, indicators=rows),))
    targets.save_target(fresh(target), said, version=1, reason="权重", by=season.officer, at=season.at())
    return fresh(target)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def template(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:300]
    return b"".join(answer) if answer.streaming else answer.content


def places(data: bytes, sheet: str, word: str) -> tuple[int, int]:
    """Return row and column of the cell right of a label, from 1."""
    page = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    cell = next(cell for row in page.iter_rows() for cell in row if str(cell.value or "").startswith(word))
    reach = next((one for one in page.merged_cells.ranges if cell.coordinate in one), None)
    return int(cell.row or 0), int((reach.max_col if reach else cell.column) or 0) + 1


def typed(data: bytes, sheet: str, *cells: tuple[str, Any] | tuple[int, int, Any]) -> bytes:
    """Return a workbook with cells typed into: beside a label, or at a place; saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell in cells:
        row, column = places(data, sheet, cell[0]) if isinstance(cell[0], str) else (cell[0], cell[1])
        book[sheet].cell(row, column).value = cell[-1]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def indicator_cell(data: bytes, sheet: str, text: str) -> tuple[int, int]:
    page = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    return next((cell.row, cell.column) for row in page.iter_rows() for cell in row if cell.value == text)


def sent(client: Client, data: bytes, address: str = "/targets/offline/?year=2022", name: str = "填报.xlsx") -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, data), "key": ""})


def page_of(client: Client, data: bytes) -> tuple[Fill, str]:
    answer = sent(client, data)
    assert answer.status_code == 302, answer.content.decode()
    shown = client.get(answer["Location"])
    assert shown.status_code == 200
    return Fill.objects.get(pk=answer["Location"].split("/")[-2]), shown.content.decode()


def apply(client: Client, fill: Fill, **more: Any) -> Any:
    return client.post(f"/targets/offline/{fill.pk}/apply/", {"key": more.pop("key", "a" * 20), **more})


def state() -> tuple[Any, ...]:
    """Return everything a workbook could have written."""
    rows = Target.objects.order_by("pk").values_list("pk", "name", "code", "fen", "filing__current", "filing__version")
    return (*rows, Change.objects.count())


def raised(client: Client, target: Target, text: str = GOOD) -> bytes:
    """Return the target's workbook with the first indicator's number changed."""
    data = template(client, f"/targets/{target.pk}/offline.xlsx")
    row, column = indicator_cell(data, "项目1", "举办展会场次")
    return typed(data, "项目1", (row, column + 3, text.lstrip("≥")))


def test_an_untouched_workbook_changes_nothing_and_says_so(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    before = state()

    fill, page = page_of(client, template(client, f"/targets/{target.pk}/offline.xlsx"))

    assert "没有要导入的改动" in page
    assert apply(client, fill).status_code == 409
    assert state() == before


def test_what_was_typed_is_shown_old_beside_new_and_written_on_applying(season: Season, target: Target) -> None:
    client = signed_in(season.officer)

    fill, page = page_of(client, raised(client, target))

    assert "≥5场" in page
    assert "≥6场" in page
    assert fresh(target).facts().projects[0].indicators[0].value == "≥5场"  # looking writes nothing
    assert apply(client, fill).status_code == 302
    assert fresh(target).facts().projects[0].indicators[0].goal.shown_number == "6"
    change = Change.objects.filter(filing=target.filing).order_by("-version")[0]
    assert (change.reason, change.by) == ("导入填报表 填报.xlsx", season.officer)
    assert Event.objects.filter(action="fill.take_in").count() == 1
    fill.refresh_from_db()
    assert (fill.applied_by, fill.taken) == (season.officer, 1)


def test_sent_twice_it_has_one_effect(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    data = raised(client, target)
    fill, _page = page_of(client, data)

    assert [apply(client, fill).status_code for _ in range(2)] == [302, 302]
    assert apply(client, fill, key="b" * 20).status_code == 409
    assert fresh(target).version == target.version + 1
    again, page = page_of(client, data)
    assert again == fill
    assert "已于" in page


def test_a_new_project_becomes_a_draft_in_the_chosen_section(season: Season, target: Target) -> None:
    office = a_unit(season.department, "办公室", "02")
    client = signed_in(season.finance)
    data = template(client, f"/targets/offline.xlsx?unit={season.department.pk}&year=2022")

    fill, page = page_of(client, typed(data, "新增项目1", ("项目名称", "2022年度新设项目资金"), ("年度申请资金额度", "12.5")))

    assert "建为草稿" in page
    number = re.search(r'name="unit-(\d+)"', page)
    assert number
    assert apply(client, fill, **{f"unit-{number[1]}": office.pk}).status_code == 302
    new = Target.objects.get(name="2022年度新设项目资金")
    assert (new.unit, new.amount, new.state, new.author) == (office, Money(12_500_000), "草稿", season.finance)
    assert new.facts().projects[0].department == season.department.name


def test_a_new_project_without_its_section_is_refused_and_nothing_is_written(season: Season, target: Target) -> None:
    client = signed_in(season.finance)
    data = template(client, f"/targets/offline.xlsx?unit={season.department.pk}&year=2022")
    row, column = indicator_cell(data, "项目1", "举办展会场次")
    data = typed(data, "项目1", (row, column + 3, "6"))
    fill, _page = page_of(client, typed(data, "新增项目1", ("项目名称", "2022年度新设项目资金")))
    before = state()

    answer = apply(client, fill)

    assert answer.status_code == 409
    assert "没有选责任科室" in answer.content.decode()
    assert state() == before  # the changed table, first in the workbook, was not written either


def test_the_twin_writes_the_first_table_where_all_or_nothing_is_off(season: Season, target: Target, monkeypatch: Any) -> None:
    client = signed_in(season.finance)
    data = template(client, f"/targets/offline.xlsx?unit={season.department.pk}&year=2022")
    row, column = indicator_cell(data, "项目1", "举办展会场次")
    data = typed(data, "项目1", (row, column + 3, "6"))
    fill, _page = page_of(client, typed(data, "新增项目1", ("项目名称", "2022年度新设项目资金")))
    before = state()

    for entry in fills.judged(fill, season.finance, season.at().date()).wanted:  # one by one, outside the door
        try:
            actions._take_in(fill, entry, None, by=season.finance, at=season.at())
        except Refused:
            break

    assert state() != before


def no_change(data: bytes) -> bytes:
    return data


def bad(word: str, text: Any) -> Callable[[bytes], bytes]:
    return lambda data: typed(data, "项目1", (word, text))


def heavier(data: bytes) -> bytes:
    row, column = indicator_cell(data, "项目1", "举办展会场次")
    return typed(data, "项目1", (row, column + 6, "99"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (bad("年度申请资金额度", "20.0000001"), "一元最多写两位小数"),
        (bad("项目名称", None), "没有填"),
        (bad("项目名称", OTHER), "已被本单位本年度的另一个项目使用"),
        (heavier, "分值合计是"),
    ],
)
def test_a_bad_cell_is_told_with_sheet_and_place_and_nothing_is_written(
    season: Season, target: Target, change: Callable[[bytes], bytes], words: str
) -> None:
    a_target(season, OTHER)
    client = signed_in(season.officer)
    before = state()

    fill, page = page_of(client, change(raised(client, target)))

    assert words in page
    assert "项目1" in page
    assert re.search(r'<span class="jx-code">[A-Z]+\d+</span>', page)
    assert "disabled" in page
    answer = apply(client, fill)
    assert answer.status_code == 409
    assert state() == before
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/targets/offline/{fill.pk}/marked.xlsx").content))
    assert "问题清单" in book.sheetnames
    assert any(words in str(cell.value or "") for row in book["问题清单"].iter_rows() for cell in row)


def test_the_twin_without_a_bad_cell_is_taken(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    fill, _page = page_of(client, no_change(raised(client, target)))

    assert apply(client, fill).status_code == 302


def test_a_workbook_of_another_year_or_unit_is_told(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    data = raised(client, target)
    neighbour = a_unit(season.bureau, "农业局", "302")
    stranger = a_person(neighbour, "nongye", Role.FINANCE_OFFICER)

    year = actions.receive_fill(season.section, 2023, "填报.xlsx", data, by=season.officer, at=season.at())
    unit = actions.receive_fill(neighbour, 2022, "填报.xlsx", data, by=stranger, at=season.at())
    on = season.at().date()

    assert "这是2022年度的模板，正在填报的是2023年度" in str(fills.judged(year, season.officer, on).problems)
    told = str(fills.judged(unit, stranger, on).problems)
    assert "不是「农业局」的" in told
    for fill, by in ((year, season.officer), (unit, stranger)):
        with pytest.raises(Refused):
            actions.take_in_workbook(fill, {}, by=by, at=season.at())
    assert fresh(target).version == target.version


def test_somebody_faster_makes_it_stale_and_is_named(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    fill, page = page_of(client, raised(client, target))
    assert "要写入的表" in page
    one = fresh(target).facts().projects[0]
    said = replace(target.facts(), projects=(replace(one, annual_goal="全年举办7场展会。"),))
    targets.save_target(fresh(target), said, version=target.version, reason="改目标", by=season.finance, at=season.at(1))
    before = state()

    answer = apply(client, fill)

    assert answer.status_code == 409
    assert season.finance.name in answer.content.decode()
    assert "重新下载模板" in answer.content.decode()
    assert state() == before


def test_a_table_changed_by_others_but_not_in_the_workbook_stands_in_nobodys_way(season: Season, target: Target) -> None:
    other = weighed(season, a_target(season, OTHER))
    client = signed_in(season.finance)
    data = template(client, f"/targets/offline.xlsx?unit={season.department.pk}&year=2022")
    row, column = indicator_cell(data, "项目1", "举办展会场次")
    fill, _page = page_of(client, typed(data, "项目1", (row, column + 3, "6")))
    assert apply(client, fill).status_code == 302
    assert fresh(other).version == other.version


def test_a_locked_target_is_not_handed_out_and_not_taken_in(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    data = raised(client, target)
    answer_errors(season, target)
    review.submit(fresh(target), by=season.officer, at=season.at())
    before = state()

    handed = client.get(f"/targets/{target.pk}/offline.xlsx")
    page = client.get(f"/targets/{target.pk}/offline/").content.decode()
    fill, shown = page_of(client, data)

    assert handed.status_code == 409
    assert "内容已锁定" in handed.content.decode()
    assert "内容已锁定" in page
    assert "内容已锁定" in shown
    assert apply(client, fill).status_code == 409
    assert state() == before


def test_an_approved_target_stays_as_approved(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    data = raised(client, target)
    done = pass_up(season, target, "已批复")

    fill, shown = page_of(client, data)

    assert "请先申请调整" in shown
    assert apply(client, fill).status_code == 409
    assert fresh(done).facts() == done.versions.get(number=1).facts()


def test_a_workbook_of_a_section_is_not_another_sections_or_departments(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    fill, _page = page_of(client, raised(client, target))
    office = a_unit(season.department, "办公室", "02")
    colleague = signed_in(a_person(office, "bangong", Role.PROJECT_OFFICER))
    stranger = signed_in(a_person(a_unit(season.bureau, "农业局", "302"), "nongye", Role.FINANCE_OFFICER))

    for other in (colleague, stranger):
        assert other.get(f"/targets/offline/{fill.pk}/").status_code == 404
        assert other.get(f"/targets/offline/{fill.pk}/marked.xlsx").status_code == 404
        assert apply(other, fill).status_code == 404
        assert other.post(f"/targets/offline/{fill.pk}/drop/").status_code == 404
    assert signed_in(season.finance).get(f"/targets/offline/{fill.pk}/").status_code == 200  # the twin: the section's department


def test_somebody_without_the_post_gets_no_template_and_sends_nothing(season: Season, target: Target) -> None:
    reader = signed_in(season.leader)
    stranger = signed_in(a_person(a_unit(season.bureau, "农业局", "302"), "nongye", Role.FINANCE_OFFICER))
    data = template(signed_in(season.officer), f"/targets/{target.pk}/offline.xlsx")

    assert reader.get(f"/targets/{target.pk}/offline.xlsx").status_code == 409
    assert reader.get("/targets/offline.xlsx").status_code == 409
    assert "没有填报的岗位" in reader.get("/targets/offline/").content.decode()
    assert sent(reader, data).status_code == 403
    assert stranger.get(f"/targets/{target.pk}/offline.xlsx").status_code == 404
    assert stranger.get(f"/targets/{target.pk}/offline/").status_code == 404
    assert stranger.get(f"/targets/offline.xlsx?unit={season.department.pk}").status_code == 404
    assert not Fill.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.xlsx", "0 字节"),
        (b"%PDF-1.4 nothing", "表.xlsx", "请"),
        ("项目名称：展会".encode(), "表.txt", "不是 .xlsx 工作簿"),
    ],
)
def test_what_is_no_workbook_is_refused_in_a_sentence_and_leaves_nothing(
    season: Season, file_store: Path, data: bytes, name: str, words: str
) -> None:
    answer = sent(signed_in(season.officer), data, name=name)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Fill.objects.exists()
    assert not [path for path in file_store.rglob("*") if path.is_file() and path.name != ".lock"]


def test_somebody_elses_workbook_is_told_to_be_none_of_ours(season: Season) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "随便填的表"
    out = io.BytesIO()
    book.save(out)

    _fill, page = page_of(signed_in(season.officer), out.getvalue())

    assert "不是本系统发出的填报模板" in page


def forged(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a workbook whose hidden sheet was written by hand."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["_jixiao"]
    told = json.loads("".join(str(sheet.cell(row, 1).value) for row in range(2, sheet.max_row + 1)))
    change(told)
    text = json.dumps(told, ensure_ascii=False)
    sheet.delete_rows(2, sheet.max_row)
    for row, start in enumerate(range(0, len(text), 30_000), 2):
        sheet.cell(row, 1).value = text[start : start + 30_000]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda told: told["filing"]["projects"][0].update(lead="另一个人" * 900), "隐藏的底稿被改动过"),
        (lambda told: told["filing"]["projects"][0]["indicators"][0].update(extra=[["藏着的", "内容"]]), "隐藏的底稿被改动过"),
        (lambda told: told["sources"].__setitem__(0, [987_654_321, 1]), "没有可以修改的目标"),
        (lambda told: told["sources"].__setitem__(0, ["1 or 1=1", 1]), "不是本系统发出的填报模板"),
        (lambda told: told["sources"].__setitem__(0, [10**30, 1]), "不是本系统发出的填报模板"),
        (lambda told: told.update(regime="R1999"), "不是本系统发出的填报模板"),
        (lambda told: told.update(filing=5), "不是本系统发出的填报模板"),
        (lambda told: told["sources"].__setitem__(0, [None, 0]), "表样被改动|隐藏的底稿被改动过|被删除或改名"),
    ],
)
def test_a_hidden_sheet_written_by_hand_brings_nothing_in(
    season: Season, target: Target, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    client = signed_in(season.officer)
    before = state()

    fill, page = page_of(client, forged(raised(client, target), change))

    assert re.search(words, page)
    assert apply(client, fill).status_code == 409
    assert state() == before


def test_the_twin_of_a_hidden_sheet_only_written_anew_is_taken(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    fill, _page = page_of(client, forged(raised(client, target), lambda told: told))

    assert apply(client, fill).status_code == 302


@pytest.mark.parametrize("text", ["1e999999999", "NaN", "=1+1", "-5", "９", "x" * 3000])
def test_odd_numbers_are_told_and_never_break_the_page(season: Season, target: Target, text: str) -> None:
    client = signed_in(season.officer)
    data = raised(client, target)
    row, column = indicator_cell(data, "项目1", "举办展会场次")

    _fill, page = page_of(client, typed(data, "项目1", (row, column + 6, f"'{text}" if text.startswith("=") else text)))

    assert "问题" in page


def test_a_workbook_thrown_away_takes_its_bytes_along_and_one_taken_in_stays(season: Season, target: Target, file_store: Path) -> None:
    client = signed_in(season.officer)
    fill, _page = page_of(client, raised(client, target))
    path = file_store / fill.sha256[:2] / fill.sha256
    assert path.is_file()

    assert client.post(f"/targets/offline/{fill.pk}/drop/", {"key": "c" * 20}).status_code == 302
    assert not path.exists()

    fill, _page = page_of(client, raised(client, target, "≥7"))
    apply(client, fill)
    assert client.post(f"/targets/offline/{fill.pk}/drop/", {"key": "d" * 20}).status_code == 409
    assert Fill.objects.filter(pk=fill.pk).exists()


def test_templates_bear_a_chinese_name_and_nothing_else_changes(season: Season, target: Target) -> None:
    answer = signed_in(season.officer).get(f"/targets/{target.pk}/offline.xlsx")

    assert unquote(answer["Content-Disposition"].split("''")[1]) == f"2022年-{NAME}-填报模板.xlsx"
    assert "no-store" in answer["Cache-Control"]


def test_a_department_takes_its_whole_set_at_once(season: Season, target: Target) -> None:
    others = [weighed(season, a_target(season, f"2022年度项目{number}资金")) for number in range(3)]
    client = signed_in(season.finance)
    data = template(client, f"/targets/offline.xlsx?unit={season.department.pk}&year=2022")
    for sheet in ("项目1", "项目3"):
        row, column = indicator_cell(data, sheet, "举办展会场次")
        data = typed(data, sheet, (row, column + 3, "9"))

    fill, page = page_of(client, data)

    assert "修改 2 张" in page
    assert "未改 2 张" in page
    assert apply(client, fill).status_code == 302
    assert [fresh(one).version - one.version for one in (target, *others)] == [1, 0, 1, 0]


def test_facts_of_a_filled_workbook_say_what_was_typed(season: Season, target: Target) -> None:
    assert facts_named().projects[0].name == NAME
    client = signed_in(season.officer)
    fill, _page = page_of(client, typed(raised(client, target), "项目1", ("年度目标", "全年举办6场展会，签约3000万元。")))
    apply(client, fill)

    assert fresh(target).facts().projects[0].annual_goal == "全年举办6场展会，签约3000万元。"


def a_plan(season: Season) -> Target:
    plan = Department("商务局", "开展5次商务活动。", (SubGoal("外贸发展", (Task("办展", "举办展会5场"),)),))
    said = Filing(plan, (), 2022)
    return targets.open_target(season.department, said, year=2022, pack="standard", by=season.finance, at=season.at())


def test_the_departments_plan_is_filled_offline_beside_its_projects(season: Season, target: Target) -> None:
    whole, client = a_plan(season), signed_in(season.finance)
    data = template(client, f"/targets/offline.xlsx?unit={season.department.pk}&year=2022")

    fill, page = page_of(client, typed(data, "部门整体", ("年度总体目标", "开展8次商务活动，进出口总值42亿元。")))

    assert "修改 1 张" in page
    assert apply(client, fill).status_code == 302
    plan = fresh(whole).facts().department
    assert plan is not None
    assert plan.overall_goal == "开展8次商务活动，进出口总值42亿元。"
    assert plan.sub_goals[0].tasks[0].text == "举办展会5场"
    assert fresh(target).version == target.version


def test_the_door_refuses_a_foreign_section_even_where_the_look_is_blind(season: Season, target: Target, monkeypatch: Any) -> None:
    client = signed_in(season.finance)
    data = raised(client, target)
    office = a_unit(season.department, "办公室", "02")
    colleague = a_person(office, "bangong", Role.PROJECT_OFFICER)
    watcher = a_person(season.department, "neishen", Role.AUDITOR)
    accounts.give_seat(season.department, colleague, Role.AUDITOR, since=SINCE, by=CONSOLE, at=NOON)  # sees the whole, fills one section
    fill = actions.receive_fill(office, 2022, "填报.xlsx", data, by=colleague, at=season.at())
    before = state()
    on = season.at().date()

    assert "您没有填报的岗位" in str(fills.judged(fill, colleague, on).problems)
    monkeypatch.setattr(fills, "refusal_to_fill", lambda *_: None)
    answer = apply(signed_in(colleague), fill)

    assert answer.status_code == 403
    assert state() == before
    assert Event.objects.filter(action="target.save", result="denied").count() == 1
    assert signed_in(watcher).get(f"/targets/offline/{fill.pk}/").status_code == 404


def test_a_workbook_that_cannot_be_kept_leaves_no_bytes(season: Season, target: Target, file_store: Path, monkeypatch: Any) -> None:
    data = raised(signed_in(season.officer), target)

    def broken(sha256: str, said: bytes) -> None:
        path = file_store / sha256[:2] / sha256
        path.parent.mkdir(parents=True)
        path.write_bytes(said)
        raise OSError

    monkeypatch.setattr(actions, "_write", broken)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the disk says
        actions.receive_fill(season.section, 2022, "填报.xlsx", data, by=season.officer, at=season.at())

    assert not Fill.objects.exists()
    assert not [path for path in file_store.rglob("*") if path.is_file() and path.name != ".lock"]


def test_two_who_send_the_same_workbook_at_once_keep_one(season: Season, target: Target, monkeypatch: Any) -> None:
    data = raised(signed_in(season.officer), target)
    first = actions.receive_fill(season.section, 2022, "填报.xlsx", data, by=season.officer, at=season.at())
    looks = iter([None, first])
    monkeypatch.setattr(fills, "known_fill", lambda *_: next(looks))

    assert actions.receive_fill(season.section, 2022, "又一份.xlsx", data, by=season.head, at=season.at()) == first
    assert Fill.objects.count() == 1


def test_a_bureau_fills_nothing_and_too_many_tables_are_told(season: Season, target: Target, monkeypatch: Any) -> None:
    assert "财政部门不申报目标" in signed_in(season.fiscal).get(f"/targets/offline/?unit={season.bureau.pk}&year=2022").content.decode()
    a_target(season, OTHER)
    monkeypatch.setattr(fills, "MOST", 1)

    answer = signed_in(season.officer).get(f"/targets/offline.xlsx?unit={season.section.pk}&year=2022")

    assert answer.status_code == 409
    assert "请按科室分别下载" in answer.content.decode()


def test_a_target_gone_since_the_download_is_told(season: Season, target: Target) -> None:
    client = signed_in(season.officer)
    data = raised(client, target)
    targets.drop(fresh(target), by=season.officer, at=season.at())

    fill, page = page_of(client, data)

    assert "没有可以修改的目标" in page
    assert apply(client, fill).status_code == 409
