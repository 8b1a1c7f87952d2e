from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import by, each, net, total

INTO, OUT = ("入库", "轮入"), ("出库", "轮出", "动用", "损耗")
ENTRY = Ledger(
    code="vegetable_reserve",
    word="蔬菜储备",
    about="每次入库、出库、投放、质检登记一条；库存由系统逐日结算",
    proves=("消费市场调控", "蔬菜储备补贴"),
    columns=(
        Column(key="on", word="日期", form=Form.DAY, needed=True, others=("入库日期", "出入库日期")),
        Column(key="way", word="业务", form=Form.CHOICE, choices=(*INTO, *OUT, "质检"), needed=True, others=("业务类型", "出入库")),
        Column(key="holder", word="承储企业", needed=True, others=("企业", "企业名称")),
        Column(key="warehouse", word="库点", needed=True, others=("仓库",)),
        Column(key="name", word="品种", needed=True, others=("品名", "菜品")),
        Column(key="tonnes", word="数量", form=Form.NUMBER, unit="吨", places=3, others=("重量", "吨数")),
        Column(key="result", word="质检结果", form=Form.CHOICE, choices=("合格", "不合格"), others=("检验结果",)),
        Column(key="due", word="要求完成日期", form=Form.DAY, hint="合同约定的入库期限"),
        Column(key="order", word="文号", others=("动用批文", "通知文号")),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("stock", net("tonnes", "way", INTO, OUT), "吨", 3),
        Atom("in", total("tonnes", way=INTO), "吨", 3),
        Atom("released", total("tonnes", way="动用"), "吨", 3),
        Atom("tests", each(way="质检", result=("合格", "不合格")), "批"),
        Atom("passed", each(way="质检", result="合格"), "批"),
        Atom("due", lambda values: 1 if values.get("way") in INTO and values.get("due") else None, "批"),
        Atom("in_time", by("on", "due", way=INTO), "批"),
    ),
    measures=(
        Measure(code="average", word="日均储备数量", how=How.AVERAGE, atom="stock", unit="吨"),
        Measure(code="stock", word="期末库存", how=How.BALANCE, atom="stock", unit="吨"),
        Measure(code="in", word="入库数量", how=How.SUM, atom="in", unit="吨", piling=True),
        Measure(code="released", word="投放数量", how=How.SUM, atom="released", unit="吨", piling=True),
        Measure(code="passed", word="质检合格率", how=How.RATIO, atom="passed", per="tests", unit="%"),
        Measure(code="in_time", word="按期入库率", how=How.RATIO, atom="in_time", per="due", unit="%"),
        Measure(code="cost", word="每吨补贴", how=How.COST, atom="in", unit="元/吨"),
    ),
    same=("on", "way", "holder", "warehouse", "name", "tonnes", "result"),
    slot=("warehouse", "name"),
    stock="stock",
    fault=lambda values: (
        "质检要选质检结果"
        if values.get("way") == "质检" and not values.get("result")
        else "数量没有填"
        if values.get("way") in INTO + OUT and not values.get("tonnes")
        else None
    ),
)
