from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each

ENTRY = Ledger(
    code="research",
    word="调研",
    about="每完成一次调研登记一条",
    proves=("补充业务经费",),
    columns=(
        Column(key="on", word="调研日期", form=Form.DAY, needed=True, others=("日期",)),
        Column(key="name", word="调研题目", needed=True, others=("题目", "名称")),
        Column(key="place", word="地点"),
        Column(key="report", word="形成报告", form=Form.CHOICE, choices=("是", "否")),
        Column(key="adopted", word="被采纳", form=Form.CHOICE, choices=("是", "否"), others=("采纳",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("done", each(), "次"),
        Atom("reports", each(report="是"), "篇"),
        Atom("adopted", each(report="是", adopted="是"), "篇"),
    ),
    measures=(
        Measure(code="done", word="调研次数", how=How.COUNT, atom="done", unit="次", piling=True),
        Measure(code="reports", word="调研报告", how=How.COUNT, atom="reports", unit="篇", piling=True),
        Measure(code="adopted", word="报告采纳率", how=How.RATIO, atom="adopted", per="reports", unit="%"),
    ),
    same=("on", "name"),
)
