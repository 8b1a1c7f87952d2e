from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import total

ENTRY = Ledger(
    code="ecommerce_park",
    word="电子商务园区",
    about="每月登记各园区的入驻企业、网络零售额和活动",
    proves=("电子商务建设",),
    columns=(
        Column(key="on", word="统计月份", form=Form.DAY, needed=True, others=("月份", "日期"), hint="写当月最后一天"),
        Column(key="name", word="园区", needed=True, others=("园区名称",)),
        Column(key="joined", word="新入驻企业", form=Form.NUMBER, unit="家", others=("入驻企业",)),
        Column(key="sales", word="网络零售额", form=Form.NUMBER, unit="万元", places=4, others=("网零额",)),
        Column(key="farm", word="农产品网络零售额", form=Form.NUMBER, unit="万元", places=4),
        Column(key="streams", word="直播场次", form=Form.NUMBER, unit="场"),
        Column(key="trained", word="培训人次", form=Form.NUMBER, unit="人次"),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("joined", total("joined"), "家"),
        Atom("sales", total("sales"), "万元", 4),
        Atom("farm", total("farm"), "万元", 4),
        Atom("streams", total("streams"), "场"),
        Atom("trained", total("trained"), "人次"),
    ),
    measures=(
        Measure(code="joined", word="新入驻企业", how=How.SUM, atom="joined", unit="家", piling=True),
        Measure(code="sales", word="网络零售额", how=How.SUM, atom="sales", unit="万元", piling=True),
        Measure(code="growth", word="网络零售额增速", how=How.GROWTH, atom="sales", unit="%"),
        Measure(code="farm", word="农产品网络零售额", how=How.SUM, atom="farm", unit="万元", piling=True),
        Measure(code="streams", word="直播场次", how=How.SUM, atom="streams", unit="场", piling=True),
        Measure(code="trained", word="园区培训人次", how=How.SUM, atom="trained", unit="人次", piling=True),
    ),
    same=("on", "name"),
    rhythm="每月",
)
