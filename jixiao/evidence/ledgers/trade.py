from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure, Values
from jixiao.evidence.sums.counting import total

CNY, USD = "人民币", "美元"


def amount(column: str, currency: str, **where: str) -> Atom:
    """Return what is counted of one currency alone: 人民币 and 美元 are never added up."""
    of = total(column, currency=currency, **where)
    unit = "万元" if currency == CNY else "万美元"
    return Atom("_".join([column, "cny" if currency == CNY else "usd", *where]), of, unit, 4)


def fault(values: Values) -> str | None:
    """Say what no line may say: the total is counted where export and import stand apart."""
    return None if values.get("amount") is not None else "金额没有填"


ENTRY = Ledger(
    code="trade",
    word="外贸进出口",
    about="海关月度数据发布后按月登记；人民币和美元分行登记，不相加",
    proves=("加快培育外贸竞争新优势", "促进高新产品进出口", "商务活动及外贸发展专项经费"),
    columns=(
        Column(key="on", word="统计月份", form=Form.DAY, needed=True, others=("月份", "日期"), hint="写当月最后一天"),
        Column(key="name", word="流向", form=Form.CHOICE, choices=("出口", "进口"), needed=True, others=("进出口",)),
        Column(key="currency", word="币种", form=Form.CHOICE, choices=(CNY, USD), needed=True),
        Column(key="scope", word="口径", form=Form.CHOICE, choices=("收发货人所在地", "境内目的地/货源地"), needed=True),
        Column(key="mode", word="贸易方式", others=("方式",)),
        Column(key="partner", word="国别（地区）", others=("国别", "市场")),
        Column(key="goods", word="商品"),
        Column(
            key="amount",
            word="金额",
            form=Form.NUMBER,
            unit="万",
            places=4,
            needed=True,
            others=("金额（万元）", "金额（万美元）", "进出口额"),
        ),
        Column(key="companies", word="有实绩企业", form=Form.NUMBER, unit="家"),
        Column(key="note", word="备注"),
    ),
    atoms=(
        amount("amount", CNY),
        amount("amount", USD),
        Atom("export_cny", total("amount", currency=CNY, name="出口"), "万元", 4),
        Atom("export_usd", total("amount", currency=USD, name="出口"), "万美元", 4),
        Atom("import_cny", total("amount", currency=CNY, name="进口"), "万元", 4),
    ),
    measures=(
        Measure(code="cny", word="进出口额（人民币）", how=How.SUM, atom="amount_cny", unit="万元", piling=True),
        Measure(code="usd", word="进出口额（美元）", how=How.SUM, atom="amount_usd", unit="万美元", piling=True),
        Measure(code="growth_cny", word="进出口增速（人民币）", how=How.GROWTH, atom="amount_cny", unit="%"),
        Measure(code="growth_usd", word="进出口增速（美元）", how=How.GROWTH, atom="amount_usd", unit="%"),
        Measure(code="export_cny", word="出口额（人民币）", how=How.SUM, atom="export_cny", unit="万元", piling=True),
        Measure(code="export_usd", word="出口额（美元）", how=How.SUM, atom="export_usd", unit="万美元", piling=True),
        Measure(code="import_cny", word="进口额（人民币）", how=How.SUM, atom="import_cny", unit="万元", piling=True),
        Measure(code="export_growth", word="出口增速（人民币）", how=How.GROWTH, atom="export_cny", unit="%"),
    ),
    same=("on", "name", "currency", "scope", "mode", "partner", "goods"),
    rhythm="每月",
    fault=fault,
)
