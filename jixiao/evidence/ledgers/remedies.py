from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each

ENTRY = Ledger(
    code="remedies",
    word="贸易救济与产业损害预警",
    about="每起案件、每份预警报告登记一条",
    proves=("促进对外经贸服务", "商务活动及外贸发展专项经费"),
    columns=(
        Column(key="on", word="日期", form=Form.DAY, needed=True),
        Column(key="name", word="案件（报告）名称", needed=True, others=("名称", "案件名称")),
        Column(key="kind", word="类型", form=Form.CHOICE, needed=True, choices=("应诉案件", "预警报告", "业务指导")),
        Column(key="firm", word="企业"),
        Column(key="answered", word="按时应诉", form=Form.CHOICE, choices=("是", "否")),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("cases", each(kind="应诉案件"), "起"),
        Atom("answered", each(kind="应诉案件", answered="是"), "起"),
        Atom("reports", each(kind="预警报告"), "份"),
        Atom("guided", each(kind="业务指导"), "次"),
    ),
    measures=(
        Measure(code="cases", word="应诉案件数", how=How.COUNT, atom="cases", unit="起", piling=True),
        Measure(code="answered", word="按时应诉率", how=How.RATIO, atom="answered", per="cases", unit="%"),
        Measure(code="reports", word="预警报告份数", how=How.COUNT, atom="reports", unit="份", piling=True),
        Measure(code="guided", word="业务指导次数", how=How.COUNT, atom="guided", unit="次", piling=True),
    ),
    same=("on", "name", "kind", "firm"),
)
