from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import by, total

ENTRY = Ledger(
    code="wages",
    word="工资与出勤",
    about="每月发放工资后登记一条：人数、金额、出勤、是否按时",
    proves=("弥补人员工资",),
    columns=(
        Column(key="on", word="发放日期", form=Form.DAY, needed=True, others=("日期",)),
        Column(key="name", word="所属月份", needed=True, others=("月份",), hint="写成 2022年3月"),
        Column(key="people", word="发放人数", form=Form.NUMBER, unit="人", needed=True, others=("人数",)),
        Column(key="wanted", word="应发金额", form=Form.NUMBER, unit="元", places=2, others=("应发",)),
        Column(key="paid", word="实发金额", form=Form.NUMBER, unit="元", places=2, needed=True, others=("实发", "金额")),
        Column(key="due", word="应发日期", form=Form.DAY, needed=True),
        Column(key="days", word="应出勤", form=Form.NUMBER, unit="天", places=1, others=("应出勤天数",)),
        Column(key="there", word="实际出勤", form=Form.NUMBER, unit="天", places=1, others=("实际出勤天数",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("people", total("people"), "人"),
        Atom("wanted", total("wanted"), "元", 2),
        Atom("paid", total("paid"), "元", 2),
        Atom("due", lambda values: 1 if values.get("due") else None, "次"),
        Atom("in_time", by("on", "due"), "次"),
        Atom("days", total("days"), "天", 1),
        Atom("there", total("there"), "天", 1),
    ),
    measures=(
        Measure(code="people", word="月均发放人数", how=How.MEAN, atom="people", unit="人"),
        Measure(code="paid", word="实发金额", how=How.SUM, atom="paid", unit="元", piling=True),
        Measure(code="full", word="足额发放率", how=How.RATIO, atom="paid", per="wanted", unit="%"),
        Measure(code="in_time", word="按时发放率", how=How.RATIO, atom="in_time", per="due", unit="%"),
        Measure(code="there", word="出勤率", how=How.RATIO, atom="there", per="days", unit="%"),
    ),
    same=("name", "people", "paid"),
    rhythm="每月",
)
