from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import each, total

ENTRY = Ledger(
    code="publicity",
    word="宣传",
    about="每发一篇稿件、办一次宣传登记一条",
    proves=("补充业务经费",),
    columns=(
        Column(key="on", word="发布日期", form=Form.DAY, needed=True, others=("日期",)),
        Column(key="name", word="标题", needed=True, others=("题目", "名称")),
        Column(key="medium", word="媒体", needed=True, others=("发布媒体",)),
        Column(key="kind", word="类型", form=Form.CHOICE, needed=True, choices=("报道", "信息", "宣传活动", "公益广告")),
        Column(key="level", word="级别", form=Form.CHOICE, choices=("国家级", "省级", "市级", "县级")),
        Column(key="readers", word="阅读、受众", form=Form.NUMBER, unit="人次"),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("pieces", each(kind=("报道", "信息", "公益广告")), "篇"),
        Atom("high", each(kind=("报道", "信息"), level=("国家级", "省级")), "篇"),
        Atom("acts", each(kind="宣传活动"), "场"),
        Atom("readers", total("readers"), "人次"),
    ),
    measures=(
        Measure(code="pieces", word="宣传报道篇数", how=How.COUNT, atom="pieces", unit="篇", piling=True),
        Measure(code="high", word="省级以上报道", how=How.COUNT, atom="high", unit="篇", piling=True),
        Measure(code="acts", word="宣传活动场次", how=How.COUNT, atom="acts", unit="场", piling=True),
        Measure(code="readers", word="受众人次", how=How.SUM, atom="readers", unit="人次", piling=True),
    ),
    same=("on", "name", "medium"),
)
