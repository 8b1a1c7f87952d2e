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

from jixiao.office import book as office
from jixiao.office.facts import Table

from .conftest import ROOT, VIOLATIONS, Visit, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
YEAR, CARS, BLOCKED, TRADE = "2022", "2022年度促进汽车消费", "2022年度补充业务经费", "2022年度商务活动及外贸发展专项经费"
DOUBLED, RIGHT = "2022年冻肉储备补贴专项资金", "2022年度蔬菜储备补贴专项资金"
POINTS = {"指标科学性": "15", "绩效合理性": "15"}  # what a reviewer knows better than the machine
WHY = "口径和依据已核对原件"
# A second department with an officer of its own, made through the doors like the sample
NEIGHBOUR = """
from datetime import date
from jixiao.site.starting import now, start
start()
from jixiao.accounts import actions as accounts
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit
at, since = now(), date(2022, 1, 1)
bureau = Unit.objects.get(kind="bureau")
unit = organisations.create_unit(bureau, "示例市粮食局", short="市粮食局", code="302", kind="department", since=since, by=CONSOLE, at=at)
user = accounts.create_user(unit, "linju", "何某某", title="粮食科 经办", by=CONSOLE, at=at)
accounts.give_seat(unit, user, Role.PROJECT_OFFICER, since=since, by=CONSOLE, at=at)
"""
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

    def neighbour(self) -> Visit:
        """Return the window of an officer of another department."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
        more = {"JIXIAO_DATA": str(self.data), "JIXIAO_SECOND_FACTOR": "off", "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", NEIGHBOUR], cwd=ROOT, env=environment | more, check=True)
        return self.visit("linju")

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


def led(cast: Cast) -> None:
    """Find the review form filled by the machine, better two points with a reason and pass the target as 良."""
    visit = cast.visit("juzhang")
    page = visit.page
    from_desk(visit, CARS, "审核")
    assert page.locator("#grade").inner_text() == "中"
    assert "只有优、良才能通过" in str(page.get_by_role("button", name="通过").get_attribute("title"))
    for item, points in POINTS.items():
        page.get_by_label(f"{item}得分").fill(points)
        page.get_by_label(f"{item}改分的理由").fill(WHY)
    assert page.locator("#grade").inner_text() == "良"
    sound(visit)
    press(page, page.get_by_role("button", name="通过"))
    told(page, f"「{CARS}」已通过")


def scored_by_keys(page: Any) -> None:
    """Go through the review form by Tab and write the points and why."""
    keys = page.keyboard
    keys.press("g")
    for _ in range(60):
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        item = next((name for name in POINTS if label.startswith(name)), "")
        if item and "满分" in label:
            keys.press("Control+a")
            keys.type(POINTS[item])
        elif item:
            keys.type(WHY)
        elif label.startswith("条件充分性"):
            return
        keys.press("Tab")
    pytest.fail("the form's last line is not reached by Tab")


def confirmed_by_keys(page: Any, document: str, since: str) -> None:
    """Ask to approve, write the document number, and confirm at the button."""
    keys = page.keyboard
    keys.press("Shift+A")
    page.wait_for_function("document.activeElement.id === 'document'")
    page.evaluate("day => { document.getElementById('since').value = day }", since)  # its keys depend on the browser's language
    keys.type(document)
    keys.press("Enter")
    assert page.evaluate("document.activeElement.value") == "pass"
    with page.expect_navigation():
        keys.press("Enter")
    assert page.locator("#refused").all_inner_texts() == []
    told(page, f"「{CARS}」已批复")


def approved(cast: Cast) -> None:
    """Go on and back in the queue, look at rows, remark, score and approve by keys alone."""
    visit = cast.visit("shenhe")
    page, keys = visit.page, visit.page.keyboard
    visit.go("/review/")
    first = page.url
    with page.expect_navigation():
        keys.press("n")
    assert page.url != first
    with page.expect_navigation():
        keys.press("p")
    assert page.url == first

    visit.go("/desk/")
    in_year(visit)
    page.locator(".desk-table tr", has_text=CARS).get_by_role("link", name="审核", exact=True).focus()
    with page.expect_navigation():
        keys.press("Enter")
    here = page.locator(".rv-line.rv-here")
    while not str(here.get_attribute("data-row")).endswith("indicators.1"):
        keys.press("j")
    keys.press("k")
    assert "开展汽车促销活动数量" in here.inner_text()
    assert "≥3次" in here.inner_text()
    for number, grade in enumerate(("优", "良", "中", "差"), start=1):
        keys.press(str(number))
        assert here.locator("input:checked").input_value() == grade
    keys.press("1")
    keys.press("r")
    keys.type("场次与近三年相当")
    keys.press("Escape")
    with page.expect_navigation():
        keys.press("s")
    told(page, "已暂存")
    assert page.get_by_label("第 1 行意见").input_value() == "场次与近三年相当"
    scored_by_keys(page)
    assert page.locator("#grade").inner_text() == "良"
    keys.press("Escape")
    confirmed_by_keys(page, "市财预〔2022〕8号", "2022-02-18")


# ---- the adjustment ----


def adjusted(cast: Cast) -> None:
    """Ask for an adjustment, change a value, send it; it is approved as V2, its one cell shown to the reviewer."""
    visit = cast.visit("jingban")
    page = visit.page
    life = open_table(visit, CARS)
    assert "V1" in life.locator(".rv-dot").inner_text()
    assert "市财预〔2022〕8号" in life.inner_text()
    life.locator("summary", has_text="申请调整").click()
    life.get_by_label("调整原因").select_option("政策变化")
    life.get_by_label("依据文号").fill("市商〔2022〕20号")
    life.get_by_label("调整理由").fill("下半年加办一场")
    press(page, life.get_by_role("button", name="确认申请调整"))
    assert "没有改动" in str(sheet(page).get_by_role("button", name="调整送审").get_attribute("title"))
    write(page, 0, "value", "4")
    life.locator("a", has_text="改 1 格").wait_for()
    sound(visit)
    press(page, life.get_by_role("button", name="调整送审"))
    assert sheet(page).locator(".rv-state").inner_text() == "调整审核"

    reviewer = cast.visit("shenhe")
    from_desk(reviewer, CARS, "审核")
    change = reviewer.page.locator(".rv-adjusting")
    assert "政策变化 · 市商〔2022〕20号 · 下半年加办一场" in change.inner_text()
    assert [change.locator("tbody del").all_inner_texts(), change.locator("tbody ins").all_inner_texts()] == [["≥3次"], ["≥4次"]]
    sound(reviewer)
    confirmed_by_keys(reviewer.page, "市财预〔2022〕36号", "2022-09-05")


def compared(cast: Cast) -> None:
    """See exactly the changed cell in two columns."""
    visit = cast.visit("jingban")
    page = visit.page
    life = open_table(visit, CARS)
    assert life.locator(".rv-dot").count() == 2
    press(page, page.get_by_role("link", name="对比批复版"))
    rows = page.locator(".tg-two tbody tr:not(.tg-group)")
    assert [rows.locator("td").all_inner_texts()] == [["指标值", "≥3次", "≥4次", "下半年加办一场"]]
    assert "V1 批复" in page.locator(".tg-two thead").inner_text()
    sound(visit)


# ---- the papers ----


def text_of(page: Any, name: str) -> str:
    """Download a paper and read it again; return its text without spaces."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    said = office.read(Path(waiting.value.path()).read_bytes(), waiting.value.suggested_filename)
    parts = ["".join(cell.text for cell in one.cells) if isinstance(one, Table) else one.text for one in said.blocks]
    return re.sub(r"\s", "", "".join(parts))


def printed(cast: Cast) -> None:
    """Take the papers with the changed value in every form, and the department's set as one file."""
    visit = cast.visit("jingban")
    page = visit.page
    open_table(visit, CARS)
    press(page, page.get_by_role("link", name="文书"))
    sound(visit)
    assert page.get_by_role("link", name="项目支出绩效目标审核表 PDF").count() == 2  # of each stage the form that counted
    for form in ("Word", "Excel", "PDF"):
        filed, change = text_of(page, f"项目支出绩效目标申报表 {form}"), text_of(page, f"绩效目标调整表 {form}")
        assert ("≥4次" in filed, "≥3次" in filed) == (True, False), form
        assert ("≥4次" in change, "≥3次" in change, "下半年加办一场" in change) == (True, True, True), form
    press(page, page.get_by_role("link", name="全部门一套"))
    sound(visit)
    whole = text_of(page, "财政部申报表式 PDF")
    assert "≥4次" in whole
    assert [name for name in (CARS, BLOCKED, TRADE, RIGHT) if name not in whole] == []


def test_a_season_with_five_people(town: Cast) -> None:
    taken_in(town)
    path = sent_up(town)
    passed(town, "kezhang")
    returned(town)
    answered(town, path)
    passed(town, "kezhang")
    passed(town, "fuzeren")
    led(town)
    approved(town)
    adjusted(town)
    compared(town)
    printed(town)

    assert town.complaints() == {}
    checked = town.told("audit", "verify")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout


# ---- what nobody may ----


def own_table(cast: Cast) -> str:
    """Let the section head take a table of the file in as his own; a draft of that name makes room."""
    visit = cast.visit("kezhang")
    page = visit.page
    visit.go("/desk/")
    in_year(visit)
    to_room(page, "目标")
    if page.locator("main").get_by_role("link", name=TRADE, exact=True).count():
        open_table(visit, TRADE)
        page.locator("summary", has_text="删除这张草稿").click()
        press(page, page.get_by_role("button", name=f"删除「{TRADE}」"))
    visit.go("/targets/take/")
    press(page, page.get_by_role("link", name="看里面的表"))
    for box in page.locator('input[name="table"]:enabled').all():
        box.uncheck()
    page.get_by_role("checkbox", name=TRADE).check()
    press(page, page.get_by_role("button", name="装入为草稿"))
    told(page, "已装入 1 张目标表")
    open_table(visit, TRADE)
    return str(page.url).removeprefix(visit.address)


def merged(cast: Cast, path: str) -> None:
    """Let two people write in one cell: the later one is shown both, chooses, and nothing is lost."""
    mine, other = cast.visit("kezhang"), cast.visit("jingban")
    other.go(path)
    sheet(other.page)
    other.page.fill("#f-lead", "对方写的人")
    other.page.locator("#saved", has_text="已自动保存").wait_for()
    mine.page.fill("#f-lead", "我写的人")
    conflict = mine.page.locator(".tg-conflict")
    conflict.wait_for()
    row = conflict.locator("tr", has_text="两人都改了")
    assert [row.locator("label").all_inner_texts()] == [["我写的人", "对方写的人"]]
    row.locator('input[value="mine"]').check()
    press(mine.page, conflict.get_by_role("button", name="按选择合并并保存"))
    sheet(mine.page)
    other.go(path)
    sheet(other.page)
    assert mine.page.input_value("#f-lead") == other.page.input_value("#f-lead") == "我写的人"


def test_three_things_nobody_may(town: Cast) -> None:
    """An author passes nothing of his own, another unit sees nothing, and nobody writes over another unseen."""
    path = own_table(town)
    merged(town, path)
    visit = town.visit("kezhang")
    page = visit.page
    press(page, page.locator("#life").get_by_role("button", name="送审"))
    told(page, "已送审")

    number = path.strip("/").rpartition("/")[2]
    visit.go(f"/review/{number}/")
    button = page.get_by_role("button", name=re.compile("^通过"))
    assert button.get_attribute("aria-disabled") == "true"
    assert "这件事您已经手" in str(button.get_attribute("title"))
    page.keyboard.press("Shift+A")
    sent = """async () => {
      const said = new FormData(document.getElementById('desk'));
      said.set('move', 'pass');
      const answer = await fetch(document.getElementById('desk').action, { method: 'POST', body: said });
      return [answer.status, await answer.text()];
    }"""
    status, answer = page.evaluate(sent)
    assert status == 409
    assert "这件事您已经手" in answer
    visit.go(path)
    assert sheet(page).locator(".rv-state").inner_text() == "科室审核"

    stranger = town.neighbour()
    for place in (path, f"{path}papers/", f"{path}versions/", f"{path}findings/", f"/review/{number}/"):
        assert stranger.go(place).status == 404, place
        assert TRADE not in stranger.page.content()

    grave = [one for said in town.complaints().values() for one in said if "409" not in one and "404" not in one]
    assert grave == []
