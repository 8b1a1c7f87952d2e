from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="coordination",
    word="打击侵权假冒协调",
    about="每次会议、联合行动登记一条，案件按月汇总登记",
    proves=("消费市场调控", "补充业务经费"),
    columns=(
        Column(key="on", word="日期", form=Form.DAY, needed=True),
        Column(key="name", word="事项", needed=True, others=("名称",)),
        Column(key="kind", word="类型", form=Form.CHOICE, needed=True, choices=("会议", "联合行动", "案件")),
        Column(key="units", word="参加单位"),
        Column(key="cases", word="查办案件", form=Form.NUMBER, unit="件", others=("案件数",)),
        Column(key="closed", word="办结案件", form=Form.NUMBER, unit="件", others=("办结数",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("meetings", each(kind="会议"), "次"),
        Atom("actions", each(kind="联合行动"), "次"),
        Atom("cases", total("cases"), "件"),
        Atom("closed", total("closed"), "件"),
    ),
    measures=(
        Measure(code="meetings", word="协调会议次数", how=How.COUNT, atom="meetings", unit="次", piling=True),
        Measure(code="actions", word="联合行动次数", how=How.COUNT, atom="actions", unit="次", piling=True),
        Measure(code="cases", word="查办案件数", how=How.SUM, atom="cases", unit="件", piling=True),
        Measure(code="closed", word="案件办结率", how=How.RATIO, atom="closed", per="cases", unit="%"),
    ),
    same=("on", "name", "kind"),
)
