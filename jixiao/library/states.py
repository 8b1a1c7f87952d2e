"""The life of an indicator a unit adds (库中指标的状态), as one table that buttons, actions and diagrams read."""

from __future__ import annotations

from jixiao.kernel.lifecycle import Lifecycle, Move

ASKED, KEPT, LEAVING, RETIRED, REFUSED = "申请", "在库", "拟停用", "停用", "未入库"

LIFE = Lifecycle(
    states=(ASKED, KEPT, LEAVING, RETIRED, REFUSED),
    moves=(
        Move("admit", (ASKED,), KEPT, "入库"),
        Move("refuse", (ASKED,), REFUSED, "不予入库"),
        Move("withdraw", (ASKED,), REFUSED, "撤回申请"),
        Move("ask_again", (REFUSED, RETIRED), ASKED, "再次申请入库"),
        Move("ask_retire", (KEPT,), LEAVING, "申请停用"),
        Move("retire", (LEAVING,), RETIRED, "停用"),
        Move("retain", (LEAVING,), KEPT, "继续使用"),
        Move("withdraw_retire", (LEAVING,), KEPT, "撤回停用申请"),
    ),
)

USABLE = (KEPT, LEAVING)  # may be taken into a target
ALIVE = (ASKED, KEPT, LEAVING)  # holds its name

ENTER, RETIRE = "enter", "retire"
KINDS = {ENTER: "申请入库", RETIRE: "申请停用"}
AGREED, DECLINED, WITHDRAWN = "同意", "不同意", "撤回"
# What a decision on each kind of request makes of the indicator.
ENDS = {
    (ENTER, AGREED): "admit",
    (ENTER, DECLINED): "refuse",
    (ENTER, WITHDRAWN): "withdraw",
    (RETIRE, AGREED): "retire",
    (RETIRE, DECLINED): "retain",
    (RETIRE, WITHDRAWN): "withdraw_retire",
}
