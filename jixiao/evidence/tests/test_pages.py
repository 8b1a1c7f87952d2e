"""The pages: tonnes entered move the indicator, a workbook with a fault comes back marked, a file is known again."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jixiao.accounts.tests.people import BACKEND, NOON, a_person, a_unit
from jixiao.audit.facts import CONSOLE
from jixiao.evidence.actions import entries
from jixiao.evidence.models import Entry, File, Sum
from jixiao.evidence.queries import links as linking
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.review.tests.season import Season, a_season, a_target, pass_up
from jixiao.targets.models import Target

pytestmark = pytest.mark.django_db
HEAD = ("举办日期", "活动名称", "类型", "签约额（亿元）", "项目")


@pytest.fixture
def season(settings: Any, tmp_path: Any) -> Season:
    settings.DATA = tmp_path
    made = a_season()
    for unit in (made.bureau, made.department, made.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return made


@pytest.fixture
def target(season: Season) -> Target:
    return pass_up(season, a_target(season), "已批复")


@pytest.fixture
def client(season: Season, target: Target) -> Client:
    browser = Client()
    browser.force_login(season.officer, backend=BACKEND)
    stand(browser, target.year)
    return browser


def stand(browser: Client, year: int) -> None:
    """Let a browser stand in a year."""
    session = browser.session
    session["year"] = year
    session.save()


def book(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet("活动")
        for row, said in enumerate((HEAD, *rows)):
            for place, text in enumerate(said):
                sheet.write_string(row, place, text)
    return SimpleUploadedFile("活动.xlsx", stream.getvalue())


def test_what_is_entered_fills_the_indicator_and_every_number_leads_to_its_file(client: Client, target: Target) -> None:
    page = client.get(reverse("evidence:project", args=[target.pk])).content.decode()
    assert "系统建议关联" in page
    place, row = linking.indicators_of(target)[0]
    client.post(reverse("evidence:link", args=[target.pk, 1]), {"measure": "activities.fairs"})
    texts = {"on": "2022-03-01", "name": "春季展会", "kind": "展会", "companies": "40", "signed": "1,200.5", "target": target.pk}

    answer = client.post(reverse("evidence:new", args=["activities"]), texts)

    assert answer.status_code == 302
    entry = Entry.objects.get()
    file = SimpleUploadedFile("签到表.pdf", b"%PDF-1.4 signed")
    client.post(reverse("evidence:attach", args=[entry.pk]), {"kind": "原始凭证", "file": file})
    told = client.get(reverse("evidence:indicator", args=[target.pk, 1]), {"on": "2022-03-31"}).content.decode()
    assert row.name
    assert place
    assert "1场" in told
    assert "完成 20%" in told
    assert "1 条记录有佐证" in told
    page = client.get(reverse("evidence:entry", args=[entry.pk])).content.decode()
    assert "1,200.5" in page
    assert "签到表.pdf" in page


def test_a_file_is_known_again_and_one_that_was_changed_is_not(client: Client, target: Target) -> None:
    client.post(
        reverse("evidence:prove", args=[target.pk, 1]), {"kind": "正式资料", "file": SimpleUploadedFile("通知.pdf", b"%PDF-1.4 one")}
    )

    same = client.post(reverse("evidence:files"), {"file": SimpleUploadedFile("改名.pdf", b"%PDF-1.4 one")}).content.decode()
    other = client.post(reverse("evidence:files"), {"file": SimpleUploadedFile("通知.pdf", b"%PDF-1.4 two")}).content.decode()

    assert "<b>是存档的那一份</b>" in same
    assert "没有存档过这份文件" in other
    assert "有同名的文件，但内容不同" in other


def test_a_file_goes_out_as_it_came_to_whoever_may_see_what_it_proves(client: Client, season: Season, target: Target) -> None:
    client.post(
        reverse("evidence:prove", args=[target.pk, 1]), {"kind": "正式资料", "file": SimpleUploadedFile("通知.pdf", b"%PDF-1.4 one")}
    )
    address = reverse("evidence:fetch", args=[File.objects.get().pk])

    answer = client.get(address)

    assert (answer.content, "attachment" in answer["Content-Disposition"], answer["X-Content-Type-Options"]) == (
        b"%PDF-1.4 one",
        True,
        "nosniff",
    )
    stranger = a_person(a_unit(season.department, "内贸科", "02"), "neimao", Role.PROJECT_OFFICER)
    client.force_login(stranger, backend=BACKEND)
    assert client.get(address).status_code == 404


def test_a_workbook_with_one_bad_row_is_not_applied_and_comes_back_marked(client: Client, target: Target) -> None:
    good = tuple(("2022-03-01", f"活动{number}", "展会", "0.01", target.name) for number in range(30))
    bad = ("2022-03-02", "坏的一行", "聚会", "很多", "没有这个项目")
    answer = client.post(reverse("evidence:take", args=["activities"]), {"file": book(*good, bad)})
    batch = answer["Location"]

    page = client.get(batch).content.decode()
    client.post(f"{batch}apply/")

    assert "第 32 行有问题（共 1 行）" in page
    assert Entry.objects.count() == 0
    marked = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{batch}marked.xlsx").content))
    said = "".join(str(cell) for name in marked.sheet_names for row in marked.get_sheet_by_name(name).to_python() for cell in row)
    assert "「聚会」不在可选的范围内" in said
    assert "不是您能登记的 2022 年度批复项目" in said


def test_a_clean_workbook_is_applied_once_and_goes_out_as_it_came(client: Client, target: Target) -> None:
    rows = (("2022-03-01", "春季展会", "展会", "0.12", target.name), ("2022-04-01", "洽谈会", "洽谈会", "0.3", ""))
    batch = client.post(reverse("evidence:take", args=["activities"]), {"file": book(*rows)})["Location"]

    client.post(f"{batch}apply/")
    again = client.post(f"{batch}apply/", follow=True).content.decode()

    assert Entry.objects.count() == 2
    assert Sum.objects.get(atom="signed", month=3).total == 12_000_000  # 1,200 万元 with four places
    assert "没有重复导入" in again
    out = client.get(reverse("evidence:export", args=["activities"])).content
    told = client.post(reverse("evidence:take", args=["activities"]), {"file": SimpleUploadedFile("导出.xlsx", out)})["Location"]
    assert "每一行都已经登记过了" in client.get(told).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": ""}, "举办日期没有填"),
        ({"companies": "很多"}, "不是数"),
        ({"until": "2022-02-01"}, "结束日期早于"),
        ({"on": "2021-03-01"}, "不在 2022 年度"),
    ],
)
def test_what_is_wrong_stands_beside_its_column_and_nothing_is_written(client: Client, change: dict[str, str], sentence: str) -> None:
    texts = {"on": "2022-03-01", "name": "春季展会", "kind": "展会"} | change

    answer = client.post(reverse("evidence:new", args=["activities"]), texts)

    assert (answer.status_code, sentence in answer.content.decode(), Entry.objects.count()) == (422, True, 0)


def test_a_ledger_is_searched_closed_corrected_and_made_void(client: Client, season: Season) -> None:
    for name in ("春季展会", "秋季展会"):
        client.post(reverse("evidence:new", args=["activities"]), {"on": "2022-03-01", "name": name, "kind": "展会"})
    spring, autumn = Entry.objects.order_by("pk")
    found = client.get(reverse("evidence:ledger", args=["activities"]), {"q": "秋季"}).content.decode()
    assert ("秋季展会" in found, "春季展会" in found) == (True, False)

    texts = {"on": "2022-03-01", "name": "春季展会", "kind": "展会", "companies": "8", "reason": "补登企业数"}
    client.post(reverse("evidence:correct", args=[spring.pk]), texts)
    client.post(reverse("evidence:void", args=[autumn.pk]), {"reason": "没有办成"})
    refused = client.post(reverse("evidence:close", args=["activities"]), {"through": "2022-03-31"})

    assert Sum.objects.get(atom="held").count == 1
    assert Sum.objects.get(atom="companies").total == 8
    assert "补登企业数" in client.get(reverse("evidence:entry", args=[Entry.objects.latest("pk").pk])).content.decode()
    assert refused.status_code == 403  # an officer closes no ledger
    client.force_login(season.finance, backend=BACKEND)
    stand(client, 2022)
    client.post(reverse("evidence:close", args=["activities"]), {"through": "2022-03-31"})
    assert "已结账到 2022-03-31" in client.get(reverse("evidence:ledger", args=["activities"])).content.decode()


def test_the_bureau_keeps_no_ledger_and_says_where_to_look(season: Season, target: Target) -> None:
    browser = Client()
    browser.force_login(season.fiscal, backend=BACKEND)
    stand(browser, target.year)
    assert "台账由各部门登记" in browser.get(reverse("evidence:home")).content.decode()
    assert target.name in browser.get(reverse("evidence:indicators")).content.decode()


def test_an_officer_of_a_section_sees_the_ledgers_they_keep_and_not_the_neighbours(client: Client, season: Season) -> None:
    client.post(reverse("evidence:new", args=["activities"]), {"on": "2022-03-01", "name": "春季展会", "kind": "展会"})
    home = client.get(reverse("evidence:home")).content.decode()
    assert "共 1 条记录" in home
    assert "可以启用的台账" in home

    client.force_login(a_person(a_unit(season.department, "内贸科", "02"), "neimao", Role.PROJECT_OFFICER), backend=BACKEND)
    stand(client, 2022)
    home = client.get(reverse("evidence:home")).content.decode()
    assert "条记录" not in home
    assert "冻肉储备" in home


def test_a_trail_shows_whoever_asks_no_record_out_of_their_sight(client: Client, season: Season, target: Target) -> None:
    other = a_unit(season.department, "内贸科", "02")
    neighbour = a_person(other, "neimao", Role.PROJECT_OFFICER)
    entries.add(other, 2022, "activities", {"on": "2022-03-01", "name": "邻科的活动", "kind": "展会"}, by=neighbour, at=NOON)
    client.post(reverse("evidence:link", args=[target.pk, 1]), {"measure": "activities.held", "whole": "on"})

    page = client.get(reverse("evidence:indicator", args=[target.pk, 1]), {"on": "2022-03-31"}).content.decode()

    assert "1场" in page  # it counts
    assert "邻科的活动" not in page
    client.force_login(season.finance, backend=BACKEND)
    assert "邻科的活动" in client.get(reverse("evidence:indicator", args=[target.pk, 1]), {"on": "2022-03-31"}).content.decode()
