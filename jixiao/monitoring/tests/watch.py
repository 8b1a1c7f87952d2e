"""A department whose fair project is watched: ledgers linked, money paid, a round issued. For tests of monitoring and above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, a_person
from jixiao.audit.facts import CONSOLE
from jixiao.evidence.actions import entries, links
from jixiao.evidence.queries import links as linking
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Role
from jixiao.monitoring.actions import rounds
from jixiao.monitoring.models import Deviation, Round, Task
from jixiao.organisations import actions as organisations
from jixiao.review.tests.season import Season, a_season, a_target, pass_up
from jixiao.spending.models import Matter, Payee, Payment, Quota
from jixiao.targets.models import Target

AUGUST = datetime(2022, 8, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
WAN = 1_000_000


@dataclass
class Watch:
    """The season's people, a vice leader, the target and its round."""

    season: Season
    target: Target
    vice: User
    head_of_finance: User
    quota: Quota

    @property
    def task(self) -> Task:
        return Task.objects.select_related("round__unit", "target__unit", "unit", "filer").get(target=self.target)

    @property
    def deviation(self) -> Deviation:
        return Deviation.objects.select_related("task__round", "target", "unit", "filer").get(target=self.target)

    def pay(self, wan: int, on: date) -> Payment:
        """Write down money that left, as if taken in from the books before."""
        at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
        season = self.season
        matter = Matter.objects.create(unit=season.department, year=2022, name="展会", fen=wan * WAN)
        Quota.objects.filter(pk=self.quota.pk).update(paid=self.quota.paid + wan * WAN)
        self.quota.refresh_from_db()
        payee, _made = Payee.objects.get_or_create(unit=season.department, name="某会展服务有限公司", since=date(2022, 1, 1))
        return Payment.objects.create(
            payee=payee, unit=season.section, filer=season.department, year=2022, quota=self.quota, matter=matter, title="展会", fen=wan * WAN, whole=wan * WAN,
            state="已支付", since=at, author=season.officer, asked_at=at, paid_at=at, receipt=f"回{matter.pk}", number=matter.pk, policy="SEED", band="A",
        )  # fmt: skip

    def fair(self, on: str, name: str, signed: str = "100") -> None:
        """Enter a fair into the ledger."""
        texts = {"on": on, "name": name, "kind": "展会", "companies": "10", "signed": signed, "target": str(self.target.pk)}
        entries.add(self.season.section, 2022, "activities", texts, target=self.target, by=self.season.officer, at=AUGUST)

    def issue(self, month: int = 7, at: datetime = AUGUST) -> Round:
        """Issue a round over the department and fill it."""
        one = rounds.issue(self.season.department, 2022, month, by=self.season.finance, at=at)
        while not one.ready:
            one = rounds.fill(one, by=self.season.finance, at=at)
        return one


def a_watch() -> Watch:
    """Set a department up with an approved project of 20 万元."""
    season = a_season()
    for unit in (season.bureau, season.department, season.section):
        organisations.adopt(unit, 2022, pack="standard", regime="R2015", by=CONSOLE, at=NOON)
    target = pass_up(season, a_target(season), "已批复")
    said = {"unit": season.department, "year": 2022, "target": target, "project": target.name, "function": "2160299"}
    quota = Quota.objects.create(**said, economic="30227", approved=Money.parse("20", "万元").fen, at=NOON)
    vice = a_person(season.department, "fenguan", Role.VICE_LEADER)
    chief = a_person(season.department, "fuzeren", Role.FINANCE_HEAD)
    named = linking.indicators_of(target)
    links.link(target, named[0][0], "activities.fairs", by=season.officer, at=NOON)
    return Watch(season, target, vice, chief, quota)
