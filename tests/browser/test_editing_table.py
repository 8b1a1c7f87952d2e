"""The editing table as officials use it: fill, paste, take back, see it saved, and lose nothing when two people write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from .conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
BARE = {"java_script_enabled": False}
sizes = pytest.mark.parametrize("visit", [{}, PHONE], indirect=True, ids=["1440", "390"])
PASTED = "举办展会场次\t≥\t5\t场\t商务工作要点\t45\n展位验收合格率\t=\t100\t%\t展会合同\t45"
PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.querySelector(selector).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def opened(visit: Visit, request: Any, kind: str = "project") -> str:
    """Open an empty table and stand in its editor; return its path."""
    name = re.sub(r"\W", "", f"{request.node.name}")
    visit.go("/targets/new/")
    visit.page.check(f'input[name="kind"][value="{kind}"]')
    visit.page.fill('input[name="name"]', f"表{name}")
    visit.page.get_by_role("button", name="新建并填写").click()
    visit.page.wait_for_url(re.compile(r"/targets/\d+/$"))
    ready(visit.page)
    return str(visit.page.url).removeprefix(visit.address)


def ready(page: Any) -> None:
    page.locator("#edit[data-ready]").wait_for()


def cell(page: Any, row: int, field: str) -> Any:
    return page.locator("#grid .tabulator-row").nth(row).locator(f'[tabulator-field="{field}"]')


def write(page: Any, row: int, field: str, text: str) -> None:
    cell(page, row, field).click()
    page.locator("#grid .tg-cell-in").fill(text)
    page.keyboard.press("Enter")


def names(page: Any) -> list[str]:
    return [one.strip() for one in page.locator('#grid [tabulator-field="level3"].tabulator-cell .tg-text').all_inner_texts()]


def saved(page: Any) -> None:
    page.locator("#saved", has_text=re.compile(r"\d\d:\d\d 已(自动)?保存")).wait_for()


@sizes
def test_fill_paste_undo_move_and_find_it_saved(visit: Visit, request: pytest.FixtureRequest) -> None:
    page, path = visit.page, opened(visit, request)

    page.get_by_role("button", name="加一行").click()
    page.locator("#grid .tg-cell-level3").fill("参展企业满意度")
    page.keyboard.press("Enter")
    write(page, 0, "value", "≥95%")
    assert [cell(page, 0, field).inner_text().strip() for field in ("operator", "value", "unit")] == ["≥", "95", "%"]

    page.get_by_role("button", name="加一行").click()
    page.locator("#grid .tg-cell-level3").wait_for()
    page.evaluate(PASTE, ["#grid .tg-cell-level3", PASTED])
    page.wait_for_function("document.querySelectorAll('#grid .tabulator-row').length === 3")
    assert names(page) == ["参展企业满意度", "举办展会场次", "展位验收合格率"]
    assert "分值合计 90" in page.locator("#weights").inner_text()
    assert "应为" not in page.locator("#weights").inner_text()

    write(page, 0, "weight", "10")
    assert "分值合计 100" in page.locator("#weights").inner_text()
    write(page, 1, "weight", "30")
    assert "应为 90，差 5" in page.locator("#weights").inner_text()
    page.get_by_role("button", name="撤销").click()
    page.locator("#weights", has_text="分值合计 100").wait_for()
    page.get_by_role("button", name="重做").click()
    page.locator("#weights", has_text="分值合计 85").wait_for()

    cell(page, 2, "level3").click()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function(
        "document.querySelectorAll('#grid .tg-text')[0] && document.activeElement.closest('.tabulator-row') === document.querySelectorAll('#grid .tabulator-row')[1]"
    )
    page.keyboard.press("Escape")
    assert names(page) == ["参展企业满意度", "展位验收合格率", "举办展会场次"]

    saved(page)
    visit.go(path)
    ready(page)
    assert names(page) == ["参展企业满意度", "展位验收合格率", "举办展会场次"]
    assert cell(page, 2, "weight").inner_text().strip() == "30"
    assert (visit.violations(), visit.complaints) == ([], [])


@sizes
def test_pasting_over_what_is_filled_is_looked_at_first(visit: Visit, request: pytest.FixtureRequest) -> None:
    page = visit.page
    opened(visit, request)
    page.get_by_role("button", name="加一行").click()
    page.locator("#grid .tg-cell-level3").fill("旧名称")
    page.keyboard.press("Enter")
    cell(page, 0, "level3").click()
    page.locator("#grid .tg-cell-level3").wait_for()
    page.evaluate(PASTE, ["#grid .tg-cell-level3", PASTED])

    page.locator("#pasting", has_text="覆盖 1 格，加 1 行").wait_for()
    assert names(page) == ["旧名称"]
    page.locator("#pasting").get_by_role("button", name="取消").click()
    page.get_by_role("button", name="从 Excel 粘贴").click()
    page.locator("#pasting textarea").fill(PASTED)
    page.locator("#pasting").get_by_role("button", name="看一看").click()
    page.locator("#pasting").get_by_role("button", name="粘贴").click()
    page.wait_for_function("document.querySelectorAll('#grid .tabulator-row').length === 2")
    assert names(page) == ["举办展会场次", "展位验收合格率"]


@sizes
def test_what_cannot_be_taken_is_said_and_nothing_is_saved(visit: Visit, request: pytest.FixtureRequest) -> None:
    page = visit.page
    opened(visit, request)
    page.fill("#f-amount", "1.12345678")
    page.locator("#problems", has_text="一元最多写两位小数").wait_for()
    assert "tg-wrong" in page.locator('[data-at="amount"]').get_attribute("class")
    page.fill("#f-amount", "1.1234")
    saved(page)
    assert page.locator("#problems").inner_text().strip() == ""


@sizes
def test_two_people_lose_nothing(visit: Visit, request: pytest.FixtureRequest) -> None:
    page, path = visit.page, opened(visit, request)
    other = page.context.new_page()
    other.goto(visit.address + path)
    ready(other)
    other.fill("#f-annual_goal", "对方写的目标")
    saved(other)
    other.close()

    page.fill("#f-lead", "张某某")
    page.fill("#f-annual_goal", "我写的目标")
    conflict = page.locator(".tg-conflict")
    conflict.wait_for()
    assert "对方写的目标" in conflict.inner_text()
    row = conflict.locator("tr", has_text="年度目标")
    row.locator('input[value="theirs"]').check()
    page.get_by_role("button", name="按选择合并并保存").click()
    page.locator(".jx-toast", has_text="已按选择合并").wait_for()
    ready(page)

    assert page.input_value("#f-annual_goal") == "对方写的目标"
    assert page.input_value("#f-lead") == "张某某"
    assert page.locator(".tg-offer").count() == 0
    assert visit.violations() == []


def test_what_was_not_saved_comes_back_after_the_page_went_away(visit: Visit, request: pytest.FixtureRequest) -> None:
    page, path = visit.page, opened(visit, request)
    page.route(f"**{path}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#f-annual_goal", "断网时写的目标")
    page.locator("#saved", has_text="没有连上服务器").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute(f"**{path}")
    page.evaluate("window.onbeforeunload = null")
    page.goto(visit.address + path)
    ready(page)

    page.get_by_role("button", name="找回来").click()
    assert page.input_value("#f-annual_goal") == "断网时写的目标"
    saved(page)


@sizes
def test_the_editor_has_nothing_serious_for_axe(visit: Visit, request: pytest.FixtureRequest) -> None:
    page = visit.page
    opened(visit, request)
    page.get_by_role("button", name="加一行").click()
    page.locator("#grid .tg-cell-level3").fill("参展企业满意度")
    page.keyboard.press("Enter")
    saved(page)
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in result["violations"]
        if one["impact"] in {"serious", "critical"}
    ]

    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@sizes
def test_a_plan_is_filled_tagged_and_tied(visit: Visit, request: pytest.FixtureRequest) -> None:
    page = visit.page
    visit.go("/targets/")
    page.locator(".jx-pick > summary", has_text="年度").click()  # in a year whose plan is not on its way
    page.locator('button[name="year"][value="2022"]').click()
    visit.go("/targets/")
    link = page.locator("a", has_text="整体绩效目标")
    if link.count():
        link.first.click()
        ready(page)
    else:
        opened(visit, request, "department")
    page.fill("#f-goal", "办好展会，稳住外贸")
    page.evaluate("document.getElementById('f-goal').setSelectionRange(0, 4)")
    page.get_by_role("button", name="把选中的话对应到指标").click()
    page.keyboard.type("展会场次")
    assert page.locator("#pieces mark").first.inner_text().startswith("办好展会")
    page.fill('[name="sub_goals-0-name"]', "扩大开放")
    page.fill('[name="sub_goals-0-tasks-0-name"]', "办展会")
    page.fill('[name="sub_goals-0-tasks-0-amount"]', "5")
    page.get_by_role("button", name="加一项任务").first.click()
    assert page.locator('[name="sub_goals-0-tasks-1-name"]').is_visible()
    saved(page)
    page.locator("#ties", has_text="办展会").wait_for()
    assert (visit.violations(), visit.complaints) == ([], [])


@pytest.mark.parametrize("visit", [BARE], indirect=True)
def test_the_same_address_works_without_script(visit: Visit, request: pytest.FixtureRequest) -> None:
    page = visit.page
    visit.go("/targets/new/")
    page.fill('input[name="name"]', "无脚本的表")
    page.get_by_role("button", name="新建并填写").click()
    page.select_option('[name="rows-0-level2"]', "数量指标")
    page.fill('[name="rows-0-level3"]', "举办展会场次")
    page.fill('[name="rows-0-value"]', "≥5场")
    page.fill('[name="rows-0-weight"]', "many")
    page.get_by_role("button", name="保存").click()
    assert "第1行·分值：「many」应是 0 至 100 的数" in page.locator("main").inner_text()
    assert page.input_value('[name="rows-0-level3"]') == "举办展会场次"
    page.fill('[name="rows-0-weight"]', "50")
    page.get_by_role("button", name="保存").click()

    assert page.input_value('[name="rows-0-level3"]') == "举办展会场次"
    assert page.input_value('[name="rows-0-was"]') == "0"
    assert page.locator('[name="rows-3-level3"]').count() == 1
