"""A file is handed out to be saved under its Chinese name."""

from __future__ import annotations

import pytest

from jixiao.web.downloads import DOCX, XLSX, saved

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("name", "kind"), [("台账.xlsx", XLSX), ("纪要.docx", DOCX)])
def test_a_file_is_saved_under_its_chinese_name_and_kept_nowhere(name: str, kind: str) -> None:
    answer = saved(b"x", name, kind)

    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_cannot_end_the_header() -> None:
    answer = saved(b"x", 'a"\r\nSet-Cookie: b.xlsx')

    assert "\n" not in answer.headers["Content-Disposition"]
