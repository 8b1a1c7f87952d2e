"""The life of a monitoring task and of a deviation (RULEBOOK 1.5), each one table that buttons, actions and diagrams read."""

from __future__ import annotations

from jixiao.kernel.lifecycle import Lifecycle, Move
from jixiao.kernel.roles import Permission

WAITING, FILLING, SECTION, FINANCE, SENT, ACCEPTED, RETURNED = "待填报", "填报中", "科室审核", "财务审核", "已报送", "已接受", "被退回"

LIFE = Lifecycle(
    states=(WAITING, FILLING, SECTION, FINANCE, SENT, ACCEPTED, RETURNED),
    moves=(
        Move("fill", (WAITING, FILLING, RETURNED), FILLING, "填报"),
        Move("submit", (WAITING, FILLING, RETURNED), SECTION, "送审"),
        Move("withdraw", (SECTION, FINANCE), FILLING, "撤回"),
        Move("pass_section", (SECTION,), FINANCE, "科室审核通过"),
        Move("pass_finance", (FINANCE,), SENT, "财务审核通过并报送"),
        Move("accept", (SENT,), ACCEPTED, "接受"),
        Move("send_back", (SECTION, FINANCE, SENT), RETURNED, "退回"),
    ),
)
OPEN = frozenset({WAITING, FILLING, RETURNED})  # where the officers write
DONE = frozenset({SENT, ACCEPTED})  # sent in, so not overdue
RIGHT = {
    "fill": Permission.MONITOR_FILL,
    "submit": Permission.MONITOR_FILL,
    "withdraw": Permission.MONITOR_FILL,
    "pass_section": Permission.MONITOR_SECTION,
    "pass_finance": Permission.MONITOR_FINANCE,
    "accept": Permission.MONITOR_ISSUE,
}
TURN = {SECTION: Permission.MONITOR_SECTION, FINANCE: Permission.MONITOR_FINANCE, SENT: Permission.MONITOR_ISSUE}

FOUND, CHECKING, DECIDING, EFFECT, CLOSED = "待说明", "待审核", "待批准", "落实中", "已关闭"
COURSE = Lifecycle(
    states=(FOUND, CHECKING, DECIDING, EFFECT, CLOSED),
    moves=(
        Move("explain", (FOUND,), CHECKING, "说明并送审"),
        Move("check", (CHECKING,), DECIDING, "审核通过"),
        Move("approve", (DECIDING,), EFFECT, "批准"),
        Move("turn_back", (CHECKING, DECIDING), FOUND, "退回"),
        Move("close", (EFFECT,), CLOSED, "核销关闭"),
        Move("reopen", (EFFECT,), FOUND, "重新处置"),
    ),
)
COURSE_RIGHT = {
    "explain": Permission.MONITOR_FILL,
    "check": Permission.MONITOR_FINANCE,
    "approve": Permission.MONITOR_DISPOSE,
    "close": Permission.MONITOR_FINANCE,
    "reopen": Permission.MONITOR_FILL,
}
COURSE_TURN = {CHECKING: Permission.MONITOR_FINANCE, DECIDING: Permission.MONITOR_DISPOSE, EFFECT: Permission.MONITOR_FINANCE}
STEPS = (
    (FOUND, "说明与措施", "经办"),
    (CHECKING, "财务审核", "财务"),
    (DECIDING, "领导批准", "分管领导"),
    (EFFECT, "落实、核销", "财务"),
)
