from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="prices",
    word="市场监测价格",
    about="按监测日登记每种商品的价格",
    proves=("消费市场调控",),
    columns=(
        Column(key="on", word="监测日期", form=Form.DAY, needed=True, others=("日期", "报价日期")),
        Column(key="name", word="商品", needed=True, others=("品名", "商品名称")),
        Column(key="grade", word="规格"),
        Column(key="unit", word="计价单位"),
        Column(key="point", word="监测点"),
        Column(key="low", word="最低价", form=Form.NUMBER, unit="元", places=4),
        Column(key="mean", word="平均价", form=Form.NUMBER, unit="元", places=4, needed=True, others=("价格",)),
        Column(key="high", word="最高价", form=Form.NUMBER, unit="元", places=4),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("readings", each(), "条"),
        Atom("mean", total("mean"), "元", 4),
    ),
    measures=(
        Measure(code="readings", word="监测数据条数", how=How.COUNT, atom="readings", unit="条", piling=True),
        Measure(code="mean", word="监测平均价", how=How.MEAN, atom="mean", unit="元"),
    ),
    same=("on", "name", "grade", "unit", "point"),
    rhythm="每日",
    fault=lambda values: (
        "最低价高于最高价，请核对"
        if isinstance(values.get("low"), int) and isinstance(values.get("high"), int) and int(values["low"] or 0) > int(values["high"] or 0)
        else None
    ),
)
