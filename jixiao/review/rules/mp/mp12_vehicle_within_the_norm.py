from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, NUMBER, QUANTITY, bare, finder, first_of, money_of, unit_price
from jixiao.targets.facts import Project

COUNTED = frozenset({"辆", "台", "部"})


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find official cars dearer than the norm of their class; price is the unit price stated, else the cost over the cars.

    The class is the one the table names. Where it names none, the general ceiling of 18万元 applies: whoever buys a dearer
    class must say so. Vehicles under other norms (执法执勤, 消防车, 救护车, 公交) and running costs are not judged.
    """
    name = bare(project.name)
    if not finder(pack, "vehicles")(name) or not finder(pack, "vehicle_buying")(name) or finder(pack, "vehicle_exempt")(name):
        return
    at, price = _price(project)
    if price is None:
        return
    told = name + bare(project.annual_goal) + "".join(row.name for row in project.rows)
    ceiling = next(one for one in pack.tables["vehicle_ceilings"] if not one["words"] or first_of(told, one["words"]))
    limit = Money.parse(ceiling["wan"], "万元")
    if price > limit:
        unnamed = "，表中没有写明车型" if not ceiling["words"] else ""
        yield Finding(
            at,
            f"每辆{price}，超过{ceiling['title']}{limit}的配备标准{unnamed}",
            quote=str(price),
            suggestion=f"单车价格降到{limit}以内；属于大型客车或特殊车型的，写明车型并附主管部门批复",
        )


def _price(project: Project) -> tuple[str, Money | None]:
    """Return where the price stands and the price of one car: stated, or the cost ceiling, or the amount, over the cars."""
    at, whole = "amount", project.amount
    for row in project.rows:
        if row.kind not in COSTS or row.goal.kind is not NUMBER:
            continue
        money, thing = unit_price(row.goal.unit)
        stated = money_of(row.goal.number, money) if thing in COUNTED else None
        if stated is None and ("单车" in row.name or "单价" in row.name):
            stated = money_of(row.goal.number, row.goal.unit)
        if stated is not None:
            return row.at("value"), stated
        if (bound := money_of(row.goal.number, row.goal.unit)) is not None:
            at, whole = row.at("value"), bound
    cars = [row.goal.number for row in project.rows if row.kind is QUANTITY and row.goal.unit in COUNTED and (row.goal.number or 0) > 0]
    count = cars[0] if len(cars) == 1 and cars[0] is not None else Decimal(1)
    return at, Money(int(Decimal(whole.fen) / count)) if whole is not None and whole.fen > 0 and len(cars) <= 1 else None


def _car(value: str, *rows: str, wan: str | None = "30", name: str = "2022年度购置商务车经费", goal: str = "购置车辆") -> Project:
    lines = ("数量指标|购置数量|" + value, *rows)
    return project(*(indicator(*line.split("|")) for line in lines), wan=wan, name=name, annual_goal=goal)


ENTRY = Rule(
    code="MP-12",
    title="公务用车配备超标准",
    severity=Severity.ERROR,
    basis=("B-CAR",),
    since=date(2017, 12, 5),
    check=check,
    clean=(
        _car("1辆", wan="18"),
        _car("=2辆", "成本指标|购车总成本|≤36万元", wan="36"),
        _car("=1辆", "成本指标|单车购置价格|≤18万元/辆", "成本指标|购车总成本|≤19万元", wan="19"),
        _car("=1辆", wan="45", goal="购置大型客车1辆"),
        _car("=1辆", wan="60", name="2022年度购置消防车经费"),
        _car("=1辆", wan="60", name="2022年度公务用车运行维护费"),
        _car("=1辆", wan="25", goal="购置因特殊原因配备的小型客车1辆"),
        _car("=1辆", "成本指标|成本节约率|≥5%", wan="18"),
        _car("=1辆", wan=None),
        project(),
    ),
    caught=(
        _car("1辆", "成本指标|不高于预算核定数额|≤30万元"),
        _car("=1辆", wan="18.01"),
        _car("=1辆", "成本指标|单车购置价格|≤20万元/辆", wan="18"),
        _car("=1辆", "成本指标|单车购置价格|≤20万元", wan="18"),
        _car("=1辆", wan="12.01", goal="购置机要通信用车1辆"),
    ),
)
