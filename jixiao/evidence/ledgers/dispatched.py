from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="dispatched",
    word="劳务派遣",
    about="每月与派遣单位结算时登记一条：人数、费用、考核",
    proves=("劳务派遣人员经费",),
    columns=(
        Column(key="on", word="结算日期", form=Form.DAY, needed=True, others=("日期",)),
        Column(key="name", word="所属月份", needed=True, others=("月份",), hint="写成 2022年3月"),
        Column(key="agency", word="派遣单位", others=("劳务公司",)),
        Column(key="people", word="派遣人数", form=Form.NUMBER, unit="人", needed=True, others=("人数",)),
        Column(key="fee", word="派遣费用", form=Form.NUMBER, unit="元", places=2, needed=True, others=("费用", "金额")),
        Column(key="grade", word="月度考核", form=Form.CHOICE, choices=("优", "良", "中", "差"), others=("考核",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("people", total("people"), "人"),
        Atom("fee", total("fee"), "元", 2),
        Atom("graded", each(grade=("优", "良", "中", "差")), "次"),
        Atom("passed", each(grade=("优", "良", "中")), "次"),
    ),
    measures=(
        Measure(code="people", word="月均派遣人数", how=How.MEAN, atom="people", unit="人"),
        Measure(code="fee", word="派遣费用", how=How.SUM, atom="fee", unit="元", piling=True),
        Measure(code="each", word="人均月费用", how=How.RATIO, atom="fee", per="people", unit="元/人"),
        Measure(code="passed", word="考核合格率", how=How.RATIO, atom="passed", per="graded", unit="%"),
    ),
    same=("name", "agency", "people", "fee"),
    rhythm="每月",
)
