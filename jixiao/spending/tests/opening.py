"""The pages of spending as a person opens them in a test: signed in, in the year of the office."""

from __future__ import annotations

from typing import Any

from django.test import Client

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON
from jixiao.audit.facts import CONSOLE
from jixiao.organisations import actions as organisations
from jixiao.spending.models import Payment
from jixiao.spending.tests.money import Office, an_office


def an_open_office(settings: Any) -> Office:
    """Make a department whose year everybody may choose in the top bar."""
    settings.SECOND_FACTOR = "off"
    made = an_office()
    for unit in (made.department, made.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    return made


def signed_in(user: User) -> Client:
    """Sign somebody in, standing in 2022."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["year"] = 2022
    session.save()
    return client


def shown(client: Client, path: str, **more: Any) -> str:
    """Return a page that is there."""
    answer = client.get(path, **more)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def fresh(payment: Payment) -> Payment:
    """Return a payment as it stands now."""
    return Payment.objects.select_related("matter", "payee", "quota", "unit", "filer").get(pk=payment.pk)
