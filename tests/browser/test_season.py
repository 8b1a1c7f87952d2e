"""A whole season with five people on a real server: taken in, mended, sent up, returned, passed, approved, adjusted, printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, VIOLATIONS, Visit, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
YEAR, CARS, BLOCKED, TRADE = "2022", "2022年度促进汽车消费", "2022年度补充业务经费", "2022年度商务活动及外贸发展专项经费"
DOUBLED, RIGHT = "2022年冻肉储备补贴专项资金", "2022年度蔬菜储备补贴专项资金"
SIZES = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})  # the last is worked at


class Cast:
    """The people of the season: each comes in once by a link of their own and keeps a window."""

    def __init__(self, browser: Any, address: str, data: Path) -> None:
        self.browser, self.address, self.data = browser, address, data
        self.visits: dict[str, Visit] = {}
        self.contexts: list[Any] = []

    def told(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Say a command of the product to this server's data."""
        command = [sys.executable, "-m", "jixiao.site", *words, "--data", str(self.data)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)

    def visit(self, username: str) -> Visit:
        """Return somebody's window, signed in, in the sample's year."""
        if username not in self.visits:
            context = self.browser.new_context(locale="zh-CN", accept_downloads=True, viewport=SIZES[-1])
            context.set_default_timeout(20_000)
            context.add_init_script(VIOLATIONS)
            self.contexts.append(context)
            one = self.visits[username] = Visit(context.new_page(), self.address)
            said = self.told("link", username, "--port", self.address.rpartition(":")[2])
            one.page.goto(re.findall(r"http://\S+/enter/[\w-]+/", said.stdout)[0])
        return self.visits[username]

    def complaints(self) -> dict[str, list[str]]:
        """Return what each browser complained of on any page: scripts that failed and whatever the policy stopped."""
        return {name: one.complaints for name, one in self.visits.items() if one.complaints}


@pytest.fixture(scope="module")
def town(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Start a server of the season's own."""
    data = tmp_path_factory.mktemp("season")
    with serving(data) as (address, _link):
        cast = Cast(browser, address, data)
        yield cast
        for context in cast.contexts:
            context.close()


def press(page: Any, locator: Any) -> None:
    """Press what leads to another page, and wait for it."""
    with page.expect_navigation():
        locator.click()


def told(page: Any, words: str) -> None:
    page.locator(".jx-toast", has_text=words).wait_for()


def sound(visit: Visit) -> None:
    """Find no serious barrier and nothing wider than the page, at both sizes."""
    page = visit.page
    for size in SIZES:
        page.set_viewport_size(size)
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        grave = [f"{one['id']}: {one['nodes'][0]['target']}" for one in found if one["impact"] in {"serious", "critical"}]
        assert grave == [], f"{page.url} at {size}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{page.url} at {size}"
    assert visit.violations() == [], page.url


def in_year(visit: Visit) -> None:
    """Choose the sample's year in the top bar."""
    pick = visit.page.locator(".jx-pick", has_text="年度").first
    if YEAR not in pick.locator("summary").inner_text():
        pick.locator("summary").click()
        press(visit.page, pick.get_by_role("button", name=f"{YEAR} 年度"))


def to_room(page: Any, word: str) -> None:
    press(page, page.get_by_role("navigation", name="主导航").get_by_role("link", name=word))


def sheet(page: Any) -> Any:
    """Wait until a target's page stands with its panels; return the panel of its life."""
    page.locator("#life .rv-life").wait_for()
    page.locator("#findings .rv-found").wait_for()
    if page.locator("#edit").count():
        page.locator("#edit[data-ready]").wait_for()
    return page.locator("#life")


def open_table(visit: Visit, name: str) -> Any:
    """Open a table from the list of targets; return the panel of its life."""
    to_room(visit.page, "目标")
    press(visit.page, visit.page.locator("main").get_by_role("link", name=name, exact=True))
    return sheet(visit.page)


def write(page: Any, row: int, field: str, text: str) -> None:
    """Fill a cell of the editing table and see it saved by itself."""
    page.locator("#grid .tabulator-row").nth(row).locator(f'[tabulator-field="{field}"]').click()
    page.locator("#grid .tg-cell-in").fill(text)
    page.keyboard.press("Enter")
    page.locator("#saved", has_text="已自动保存").wait_for()


def from_desk(visit: Visit, name: str, verb: str) -> None:
    """Go from the desk to the act itself."""
    visit.go("/desk/")
    in_year(visit)
    press(visit.page, visit.page.locator(".desk-table tr", has_text=name).get_by_role("link", name=verb, exact=True))


# ---- the officer ----


def taken_in(cast: Cast) -> None:
    """Mend the doubled name in the checked file, and take all its tables in."""
    visit = cast.visit("jingban")
    page = visit.page
    visit.go("/")
    press(page, page.locator("#rows a").first)
    press(page, page.get_by_role("link", name=DOUBLED).nth(1))
    page.get_by_role("article", name="表标题与项目名称不一致").get_by_role("button", name="更正").click()
    told(page, "已改 1 处")
    assert RIGHT in page.locator("#c-projects-2-name").inner_text()

    to_room(page, "目标")
    in_year(visit)
    assert page.url.endswith("/targets/")  # another year keeps the room
    press(page, page.locator("main").get_by_role("link", name="从核对过的文件装入"))
    press(page, page.get_by_role("link", name="看里面的表"))
    assert page.locator('input[name="table"]').count() == page.locator('input[name="table"]:checked').count() == 10
    sound(visit)
    press(page, page.get_by_role("button", name="装入为草稿"))
    told(page, "已装入 10 张目标表")
    sound(visit)


def sent_up(cast: Cast) -> str:
    """See what a 阻断 stops, mend what is certain, answer the errors and send up; return the target's path."""
    visit = cast.visit("jingban")
    page = visit.page
    button = open_table(visit, BLOCKED).get_by_role("button", name="送审")
    why = str(button.get_attribute("title"))
    assert button.get_attribute("aria-disabled") == "true"
    assert re.match(r"还有 \d+ 条阻断问题没有改（.+），改好后再送审", why)
    assert why in page.locator("#life .rv-why").inner_text()

    open_table(visit, CARS)
    path = str(page.url).removeprefix(visit.address)
    findings = page.locator("#findings")
    for title in ("表标题与项目名称不一致", "指标名称带单位或带目标值"):
        press(page, findings.get_by_role("article", name=title).get_by_role("button", name="更正"))
        told(page, "已更正")
        sheet(page)
        assert findings.get_by_role("article", name=title).count() == 0
    sound(visit)
    errors = findings.locator(".jx-finding", has=page.locator(".jx-no-error"))
    for left in range(errors.count(), 0, -1):
        one = errors.first
        one.locator("summary", has_text="不改，说明理由").click()
        one.get_by_label("不改的理由").fill("沿用上级文件的提法，公开前另行处理")
        press(page, one.get_by_role("button", name="确定"))
        told(page, "已记下不改的理由")
        sheet(page)
        assert errors.count() == left - 1
    press(page, page.locator("#life").get_by_role("button", name="送审"))
    told(page, "已送审")
    assert sheet(page).locator(".rv-state").inner_text() == "科室审核"
    return path


def answered(cast: Cast, path: str) -> None:
    """Find the target returned, answer the remark, change one cell and send it up again."""
    visit = cast.visit("jingban")
    page = visit.page
    visit.go("/desk/")
    page.locator(".desk-queues a", has_text="被退回").click()
    row = page.locator(".desk-table tr", has_text=CARS)
    row.locator(".desk-tag", has_text="被退回").wait_for()
    sound(visit)
    press(page, row.get_by_role("link", name="修改"))
    again = sheet(page).get_by_role("button", name="重新送审")
    assert page.url.endswith(path)
    assert "还有 1 条审核意见没有答复" in str(again.get_attribute("title"))
    remark = page.locator(".rv-remark", has_text="请附近三年场次")
    remark.get_by_role("textbox").fill("已改为三场，近三年各三场")
    press(page, remark.get_by_role("button", name="采纳", exact=True))
    sheet(page)
    remark.locator(".rv-answer", has_text="已采纳").wait_for()
    write(page, 0, "value", "3")
    press(page, page.locator("#life").get_by_role("button", name="重新送审"))
    assert sheet(page).locator(".rv-state").inner_text() == "科室审核"


# ---- the reviewers ----


def passed(cast: Cast, username: str) -> None:
    """Pass the target from the desk."""
    visit = cast.visit(username)
    from_desk(visit, CARS, "审核")
    press(visit.page, visit.page.get_by_role("button", name="通过"))
    told(visit.page, f"「{CARS}」已通过")


def returned(cast: Cast) -> None:
    """Remark on a row and return the target."""
    visit = cast.visit("fuzeren")
    page = visit.page
    from_desk(visit, CARS, "审核")
    page.locator("tr.rv-line", has_text="开展汽车促销活动数量").click()
    page.get_by_label("第 1 行意见").fill("场次是怎样定的，请附近三年场次")
    sound(visit)
    press(page, page.get_by_role("button", name="退回修改"))
    told(page, f"「{CARS}」已退回")


def test_a_season_with_five_people(town: Cast) -> None:
    taken_in(town)
    path = sent_up(town)
    passed(town, "kezhang")
    returned(town)
    answered(town, path)
    passed(town, "kezhang")
    passed(town, "fuzeren")

    assert town.complaints() == {}
