"""A process that posts payments one after another and says each number once it is acknowledged, to be killed while it does so.

python -m jixiao.spending.tests.poster set-up | post | check     # with JIXIAO_DATA in the environment
"""

# ruff: noqa: PLC0415, T201 - imports wait for Django to be ready; its words are what the killer reads

from __future__ import annotations

import os
import sys


def office() -> object:
    """Set the office up, or find it."""
    from jixiao.spending.models import Quota
    from jixiao.spending.tests import money

    assert not Quota.objects.exists()
    return money.an_office(yuan="90000000")


def post() -> None:
    """Send requests up until killed; a number is said only after the act came back."""
    from jixiao.accounts.models import User
    from jixiao.accounts.tests.people import NOON
    from jixiao.kernel.money import Money
    from jixiao.spending.actions import moving, payments
    from jixiao.spending.models import Payee, Quota
    from jixiao.spending.queries.payments import known

    by, quota, payee = User.objects.get(username="jingban"), Quota.objects.get(), Payee.objects.get()
    while True:
        one = payments.open_payment(by.unit, 2022, "办公用品", Money(100_00), by=by, at=NOON)
        payments.write(one, {"quota": quota, "payee": payee}, version=one.version, by=by, at=NOON)
        done = moving.submit(known(one.pk), by=by, at=NOON)
        print(done.number, flush=True)


def check() -> None:
    """Say the numbers there are; fail where the books do not add up or the log is broken."""
    from django.db.models import Sum

    from jixiao.audit.queries import verify
    from jixiao.spending.models import Act, Payment, Posting, Quota, Signature
    from jixiao.spending.states import HOLDING

    rows = Payment.objects.filter(state__in=HOLDING)
    held = rows.aggregate(fen=Sum("fen"))["fen"] or 0
    assert Quota.objects.get().frozen == held
    assert (Posting.objects.aggregate(fen=Sum("fen"))["fen"] or 0) == held
    assert Act.objects.filter(move="submit").count() == rows.count()
    assert Signature.objects.count() == 3 * rows.count()
    numbers = sorted(number or 0 for number in Payment.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert verify() is None
    print(*numbers)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
    import django

    django.setup()
    if sys.argv[1] == "set-up":
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        office()
    elif sys.argv[1] == "post":
        post()
    else:
        check()
