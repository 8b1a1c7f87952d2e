from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from jixiao.accounts.models import User
from jixiao.documents import actions, queries
from jixiao.documents.models import Upload
from jixiao.kernel.rule import Severity
from jixiao.review import queries as review
from jixiao.review.models import Waiver

from .conftest import NOON

pytestmark = pytest.mark.django_db
FRAME = 7  # session, person, posts, units, their unit, years, the posts again: what every page of the house asks


@pytest.mark.parametrize(("name", "more"), [("file", ()), ("project", (3,)), ("department", ()), ("fixes", ()), ("doubts", ())])
def test_a_page_asks_at_most_eight_questions_beside_the_frames(
    page: Client, upload: Upload, django_assert_max_num_queries: Any, name: str, more: tuple[int, ...]
) -> None:
    place = reverse(f"documents:{name}", args=[upload.pk, *more])
    page.get(place)

    with django_assert_max_num_queries(FRAME + 8):
        page.get(place)


def test_the_list_asks_as_much_for_many_files_as_for_one(page: Client, upload: Upload, django_assert_max_num_queries: Any) -> None:
    page.get("/")

    with django_assert_max_num_queries(FRAME + 8):
        page.get("/")


def test_the_same_text_is_examined_once(upload: Upload) -> None:
    assert queries.check_of(upload).marks is queries.check_of(upload).marks


def a_waiver(upload: Upload, officer: User, severity: Severity, reason: str = "有文件") -> Waiver:
    return Waiver.objects.create(
        filing=upload.filing, finding="X@y", rule="X", severity=severity, message="", reason=reason, by=officer, at=NOON
    )


def test_the_database_refuses_a_waiver_of_a_block_and_takes_one_of_an_error(upload: Upload, officer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_waiver(upload, officer, Severity.BLOCK)

    assert a_waiver(upload, officer, Severity.ERROR).pk


def test_the_database_refuses_a_waiver_without_a_reason(upload: Upload, officer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_waiver(upload, officer, Severity.WARN, "   ")


def test_without_the_sentence_the_database_still_refuses_to_leave_a_block(
    upload: Upload, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = next(name for name, mark in queries.check_of(upload).open.items() if mark.severity is Severity.BLOCK)
    monkeypatch.setattr(review, "refusal_to_waive", lambda *_asked: None)

    with pytest.raises(IntegrityError):
        actions.waive(upload, block, "就这样", version=1, by=officer, at=NOON)


def test_fixes_offered_together_never_touch_one_cell_twice(upload: Upload) -> None:
    paths = [edit.path for mark in queries.check_of(upload).certain.values() for edit in mark.fix]
    rows = [path for path in paths if path.rpartition(".")[2].isdigit()]

    assert len(paths) == len(set(paths))
    assert not any(path.startswith(f"{row}.") for row in rows for path in paths)


def test_a_second_finding_of_one_rule_at_one_place_has_a_name_of_its_own(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = next(iter(queries.check_of(upload).marks.values()))
    monkeypatch.setattr("jixiao.review.book.examine", lambda *_args, **_more: (mark, mark, mark))
    upload.filing.current += " "  # another text, so that it is examined anew

    assert list(review.look(upload.filing)[1]) == [mark.key, f"{mark.key}~2", f"{mark.key}~3"]


def test_records_say_what_they_are(upload: Upload, officer: User) -> None:
    waiver = a_waiver(upload, officer, Severity.WARN)

    assert str(upload) == upload.name
    assert str(upload.original) == str(upload.pk)
    assert str(waiver) == f"{upload.filing_id} X@y"
    assert waiver.unit == upload.unit
    assert upload.total == upload.blocks + upload.errors + upload.warnings + upload.hints
