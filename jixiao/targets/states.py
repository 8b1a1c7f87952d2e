"""The life of a target (绩效目标的状态): RULEBOOK 1.4 as one table that buttons, actions and diagrams read."""

from __future__ import annotations

from jixiao.kernel.lifecycle import Lifecycle, Move
from jixiao.kernel.roles import Permission

DRAFT, RETURNED, REJECTED = "草稿", "被退回", "不予安排"
SECTION, FINANCE, DEPARTMENT, FISCAL = "科室审核", "财务审核", "部门审核", "财政审核"
APPROVED, PUBLISHED, ADJUSTING, ADJUSTED, FROZEN = "已批复", "已公开", "调整中", "调整审核", "已冻结"

LIFE = Lifecycle(
    states=(DRAFT, SECTION, FINANCE, DEPARTMENT, FISCAL, RETURNED, REJECTED, APPROVED, PUBLISHED, ADJUSTING, ADJUSTED, FROZEN),
    moves=(
        Move("submit", (DRAFT,), SECTION, "送审"),
        Move("resubmit", (RETURNED,), SECTION, "重新送审"),
        Move("withdraw", (SECTION, FINANCE, DEPARTMENT), DRAFT, "撤回"),
        Move("pass_section", (SECTION,), FINANCE, "科室审核通过"),
        Move("pass_finance", (FINANCE,), DEPARTMENT, "财务审核通过"),
        Move("pass_department", (DEPARTMENT,), FISCAL, "部门审核通过"),
        Move("send_back", (SECTION, FINANCE, DEPARTMENT, FISCAL), RETURNED, "退回"),
        Move("reject", (DEPARTMENT, FISCAL), REJECTED, "不予安排"),
        Move("approve", (FISCAL,), APPROVED, "批复"),
        Move("publish", (APPROVED,), PUBLISHED, "公开"),
        Move("request_adjust", (APPROVED, PUBLISHED), ADJUSTING, "申请调整"),
        Move("cancel_adjust", (ADJUSTING,), APPROVED, "撤销调整"),
        Move("send_adjust", (ADJUSTING,), ADJUSTED, "调整送审"),
        Move("return_adjust", (ADJUSTED,), ADJUSTING, "退回调整"),
        Move("approve_adjust", (ADJUSTED,), APPROVED, "批复调整"),
        Move("close_year", (APPROVED, PUBLISHED), FROZEN, "年终冻结"),
    ),
)

OPEN = frozenset({DRAFT, RETURNED, ADJUSTING})  # where the filing unit may write
DECIDED = frozenset({APPROVED, PUBLISHED, FROZEN})  # where a version is in force and nothing is under way

# Who may make which move; the unit is the target's own.
RIGHT = {
    "submit": Permission.TARGET_FILL,
    "resubmit": Permission.TARGET_FILL,
    "withdraw": Permission.TARGET_FILL,
    "pass_section": Permission.TARGET_SECTION,
    "pass_finance": Permission.TARGET_FINANCE,
    "pass_department": Permission.TARGET_DEPARTMENT,
    "reject": Permission.TARGET_DEPARTMENT,
    "approve": Permission.TARGET_FISCAL,
    "publish": Permission.TARGET_PUBLISH,
    "request_adjust": Permission.TARGET_FILL,
    "cancel_adjust": Permission.TARGET_FILL,
    "send_adjust": Permission.TARGET_FILL,
    "return_adjust": Permission.TARGET_FISCAL,
    "approve_adjust": Permission.TARGET_FISCAL,
    "close_year": Permission.TARGET_CLOSE,
}

# Who reviews in which state: the one whose turn it is.
TURN = {
    SECTION: Permission.TARGET_SECTION,
    FINANCE: Permission.TARGET_FINANCE,
    DEPARTMENT: Permission.TARGET_DEPARTMENT,
    FISCAL: Permission.TARGET_FISCAL,
    ADJUSTED: Permission.TARGET_FISCAL,
}

# By which day of the season (organisations.sums.season.MILESTONES) each state is to be left; the decided ones are not
DUE = {
    DRAFT: "filing",
    RETURNED: "department",
    SECTION: "section",
    FINANCE: "finance",
    DEPARTMENT: "department",
    FISCAL: "fiscal",
    ADJUSTING: "adjust_until",
    ADJUSTED: "adjust_until",
}
