from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="training",
    word="培训",
    about="每办一期培训登记一条",
    proves=("补充业务经费",),
    columns=(
        Column(key="on", word="培训日期", form=Form.DAY, needed=True, others=("日期",)),
        Column(key="name", word="培训内容", needed=True, others=("培训班", "名称")),
        Column(key="people", word="参加人次", form=Form.NUMBER, unit="人次", others=("人数", "参加人数")),
        Column(key="passed", word="考核合格", form=Form.NUMBER, unit="人次"),
        Column(key="days", word="培训天数", form=Form.NUMBER, unit="天", places=1),
        Column(key="cost", word="培训支出", form=Form.NUMBER, unit="元", places=2, others=("费用",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("held", each(), "期"),
        Atom("people", total("people"), "人次"),
        Atom("passed", total("passed"), "人次"),
        Atom("days", total("days"), "天", 1),
        Atom("cost", total("cost"), "元", 2),
    ),
    measures=(
        Measure(code="held", word="培训期数", how=How.COUNT, atom="held", unit="期", piling=True),
        Measure(code="people", word="培训人次", how=How.SUM, atom="people", unit="人次", piling=True),
        Measure(code="passed", word="培训合格率", how=How.RATIO, atom="passed", per="people", unit="%"),
        Measure(code="days", word="培训天数", how=How.SUM, atom="days", unit="天", piling=True),
        Measure(code="each", word="人均培训支出", how=How.RATIO, atom="cost", per="people", unit="元/人次"),
    ),
    same=("on", "name"),
)
