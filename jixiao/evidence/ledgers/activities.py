from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure, Values
from jixiao.evidence.sums.counting import each, total


def fault(values: Values) -> str | None:
    """Say what no event may say: it ends before it begins."""
    ended, on = values.get("until"), values.get("on")
    return "结束日期早于举办日期，请核对" if ended and on and str(ended) < str(on) else None


ENTRY = Ledger(
    code="activities",
    word="商务活动",
    about="每办一场展会、洽谈会、招商推介会登记一条，办完后补登成效",
    proves=("开拓国内市场", "商务活动", "不断开拓国际市场", "商务活动及外贸发展专项经费"),
    columns=(
        Column(key="on", word="举办日期", form=Form.DAY, needed=True, others=("日期", "开始日期", "活动日期")),
        Column(key="until", word="结束日期", form=Form.DAY),
        Column(key="name", word="活动名称", needed=True, others=("名称", "展会名称")),
        Column(
            key="kind",
            word="类型",
            form=Form.CHOICE,
            choices=("展会", "洽谈会", "招商推介", "促消费", "培训会", "其他"),
            needed=True,
            others=("活动类型",),
        ),
        Column(key="place", word="地点"),
        Column(key="companies", word="参加企业", form=Form.NUMBER, unit="家", others=("参展企业", "企业数", "参加企业数")),
        Column(key="visitors", word="参观人次", form=Form.NUMBER, unit="人次", others=("观众",)),
        Column(key="signed", word="签约额", form=Form.NUMBER, unit="万元", places=4, others=("签约金额",)),
        Column(key="turnover", word="成交额", form=Form.NUMBER, unit="万元", places=4, others=("实际成交额", "成交金额")),
        Column(key="cost", word="活动支出", form=Form.NUMBER, unit="元", places=2, others=("经费支出",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("held", each(), "场"),
        Atom("fairs", each(kind=("展会", "洽谈会", "招商推介")), "场"),
        Atom("promotions", each(kind="促消费"), "场"),
        Atom("companies", total("companies"), "家"),
        Atom("visitors", total("visitors"), "人次"),
        Atom("signed", total("signed"), "万元", 4),
        Atom("turnover", total("turnover"), "万元", 4),
        Atom("cost", total("cost"), "元", 2),
    ),
    measures=(
        Measure(code="held", word="活动场次", how=How.COUNT, atom="held", unit="场", piling=True),
        Measure(code="fairs", word="参展、招商场次", how=How.COUNT, atom="fairs", unit="场", piling=True),
        Measure(code="promotions", word="促消费活动场次", how=How.COUNT, atom="promotions", unit="场", piling=True),
        Measure(code="companies", word="参加企业", how=How.SUM, atom="companies", unit="家", piling=True),
        Measure(code="visitors", word="参观人次", how=How.SUM, atom="visitors", unit="人次", piling=True),
        Measure(code="signed", word="签约额", how=How.SUM, atom="signed", unit="万元", piling=True),
        Measure(code="turnover", word="成交额", how=How.SUM, atom="turnover", unit="万元", piling=True),
        Measure(code="turnover_growth", word="成交额同比增长", how=How.GROWTH, atom="turnover", unit="%"),
        Measure(code="landed", word="签约成交率", how=How.RATIO, atom="turnover", per="signed", unit="%"),
        Measure(code="cost_each", word="每场平均支出", how=How.MEAN, atom="cost", unit="元"),
        Measure(code="paid_each", word="每场财政支出", how=How.COST, atom="held", unit="元/场"),
    ),
    same=("on", "name"),
    fault=fault,
)
