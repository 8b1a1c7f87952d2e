"""The review desk by keys alone: rows, grades, remarks, the machine's words, points, deciding and going on; nothing typed is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, VIOLATIONS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
PAGE_WIDE = {"region"}  # the page bar of the frame stands outside landmarks, on every page
# Puts tables of the faulty sample before the finance bureau, which no officer could send up.
LAY = """
import os, sys, json
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
import django
django.setup()
from django.utils import timezone
from jixiao.accounts.models import User
from jixiao.review import actions
from jixiao.site.demo import build
from jixiao.targets import actions as targets
from jixiao.targets.facts import Filing
from jixiao.targets.models import Target
from jixiao.targets.sums import dump, load
like, officer = Target.objects.order_by("-year").first(), User.objects.get(username="jingban")
said = load(json.loads(json.dumps(dump(build.faulty())).replace("2022", str(like.year))))
from dataclasses import replace
for number in range(int(sys.argv[2])):
    project = replace(said.projects[1], name=f"冻肉储备补贴{sys.argv[1]}{number}")
    one = targets.open_target(like.unit, Filing(projects=(project,)), year=like.year, pack="standard", by=officer, at=timezone.now())
    actions._tally(one)
    Target.objects.filter(pk=one.pk).update(state=sys.argv[3], round=1)
    print(one.pk)
"""


@pytest.fixture
def data(server: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder the server works in."""
    return next(tmp_path_factory.getbasetemp().glob("data*"))


@pytest.fixture
def come_in(browser: Any, server: tuple[str, str], data: Path) -> Iterator[Callable[..., Visit]]:
    """Return what signs somebody in by a link of their own."""
    opened = []

    def enter(username: str, **options: Any) -> Visit:
        address = server[0]
        command = [sys.executable, "-m", "jixiao.site", "link", username, "--port", address.rpartition(":")[2], "--data", str(data)]
        link = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
        context = browser.new_context(locale="zh-CN", **(DESK | options))
        context.set_default_timeout(15_000)
        context.add_init_script(VIOLATIONS)
        opened.append(context)
        visit = Visit(context.new_page(), address)
        visit.page.goto(link)
        if "/enter/" in visit.page.url:
            visit.page.locator("main button, form button").first.click()
            visit.page.wait_for_url(lambda url: "/enter/" not in url)
        return visit

    yield enter
    for context in opened:
        context.close()


@pytest.fixture
def lay(data: Path, request: pytest.FixtureRequest) -> Callable[..., list[str]]:
    """Return what lays targets before a stage; it gives their numbers."""

    def put(count: int, stage: str = "财政审核") -> list[str]:
        environment = os.environ | {"JIXIAO_DATA": str(data), "JIXIAO_SECOND_FACTOR": "off", "PYTHONPATH": str(ROOT)}
        name = re.sub(r"\W", "", request.node.name)[:60]
        command = [sys.executable, "-c", LAY, name, str(count), stage]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.split()

    return put


def tab_to(page: Any, selector: str, most: int = 120) -> None:
    """Go on by Tab until an element has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")


def here(page: Any) -> str:
    return str(page.locator(".rv-line.rv-here").get_attribute("data-row"))


def remarked(page: Any) -> str:
    """Go through rows, grade one, take over the machine's words, and remark on two, by keys."""
    keys = page.keyboard

    keys.press("?")
    assert page.locator("#keys[open]").count() == 1
    keys.press("?")
    first = here(page)
    keys.press("j")
    second = here(page)
    assert second != first
    keys.press("k")
    assert here(page) == first
    while not here(page).endswith("indicators.2"):
        keys.press("j")
    keys.press("3")
    assert page.locator(".rv-line.rv-here input:checked").get_attribute("value") == "中"
    keys.press("q")
    words = str(page.locator(".rv-say.rv-here textarea").input_value())
    assert len(words) > 10
    keys.type("请按此改正 jkn")  # a key is a letter while somebody writes
    keys.press("Escape")
    keys.press("j")
    assert here(page).endswith("indicators.3")
    keys.press("r")
    keys.type("写明测算过程")
    keys.press("Escape")
    return words


def test_a_target_is_reviewed_and_returned_by_keys_alone(come_in: Callable[..., Visit], lay: Callable[..., list[str]]) -> None:
    one, two = lay(2)
    visit = come_in("shenhe")
    page, keys = visit.page, visit.page.keyboard
    visit.go(f"/review/{one}/?q=test_a_target")
    words = remarked(page)
    tab_to(page, '.rv-given[name="given:0"]')
    before = int(page.locator("#total").inner_text())
    keys.press("Control+a")
    keys.type("10")
    assert int(page.locator("#total").inner_text()) > before
    tab_to(page, '.rv-note[name="note:0"]')
    keys.type("缺项已当面补齐")
    page.locator("h1").evaluate("element => document.activeElement.blur()")
    keys.press("s")
    page.locator(".jx-toast", has_text="已暂存").wait_for()
    assert page.locator('[name="text:projects.0.indicators.2"]').input_value() == f"{words}请按此改正 jkn"
    assert page.locator('[name="note:0"]').input_value() == "缺项已当面补齐"
    assert page.locator("#grade").inner_text() == "中"

    keys.press("Shift+A")  # 中 does not pass: the sentence comes back and all stands as it was
    page.locator(".rv-confirm[open]").wait_for()
    keys.type("财预〔2026〕1号")
    tab_to(page, 'button[name="move"][value="pass"]')
    keys.press("Enter")
    page.locator("#refused", has_text="审核表评定为「中」").wait_for()
    assert page.locator("#document").input_value() == "财预〔2026〕1号"
    assert page.locator('[name="text:projects.0.indicators.3"]').input_value() == "写明测算过程"

    keys.press("Shift+R")
    page.wait_for_url(re.compile(rf"/review/{two}/"))
    page.locator(".jx-toast", has_text="已退回").wait_for()
    assert visit.violations() == []
    assert [one for one in visit.complaints if "409" not in one] == []


def test_what_is_written_is_kept_on_the_way_to_the_next(come_in: Callable[..., Visit], lay: Callable[..., list[str]]) -> None:
    one, two = lay(2)
    visit = come_in("shenhe")
    page, keys = visit.page, visit.page.keyboard
    visit.go(f"/review/{one}/?q=test_what_is")

    keys.press("r")
    keys.type("补充依据")
    keys.press("Escape")
    keys.press("n")
    page.wait_for_url(re.compile(rf"/review/{two}/"))
    keys.press("p")
    page.wait_for_url(re.compile(rf"/review/{one}/"))

    assert "补充依据" in [area.input_value() for area in page.locator(".rv-say textarea").all()]
    keys.press("f")
    keys.type("冻肉")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"q=%E5"))
    assert (visit.violations(), visit.complaints) == ([], [])


def test_without_script_everything_is_there_as_plain_fields(come_in: Callable[..., Visit], lay: Callable[..., list[str]]) -> None:
    (one,) = lay(1)
    visit = come_in("shenhe", java_script_enabled=False)
    page = visit.page
    visit.go(f"/review/{one}/")

    areas = page.locator(".rv-say textarea")
    assert areas.count() > 5
    assert all(area.is_visible() for area in areas.all())
    assert page.locator(".rv-note").first.is_visible()
    areas.last.fill("不用脚本写的意见")
    page.locator('.rv-line input[value="差"]').last.check(force=True)
    page.get_by_role("button", name="暂存").click()
    assert page.locator(".rv-say textarea").last.input_value() == "不用脚本写的意见"


def test_a_section_head_passes_several_at_once(come_in: Callable[..., Visit], lay: Callable[..., list[str]]) -> None:
    lay(2, "科室审核")
    visit = come_in("kezhang")
    page = visit.page
    visit.go("/review/batch/?q=test_a_section")

    assert page.locator('input[name="target"]:checked').count() == 2
    page.get_by_role("button", name="通过所选").click()
    page.locator(".jx-toast", has_text="已通过 2 项").wait_for()
    assert (visit.violations(), visit.complaints) == ([], [])


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["1440", "390"])
def test_nobody_is_shut_out(come_in: Callable[..., Visit], lay: Callable[..., list[str]], options: dict[str, Any]) -> None:
    (one,) = lay(1)
    visit = come_in("shenhe", **options)
    page, found = visit.page, []
    paths = [
        f"/review/{one}/",
        "/review/?at=end",
        "/review/whole/",
        f"/targets/{one}/life/",
        f"/targets/{one}/findings/",
        "/review/?show=all",
    ]
    for path in [*paths, f"/targets/{one}/assessments/"]:
        visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        page.evaluate(AXE)
        broken = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        found += [f"{path} {one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in broken if one["id"] not in PAGE_WIDE]
        found += visit.violations()

    assert found == [], "\n".join(found)
    assert visit.complaints == []
