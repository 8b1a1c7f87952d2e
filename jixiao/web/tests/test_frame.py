from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.messages import get_messages, success
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

import jixiao
from jixiao.kernel.money import Money
from jixiao.kernel.rule import Severity
from jixiao.web.templatetags import frame

PACKAGE = Path(jixiao.__file__).parent
VENDOR = PACKAGE / "web" / "static" / "vendor"
SPRITE = set(re.findall(r'symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))


def test_files_of_others_are_what_they_were() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}

    assert sums == {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in sums}
    assert set(sums) == {path.name for path in VENDOR.iterdir() if path.suffix in {".css", ".js", ".svg"}}


def test_every_icon_a_page_names_is_in_the_sprite() -> None:
    named = {
        name
        for path in PACKAGE.rglob("templates/**/*.html")
        for name in re.findall(r'\{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert (named | set(frame.MARKS.values())) - SPRITE == set()


@pytest.mark.parametrize("grade", Severity)
def test_a_severity_is_a_shape_a_colour_and_a_word(grade: Severity) -> None:
    drawn = frame.severity(grade, 3)

    assert (f"jx-{grade.code}" in drawn, f"#{frame.MARKS[grade]}" in drawn, grade.word in drawn, "<b>3</b>" in drawn) == (True,) * 4
    assert frame.severity(grade.code) == frame.severity(int(grade))
    assert f'visually-hidden">{grade.word}' in frame.severity(grade, word=False)


def test_an_asset_carries_its_fingerprint_and_a_missing_one_is_an_error() -> None:
    assert re.fullmatch(r"/static/jixiao\.css\?v=[0-9a-f]{12}", frame.asset("jixiao.css"))
    with pytest.raises(LookupError):
        frame.asset("no-such.css")


def test_an_icon_alone_has_a_name_and_one_beside_words_has_none() -> None:
    assert 'role="img" aria-label="下载"' in frame.icon("download", "下载")
    assert 'aria-hidden="true"' in frame.icon("download")


def test_a_label_cannot_break_out_of_its_attribute() -> None:
    assert '"><script' not in frame.icon("download", '"><script>')


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (frame.yuan(Money(200000000)), "2,000,000.00"),
        (frame.yuan(1), "0.01"),
        (frame.yuan(None), ""),
        (frame.wan(574900000), "574.90"),
        (frame.wan(None), ""),
        (frame.percent(Decimal("48.10")), "48.1%"),
        (frame.percent(100), "100%"),
        (frame.percent(None), ""),
        (frame.size(69632), "68 KB"),
        (frame.size(1258291), "1.2 MB"),
        (frame.size(3), "1 KB"),
        (frame.size(None), ""),
    ],
)
def test_amounts_shares_and_sizes_are_written_as_people_write_them(written: str, expected: str) -> None:
    assert written == expected


def test_each_form_gets_a_key_of_its_own() -> None:
    keys = {re.search(r'value="([^"]{24})"', frame.once())[1] for _ in range(50)}  # type: ignore[index] # no match is a failure

    assert len(keys) == 50


def test_a_toast_offers_to_undo_where_there_is_a_way_back() -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment] # all the storage asks for
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    success(request, "已更正 31 处", extra_tags="/undo/31/")
    success(request, "密码已设好")

    page = render_to_string("web/_toasts.html", {"messages": get_messages(request)}, request)

    assert page.count("<form") == 1
    assert 'action="/undo/31/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["jixiao.css", "sheet.css", "vendor/bootstrap.min.css", "vendor/htmx.min.js", "vendor/icons.svg", "logo.svg"]
)
def test_static_files_are_served_by_the_site_itself(client: Client, name: str) -> None:
    assert finders.find(name)
    answer = client.get(frame.asset(name))
    answer.close()

    assert answer.status_code == 200
    assert "max-age=3600" in answer["Cache-Control"]
