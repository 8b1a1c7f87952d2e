from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="credit_insurance",
    word="出口信用保险",
    about="每月按企业登记参保、保费补贴和赔付",
    proves=("不断开拓国际市场", "商务活动及外贸发展专项经费"),
    columns=(
        Column(key="on", word="统计月份", form=Form.DAY, needed=True, others=("月份", "日期"), hint="写当月最后一天"),
        Column(key="name", word="企业", needed=True, others=("企业名称", "投保企业")),
        Column(key="insured", word="承保金额", form=Form.NUMBER, unit="万美元", places=4, others=("保险金额",)),
        Column(key="subsidy", word="保费补贴", form=Form.NUMBER, unit="元", places=2, others=("补贴金额",)),
        Column(key="claims", word="赔付金额", form=Form.NUMBER, unit="万美元", places=4, others=("赔款",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("policies", each(), "家"),
        Atom("insured", total("insured"), "万美元", 4),
        Atom("subsidy", total("subsidy"), "元", 2),
        Atom("claims", total("claims"), "万美元", 4),
    ),
    measures=(
        Measure(code="policies", word="参保企业家次", how=How.COUNT, atom="policies", unit="家次", piling=True),
        Measure(code="insured", word="承保金额", how=How.SUM, atom="insured", unit="万美元", piling=True),
        Measure(code="growth", word="承保金额增速", how=How.GROWTH, atom="insured", unit="%"),
        Measure(code="subsidy", word="保费补贴金额", how=How.SUM, atom="subsidy", unit="元", piling=True),
        Measure(code="claims", word="赔付金额", how=How.SUM, atom="claims", unit="万美元", piling=True),
    ),
    same=("on", "name"),
    rhythm="每月",
)
