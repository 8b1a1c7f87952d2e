"""The first start as the three administrators live it: console, one-time password, name, second factor, recovery codes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from .conftest import ROOT, VIOLATIONS, _wait

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LINE = re.compile(r"用户名 (\w+)\s+密码 (\S+?)　")
OWN = "三张表九个项目一百四十处"
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Start an empty installation; give its address and the one-time passwords it printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path_factory.mktemp("installed")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")} | {"PYTHONUNBUFFERED": "1"}
    command = [
        sys.executable,
        "-m",
        "jixiao.site",
        "serve",
        "--no-demo",
        "--bureau",
        "某某市财政局",
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout
        try:
            printed = ""
            for line in process.stdout:
                printed += line
                if "停止服务" in line:
                    break
            _wait(port)
            yield f"http://127.0.0.1:{port}", dict(LINE.findall(printed))
        finally:
            process.terminate()
            process.wait(15)


def shown_by_the_phone(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def accessible(page: Any) -> None:
    """Find nothing serious at either size, and nothing the content security policy stopped."""
    for size in SIZES:
        page.set_viewport_size(size)
        page.evaluate(AXE)
        report = page.evaluate("axe.run({resultTypes: ['violations']})")
        serious = [(one["id"], one["nodes"][0]["html"]) for one in report["violations"] if one["impact"] in {"serious", "critical"}]
        assert serious == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.set_viewport_size(SIZES[0])
    assert page.evaluate("window.violations") == [], page.url


def password_in(page: Any, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/enter/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main button")


def test_three_accounts_are_printed_and_one_of_them_comes_in_all_the_way(browser: Any, installed: tuple[str, dict[str, str]]) -> None:
    address, passwords = installed
    assert list(passwords) == ["xitong", "baomi", "shenjiyuan"]
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(15_000)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()

    password_in(page, address, "baomi", passwords["baomi"])
    assert page.locator("h1").inner_text() == "首次登录"
    accessible(page)
    page.fill("[name=name]", "郑某某")
    page.fill("[name=new]", OWN)
    page.fill("[name=again]", OWN)
    page.click("main button")

    assert page.locator("h1").inner_text() == "设置第二因素"
    accessible(page)
    secret = page.locator(".en-secret").inner_text().replace(" ", "")
    page.fill("[name=code]", "000000")
    page.click("main form button")
    assert page.locator(".jx-error").count() == 1
    page.fill("[name=code]", shown_by_the_phone(secret))
    page.click("main form button")

    assert page.locator("h1").inner_text() == "恢复码"
    accessible(page)
    codes = page.locator(".en-codes code").all_inner_texts()
    assert len(codes) == 10
    page.click("text=已经收好")

    for path in ("security/", "security/factor/", "security/people/", "security/factor/replace/"):
        page.goto(f"{address}/{path}")
        accessible(page)
    page.goto(f"{address}/security/people/")
    page.click("td a")
    accessible(page)

    page.click(".jx-me summary")
    page.click("text=退出")
    password_in(page, address, "baomi", OWN)
    assert page.locator("h1").inner_text() == "第二步验证"
    accessible(page)
    page.fill("[name=code]", codes[0])
    page.click("main form button")
    page.goto(f"{address}/security/")
    assert page.locator("h1").inner_text() == "账号安全"
    context.close()


def test_all_of_it_works_without_script(browser: Any, installed: tuple[str, dict[str, str]]) -> None:
    address, passwords = installed
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()

    password_in(page, address, "xitong", passwords["xitong"])
    page.fill("[name=name]", "吴某某")
    page.fill("[name=new]", OWN)
    page.fill("[name=again]", OWN)
    page.click("main button")
    secret = page.locator(".en-secret").inner_text().replace(" ", "")
    page.fill("[name=code]", shown_by_the_phone(secret))
    page.click("main form button")
    page.click("text=已经收好")

    page.goto(f"{address}/security/")
    assert page.locator("h1").inner_text() == "账号安全"
    context.close()
