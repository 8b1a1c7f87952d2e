from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure
from jixiao.evidence.sums.counting import total

ENTRY = Ledger(
    code="network",
    word="网站运行",
    about="每月登记网站和网络的运行：应运行多少小时、中断多少、处理了几起故障、发布多少信息",
    proves=("网络运行维护",),
    columns=(
        Column(key="on", word="统计日期", form=Form.DAY, needed=True, others=("日期", "月份"), hint="写当月最后一天"),
        Column(key="name", word="系统（网站）", needed=True, others=("系统名称", "网站名称")),
        Column(key="hours", word="应运行时间", form=Form.NUMBER, unit="小时", places=1, needed=True, others=("应运行小时",)),
        Column(key="up", word="正常运行时间", form=Form.NUMBER, unit="小时", places=1, needed=True, others=("正常运行小时",)),
        Column(key="incidents", word="故障", form=Form.NUMBER, unit="起", others=("故障次数",)),
        Column(key="mended", word="按时恢复", form=Form.NUMBER, unit="起", others=("按时恢复次数",)),
        Column(key="items", word="发布信息", form=Form.NUMBER, unit="条", others=("信息条数",)),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("hours", total("hours"), "小时", 1),
        Atom("up", total("up"), "小时", 1),
        Atom("incidents", total("incidents"), "起"),
        Atom("mended", total("mended"), "起"),
        Atom("items", total("items"), "条"),
    ),
    measures=(
        Measure(code="up", word="正常运行率", how=How.RATIO, atom="up", per="hours", unit="%"),
        Measure(code="incidents", word="故障次数", how=How.SUM, atom="incidents", unit="起", piling=True),
        Measure(code="mended", word="故障按时恢复率", how=How.RATIO, atom="mended", per="incidents", unit="%"),
        Measure(code="items", word="发布信息条数", how=How.SUM, atom="items", unit="条", piling=True),
    ),
    same=("on", "name"),
    rhythm="每月",
    fault=lambda values: "正常运行时间多于应运行时间，请核对" if int(values.get("up") or 0) > int(values.get("hours") or 0) else None,
)
