from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import total

ENTRY = Ledger(
    code="outward",
    word="对外投资合作",
    about="每月登记对外投资、承包工程和劳务合作",
    proves=("促进对外经贸服务", "不断开拓国际市场"),
    columns=(
        Column(key="on", word="统计月份", form=Form.DAY, needed=True, others=("月份", "日期"), hint="写当月最后一天"),
        Column(key="name", word="企业", needed=True, others=("企业名称",)),
        Column(key="invested", word="对外投资额", form=Form.NUMBER, unit="万美元", places=4),
        Column(key="contracted", word="承包工程新签额", form=Form.NUMBER, unit="万美元", places=4),
        Column(key="done", word="承包工程营业额", form=Form.NUMBER, unit="万美元", places=4),
        Column(key="sent", word="派出人员", form=Form.NUMBER, unit="人", others=("劳务派出",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("invested", total("invested"), "万美元", 4),
        Atom("contracted", total("contracted"), "万美元", 4),
        Atom("done", total("done"), "万美元", 4),
        Atom("sent", total("sent"), "人"),
    ),
    measures=(
        Measure(code="invested", word="对外投资额", how=How.SUM, atom="invested", unit="万美元", piling=True),
        Measure(code="contracted", word="承包工程新签合同额", how=How.SUM, atom="contracted", unit="万美元", piling=True),
        Measure(code="done", word="承包工程营业额", how=How.SUM, atom="done", unit="万美元", piling=True),
        Measure(code="sent", word="派出劳务人员", how=How.SUM, atom="sent", unit="人", piling=True),
        Measure(code="growth", word="对外投资增速", how=How.GROWTH, atom="invested", unit="%"),
    ),
    same=("on", "name"),
    rhythm="每月",
)
