from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import total

ENTRY = Ledger(
    code="service_trade",
    word="服务贸易",
    about="每月登记服务贸易和服务外包执行额",
    proves=("加快培育外贸竞争新优势",),
    columns=(
        Column(key="on", word="统计月份", form=Form.DAY, needed=True, others=("月份", "日期"), hint="写当月最后一天"),
        Column(key="name", word="企业（地区）", needed=True, others=("企业", "地区")),
        Column(key="onshore", word="在岸执行额", form=Form.NUMBER, unit="万元", places=4),
        Column(key="offshore", word="离岸执行额", form=Form.NUMBER, unit="万美元", places=4),
        Column(key="firms", word="业务企业", form=Form.NUMBER, unit="家"),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("onshore", total("onshore"), "万元", 4),
        Atom("offshore", total("offshore"), "万美元", 4),
        Atom("firms", total("firms"), "家"),
    ),
    measures=(
        Measure(code="onshore", word="在岸执行额", how=How.SUM, atom="onshore", unit="万元", piling=True),
        Measure(code="offshore", word="离岸执行额", how=How.SUM, atom="offshore", unit="万美元", piling=True),
        Measure(code="growth", word="离岸执行额增速", how=How.GROWTH, atom="offshore", unit="%"),
        Measure(code="firms", word="月均业务企业", how=How.MEAN, atom="firms", unit="家"),
    ),
    same=("on", "name"),
    rhythm="每月",
)
