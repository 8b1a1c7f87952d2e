"""A real server with the sample in a folder of its own, and a Chromium signed in as the finance officer."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jixiao.documents import book
from jixiao.office import book as office

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "jixiao" / "site" / "demo" / "示例市商务局2022年绩效目标.docx"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
VIOLATIONS = (
    "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI));"
)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Start the product; give its address and the link that signs in."""
    with serving(tmp_path_factory.mktemp("data")) as started:
        yield started


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, str]]:
    """Start the product with the sample in a folder; give its address and the link that signs in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")} | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "jixiao.site", "serve", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        try:
            link = next(found[0] for line in process.stdout if (found := re.search(r"/enter/[\w-]+/", line)))
            _wait(port)
            yield f"http://127.0.0.1:{port}", link
        finally:
            process.terminate()
            process.wait(15)


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        subprocess.run(["sleep", "0.1"], check=False)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def state(browser: Any, server: tuple[str, str]) -> Any:
    """Sign in once by the link and keep the session for every journey."""
    address, link = server
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address + link)
    if "/enter/" in page.url:
        page.locator("main button, form button").first.click()
        page.wait_for_url(f"{address}/**")
    kept = context.storage_state()
    context.close()
    return kept


class Visit:
    """One person at the product: a page, its address, and everything the browser complained of."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Any:
        """Open a page of the product."""
        return self.page.goto(self.address + path)

    def violations(self) -> list[str]:
        """Return what the content security policy stopped on the page."""
        found: list[str] = self.page.evaluate("window.violations || []")
        return found


@pytest.fixture
def visit(browser: Any, server: tuple[str, str], state: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a fresh page at 1440×900, or as the test asks."""
    options = {"viewport": {"width": 1440, "height": 900}} | getattr(request, "param", {})
    context = browser.new_context(locale="zh-CN", storage_state=state, accept_downloads=True, **options)
    context.set_default_timeout(15_000)
    context.add_init_script(VIOLATIONS)
    one = Visit(context.new_page(), server[0])
    yield one
    context.close()


@pytest.fixture
def fresh_file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Write a file of its own: the sample with the test's name in its overall goal, so that its bytes are new."""
    reading = book.recognise(office.read(SAMPLE.read_bytes(), SAMPLE.name))
    assert reading.filing.department
    plan = replace(reading.filing.department, overall_goal=f"{reading.filing.department.overall_goal}（{request.node.name}）")
    path = tmp_path / f"{re.sub(r'[^a-z_]', '', request.node.name)}.docx"
    path.write_bytes(office.write(book.write(replace(reading.filing, department=plan), reading.layout), "docx"))
    return path
