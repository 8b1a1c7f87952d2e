from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import by, each, total

ENTRY = Ledger(
    code="sites",
    word="商贸流通网点",
    about="每建成一处配送中心、早餐网点、流通设施登记一条",
    proves=("促进商贸流通",),
    columns=(
        Column(key="on", word="建成日期", form=Form.DAY, needed=True, others=("完工日期", "日期")),
        Column(key="name", word="网点名称", needed=True, others=("名称", "项目名称")),
        Column(key="kind", word="类型", form=Form.CHOICE, needed=True, choices=("配送中心", "早餐网点", "流通设施", "其他")),
        Column(key="place", word="地点"),
        Column(key="due", word="计划建成日期", form=Form.DAY),
        Column(key="result", word="验收结果", form=Form.CHOICE, choices=("合格", "不合格")),
        Column(key="area", word="面积", form=Form.NUMBER, unit="平方米", places=2),
        Column(key="cost", word="投资额", form=Form.NUMBER, unit="万元", places=4, others=("投资",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("built", each(), "个"),
        Atom("centres", each(kind="配送中心"), "个"),
        Atom("breakfast", each(kind="早餐网点"), "个"),
        Atom("checked", each(result=("合格", "不合格")), "个"),
        Atom("passed", each(result="合格"), "个"),
        Atom("due", lambda values: 1 if values.get("due") else None, "个"),
        Atom("in_time", by("on", "due"), "个"),
        Atom("area", total("area"), "平方米", 2),
        Atom("cost", total("cost"), "万元", 4),
    ),
    measures=(
        Measure(code="built", word="建成网点", how=How.COUNT, atom="built", unit="个", piling=True),
        Measure(code="centres", word="建成配送中心", how=How.COUNT, atom="centres", unit="个", piling=True),
        Measure(code="breakfast", word="建成早餐网点", how=How.COUNT, atom="breakfast", unit="个", piling=True),
        Measure(code="passed", word="网点验收合格率", how=How.RATIO, atom="passed", per="checked", unit="%"),
        Measure(code="in_time", word="按期建成率", how=How.RATIO, atom="in_time", per="due", unit="%"),
        Measure(code="area", word="建成面积", how=How.SUM, atom="area", unit="平方米", piling=True),
        Measure(code="cost", word="完成投资", how=How.SUM, atom="cost", unit="万元", piling=True),
    ),
    same=("name", "kind"),
)
