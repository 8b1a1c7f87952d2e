from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import by, each, total

ENTRY = Ledger(
    code="markets",
    word="乡镇集贸市场",
    about="每改造完一个乡镇集贸市场登记一条",
    proves=("农村、农产品市场体系建设",),
    columns=(
        Column(key="on", word="完工日期", form=Form.DAY, needed=True, others=("日期",)),
        Column(key="name", word="市场名称", needed=True, others=("名称",)),
        Column(key="town", word="乡镇"),
        Column(key="due", word="计划完工日期", form=Form.DAY),
        Column(key="result", word="验收结果", form=Form.CHOICE, choices=("合格", "不合格")),
        Column(key="stalls", word="摊位", form=Form.NUMBER, unit="个"),
        Column(key="cost", word="投资额", form=Form.NUMBER, unit="万元", places=4, others=("投资",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("done", each(), "个"),
        Atom("checked", each(result=("合格", "不合格")), "个"),
        Atom("passed", each(result="合格"), "个"),
        Atom("due", lambda values: 1 if values.get("due") else None, "个"),
        Atom("in_time", by("on", "due"), "个"),
        Atom("stalls", total("stalls"), "个"),
        Atom("cost", total("cost"), "万元", 4),
    ),
    measures=(
        Measure(code="done", word="改造集贸市场", how=How.COUNT, atom="done", unit="个", piling=True),
        Measure(code="passed", word="市场验收合格率", how=How.RATIO, atom="passed", per="checked", unit="%"),
        Measure(code="in_time", word="按期完工率", how=How.RATIO, atom="in_time", per="due", unit="%"),
        Measure(code="stalls", word="改造摊位", how=How.SUM, atom="stalls", unit="个", piling=True),
        Measure(code="cost", word="市场完成投资", how=How.SUM, atom="cost", unit="万元", piling=True),
    ),
    same=("name",),
)
