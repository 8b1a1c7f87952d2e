"""The life of a payment (支出的状态): RULEBOOK 6.3 as one table that buttons, actions and diagrams read."""

from __future__ import annotations

from jixiao.kernel.lifecycle import Lifecycle, Move
from jixiao.kernel.roles import Permission

DRAFT, SECTION, CHECK, SIGNING, MEETING, APPROVED = "草稿", "科室审核", "财务审核", "签批", "集体讨论", "已批准"
ORDERED, SENT, BANK_RETURNED, PAID, BOOKED, ARCHIVED = "已制单", "已送国库", "银行退回", "已支付", "已入账", "已归档"
RETURNED, REJECTED, REFUNDED = "被退回", "不予支出", "已退款"

LIFE = Lifecycle(
    states=(
        DRAFT, SECTION, CHECK, SIGNING, MEETING, APPROVED, ORDERED, SENT, BANK_RETURNED, PAID, BOOKED, ARCHIVED, RETURNED, REJECTED, REFUNDED,
    ),
    moves=(
        Move("submit", (DRAFT, RETURNED), SECTION, "送审"),
        Move("withdraw", (SECTION, CHECK), DRAFT, "撤回"),
        Move("pass_section", (SECTION,), CHECK, "科室审核通过"),
        Move("pass_check", (CHECK,), SIGNING, "财务审核通过"),
        Move("sign", (SIGNING,), SIGNING, "签批"),  # further steps of the route remain
        Move("sign_to_meeting", (SIGNING,), MEETING, "签批并提交集体讨论"),
        Move("sign_last", (SIGNING,), APPROVED, "签批"),
        Move("bind", (MEETING,), APPROVED, "按会议决定批准"),
        Move("send_back", (SECTION, CHECK, SIGNING, MEETING), RETURNED, "退回"),
        Move("reject", (SECTION, CHECK, SIGNING, MEETING, APPROVED), REJECTED, "不予支出"),
        Move("order", (APPROVED, BANK_RETURNED), ORDERED, "制单"),
        Move("unorder", (ORDERED,), APPROVED, "撤销制单"),
        Move("send", (ORDERED,), SENT, "复核并送国库"),
        Move("bank_ok", (SENT,), PAID, "登记回单"),
        Move("bank_fail", (SENT,), BANK_RETURNED, "登记银行退回"),
        Move("give_up", (BANK_RETURNED,), REJECTED, "不再支付"),
        Move("refund", (PAID, BOOKED), REFUNDED, "登记退款"),
        Move("book", (PAID,), BOOKED, "入账"),
        Move("archive", (BOOKED,), ARCHIVED, "归档"),
    ),
)  # fmt: skip

OPEN = frozenset({DRAFT, RETURNED})  # where the applicant may write; nothing is frozen
HOLDING = frozenset({SECTION, CHECK, SIGNING, MEETING, APPROVED, ORDERED, SENT, BANK_RETURNED})  # the quota is frozen
SPENT = frozenset({PAID, BOOKED, ARCHIVED, REFUNDED})  # the money left; posted rows are never edited
DECIDABLE = frozenset({SECTION, CHECK, SIGNING, MEETING})

RIGHT = {
    "submit": Permission.SPENDING_REQUEST,
    "withdraw": Permission.SPENDING_REQUEST,
    "pass_section": Permission.SPENDING_SECTION,
    "pass_check": Permission.SPENDING_CHECK,
    "bind": Permission.MEETING_KEEP,
    "order": Permission.SPENDING_ORDER,
    "unorder": Permission.SPENDING_ORDER,
    "send": Permission.SPENDING_RECHECK,
    "bank_ok": Permission.SPENDING_BOOK,
    "bank_fail": Permission.SPENDING_BOOK,
    "give_up": Permission.SPENDING_CHECK,
    "refund": Permission.SPENDING_BOOK,
    "book": Permission.SPENDING_BOOK,
    "archive": Permission.SPENDING_BOOK,
}  # sign*, send_back, reject: whoever's signature is next (queries.turn_of)

# The step of a route that ends each state; in SIGNING the next unsigned one
STEP_OF = {SECTION: "section", CHECK: "check", MEETING: "meeting"}
