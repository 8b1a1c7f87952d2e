"""The header words of the forms in use, as data: a new synonym is one word added here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


def bare(text: str) -> str:
    """Return a text without any white space; the ideographic space counts as white space."""
    return "".join(text.split())


def _words(line: str) -> list[str]:
    return line.split()


def _table(**words: str) -> dict[str, str]:
    return {word: field for field, line in words.items() for word in line.split()}


# Columns of an indicator table. ``name`` is 三级指标 unless the form has that column too; ``nature`` and ``direction`` mean what their
# values say; ``note`` columns are kept under their own head.
COLUMNS = _table(
    level1="一级指标 一级 一级绩效指标 评价指标 指标类别",
    level2="二级指标 二级 二级绩效指标 评价内容",
    level3="三级指标 三级 三级绩效指标 三级指标名称",
    name="指标名称 绩效指标名称 具体指标 指标内容",
    value="指标值 年度指标值 目标值 指标目标值 年初目标值 预期指标值 年度数值 绩效指标值 本年度计划水平 年度目标值 预期目标值 预期值 目标 值 年度绩效指标值"
    " 年初指标值 全年指标值 年初设定目标值 指标目标",
    operator="计算符号 符号 运算符号 比较符 运算符 比较符号",
    nature="指标性质 性质 指标值类型 指标类型 指标属性",
    direction="指标方向 指标方向性 方向",
    unit="度量单位 计量单位 单位 指标单位",
    basis="指标值确定依据 指标值设定依据 设定依据 确定依据 指标依据 指标确定依据 指标值依据 绩效指标设定依据 指标设定依据",
    weight="分值 权重 指标权重 权重占比 参考分值 分值权重 标准分值 指标分值 权重分值",
    actual="实际完成值 全年实际值 全年完成值 完成值 全年实际完成值 单项指标实际完成值 实际完成指标值 自评完成值 实际值 全年实际完成指标值 年度完成值"
    " 实际完成情况 全年实际完成情况 完成情况 目标完成情况 指标完成值",
    score="得分 自评得分 折算得分 单项得分 指标得分 自评分 单位自评得分",
    explanation="指标解释 指标说明 计算公式 指标内容/计算公式 绩效指标描述 指标描述 指标值说明 指标解释及计算公式 指标解释说明 指标定义",
    grading="评分标准 评扣分标准 扣分标准 评分细则 评分规则 评价标准 计分标准",
    source="数据来源 佐证资料 指标完成值数据来源 佐证材料",
    evidence="佐证资料要求",
    method="指标完成值取值方式 取值方式",
    scoring="赋分规则",
    history="历史参考值 上年度实际水平 近三年 历史值 上年完成值 近三年历史值 近三年指标值 上年实际值 历史数据",
    note="备注 偏差 偏差原因 完成率 指标完成率 财政审定 财政审定得分 说明 复核完成值 复核得分 审定得分",
)
STRONG = frozenset({"level1", "level2", "level3", "name", "value", "actual"})
NOTES = re.compile(r"(偏差|未完成|产生差异|未达标).{0,6}原因|原因分析|改进措施")

# Labels of the head: one label, one value. ``extra`` labels are known, and kept under their own name.
LABELS = _table(
    name="项目名称 专项名称 资金名称 项目专项名称 专项资金名称 支出项目 二级项目名称 专项项目名称 转移支付名称 项目资金名称 预算项目名称",
    whole="部门名称 部门单位名称 预算部门名称 单位部门名称",
    lead_phone="项目负责人及联系电话 项目负责人及电话 负责人及联系电话 负责人及电话 项目责任人及联系电话 项目负责人联系电话",
    lead="项目负责人 项目责任人 负责人",
    phone="联系电话 电话 负责人电话 负责人联系电话",
    code="项目代码 项目编码 项目编号",
    department="主管部门 项目主管部门 主管预算部门 主管单位 预算主管部门 主管部门及代码 主管部门及编码 主管部门名称 主管部门单位名称 业务主管部门 地方主管部门",
    unit="实施单位 项目实施单位 项目单位 项目执行单位 申报单位 单位名称 预算单位 实施单位名称 执行单位 项目承担单位 单位 单位信息",
    unit_code="单位编码 单位代码 部门编码 实施单位代码 预算单位编码",
    nature="项目属性 项目性质",
    term="项目期 项目期限 实施期限 项目起止时间 项目周期 实施期 项目实施期",
    category="项目类别 项目类型",
    amount="年度申请资金额度 年度资金总额 年度资金申请总额 预算数 年度预算安排 项目预算金额 年度金额 当年资金总额 本年度申请 预算金额 申请资金额度"
    " 年度预算数 年度预算金额 本年度资金总额 年度预算 项目预算 本年预算数 金额 年度申请金额 本年申请金额 项目资金申请 资金额度 预算安排"
    " 下达中央预算内投资 年度资金额度 项目当年预算 当年预算 年初预算资金总额 本年预算 专项资金额度 年度财政资金总额 年度财政资金",
    total="资金总额 项目资金总额 项目总额 投资总额 总额 总金额 金额合计",
    medium_amount="中期资金总额 实施期资金总额 中期资金 项目总预算",
    funding="财政拨款 当年财政拨款 年度财政拨款 上年结转 上年结转资金 其他资金 其他 中央资金 省级资金 市级资金 区级资金 县级资金 中央补助 地方资金"
    " 本年一般公共预算拨款 一般公共预算拨款 财政资金 省级财政资金 市级财政资金 区级财政资金 县级财政资金 单位自有资金 单位资金 上年结转结余 中央财政资金"
    " 本年财政拨款 政府性基金 政府性基金预算拨款 国有资本经营预算拨款 自有资金 自筹资金 中央省市补助 地方财政资金 财政性资金 财政专户管理资金"
    " 中央财政拨款 结转结余资金 其他财政资金 事业收入",
    plan="资金支出计划 支出计划 用款计划 资金使用计划",
    annual_goal="年度目标 年度绩效目标 年度总体目标 年度绩效总目标 年度总体绩效目标 绩效目标 预期目标 年初目标 年初设定目标 预期绩效目标"
    " 年初绩效目标 年度总目标 年度预期目标 项目年度绩效目标 项目年度目标 年初绩效总目标",
    overall_goal="总体目标 整体目标 总体绩效目标 项目总体目标 项目绩效目标 整体绩效目标",
    medium_goal="中期目标 长期目标 实施期目标 实施期总目标 中长期目标 中期绩效目标",
    schedule="实施进度计划 项目实施进度计划 进度计划",
    tasks="任务名称 任务",
    group="项目资金 资金来源 资金情况 项目资金情况 绩效指标 年度绩效指标 项目基本信息 基本信息 其中 绩效目标申报 预算执行情况"
    " 项目预算执行情况 年度总体目标完成情况 总体绩效目标完成情况 产出指标 效益指标 长期绩效指标 中期绩效指标 资金构成 年度预算执行 项目支出 资金投入情况"
    " 项目资金投入 目标指标 年度任务 年度主要任务 指标",
    outcome="实际完成情况 目标实际完成情况 全年实际完成情况 全年完成情况 年度目标完成情况 全年调整绩效目标 全年绩效目标 调整后绩效目标 目标完成情况"
    " 具体完成情况 总体完成率"
    " 年度总体目标实际完成情况",
    extra="项目总体情况 联系人 项目经办人 经办人 填报人 填报日期 项目概况 立项依据 项目立项依据 项目来源 预算执行率权重 部门职能职责概述 部门职责 审核人 单位负责人"
    " 测算依据 政策依据 项目立项必要性 一级项目名称 上年度预算 上年度执行 上年度安排"
    " 中央主管部门 省级主管部门 省级财政部门 区县财政部门 区县主管部门 省级财政 省级主管 区县财政 区县主管 市级财政部门 下达地方或单位 预算执行率 执行率"
    " 其他需要说明事项 其他需要说明的事项 评价结论 存在问题 改进措施 偏差大或目标未完成原因分析 改进措施及结果应用方案 总分 自评等级 优/良/中/差"
    " 年初预算数 全年预算数 全年执行数 调整预算数 执行数 预算执行数 调整后预算数 年初预算 预算执行 主要内容 资金管理情况 总得分 项目概况及立项依据"
    " 项目立项依据及内容 实际投入资金额 产生差异的原因 中央主管 资金到位 资金执行 预算执行进度 资金到位数 资金执行数 自评结论",
)
# Heads of a table of money, and what an amount under them is.
FUND_HEADS = frozenset(
    _words(
        "年初预算数 全年预算数 全年执行数 分值 执行率 得分 调整预算数 执行数 预算数 预算执行数 调整后预算数 年初预算 预算执行率 权重 原因 预算安排 资金到位"
        " 资金执行 预算执行进度 年初 全年 上年度安排 本年度申请 上年度预算 上年度执行 年初预算资金总额 实际投入资金额 产生差异的原因 全年调整 资金到位数 资金执行数"
        " 偏差原因 执行情况 全年预算 全年执行 备注 本年度安排"
    )
)
FUND_AMOUNT = (
    "本年度申请",
    "本年度安排",
    "年初预算数",
    "年初预算",
    "年初预算资金总额",
    "年初",
    "预算数",
    "预算安排",
    "全年预算数",
    "全年预算",
    "调整预算数",
)
GOAL_WORDS = {"annual_goal": "年度目标", "overall_goal": "总体目标", "medium_goal": "中期目标"}
MONEY_FIELDS = frozenset({"amount", "total", "medium_amount", "funding"})
GOAL_FIELDS = frozenset({"annual_goal", "overall_goal", "medium_goal", "outcome"})
TOTALS = frozenset(_words("合计 总分 总计 小计 得分合计 总得分 自评总分 金额合计 评价总分 总分值"))

DASHES = frozenset({"—", "——", "-", "－", "/", "无"})
LEVEL1 = {
    form: name
    for name, forms in {
        "产出指标": "产出指标 产出 产出值 产出绩效指标",
        "效益指标": "效益指标 效益 效果 效果指标 效益值 效果值 效益绩效指标",
        "满意度指标": "满意度指标 满意度 满意度值 服务对象满意度指标 服务对象满意度 满意指标",
        "成本指标": "成本指标 成本 成本值",
    }.items()
    for form in forms.split()
}
LEVEL2 = {
    form: name
    for name, forms in {
        "数量指标": "数量指标 数量 数量值 产出数量 产出数量指标",
        "质量指标": "质量指标 质量 质量值 产出质量 产出质量指标",
        "时效指标": "时效指标 时效 时效值 产出时效 产出时效指标 时间指标",
        "成本指标": "成本指标 成本 成本值 产出成本 产出成本指标",
        "经济成本指标": "经济成本指标 经济成本",
        "社会成本指标": "社会成本指标 社会成本",
        "生态环境成本指标": "生态环境成本指标 生态环境成本 环境成本指标",
        "经济效益指标": "经济效益指标 经济效益 经济效益值 经济效果指标 经济指标",
        "社会效益指标": "社会效益指标 社会效益 社会效益值 社会效果指标 社会指标",
        "生态效益指标": "生态效益指标 生态效益 生态效益值 环境效益指标 环境效益 生态环境效益指标 生态效果指标 生态指标",
        "可持续影响指标": "可持续影响指标 可持续影响 可持续影响值 可持续性影响指标 可持续发展指标 可持续指标 可持续性指标 可持续发展影响指标",
        "服务对象满意度指标": "服务对象满意度指标 服务对象满意度 满意度指标 满意度 社会公众或服务对象满意度指标 社会公众或服务对象满意度 服务对象满意指标"
        " 服务对象满意度值 满意度值 社会公众满意度指标 群众满意度指标",
    }.items()
    for form in forms.split()
}
PARENT = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "产出指标", "经济成本指标": "成本指标", "社会成本指标": "成本指标",
    "生态环境成本指标": "成本指标", "经济效益指标": "效益指标", "社会效益指标": "效益指标", "生态效益指标": "效益指标", "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}  # fmt: skip

# Pieces of a vertical label cut by a page end: 总, 体目标, 绩效指.
FRAGMENTS = frozenset(
    word[start:end]
    for word in ("总体目标", "绩效指标", "绩效目标", "年度绩效指标")
    for start in range(len(word))
    for end in range(start + 1, len(word) + 1)
    if end - start < len(word) and word[start:end] not in {"目标", "绩效目标"}
)
UNIT_CAPTION = re.compile(r"(?:金额)?单位[:：为]?[（(]?(?:人民币)?(亿元|百万元|千元|万元|元)")
MARKS = re.compile(r"^[★☆*＊※#]+|[★☆*＊※]+$")
ORDINAL = re.compile(r"^(?:[（(][\d一二三四五六七八九十]{1,3}[)）][、.．]?|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．])(?!\d)")
BRACKETS = re.compile(r"[（(【\[][^（()）]*[)）】\]]")
OF_WHICH = re.compile(r"^其中[:：]?(.+)$")
HEADING_ORDINAL = re.compile(
    r"^\s*(?:[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[、.．,，]|\d{1,2}[\s\u3000]+)\s*"
)
INLINE = re.compile(r"^([^:：]{2,16})[:：](.+)$", re.DOTALL)
LABEL_LENGTH = 24


class Label(NamedTuple):
    """A label of the head: the field, the label in its shortest form, and the money unit it states."""

    field: str
    name: str
    unit: str | None


def _stripped(text: str) -> str:
    return MARKS.sub("", ORDINAL.sub("", MARKS.sub("", text)).rstrip(":：;；"))


@lru_cache(maxsize=4096)
def column(text: str) -> str | None:
    """Return the indicator column a header cell names, or None. ``text`` is bare."""
    if not text or len(text) > LABEL_LENGTH:
        return None
    text = _stripped(text)
    word = BRACKETS.sub("", text)
    field = COLUMNS.get(text) or COLUMNS.get(word) or COLUMNS.get(re.sub(r"[（()）]", "", text))
    return field or ("note" if NOTES.search(text) else None)


@lru_cache(maxsize=4096)
def label(text: str) -> Label | None:
    """Return the head label a cell is, or None. ``text`` is bare."""
    if not text or len(text) > LABEL_LENGTH:
        return None
    word = _stripped(text)
    unit = unit_in(word) if "元" in word else None
    short = BRACKETS.sub("", word).rstrip(":：")
    if part := OF_WHICH.match(short):
        return Label("funding", MARKS.sub("", part[1]), unit)
    short = MARKS.sub("", ORDINAL.sub("", short))
    inner = re.sub(r"[（()）]", "", word)
    if word in FRAGMENTS:
        return Label("group", word, None)
    for form in (short, inner, re.sub(r"^(19|20)\d\d年度?", "", short)):
        if field := LABELS.get(form):
            return Label(field, form, unit)
    return None


def unit_in(text: str) -> str | None:
    """Return the money unit a label states in brackets or at its end: 万元, 元."""
    match = re.search(r"[（(][^（()）]*?(亿元|百万元|千元|万元|元)[)）]|(亿元|百万元|千元|万元|元)$", text)
    return (match[1] or match[2]) if match else None


@lru_cache(maxsize=1024)
def inline(text: str) -> tuple[Label, str] | None:
    """Split 「项目名称：…」 into its label and value; None where the part before the colon is no label."""
    match = INLINE.match(text.strip())
    if match is None or len(match[1]) > LABEL_LENGTH:
        return None
    known = label(bare(match[1]))
    return (known, match[2].strip()) if known and known.field != "group" else None


@lru_cache(maxsize=2048)
def _level(text: str) -> str:
    text = _stripped(text)
    while (shorter := BRACKETS.sub("", text)) != text:
        text = shorter
    return _stripped(text)


def level1(text: str) -> str | None:
    """Return the level-1 class a cell names, or None where it is no known one."""
    return LEVEL1.get(_level(text))


def level2(text: str) -> str | None:
    """Return the level-2 class a cell names, or None where it is no known one."""
    return LEVEL2.get(_level(text))


def shown_level(text: str, known: dict[str, str]) -> str | None:
    """Return a level name in its standard form; a word outside the taxonomy stays as written, without marks and points."""
    if not text:
        return None
    word = _level(text)
    return None if word in DASHES else known.get(word, word) or None


def shown_label(text: str) -> str:
    """Return an unknown label as it will be kept: without marks, ordinal and colon."""
    return _stripped(text)


def without_ordinal(text: str) -> str:
    """Return a heading without the number before it: 1、, （一）, 4."""
    return HEADING_ORDINAL.sub("", text).strip()
