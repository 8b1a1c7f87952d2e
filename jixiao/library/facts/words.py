"""The closed lists an entry chooses from: units, sectors, categories of basis, ways of getting a value (财预〔2021〕101号)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "个数": ("个", "家", "户", "项", "件", "份", "台", "辆", "套", "次", "场", "期", "批", "篇", "条", "处", "种", "家次"),
        "人": ("人", "人次", "名", "户次"),
        "重量": ("吨", "公斤", "千克", "克"),
        "金额": ("元", "万元", "亿元", "美元", "万美元", "亿美元"),
        "时间": ("天", "工作日", "小时", "个月", "年", "日期"),
        "面积": ("平方米", "亩", "公顷"),
        "比例": ("%", "‰", "个百分点", "倍"),
    }
)
_PLAIN = frozenset(unit for units in UNITS.values() for unit in units)
# A price: money for one of something, over a time: 万元/场, 元/人·月, 元/吨·储备期
_PRICE = re.compile(r"(?P<money>[^/]+)/(?P<thing>[^/·]+)(?:·(?P<time>[^/·]+))?")
_TIMES = frozenset({"年", "月", "天", "日", "次", "期", "储备期"})

SECTORS: Mapping[str, str] = MappingProxyType(
    {
        "common": "共性",
        "trade": "外贸",
        "investment": "外资",
        "abroad": "对外合作",
        "fair": "展会",
        "promotion": "招商",
        "zone": "开发区",
        "consumption": "消费促进",
        "cars": "汽车流通",
        "ecommerce": "电子商务",
        "circulation": "商贸流通",
        "reserve": "应急储备",
        "monitoring": "市场监测",
        "order": "市场秩序",
        "safety": "安全生产",
        "oil": "成品油",
        "brands": "老字号",
        "night": "夜经济",
        "housework": "家政服务",
        "recycling": "再生资源",
        "staff": "人员经费",
        "running": "公用经费",
        "it": "信息化",
        "meeting": "会议",
        "training": "培训",
        "buying": "购置",
        "repair": "维修",
        "labour": "劳务服务",
        "publicity": "宣传",
        "party": "党建",
        "archives": "档案",
        "procurement": "政府采购",
        "assets": "资产管理",
        "finance": "财务绩效",
    }
)

BASIS_KINDS = ("计划标准", "行业标准", "历史标准", "预算支出标准", "其他标准")
METHODS = ("直接证明法", "情况统计法", "情况说明法", "问卷调查法", "趋势判断法")
SOURCES = (
    "统计部门统计数据",
    "权威机构调查（统计）数据",
    "部门统计年鉴",
    "部门业务统计",
    "部门业务记录",
    "部门业务评判",
    "问卷调查报告",
    "媒体舆论",
    "其他数据来源",
)
EVIDENCE_KINDS = ("正式资料", "工作资料", "原始凭证", "说明材料")


def is_unit(text: str) -> bool:
    """Say whether a unit of measure is one of the list, or a price made of it: 万元/场, 元/人·月."""
    if text in _PLAIN:
        return True
    match = _PRICE.fullmatch(text)
    if match is None or match["money"] not in UNITS["金额"]:
        return False
    return match["thing"] in _PLAIN | _TIMES and match["time"] in {None, *_TIMES}
