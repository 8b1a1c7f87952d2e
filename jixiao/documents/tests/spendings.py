"""Facts of the papers of spending, as full as they come: a payment through a meeting, a ledger with a refund, an execution by quarter."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from jixiao.documents.sums.papers.monitoring.said import Frozen, Off, Report, Tables
from jixiao.documents.sums.papers.spending.said import Account, Asked, Entry, Ledger, Pace, Progress, Quarter, Sign, Under
from jixiao.kernel.money import Money
from jixiao.monitoring import book as shelf
from jixiao.monitoring.samples import answer, lost, sheet
from jixiao.spending.facts import Invoice, Member, Minutes, Quota, Resolution, Voice

QUOTA = Quota(
    1, "促进汽车消费资金", "2160299", "30227", "一般公共预算", Money(50_000_000), Money(-5_000_000), Money(3_500_000), Money(8_000_000)
)
SIGNS = (
    Sign("科室负责人", "张某", "", date(2022, 3, 2), "同意"),
    Sign("财务审核", "李某", "", date(2022, 3, 2), "指标、经济分类相符"),
    Sign("财务负责人", "王某", "赵某", date(2022, 3, 3), "同意"),
    Sign("分管领导"),
    Sign("主要领导"),
    Sign("局长办公会或党组会"),
)
HANDS = (
    Sign("出纳制单", "钱某", "", date(2022, 3, 5)),
    Sign("复核、送国库", "孙某", "", date(2022, 3, 5)),
    Sign("登记回单", "李某", "", date(2022, 3, 6), "回2022030600017"),
    Sign("会计记账", "李某", "", date(2022, 3, 7), "记-0032"),
)
INVOICES = (
    Invoice("22132000000012345678", Money(2_000_000), date(2022, 2, 20), "示例市会展服务有限公司"),
    Invoice("22132000000012345679", Money(1_500_000), date(2022, 2, 21), "示例市会展服务有限公司"),
)


def asked(**more: Any) -> Asked:
    """Return a payment of 35,000 元 under a contract, with all it can have."""
    said: dict[str, Any] = {
        "department": "示例市商务局",
        "section": "市场体系建设科",
        "year": 2022,
        "on": date(2022, 3, 1),
        "title": "秋季促销活动场地",
        "matter": "2022年秋季汽车促销活动",
        "author": "周某",
        "amount": Money(3_500_000),
        "whole": Money(12_000_050),
        "code": "支〔2022〕0012号",
        "method": "国库集中支付",
        "stage": "进度款",
        "function": "2160299 其他商业流通事务支出",
        "economic": "30227 委托业务费",
        "payee": "示例市会展服务有限公司",
        "payee_kind": "单位",
        "bank": "示例银行示例市分行",
        "account": "**** 5678",
        "policy": "两千元、两万元三档审批",
        "band": "第三档",
        "indicator": "促销活动场次 ≥5场",
        "explanation": "与上月一笔同一供应商，为合同约定的分期付款",
        "quota": QUOTA,
        "contract": Under("示商合〔2022〕3号", "秋季促销活动服务合同", Money(12_000_000), Money(4_000_000)),
        "decision": "局长办公会〔2022〕5号",
        "limit": Money(12_000_050),
        "signs": SIGNS,
        "hands": HANDS,
        "invoices": INVOICES,
        "papers": (("请示", "请示.pdf"), ("合同", "活动服务合同.pdf"), ("活动方案", "方案.docx")),
    }
    return Asked(**said | more)


def ledger(*, part: str = "", project: str = "") -> Ledger:
    """Return a ledger of two quotas: one with a payment, another payment, and a refund; one nobody spent from."""
    rows = (
        ("2022-01-20", "支〔2022〕0001号", "记-0003", "春节消费季宣传费", 2_000_000, 43_000_000),
        ("2022-02-15", "支〔2022〕0007号", "记-0015", "汽车下乡活动场地搭建费（第一期）", 6_500_050, 36_499_950),
        ("2022-03-01", "支〔2022〕0009号", "", "退款：春节消费季宣传费", -500_050, 37_000_000),
    )
    entries = tuple(
        Entry(
            date.fromisoformat(on), code, voucher, title, "示例市会展服务有限公司", "回20220120001", "市场科", "周某", Money(fen),
            None if part else Money(left),
        )
        for on, code, voucher, title, fen, left in rows
    )  # fmt: skip
    idle = Quota(2, "市场监测经费", "2160201", "30201", "一般公共预算", Money(3_000_000))
    spent = Quota(
        1, QUOTA.project, QUOTA.function, QUOTA.economic, QUOTA.source, QUOTA.approved, Money(-5_000_000), Money(0), Money(8_000_000)
    )
    accounts = (Account(spent, entries), *(() if part or project else (Account(idle),)))
    return Ledger("示例市商务局", 2022, date(2022, 3, 1), accounts, project, part)


def progress() -> Progress:
    """Return an execution in its second quarter: one project behind its plan, one without any."""
    behind = (
        Quarter(1, Fraction(25), Money(8_000_000), Money(8_000_000)),
        Quarter(2, Fraction(40), Money(12_000_000), Money(4_000_000)),
        Quarter(3, Fraction(75), None, None),
        Quarter(4, Fraction(100), None, None),
    )
    free = tuple(Quarter(at, None, Money(0) if at < 3 else None, Money(0) if at < 3 else None) for at in range(1, 5))
    paces = (Pace(QUOTA.project, Money(50_000_000), Money(-5_000_000), behind), Pace("市场监测经费", Money(3_000_000), Money(0), free))
    return Progress("示例市商务局", 2022, date(2022, 5, 10), paces)


def minutes(*, code: str = "局长办公会〔2022〕5号") -> Minutes:
    """Return the minutes of a meeting on two topics: one agreed to with a limit, one put off."""
    people = tuple(
        Member(at, name, post, leads=post == "局长", present=True)
        for at, (name, post) in enumerate((("吴某", "副局长"), ("郑某", "副局长"), ("王某", "局长")), 1)
    )
    voices = tuple(Voice(one, "同意", "按合同分期支付" if one.number == 1 else "") for one in people)
    late = (Voice(people[0], "缓议", "先补充比价材料"), Voice(people[2], "缓议"))
    topics = (
        Resolution(
            1,
            "2022年秋季汽车促销活动经费",
            "大额度资金运作",
            Money(12_000_050),
            voices,
            "同意",
            Money(12_000_050),
            "分三期支付，验收后付尾款",
        ),
        Resolution(2, "购置会议设备", "重大项目安排", Money(3_000_000), late, "缓议"),
    )
    absent = (Member(4, "冯某", "副局长"),)
    final = date(2022, 3, 2) if code else None
    return Minutes("示例市商务局", code, "局长办公会", date(2022, 3, 1), "三楼会议室", "王某", "陈某", 2, people, absent, topics, final)


def said() -> dict[str, Any]:
    """Return facts for every paper of spending in the book, by its kind."""
    return {
        "spending-request": asked(),
        "spending-payment": asked(),
        "spending-ledger": ledger(),
        "spending-progress": progress(),
        "monitor-form": watched(),
        "monitor-forms": Tables("示例市商务局1—7月", 2022, (watched(),)),
        "monitor-report": reported(),
    }


def watched() -> Frozen:
    """Return a project's monitoring table."""
    said = sheet(lost(), answers=(answer("数量指标|入储数量", causes=("经费保障",), said="第二期未签约"),))
    return Frozen(
        sheet=said,
        word="1—7月",
        lit=shelf.lights(said)["DEFAULT"],
        forecast=None,
        expected=None,
        snapshot="第1份快照",
    )


def reported() -> Report:
    """Return a round's report."""
    off = Off(
        "2022-监-001", "蔬菜储备补贴", "预警", ("经费保障",), "第二期未签约", (("继续执行", "十月补签", "按新的时间表执行"),), "落实中"
    )
    days = {"until": date(2022, 7, 31), "on": date(2022, 8, 5)}
    return Report(
        department="示例市商务局",
        year=2022,
        word="1—7月",
        **days,
        preset="按支出计划",
        scheme="10/50/30/10",
        tables=(watched(),),
        off=(off,),
        whole=None,
    )
