"""Take the pictures of the READMEs from the running product on its sample data.

    python scripts/make_screenshots.py [FOLDER]

Starts the product in a temporary folder, signs in by the one-time link it prints, and drives Chromium (Debian's, or the one named in
JIXIAO_CHROMIUM). Look at the pictures before committing them.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = os.environ.get("JIXIAO_CHROMIUM", "/usr/bin/chromium")
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
FILE = re.compile(r"^/files/[0-9a-f-]{36}/$")
SHOWN = 3  # the table with the wrong name


@contextmanager
def product() -> Iterator[str]:
    """Start the product on the sample data; give the one-time link."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="jxshots") as data:
        process = subprocess.Popen(
            [sys.executable, "-m", "jixiao.site", "serve", "--port", str(port), "--data", data],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        try:
            yield link_of(process)
        finally:
            process.terminate()
            process.wait(20)


def link_of(process: subprocess.Popen[str]) -> str:
    """Return the link once the product has said it is up."""
    link = ""
    for line in process.stdout or ():
        if found := re.search(r"http://\S+/enter/\S+", line):
            link = found[0]
        if "Ctrl+C" in line:
            break
    if not link:
        message = "the product did not start"
        raise SystemExit(message)
    return link


def visit(page: Page, address: str) -> None:
    """Open an address, waiting for a server that is still coming up and for the last fragment."""
    for _ in range(50):
        try:
            page.goto(address, wait_until="networkidle")
        except Error as problem:
            if "ERR_CONNECTION_REFUSED" not in str(problem):
                raise
            page.wait_for_timeout(100)
        else:
            return
    message = f"nobody answers at {address}"
    raise SystemExit(message)


def first_file(page: Page) -> str:
    """Return the path of the sample file from the home page."""
    for anchor in page.query_selector_all("a[href]"):
        path = urlsplit(anchor.get_attribute("href") or "").path
        if FILE.match(path):
            return path
    message = "the sample file is not on the home page"
    raise SystemExit(message)


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with product() as link, sync_playwright() as drive:
        browser = drive.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--font-render-hinting=none"])
        page = browser.new_page(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        visit(page, link)
        base = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        visit(page, f"{base}/")
        file = first_file(page)
        shots = (("home", "/", DESK), ("summary", file, DESK), ("findings", f"{file}projects/{SHOWN}/", DESK))
        for name, path, size in (*shots, ("findings-phone", f"{file}projects/{SHOWN}/", PHONE)):
            page.set_viewport_size(size)
            visit(page, f"{base}{path}")
            page.screenshot(path=folder / f"{name}.png")
            print(f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
