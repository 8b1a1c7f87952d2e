"""The pages of quotas, ledger and progress: groups with their sums, other departments not there."""

from __future__ import annotations

import pytest
from django.test import Client

from jixiao.accounts.tests.people import BACKEND, NOON
from jixiao.audit.facts import CONSOLE
from jixiao.organisations import actions as organisations
from jixiao.spending.models import Quota

from .money import Office, an_office, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = an_office()
    organisations.adopt(office.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    same = {"unit": office.department, "year": 2022, "function": "2220503", "at": NOON}
    Quota.objects.create(project="冻肉储备", economic="31204", approved=50_000_000, **same)
    return office


def seen(office: Office, path: str) -> str:
    client = Client()
    client.force_login(office.fuzeren, backend=BACKEND)
    client.post("/stand/", {"unit": office.department.pk, "year": 2022, "next": "/spending/"})
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("asked", ["", "?by=project", "?by=nonsense"])
def test_quotas_stand_under_their_projects_unless_asked_otherwise(office: Office, asked: str) -> None:
    page = seen(office, f"/spending/quotas/{asked}")

    assert page.index("促进汽车消费") < page.index("30227")
    assert "冻肉储备" in page


def test_quotas_are_put_together_by_what_is_asked(office: Office) -> None:
    assert "31204 费用补贴" in seen(office, "/spending/quotas/?by=economic")


def test_the_ledger_and_the_progress_show_what_was_paid(office: Office) -> None:
    paid(office, "1800")

    assert "1,800.00" in seen(office, "/spending/ledger/")
    assert "1,800.00" in seen(office, "/spending/progress/")


def test_another_departments_quotas_are_not_there(office: Office) -> None:
    other = an_office(bureau=office.department.parent, code="302")
    organisations.adopt(other.department, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)

    assert "冻肉储备" not in seen(other, "/spending/quotas/")
