from jixiao.evidence.facts import Atom, Column, Form, How, Ledger, Measure, Values
from jixiao.evidence.sums.counting import each, total

# 国家级经济技术开发区综合发展水平考核评价办法（2021年版）: shares of the five parts, in per cent. A province's yearly scheme may differ.
WHOLE = 100  # per cent, and scaled by the two places of a score
WEIGHTS = {"opening": 30, "quality": 30, "science": 15, "green": 15, "balance": 10}


def fault(values: Values) -> str | None:
    """Say where the total is not the weighted sum of the five parts, where all of them are given."""
    said = [values.get(key) for key in (*WEIGHTS, "score")]
    if not all(isinstance(one, int) for one in said):
        return None
    *parts, score = (int(one or 0) for one in said)
    weighed = sum(part * weight for part, weight in zip(parts, WEIGHTS.values(), strict=True))
    if abs(weighed - score * WHOLE) <= WHOLE:  # a last place of rounding
        return None
    return f"综合得分 {score / WHOLE:g} 与五项得分按权重合计 {weighed / 10_000:g} 不符，请核对"


ENTRY = Ledger(
    code="zones",
    word="开发区季度通报",
    about="每季通报后按开发区登记一条：主要指标、得分和排名",
    proves=("加强开发区工作",),
    columns=(
        Column(key="on", word="季末日期", form=Form.DAY, needed=True, others=("日期", "季度"), hint="写当季最后一天"),
        Column(key="name", word="开发区", needed=True, others=("开发区名称",)),
        Column(key="income", word="营业收入", form=Form.NUMBER, unit="万元", places=4),
        Column(key="tax", word="税收收入", form=Form.NUMBER, unit="万元", places=4, others=("税收",)),
        Column(key="invested", word="固定资产投资", form=Form.NUMBER, unit="万元", places=4),
        Column(key="trade", word="进出口额", form=Form.NUMBER, unit="万元", places=4),
        Column(key="capital", word="实际使用外资", form=Form.NUMBER, unit="万美元", places=4),
        Column(key="signed", word="新签亿元项目", form=Form.NUMBER, unit="个"),
        Column(key="opening", word="对外开放得分", form=Form.NUMBER, unit="分", places=2),
        Column(key="quality", word="发展质量得分", form=Form.NUMBER, unit="分", places=2),
        Column(key="science", word="科技创新得分", form=Form.NUMBER, unit="分", places=2),
        Column(key="green", word="绿色发展得分", form=Form.NUMBER, unit="分", places=2),
        Column(key="balance", word="统筹协调得分", form=Form.NUMBER, unit="分", places=2),
        Column(key="score", word="综合得分", form=Form.NUMBER, unit="分", places=2, needed=True, others=("得分",)),
        Column(key="rank", word="排名", form=Form.NUMBER, needed=True),
        Column(key="note", word="备注"),
    ),
    atoms=(
        Atom("told", each(), "期"),
        Atom("income", total("income"), "万元", 4),
        Atom("tax", total("tax"), "万元", 4),
        Atom("invested", total("invested"), "万元", 4),
        Atom("trade", total("trade"), "万元", 4),
        Atom("capital", total("capital"), "万美元", 4),
        Atom("signed", total("signed"), "个"),
    ),
    measures=(
        Measure(code="told", word="通报期数（区次）", how=How.COUNT, atom="told", unit="期", piling=True),
        Measure(code="income", word="开发区营业收入", how=How.SUM, atom="income", unit="万元", piling=True),
        Measure(code="growth", word="开发区营业收入增速", how=How.GROWTH, atom="income", unit="%"),
        Measure(code="tax", word="开发区税收收入", how=How.SUM, atom="tax", unit="万元", piling=True),
        Measure(code="invested", word="开发区固定资产投资", how=How.SUM, atom="invested", unit="万元", piling=True),
        Measure(code="trade", word="开发区进出口额", how=How.SUM, atom="trade", unit="万元", piling=True),
        Measure(code="capital", word="开发区实际使用外资", how=How.SUM, atom="capital", unit="万美元", piling=True),
        Measure(code="signed", word="新签亿元项目", how=How.SUM, atom="signed", unit="个", piling=True),
    ),
    same=("on", "name"),
    rhythm="每季",
    fault=fault,
)
