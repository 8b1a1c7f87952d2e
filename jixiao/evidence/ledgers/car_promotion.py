from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="car_promotion",
    word="汽车促销",
    about="每场（批）汽车促销活动按期登记一条：售出多少辆、成交多少、补贴多少",
    proves=("消费市场调控", "促进汽车消费"),
    columns=(
        Column(key="on", word="日期", form=Form.DAY, needed=True, others=("活动日期", "统计日期")),
        Column(key="name", word="活动（批次）", needed=True, others=("活动名称", "批次")),
        Column(key="dealers", word="参加经销商", form=Form.NUMBER, unit="家", others=("经销商",)),
        Column(key="cars", word="售出车辆", form=Form.NUMBER, unit="辆", others=("销量", "车辆数")),
        Column(key="turnover", word="成交额", form=Form.NUMBER, unit="元", places=2, others=("销售额",)),
        Column(key="subsidy", word="补贴金额", form=Form.NUMBER, unit="元", places=2, others=("财政补贴",)),
        Column(key="issued", word="发放消费券", form=Form.NUMBER, unit="份", others=("发券数",)),
        Column(key="used", word="核销消费券", form=Form.NUMBER, unit="份", others=("核销数",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("held", each(), "场"),
        Atom("dealers", total("dealers"), "家"),
        Atom("cars", total("cars"), "辆"),
        Atom("turnover", total("turnover"), "元", 2),
        Atom("subsidy", total("subsidy"), "元", 2),
        Atom("issued", total("issued"), "份"),
        Atom("used", total("used"), "份"),
    ),
    measures=(
        Measure(code="held", word="促销场次", how=How.COUNT, atom="held", unit="场", piling=True),
        Measure(code="dealers", word="参加经销商", how=How.SUM, atom="dealers", unit="家", piling=True),
        Measure(code="cars", word="售出车辆", how=How.SUM, atom="cars", unit="辆", piling=True),
        Measure(code="turnover", word="成交额", how=How.SUM, atom="turnover", unit="元", piling=True),
        Measure(code="growth", word="成交额同比增长", how=How.GROWTH, atom="turnover", unit="%"),
        Measure(code="subsidy", word="补贴金额", how=How.SUM, atom="subsidy", unit="元", piling=True),
        Measure(code="drawn", word="补贴占成交额", how=How.RATIO, atom="subsidy", per="turnover", unit="%"),
        Measure(code="used", word="消费券核销率", how=How.RATIO, atom="used", per="issued", unit="%"),
    ),
    same=("on", "name"),
    fault=lambda values: (
        "核销消费券多于发放的，请核对"
        if isinstance(values.get("used"), int)
        and isinstance(values.get("issued"), int)
        and int(values["used"] or 0) > int(values["issued"] or 0)
        else None
    ),
)
