from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from jixiao.documents import book
from jixiao.office import book as office

from .conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
BARE = {"java_script_enabled": False}
WRONG, RIGHT = "2022年冻肉储备补贴专项资金", "2022年度蔬菜储备补贴专项资金"
PLACES = ("", "projects/3/", "department/", "fixes/", "doubts/", "delete/")


def upload(visit: Visit, path: Path) -> str:
    """Choose a file on the first page and land on its result; return the result's path."""
    visit.go("/")
    visit.page.set_input_files("#files", str(path))
    visit.page.wait_for_url(re.compile(r"/files/[0-9a-f-]{36}/$"))
    return str(visit.page.url).removeprefix(visit.address)


def sample(visit: Visit) -> str:
    """Return the path of the sample's result."""
    visit.go("/?q=示例市商务局")
    found: str = visit.page.locator("#rows a").first.get_attribute("href")
    return found


def test_upload_then_findings_then_fix_then_download(visit: Visit, fresh_file: Path) -> None:
    page, result = visit.page, upload(visit, fresh_file)
    page.get_by_role("link", name=WRONG).nth(1).click()
    page.locator(".jx-finding", has_text="表标题与项目名称不一致").get_by_role("button", name="更正").click()
    page.locator(".jx-toast", has_text="已改 1 处").wait_for()

    assert page.locator("#c-projects-2-name").inner_text().startswith(WRONG)
    assert RIGHT in page.locator("#c-projects-2-name").inner_text()
    assert page.locator(".jx-finding", has_text="项目名称重复").count() == 0

    with page.expect_download() as waiting:
        page.get_by_role("link", name="更正后的 Word").click()
    data = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename.endswith("更正后.docx")
    assert book.recognise(office.read(data)).filing.projects[2].name == RIGHT

    page.locator(".jx-toast button", has_text="撤销").click(force=True)
    page.get_by_role("article", name="阻断 1：项目名称重复").wait_for()
    assert page.locator("#c-projects-2-name").inner_text().split() == [
        WRONG,
        *page.locator("#c-projects-2-name .jx-cell-tag").inner_text().split(),
    ]
    assert result in page.url
    assert (visit.violations(), visit.complaints) == ([], [])


def test_all_certain_fixes_at_once(visit: Visit, fresh_file: Path) -> None:
    page, result = visit.page, upload(visit, fresh_file)
    page.get_by_role("link", name="预览并更正").click()
    boxes = page.locator('input[name="finding"]')
    count = boxes.count()
    boxes.first.uncheck()
    page.get_by_role("button", name=f"更正勾选的 {count - 1} 处").click()

    page.wait_for_url(f"**{result}")
    page.locator(".jx-toast", has_text=f"已改 {count - 1} 处").wait_for()
    page.locator(".jx-toast button").click(force=True)
    page.locator(".jx-toast", has_text="已撤销").wait_for()


def test_a_refused_file_says_why_and_is_not_kept(visit: Visit, tmp_path: Path) -> None:
    wrong = tmp_path / "盖章扫描件.docx"
    wrong.write_bytes(b"%PDF-not really")
    visit.go("/")
    visit.page.set_input_files("#files", str(wrong))
    row = visit.page.locator("#sending li", has_text="拒收")
    row.wait_for()

    assert "没有保存任何内容" in row.inner_text()
    assert row.get_by_role("button", name="换一份").is_visible()
    visit.go("/")
    assert "盖章扫描件" not in visit.page.content()


def test_several_files_each_with_its_outcome(visit: Visit, fresh_file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "坏文件.docx"
    wrong.write_bytes(b"nothing")
    visit.go("/")
    visit.page.set_input_files("#files", [str(fresh_file), str(wrong)])
    visit.page.locator("#sending li", has_text="拒收").wait_for()

    assert visit.page.locator("#sending li", has_text="已核对").get_by_role("link", name="看结果").is_visible()


def test_by_keyboard_alone(visit: Visit, fresh_file: Path) -> None:
    page, result = visit.page, upload(visit, fresh_file)
    visit.go(f"{result}projects/3/")
    current = page.locator(".jx-finding[aria-current]")
    first = current.get_attribute("id")
    page.keyboard.press("j")
    page.keyboard.press("j")

    assert current.get_attribute("id") != first
    assert page.evaluate("document.activeElement === document.querySelector('.jx-finding[aria-current]')")
    assert "表标题与项目名称不一致" in current.inner_text()

    page.keyboard.press("Enter")
    page.locator(".jx-toast", has_text="已改").wait_for()
    page.keyboard.press("]")
    page.wait_for_url("**/projects/4/")
    page.keyboard.press("[")
    page.wait_for_url("**/projects/3/")
    page.locator("#handled button").focus()
    page.keyboard.press("Enter")
    page.locator(".jx-toast", has_text="已撤销").wait_for()


def test_letters_stay_letters_while_writing(visit: Visit) -> None:
    visit.go(f"{sample(visit)}projects/3/")
    page = visit.page
    item = page.locator(".jx-finding", has_text="表标题与项目名称不一致")
    item.locator("summary", has_text="自己填写").click()
    field = item.locator("textarea[name=new]")
    field.fill("")
    field.press_sequentially("jk]")

    assert field.input_value() == "jk]"
    assert page.url.endswith("/projects/3/")


def test_two_changes_after_one_another_break_no_policy(visit: Visit, fresh_file: Path) -> None:
    """A field made larger carries a style of the browser's own; swapping the board must not write it again."""
    page, result = visit.page, upload(visit, fresh_file)
    visit.go(f"{result}projects/8/")
    total = page.locator("#doings").inner_text()
    for version in (2, 3):
        page.evaluate("document.querySelectorAll('textarea').forEach(field => field.style.height = '90px')")
        page.evaluate("document.querySelectorAll('details.doc-group').forEach(group => group.open = true)")
        page.locator("form[data-do] button").first.click()
        page.locator(f'input[name="version"][value="{version}"]').first.wait_for(state="attached")

    assert page.locator("#doings").inner_text() != total
    assert (visit.violations(), visit.complaints) == ([], [])


def test_a_cell_and_its_finding_point_at_each_other_and_at_the_original(visit: Visit) -> None:
    visit.go(f"{sample(visit)}projects/3/")
    page = visit.page
    page.locator("#c-projects-2-indicators-2-value .jx-cell-tag").click()

    assert "IV-03" in page.locator(".jx-finding[aria-current]").inner_text()
    assert "jx-cell-here" in (page.locator("#c-projects-2-indicators-2-value").get_attribute("class") or "")
    page.locator("#source mark", has_text="及时").wait_for()


@pytest.mark.parametrize("visit", [BARE], indirect=True)
def test_without_script_everything_still_works(visit: Visit, fresh_file: Path) -> None:
    page = visit.page
    visit.go("/")
    page.set_input_files("#files", str(fresh_file))
    page.get_by_role("button", name="上传并核对").click()
    result = page.url.removeprefix(visit.address)
    visit.go(f"{result}projects/3/")
    page.locator(".jx-finding", has_text="表标题与项目名称不一致").get_by_role("button", name="更正").click()
    assert RIGHT in page.locator("#c-projects-2-name").inner_text()
    page.locator("#handled").get_by_role("button", name="撤销").click()
    assert RIGHT not in page.locator("#c-projects-2-name").inner_text()

    item = page.locator(".jx-finding", has_text="含个人联系方式")
    item.locator("summary", has_text="不改，说明理由").click()
    item.locator("textarea[name=reason]").fill("公开前会遮去")
    item.get_by_role("button", name="记下理由").click()
    assert "公开前会遮去" in page.locator("#handled").inner_text()
    page.locator("#handled").get_by_role("button", name="撤回理由").click()
    assert page.locator("#handled").count() == 0


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_on_a_phone_only_the_official_table_scrolls_sideways(visit: Visit) -> None:
    base = sample(visit)
    for place in ("/", *(base + more for more in PLACES)):
        visit.go(place)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390, place
    visit.go(f"{base}projects/3/")
    paper = visit.page.locator(".jx-paper")
    assert paper.evaluate("box => box.scrollWidth > box.clientWidth")
    button = visit.page.locator(".jx-finding", has_text="表标题与项目名称不一致").get_by_role("button", name="更正")
    assert button.bounding_box()["height"] >= 44


@pytest.mark.parametrize("visit", [{}, PHONE], indirect=True, ids=["desk", "phone"])
def test_no_page_breaks_the_policy_or_complains(visit: Visit) -> None:
    base = sample(visit)
    for place in ("/", *(base + more for more in PLACES)):
        visit.go(place)
        visit.page.wait_for_load_state("networkidle")
        assert visit.violations() == [], place
    assert visit.complaints == []


@pytest.mark.parametrize("visit", [{}, PHONE], indirect=True, ids=["desk", "phone"])
def test_no_page_has_a_serious_barrier(visit: Visit) -> None:
    base = sample(visit)
    for place in ("/", *(base + more for more in PLACES)):
        visit.go(place)
        visit.page.evaluate(AXE)
        found: Any = visit.page.evaluate("axe.run({resultTypes: ['violations']})")
        grave = [
            f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary'][:200]}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert grave == [], place


def test_the_barrier_check_sees_a_barrier(visit: Visit) -> None:
    visit.go("/")
    visit.page.evaluate(
        "document.getElementById('main').insertAdjacentHTML('beforeend', '<img src=\"/static/logo.svg\"><button></button>')"
    )
    visit.page.evaluate(AXE)
    found: Any = visit.page.evaluate("axe.run({resultTypes: ['violations']})")

    assert {"image-alt", "button-name"} <= {one["id"] for one in found["violations"]}
