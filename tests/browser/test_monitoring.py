"""Watching on a real server: tonnes move an indicator, a light is explained and answered, people answer on a phone, a workbook comes back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jixiao.office.readers import docx
from jixiao.office.writers.listing import listing

from .conftest import Visit, serving
from .test_season import SIZES, Cast, press, sound, told

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESK = SIZES
MEAT, FAIRS, CAR = "蔬菜储备补贴", "商务活动及外贸发展", "购置公务用车"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Bureau(Cast):
    """The people of the sample, all standing in the year its nine funds are spent in."""

    def window(self, username: str, path: str) -> Any:
        """Return somebody's page in that year at a path."""
        visit = self.visit(username)
        visit.page.set_viewport_size(DESK)
        if username not in self.settled:
            visit.go("/spending/")
            move = visit.page.locator(".sp-year button")
            if move.count():
                press(visit.page, move)
            self.settled.add(username)
        visit.go(path)
        return visit.page

    settled: set[str]


@pytest.fixture(scope="module")
def bureau(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """Start a server of its own."""
    data = tmp_path_factory.mktemp("watch")
    with serving(data) as (address, _link):
        cast = Bureau(browser, address, data)
        cast.settled = set()
        yield cast
        for context in cast.contexts:
            context.close()


def issued(bureau: Bureau) -> tuple[str, int]:
    """Issue the latest period that is over; return the path of its round and its month."""
    page = bureau.window("caiwu", "/monitoring/")
    month = int(page.locator("select[name=month]").input_value())
    press(page, page.get_by_role("button", name="下达"))
    page.locator("table.ev-stack").first.wait_for()
    return re.findall(r"/monitoring/rounds/\d+/", page.url)[0], month


def test_tonnes_move_an_indicator_and_a_light_is_answered_to_its_report(bureau: Bureau, tmp_path: Path) -> None:
    there, month = issued(bureau)
    page = bureau.window("jingban", f"{there}?q={MEAT}")
    year = page.locator("h1").inner_text()[:4]
    press(page, page.get_by_role("link", name=re.compile(MEAT)))
    table = page.url.removeprefix(bureau.address)
    row = page.locator(".mo-table tr", has_text="耐储蔬菜在库储备量")
    assert "600吨" in row.inner_text()
    assert "按期" not in row.inner_text()

    page = bureau.window("jingban", "/evidence/ledgers/vegetable_reserve/new/")
    day = page.locator("form.ev-form [name=on]")
    day.fill(f"{year}-{month:02d}-10")
    assert day.input_value()
    page.locator("[name=way]").select_option("入库")
    for name, text in (("holder", "示例蔬菜批发有限公司"), ("warehouse", "城北库"), ("name", "大白菜"), ("tonnes", "400")):
        page.locator(f"[name={name}]").fill(text)
    target = page.locator("[name=target]")
    target.select_option(index=[MEAT in text for text in target.locator("option").all_inner_texts()].index(True))
    in_section(page)
    press(page, page.get_by_role("button", name="登记", exact=True))
    assert "/entries/" in page.url or page.locator(".jx-toast").count(), page.locator("main").inner_text()

    page = bureau.window("jingban", table)
    page.locator("[name=reason]").fill("补登第二期入库")
    press(page, page.get_by_role("button", name="重新汇总"))
    row = page.locator(".mo-table tr", has_text="耐储蔬菜在库储备量")
    assert "1,000吨" in row.inner_text()
    assert "按期" in row.inner_text()
    sound(bureau.visit("jingban"))

    answered(bureau)
    page = bureau.window("caiwu", there)
    with page.expect_download() as got:
        page.get_by_role("link", name="监控报告").click()
    got.value.save_as(tmp_path / "report.docx")
    said = "\n".join(
        getattr(block, "text", "") or "\n".join(cell.text for cell in block.cells)
        for block in docx.read((tmp_path / "report.docx").read_bytes()).blocks
    )
    assert "四、处置情况" in said
    assert "外商到资推迟" in said
    assert "暂停项目" in said
    assert bureau.complaints() == {}


def in_section(page: Any) -> None:
    """Choose the first section where the form asks for one."""
    section = page.locator("select[name=section]")
    if section.count():
        section.select_option(index=1)


def answered(bureau: Bureau) -> None:
    """Explain the deviation of the fairs, suspend the project, and see that it cannot pay."""
    page = bureau.window("jingban", f"/monitoring/deviations/?q={FAIRS}")
    press(page, page.get_by_role("link", name=re.compile(FAIRS)))
    path = page.url.removeprefix(bureau.address)
    page.get_by_label("经费保障").check()
    page.locator("#said").fill("外商到资推迟，展会补贴先不付")
    page.locator("[name=measure][value=暂停项目]").check()
    page.get_by_label("暂停项目怎样办").fill("到资前暂停支付")
    press(page, page.get_by_role("button", name="送财务审核"))
    told(page, "已送财务审核")
    sound(bureau.visit("jingban"))
    for who, verb in (("caiwu", "审核通过"), ("fenguan", "批准")):
        page = bureau.window(who, path)
        page.locator("#opinion").fill("同意")
        press(page, page.get_by_role("button", name=verb, exact=True))
    assert "本项目不能再支付" in page.locator("main").inner_text()
    assert page.get_by_role("heading", name="暂停支付").is_visible()


def test_a_leader_reads_where_the_year_stands_and_is_three_clicks_from_the_source(bureau: Bureau) -> None:
    page = bureau.window("juzhang", "/cockpit/")
    assert "到不了的指标" in page.locator("main").inner_text()
    sound(bureau.visit("juzhang"))
    page.set_viewport_size(DESK)
    press(page, page.locator("table.mo-funds").get_by_role("link", name=re.compile(FAIRS)))
    press(page, page.locator(".mo-table tr", has_text="经贸洽谈活动场次").get_by_role("link", name="3场"))
    press(page, page.locator("section[aria-label=记录] table a").first)
    assert "/evidence/entries/" in page.url
    for path in ("/cockpit/briefing/", "/monitoring/", "/monitoring/rules/", "/monitoring/deviations/"):
        bureau.window("juzhang", path)
        sound(bureau.visit("juzhang"))


def test_somebody_answers_a_survey_on_a_phone_by_the_printed_code(bureau: Bureau) -> None:
    page = bureau.window("jingban", "/evidence/surveys/")
    sound(bureau.visit("jingban"))
    press(page, page.get_by_role("link", name="参展企业满意度调查"))
    path = page.url.removeprefix(bureau.address)
    before = int(re.findall(r"有效 (\d+) 份", page.locator("main").inner_text())[0])
    sound(bureau.visit("jingban"))
    page = bureau.window("jingban", f"{path}tickets/")
    address = page.locator(".ev-tickets .ev-hash").first.inner_text()
    sound(bureau.visit("jingban"))

    context = bureau.browser.new_context(locale="zh-CN", viewport=PHONE, is_mobile=True, has_touch=True)
    phone = Visit(context.new_page(), bureau.address)
    phone.page.goto(address)
    for number in (1, 2):
        level = phone.page.locator(f"[name=q{number}][value='5']").locator("..")
        assert level.bounding_box()["height"] >= 44
        level.tap()
    phone.page.locator("#words").fill("展位安排得很好")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    press(phone.page, phone.page.get_by_role("button", name="提交"))
    assert "谢谢您的参与" in phone.page.locator("main").inner_text()
    phone.page.goto(address)
    assert "已经交过了" in phone.page.locator("main").inner_text()
    assert phone.complaints == []
    context.close()

    page = bureau.window("jingban", path)
    assert f"有效 {before + 1} 份" in page.locator("main").inner_text()
    assert "展位安排得很好" in page.locator("main").inner_text()


def test_a_workbook_with_bad_rows_comes_back_marked_and_nothing_is_entered(bureau: Bureau, tmp_path: Path) -> None:
    page = bureau.window("jingban", "/evidence/ledgers/activities/import/")
    year = page.locator(".jx-tag", has_text="年度").first.inner_text()[-7:-3].strip() or "2026"
    heads = (("举办日期", 14), ("活动名称", 20), ("类型", 10), ("参加企业", 10))
    rows = [(f"{year}-06-{day:02d}", f"走访第{day}场", "其他", str(day)) for day in range(1, 9)]
    rows[4] = (f"{year}-06-05", "走访第5场", "没有的类型", "很多")
    file = {"name": "活动.xlsx", "mimeType": XLSX, "buffer": listing("活动", heads, rows)}
    page.locator("input[type=file]").set_input_files(file)
    in_section(page)
    press(page, page.get_by_role("button", name="上传核对"))

    main = page.locator("main").inner_text()
    assert "没有的类型" in main
    assert page.get_by_role("button", name="全部导入").is_disabled()
    with page.expect_download() as got:
        page.get_by_role("link", name="下载标注问题的原表").click()
    got.value.save_as(tmp_path / "marked.xlsx")
    book = load_workbook(io.BytesIO((tmp_path / "marked.xlsx").read_bytes()))
    red = [
        cell.coordinate
        for line in book["活动"].iter_rows()
        for cell in line
        if cell.fill.patternType == "solid" and cell.fill.fgColor.rgb not in {None, "00000000"}
    ]
    assert any(place.startswith(("C", "D")) for place in red)
    page = bureau.window("jingban", "/evidence/ledgers/activities/?q=走访")
    assert "走访第1场" not in page.locator("main").inner_text()
