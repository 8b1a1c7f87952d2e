from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import by, each, total

ENTRY = Ledger(
    code="subsidies",
    word="补贴发放",
    about="每发放一笔补贴、奖励登记一条",
    proves=("冻肉储备补贴", "蔬菜储备补贴", "促进汽车消费", "商务活动及外贸发展专项经费"),
    columns=(
        Column(key="on", word="发放日期", form=Form.DAY, needed=True, others=("日期", "拨付日期")),
        Column(key="name", word="补贴对象", needed=True, others=("对象", "企业名称", "领取人")),
        Column(key="kind", word="补贴事项", needed=True, others=("事项", "补贴类别")),
        Column(key="quantity", word="补贴数量", form=Form.NUMBER, places=3, others=("数量",)),
        Column(key="standard", word="补贴标准", hint="写明标准和依据文号"),
        Column(key="amount", word="补贴金额", form=Form.NUMBER, unit="元", places=2, needed=True, others=("金额", "发放金额")),
        Column(key="due", word="要求发放日期", form=Form.DAY, others=("应发日期",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("paid", each(), "笔"),
        Atom("amount", total("amount"), "元", 2),
        Atom("due", lambda values: 1 if values.get("due") else None, "笔"),
        Atom("in_time", by("on", "due"), "笔"),
    ),
    measures=(
        Measure(code="count", word="发放笔数", how=How.COUNT, atom="paid", unit="笔", piling=True),
        Measure(code="amount", word="发放金额", how=How.SUM, atom="amount", unit="元", piling=True),
        Measure(code="mean", word="每笔平均补贴", how=How.MEAN, atom="amount", unit="元"),
        Measure(code="in_time", word="按时发放率", how=How.RATIO, atom="in_time", per="due", unit="%"),
    ),
    same=("on", "name", "kind", "amount"),
)
