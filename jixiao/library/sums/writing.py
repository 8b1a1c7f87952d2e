"""How a level-3 indicator must be written: a noun phrase, one content, no figure or unit inside, and what each kind has to say.

One function serves the seed's own test and the form by which a unit proposes an indicator, so both hear the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.library.facts import BASIS_KINDS, CLASSES, EVIDENCE_KINDS, METHODS, REGIMES, SECTORS, SOURCES, Direction, Entry, is_unit
from jixiao.library.facts.places import levels_of

LONGEST = 15
FEWEST_BANDS = 3
# Written so by the ministry itself
OFFICIAL = frozenset({"社会公众或服务对象满意度"})
# Figures and bounds that are part of a word
WORDS = re.compile("三公|第三方|二手|二维码|双随机|限额以上|百货|千兆")
FIGURE = re.compile(r"[0-9０-９]|[二三四五六七八九十百千万亿两](?![级方])|百分之")
BOUND = re.compile("[≥≤=><＝＞＜%％‰]|不低于|不高于|不超过|不少于|以上|以下|以内|大于|小于|超过")
UNIT = re.compile("万元|亿元|公斤|平方米|人民币元|（|）|\\(|\\)")
SEVERAL = re.compile("[、，,；;/]|以及|并且|(?<!饱)和(?!谐)|(?<![参])与(?!会)|(?<![普涉])及(?!时|格)|或(?!有)")
ORDERS = re.compile(
    "^(?:确保|加强|推动|推进|做好|努力|进一步|不断|切实|全面|积极|大力|深入|力争|实现|达到|争取|提高|提升|开展|落实|强化|保证|完善|增强|改善)"
)
OPEN_END = re.compile("(?:等|情况|到位|良好|显著|明显|提高|提升|增强|改善|加强|工作|完成|及时|以上|以下|的)$")
RATE = re.compile("(?:率|占比|比重|增速|增幅|涨幅|降幅|满意度|知晓度|认可度)$")
CHANGE = re.compile("增长|增速|增幅|涨幅|降幅|变动|下降|降低|减少|节约|提高|提升")
PLANNED = re.compile("成本节约|成本降低")  # measured against the plan, not against another year
SPEED = re.compile("及时|按期|按时|准时")
NOBODY = frozenset({"", "客户", "效果", "服务", "项目", "工作", "群众满意"})
SIGNS = {
    "≥": {Direction.POSITIVE},
    ">": {Direction.POSITIVE},
    "≤": {Direction.NEGATIVE},
    "<": {Direction.NEGATIVE},
    "=": {Direction.POSITIVE, Direction.NEGATIVE},
    "介于": {Direction.INTERVAL},
    "定性": {Direction.QUALITATIVE},
}


def faults(entry: Entry) -> tuple[str, ...]:
    """Return what is wrong with an entry, each as one sentence that says what to do; none when it may enter."""
    return (*faults_of_name(entry.name), *_of_value(entry), *_of_kind(entry), *_of_lists(entry), *_of_bases(entry))


def faults_of_name(name: str) -> tuple[str, ...]:
    """Return what is wrong with a level-3 name."""
    return tuple(_of_name(name))


def _of_name(name: str) -> Iterator[str]:
    bare = WORDS.sub("某", name)
    if not name or re.search(r"\s", name):
        yield "指标名称不能为空，也不能有空格或换行"
        return
    if len(name) > LONGEST:
        yield f"指标名称「{name}」有 {len(name)} 个字，请不超过 {LONGEST} 个字，细节写到指标解释里"
    if FIGURE.search(bare) or BOUND.search(bare):
        yield f"指标名称「{name}」里有数字或界限，请写到指标值里"
    if UNIT.search(bare):
        yield f"指标名称「{name}」里有计量单位或括号，请把单位写到计量单位里"
    if SEVERAL.search(bare) and name not in OFFICIAL:
        yield f"指标名称「{name}」像是并列了几项内容，请拆成几个指标"
    if ORDERS.search(bare) or OPEN_END.search(bare):
        yield f"指标名称「{name}」不像名词短语，请写成可以衡量的事物，如「培训人次」「验收合格率」"


def _of_value(entry: Entry) -> Iterator[str]:
    qualitative = entry.operator == "定性"
    if entry.operator not in SIGNS:
        yield f"比较符「{entry.operator}」不认识，请用 {'、'.join(SIGNS)}"
    elif entry.direction not in SIGNS[entry.operator]:
        yield f"比较符「{entry.operator}」和方向「{entry.direction.value}」对不上，请改其中一个"
    if qualitative and len(entry.grading) < FEWEST_BANDS:
        yield "定性指标要写明分档标准，至少三档，如优、良、中、差各是什么样子"
    if not qualitative and not is_unit(entry.unit):
        yield f"计量单位「{entry.unit}」不在单位表里，请从单位表里选" if entry.unit else "请选计量单位；没有单位的请用定性指标"
    if qualitative and entry.unit:
        yield "定性指标没有计量单位，请留空"


def _of_kind(entry: Entry) -> Iterator[str]:
    if owes_a_formula(entry) and entry.formula is None:
        yield f"「{entry.name}」是比率，请写明分子和分母"
    if RATE.search(entry.name) and entry.operator != "定性" and entry.unit not in {"%", "‰", "个百分点"}:
        yield f"「{entry.name}」是比率，计量单位请用 %"
    if entry.formula is not None and not (entry.formula.numerator and entry.formula.denominator):
        yield "计算公式的分子、分母都要写"
    if entry.unit == "%" and CHANGE.search(entry.name) and not PLANNED.search(entry.name) and not entry.base:
        yield f"「{entry.name}」说的是变化，请写明和哪一年（期）比"
    if ("output.timeliness" in entry.places or SPEED.search(entry.name)) and not entry.due:
        yield f"「{entry.name}」说的是时间，请写明从哪一天算起、以哪个日期为准"
    if entry.name.endswith("满意度"):
        if entry.name.removesuffix("满意度") in NOBODY or not entry.asked:
            yield f"「{entry.name}」没有写明向谁调查，请写明调查对象"
        if entry.method != "问卷调查法":
            yield "满意度的取值方式请用问卷调查法"
    if not entry.explanation:
        yield "请写指标解释：数的是什么、怎么数"


def owes_a_formula(entry: Entry) -> bool:
    """Say whether an entry is a rate told in figures."""
    return entry.operator != "定性" and bool(RATE.search(entry.name) or entry.unit in {"%", "‰"})


def _of_lists(entry: Entry) -> Iterator[str]:
    if not entry.places or any(not any(levels_of(place, regime) for regime in REGIMES) for place in entry.places):
        yield "二级指标不认识，请从列表里选"
    if entry.heir and entry.heir not in CLASSES:
        yield "2021 口径下的二级指标不认识，请从列表里选"
    for word, allowed, what in (
        (entry.method, METHODS, "取值方式"),
        (entry.source, SOURCES, "数据来源"),
        *((one.kind, EVIDENCE_KINDS, "佐证类别") for one in entry.evidence),
        *((one, tuple(SECTORS), "行业") for one in entry.sectors),
    ):
        if word not in allowed:
            yield f"{what}「{word}」不认识，请从列表里选"
    if not entry.evidence:
        yield "请写明用什么资料佐证"


def _of_bases(entry: Entry) -> Iterator[str]:
    if not entry.bases:
        yield "请写至少一条指标值确定依据，如文件名和文号、标准号、近三年的值"
    for basis in entry.bases:
        if basis.kind not in BASIS_KINDS:
            yield f"依据类别「{basis.kind}」不认识，请用{'、'.join(BASIS_KINDS)}"
        if not basis.example:
            yield f"{basis.kind}后面请写具体内容"
        if basis.kind == "预算支出标准" and not any(place.startswith("cost.") for place in entry.places):
            yield "预算支出标准只用于成本指标"
