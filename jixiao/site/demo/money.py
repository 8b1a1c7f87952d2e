"""The sample's year of money: quotas of the nine funds, payments of every band and in every state, with their meetings. Demonstration data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.office.writers.listing import listing
from jixiao.organisations.models import Unit
from jixiao.spending.actions import contracts, meetings, moving, papers, payments, quotas
from jixiao.spending.models import Payee, Payment, Quota, Topic
from jixiao.spending.queries.payments import known
from jixiao.spending.sums.codes import Line
from jixiao.targets.queries import Target

SOURCE = "一般公共预算"
# Of each fund as filed: function, then economic classes with 万元
LINES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("2160699", (("30215", "60"), ("30227", "140"))),
    ("2220503", (("31204", "50"),)),
    ("2220511", (("31204", "40"),)),
    ("2011350", (("30107", "15.5"),)),
    ("2011302", (("30201", "8"), ("30211", "12"), ("30213", "10"))),
    ("2011350", (("30226", "5"),)),
    ("2011302", (("30213", "4.4"),)),
    ("2011302", (("31013", "18"),)),
    ("2160299", (("31204", "170"), ("30227", "30"))),
)
PAYEES = {
    "会展": "示例会展服务有限公司", "冻肉": "示例冷链储备有限公司", "蔬菜": "示例蔬菜批发有限公司", "文印": "示例文印店", "差旅": "示例商旅服务有限公司",
    "网络": "示例网络科技有限公司", "劳务": "示例人力资源有限公司", "汽车": "示例汽车销售有限公司", "维修": "示例物业维修有限公司", "工资": "在编人员工资专户",
}  # fmt: skip


@dataclass(frozen=True)
class Bill:
    """One payment of the sample: of which fund and class, to whom, what for, how much, when in the year (0 to 1), and how far it came."""

    fund: int
    economic: str
    payee: str
    title: str
    yuan: str
    when: float
    to: str = "已归档"
    explanation: str = ""


BILLS = (
    Bill(4, "30201", "文印", "年初绩效培训材料印制", "1860", 0.02),
    Bill(0, "30227", "会展", "春季商品交易会展位租用", "86000", 0.06),
    Bill(3, "30107", "工资", "一季度弥补人员工资", "38750", 0.10),
    Bill(1, "31204", "冻肉", "冻肉储备一季度补贴", "200000", 0.12),
    Bill(4, "30211", "差旅", "赴外地招商对接差旅", "7340.50", 0.16),
    Bill(2, "31204", "蔬菜", "冬春蔬菜储备补贴", "240000", 0.20),
    Bill(6, "30213", "网络", "机房空调维修", "1980", 0.24),
    Bill(5, "30226", "劳务", "一季度劳务派遣服务费", "9600", 0.28),
    Bill(0, "30227", "会展", "境外展会公共展位费", "520000", 0.31),
    Bill(0, "30215", "会展", "外贸企业政策宣讲会", "18600", 0.33),
    Bill(4, "30201", "文印", "上半年办公耗材集中采购", "46000", 0.35),
    Bill(4, "30213", "维修", "办公楼线路检修", "4980", 0.38),
    Bill(3, "30107", "工资", "二季度弥补人员工资", "38750", 0.44),
    Bill(4, "30211", "差旅", "上半年招商差旅结算", "58000", 0.46),
    Bill(0, "30215", "会展", "银企对接会和外贸培训", "180000", 0.47),
    Bill(8, "31204", "汽车", "上半年汽车促销补贴第一批", "960000", 0.50),
    Bill(6, "30213", "网络", "网站等级保护测评", "19500", 0.55),
    Bill(0, "30227", "会展", "跨境电商对接会搭建", "9800", 0.56),
    Bill(0, "30227", "会展", "跨境电商对接会租用设备", "9600", 0.59, explanation="两场对接会分别结算，已经财务科核对"),
    Bill(7, "31013", "汽车", "购置公务用车一辆", "178000", 0.61),
    Bill(5, "30226", "劳务", "二季度劳务派遣服务费", "9600", 0.68),
    Bill(1, "31204", "冻肉", "冻肉储备二季度补贴", "100000", 0.72, "已入账"),
    Bill(3, "30107", "工资", "三季度弥补人员工资", "38750", 0.78, "已支付"),
    Bill(8, "30227", "会展", "促销活动宣传品制作", "6800", 0.84, "已送国库"),
    Bill(4, "30211", "差旅", "参加进口博览会差旅", "5200", 0.87, "银行退回"),
    Bill(4, "30201", "文印", "资料汇编印制", "1450", 0.90, "已批准"),
    Bill(0, "30215", "会展", "秋季外贸形势分析会", "12800", 0.93, "签批"),
    Bill(8, "30227", "会展", "秋季汽车促销活动场地租用与搭建", "35000", 0.91, "集体讨论"),
    Bill(4, "30211", "差旅", "赴外地考察物流园区差旅", "3260", 0.95, "财务审核"),
    Bill(4, "30213", "维修", "会议室门窗维修", "1750", 0.97, "科室审核"),
    Bill(6, "30213", "网络", "网络设备维保", "2600", 0.98, "被退回"),
    Bill(4, "30201", "文印", "年终绩效自评材料印制", "1900", 0.99, "草稿"),
)
WAY = ("科室审核", "财务审核", "签批", "集体讨论", "已批准", "已制单", "已送国库", "已支付", "已入账", "已归档")
SIGNERS = {"section": "kezhang", "check": "kuaiji", "finance": "fuzeren", "vice": "fenguan", "chief": "juzhang"}
LEADERS = (("juzhang", "主要领导", True), ("fenguan", "分管领导", False), ("fuzeren", "财务科科长", False))


@dataclass(frozen=True)
class Till:
    """Who handles the sample's money, from which quotas, to whom."""

    department: Unit
    people: Mapping[str, User]
    targets: tuple[Target, ...]  # the nine funds, as filed
    quotas: Mapping[tuple[int, str], Quota]
    payees: Mapping[str, Payee]


def lay(department: Unit, people: Mapping[str, User], targets: tuple[Target, ...], at: datetime) -> None:
    """Open the quotas of last season's nine funds and bring each bill as far as it came by the day the sample is laid out."""
    days = span(targets[0].year, at)
    begun = days(0)
    till = Till(department, people, targets, dict(opened(department, people, targets, begun)), registered(department, people, begun))
    for number, bill in enumerate(BILLS, 1):
        brought(till, bill, number, days(bill.when))


class Days:
    """The working days a sample's year of money is spread over."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def __call__(self, part: float) -> datetime:
        """Return ten in the morning of a working day, so far into the span."""
        day = self.first + timedelta(days=round((self.last - self.first).days * part))
        while day.weekday() > 4:  # noqa: PLR2004 - Friday is the last
            day -= timedelta(days=1)
        return datetime.combine(day, time(2, 0), UTC)


def span(year: int, at: datetime) -> Days:
    """Return the days of a year that have passed and that follow the approval of its targets."""
    today = timezone.localdate(at)
    return Days(max(date(year, 2, 10), today - timedelta(days=290)), min(today - timedelta(days=3), date(year, 12, 10)))


def opened(
    department: Unit, people: Mapping[str, User], targets: tuple[Target, ...], at: datetime
) -> Iterator[tuple[tuple[int, str], Quota]]:
    """Open each fund's quotas; yield them by fund and economic class."""
    for fund, (target, (function, lines)) in enumerate(zip(targets, LINES, strict=True)):
        said = [Line(function, economic, SOURCE, Money.parse(wan, "万元")) for economic, wan in lines]
        quotas.open_quotas(target, said, f"市财预〔{target.year}〕1号", by=people["caiwu"], at=at)
        for quota in Quota.objects.filter(unit=department, target=target):
            yield (fund, quota.economic), quota


def registered(department: Unit, people: Mapping[str, User], at: datetime) -> dict[str, Payee]:
    """Register whom the sample pays."""
    return {
        key: contracts.add_payee(department, name, "本单位职工" if key == "工资" else "单位", by=people["caiwu"], at=at)
        for key, name in PAYEES.items()
    }


def brought(till: Till, bill: Bill, number: int, at: datetime) -> Payment:
    """Bring one bill as far as it came; each act a little later than the one before."""
    one = written(till, bill, number, at)
    if bill.to == "草稿":
        return one
    moving.submit(one, by=till.people["jingban"], at=at)
    if bill.to == "被退回":
        return moving.send_back(one, "请附维保清单和上年合同", by=till.people["kezhang"], at=at + timedelta(hours=2))
    goal = WAY.index("已送国库" if bill.to == "银行退回" else bill.to)
    for hours in range(1, 20):
        one = known(one.pk)
        if WAY.index(one.state) >= goal and not (one.state == "签批" == bill.to and one.turn == "finance"):
            break
        onward(till, one, number, at + timedelta(hours=hours / 2))
    if bill.to == "银行退回":
        moving.bank_fail(one, "收款账号已变更", by=till.people["kuaiji"], at=at + timedelta(days=1))
    return one


def written(till: Till, bill: Bill, number: int, at: datetime) -> Payment:
    """Write a request with its invoice, its papers and, where its amount asks for one, its contract."""
    by, target = till.people["jingban"], till.targets[bill.fund]
    amount = Money.parse(bill.yuan, "元")
    one = payments.open_payment(target.unit, target.year, bill.title, amount, by=by, at=at)
    said: dict[str, object] = {
        "quota": till.quotas[bill.fund, bill.economic],
        "payee": till.payees[bill.payee],
        "explanation": bill.explanation,
    }
    if amount >= Money.parse("10000", "元") and not bill.economic.startswith(("301", "312")):
        day = timezone.localdate(at)
        terms = {
            "code": f"商合〔{target.year}〕{number}号", "name": bill.title, "payee": till.payees[bill.payee], "fen": amount.fen,
            "signed": day - timedelta(days=6), "starts": day - timedelta(days=5), "terms": "验收合格后一次付清", "signer": till.people["fenguan"],
        }  # fmt: skip
        contract = contracts.sign_contract(target.unit, target.year, terms, by=by, at=at)
        contracts.accept(contract, amount, day, "数量、质量符合约定", by=till.people["caiwu"], at=at)
        said["contract"] = contract
    payments.write(one, said, version=one.version, by=by, at=at)
    if amount >= Money.parse("2000", "元"):
        papers.attach(one, "请示", f"关于{bill.title}的请示.xlsx", sheet(bill, amount), by=by, at=at)
    if not bill.economic.startswith(("301", "312")):
        name, day = till.payees[bill.payee].name, timezone.localdate(at)
        papers.add_invoice(one, f"{target.year % 100:02d}1300{number:014d}", amount, day, name, buyer=till.department.name, by=by, at=at)
    return known(one.pk)


def sheet(bill: Bill, amount: Money) -> bytes:
    """Return a small workbook that stands for a request's paper in the sample."""
    return listing("请示", (("事项", 40), ("金额（元）", 16)), [(bill.title, amount)], title="演示数据", yuan=True)


def onward(till: Till, one: Payment, number: int, at: datetime) -> None:
    """Make the next move of a payment by whoever's it is."""
    who = till.people
    if one.turn in SIGNERS:
        moving.sign(one, one.digest, "同意" if one.turn == "chief" else "", by=who[SIGNERS[one.turn]], at=at)
        return
    match one.state:
        case "集体讨论":
            moving.bind(one, decided(till, one, at), by=who["mishu"], at=at)
        case "已批准":
            moving.order(one, by=who["chuna"], at=at)
        case "已制单":
            moving.send(one, by=who["fuzeren"], at=at)
        case "已送国库":
            moving.bank_ok(one, f"国库{one.year}{number:05d}", one.amount, by=who["kuaiji"], at=at)
        case "已支付":
            moving.book(one, f"记-{number}", by=who["kuaiji"], at=at)
        case _:
            moving.archive(one, by=who["kuaiji"], at=at)


def decided(till: Till, one: Payment, at: datetime) -> Topic:
    """Hold a meeting on a payment's matter: each says their view, the main leader last, and it is agreed to."""
    by, day = till.people["mishu"], timezone.localdate(at)
    called = [meetings.Called(till.people[name], post, leads) for name, post, leads in LEADERS]
    meeting = meetings.call(till.department, "局长办公会", day, "三楼会议室", called, matters=[one.matter], by=by, at=at)
    meetings.start(meeting, [till.people[name] for name, _post, _leads in LEADERS], till.people["juzhang"], by=by, at=at)
    topic = meeting.topics.get()
    order = sorted(LEADERS, key=lambda leader: leader[2])
    meetings.record(topic, [meetings.Said(till.people[name], "同意", "") for name, _post, _leads in order], by=by, at=at)
    topic = meetings.decide(topic, "同意", Money(one.whole), by=by, at=at)
    meetings.finish(meeting, by=by, at=at)
    return topic
