"""The sample's assets: the vehicle bought with the year's money, what stood there before, a stocktake, a promise. Demonstration data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.assets.actions import cards, counts, disposals, promises
from jixiao.assets.models import Card
from jixiao.kernel.money import Money
from jixiao.organisations.models import Unit
from jixiao.spending.models import Payment

OLD = (  # category, name, model, yuan, years ago, place
    ("desktop", "台式计算机", "办公一体机", "4800", 7, "办公楼203室"),
    ("laptop", "便携式计算机", "14寸", "6600", 3, "办公楼205室"),
    ("printer", "黑白激光打印机", "A4双面", "1850", 4, "办公楼文印室"),
    ("desktop", "台式计算机", "办公一体机", "4950", 2, "办公楼207室"),
)
STORE, COLD = "储备冷库改造", "改造后的冷库用于市级冻肉储备不少于 10 年"
PROMISE = "所购公务用车在下乡督导、市场保供检查中使用不少于 10 年"


def lay(department: Unit, section: Unit, people: Mapping[str, User], at: datetime) -> None:
    """Make the cards, begin a stocktake, ask to scrap the oldest, and promise the vehicle's use."""
    keeper, today = people["zichan"], timezone.localdate(at)
    old = [
        made(section, people, at, category=category, name=name, model=model, fen=Money.parse(yuan, "元").fen, place=place, origin="原有",
             acquired=today - timedelta(days=365 * years), keeper=people["jingban"])
        for category, name, model, yuan, years, place in OLD
    ]  # fmt: skip
    bought = Payment.objects.filter(filer=department, quota__economic="31013", paid_at__isnull=False).first()
    if bought and bought.paid_at:
        day = timezone.localdate(bought.paid_at)
        car = made(
            section, people, at, category="car_emergency", name="公务用车", model="1.5L 三厢轿车", fen=bought.fen, place="机关车库", origin="购置", ccm=1500,
            acquired=day, accepted=day, acceptor=people["caiwu"], keeper=people["jingban"], payment=bought,
        )  # fmt: skip
        project = bought.quota.project if bought.quota else ""
        promises.promise(department, bought.year, project, PROMISE, years=10, since=day, card=car, by=keeper, at=at)
    store = promises.promise(department, today.year - 2, STORE, COLD, years=10, since=date(today.year - 2, 6, 30), by=keeper, at=at)
    promises.answer(store, today.year - 1, True, "示例市储备冷库", "按月查验", by=keeper, at=at)  # noqa: FBT003 - the answer itself
    count = counts.issue(department, today - timedelta(days=2), "年度盘点（演示）", by=people["zichan"], at=at)
    for row in count.lines.all()[:2]:
        counts.mark(row, 1, by=people["shenji"], at=at)
    disposals.propose(department, old[:1], "报废", "已超过最低使用年限，无维修价值", by=keeper, at=at)


def made(section: Unit, people: Mapping[str, User], at: datetime, **told: Any) -> Card:
    """Make one card."""
    said = {"quantity": 1, "years": 8 if told["category"] == "car_emergency" else 6} | told
    return cards.make_card(section, said, by=people["zichan"], at=at)
