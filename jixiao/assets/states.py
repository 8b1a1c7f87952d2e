"""The life of an asset card and of a disposal: each one table that buttons, actions and diagrams read."""

from __future__ import annotations

from jixiao.kernel.lifecycle import Lifecycle, Move

IN_USE, IDLE, LEAVING, GONE, VOID = "在用", "闲置", "待处置", "已处置", "已作废"

LIFE = Lifecycle(
    states=(IN_USE, IDLE, LEAVING, GONE, VOID),
    moves=(
        Move("idle", (IN_USE,), IDLE, "转为闲置"),
        Move("reuse", (IDLE,), IN_USE, "重新启用"),
        Move("propose", (IN_USE, IDLE), LEAVING, "提出处置"),
        Move("keep_in_use", (LEAVING,), IN_USE, "不再处置，恢复在用"),
        Move("keep_idle", (LEAVING,), IDLE, "不再处置，恢复闲置"),
        Move("dispose", (LEAVING,), GONE, "登记处置结果"),
        Move("void", (IN_USE, IDLE), VOID, "作废"),
    ),
)
KEPT = frozenset({IN_USE, IDLE, LEAVING})  # still there: counted at a stocktake
BACK = {IN_USE: "keep_in_use", IDLE: "keep_idle"}  # the state before a disposal → the move back to it

WAITING, APPROVED, DONE, REFUSED, WITHDRAWN = "待批准", "已批准", "已处置完毕", "不批准", "已撤回"

DISPOSAL = Lifecycle(
    states=(WAITING, APPROVED, DONE, REFUSED, WITHDRAWN),
    moves=(
        Move("approve", (WAITING,), APPROVED, "批准处置"),
        Move("refuse", (WAITING,), REFUSED, "不批准处置"),
        Move("withdraw", (WAITING,), WITHDRAWN, "撤回处置申请"),
        Move("finish", (APPROVED,), DONE, "登记处置结果"),
    ),
)
OPEN = frozenset({WAITING, APPROVED})
