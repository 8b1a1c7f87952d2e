from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="vehicles",
    word="车辆使用",
    about="每次出车登记一条：用途、里程、费用；新购车辆验收也登记",
    proves=("购置公务用车",),
    columns=(
        Column(key="on", word="日期", form=Form.DAY, needed=True, others=("用车日期", "出车日期")),
        Column(key="name", word="事由", needed=True, others=("用途", "用车事由")),
        Column(key="kind", word="类型", form=Form.CHOICE, choices=("出车", "购置验收", "维修保养"), needed=True),
        Column(key="plate", word="车牌号", others=("车牌",)),
        Column(key="km", word="里程", form=Form.NUMBER, unit="公里", places=1, others=("行驶里程",)),
        Column(key="cost", word="费用", form=Form.NUMBER, unit="元", places=2, others=("油费", "金额")),
        Column(key="result", word="验收结果", form=Form.CHOICE, choices=("合格", "不合格")),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("bought", each(kind="购置验收"), "辆"),
        Atom("accepted", each(kind="购置验收", result="合格"), "辆"),
        Atom("trips", each(kind="出车"), "次"),
        Atom("km", total("km", kind="出车"), "公里", 1),
        Atom("cost", total("cost", kind=("出车", "维修保养")), "元", 2),
    ),
    measures=(
        Measure(code="bought", word="购置车辆", how=How.COUNT, atom="bought", unit="辆", piling=True),
        Measure(code="accepted", word="车辆验收合格率", how=How.RATIO, atom="accepted", per="bought", unit="%"),
        Measure(code="trips", word="出车次数", how=How.COUNT, atom="trips", unit="次", piling=True),
        Measure(code="km", word="行驶里程", how=How.SUM, atom="km", unit="公里", piling=True),
        Measure(code="cost", word="运行费用", how=How.SUM, atom="cost", unit="元", piling=True),
        Measure(code="price", word="每辆购置支出", how=How.COST, atom="bought", unit="元/辆"),
    ),
    same=("on", "name", "kind", "plate", "km"),
)
