from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from jixiao.accounts.models import User
from jixiao.documents import actions, queries
from jixiao.documents.models import Doubt, Upload
from jixiao.kernel.refusal import Refused
from jixiao.organisations.models import Unit

from .conftest import NOON

pytestmark = pytest.mark.django_db
READS = Path(__file__).parent / "reads"


@pytest.fixture
def unsure(department: Unit, officer: User) -> Upload:
    """Take in a file whose amount has two units."""
    path = READS / "d07_units_that_disagree.txt"
    return actions.receive(department, path.name, path.read_bytes(), by=officer, at=NOON)


def the_doubt(upload: Upload) -> Doubt:
    return queries.doubts_of(upload)[0]


def settle_at(upload: Upload) -> str:
    return reverse("documents:settle", args=[upload.pk, the_doubt(upload).position])


def test_a_doubt_stands_beside_its_original_and_what_was_read(page: Client, unsure: Upload) -> None:
    text = page.get(reverse("documents:doubts", args=[unsure.pk])).content.decode()

    assert unsure.unsettled == 1
    for words in ("<mark>100元</mark>", "读成", "没有问题", "改成这样"):
        assert words in text


def test_a_doubt_that_is_right_is_settled_without_a_change(page: Client, unsure: Upload) -> None:
    answer = page.post(settle_at(unsure), {"version": 1, "right": "on", "value": "100元", "key": "a"}, follow=True)
    upload = Upload.objects.get()

    assert "已确认 1 处存疑" in answer.content.decode()
    assert (upload.unsettled, upload.filing.version, the_doubt(upload).answer) == (0, 1, "没有问题")


def test_a_doubt_settled_with_the_right_value_changes_the_facts(page: Client, unsure: Upload) -> None:
    page.post(settle_at(unsure), {"version": 1, "value": "100", "key": "a"})
    upload = Upload.objects.get()

    assert (upload.unsettled, upload.filing.version, the_doubt(upload).answer) == (0, 2, "改为「100」")
    assert queries.check_of(upload).changes[0].reason == "确认存疑"


def test_a_value_that_is_no_amount_is_refused_and_stays_in_its_field(page: Client, unsure: Upload) -> None:
    answer = page.post(settle_at(unsure), {"version": 1, "value": "很多钱", "key": "a"})

    assert answer.status_code == 409
    assert "很多钱</textarea>" in answer.content.decode()
    assert Upload.objects.get().unsettled == 1


def test_a_doubt_seen_on_an_older_version_is_refused(page: Client, unsure: Upload, officer: User) -> None:
    actions.fill(unsure, "projects.0.annual_goal", "保洁河道", "保洁河道5公里", version=1, by=officer, at=NOON)

    answer = page.post(settle_at(unsure), {"version": 1, "value": "100", "key": "a"})

    assert answer.status_code == 409
    assert "已不是最新" in answer.content.decode()


def test_a_doubt_is_settled_once(unsure: Upload, officer: User) -> None:
    actions.settle(the_doubt(unsure), value=None, version=1, by=officer, at=NOON)

    with pytest.raises(Refused, match="已经确认过"):
        actions.settle(the_doubt(unsure), value=None, version=1, by=officer, at=NOON)


def test_a_doubt_that_does_not_exist_is_not_there(page: Client, unsure: Upload) -> None:
    assert page.post(reverse("documents:settle", args=[unsure.pk, 9]), {"version": 1}).status_code == 404
