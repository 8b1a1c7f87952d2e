"""The three bands of the model document: finance head; request, vice leader and chief; collective decision."""

from __future__ import annotations

from datetime import date

from jixiao.kernel.money import ZERO, Money
from jixiao.spending.facts import Band, Policy

DAILY = ("section", "check", "finance")
ASKED = (*DAILY, "vice", "chief")

ENTRY = Policy(
    code="P-SEED",
    title="两千元、两万元三档审批",
    basis="单位内部控制制度：2000元以下财务负责人签批，2000元以上提交请示、分管领导和主要领导签批，2万元以上集体讨论",
    since=date(2014, 1, 1),  # 财会〔2012〕21号 in force
    bands=(
        Band("A1", "第一档", ZERO, DAILY, (), "任何金额都要签"),
        Band("A2", "第二档", Money(200_000), ASKED, ("请示",), "超过 2,000 元，凭请示签批"),
        Band("A3", "第三档", Money(2_000_000), (*ASKED, "meeting"), ("请示",), "达到 20,000 元，凭会议纪要文号"),
    ),
    exempt=("30101", "30102", "30103", "30106", "30107", "30108", "30109", "30110", "30112", "30113", "30205", "30206", "30207", "30208"),
    examples=(
        ("1999.99", True, "A1"),
        ("2000", True, "A2"),
        ("2000.01", True, "A2"),
        ("19999.99", True, "A2"),
        ("20000", True, "A3"),
        ("20000.01", True, "A3"),
        ("1999.99", False, "A1"),
        ("2000", False, "A1"),
        ("2000.01", False, "A2"),
        ("19999.99", False, "A2"),
        ("20000", False, "A2"),
        ("20000.01", False, "A3"),
    ),
)
