from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import total

ENTRY = Ledger(
    code="foreign_capital",
    word="利用外资",
    about="每月外资统计发布后登记；美元和人民币分开登记，不相加",
    proves=("促进对外经贸服务",),
    columns=(
        Column(key="on", word="统计月份", form=Form.DAY, needed=True, others=("月份", "日期"), hint="写当月最后一天"),
        Column(key="name", word="地区（单位）", needed=True, others=("地区", "县区")),
        Column(key="firms", word="新设企业", form=Form.NUMBER, unit="家", others=("新设外资企业",)),
        Column(key="signed_usd", word="合同外资", form=Form.NUMBER, unit="万美元", places=4),
        Column(key="used_usd", word="实际使用外资", form=Form.NUMBER, unit="万美元", places=4, others=("实际利用外资",)),
        Column(key="used_cny", word="实际使用外资（人民币）", form=Form.NUMBER, unit="万元", places=4),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("firms", total("firms"), "家"),
        Atom("signed_usd", total("signed_usd"), "万美元", 4),
        Atom("used_usd", total("used_usd"), "万美元", 4),
        Atom("used_cny", total("used_cny"), "万元", 4),
    ),
    measures=(
        Measure(code="firms", word="新设外资企业", how=How.SUM, atom="firms", unit="家", piling=True),
        Measure(code="signed", word="合同外资额", how=How.SUM, atom="signed_usd", unit="万美元", piling=True),
        Measure(code="used", word="实际使用外资额", how=How.SUM, atom="used_usd", unit="万美元", piling=True),
        Measure(code="growth", word="实际使用外资增速（美元）", how=How.GROWTH, atom="used_usd", unit="%"),
        Measure(code="used_cny", word="实际使用外资额（人民币）", how=How.SUM, atom="used_cny", unit="万元", piling=True),
        Measure(code="growth_cny", word="实际使用外资增速（人民币）", how=How.GROWTH, atom="used_cny", unit="%"),
    ),
    same=("on", "name"),
    rhythm="每月",
)
