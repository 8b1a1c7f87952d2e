"""What a class of expenditure is called (支出分类科目): the economic classes of departments, and the functions commerce spends under.

A class that is not here is shown by its number alone.
"""

from __future__ import annotations

_ECONOMIC = """
301 工资福利支出: 01 基本工资, 02 津贴补贴, 03 奖金, 06 伙食补助费, 07 绩效工资, 08 机关事业单位基本养老保险缴费, 09 职业年金缴费,
10 职工基本医疗保险缴费, 11 公务员医疗补助缴费, 12 其他社会保障缴费, 13 住房公积金, 14 医疗费, 99 其他工资福利支出;
302 商品和服务支出: 01 办公费, 02 印刷费, 03 咨询费, 04 手续费, 05 水费, 06 电费, 07 邮电费, 08 取暖费, 09 物业管理费, 11 差旅费,
12 因公出国（境）费用, 13 维修（护）费, 14 租赁费, 15 会议费, 16 培训费, 17 公务接待费, 18 专用材料费, 24 被装购置费, 25 专用燃料费,
26 劳务费, 27 委托业务费, 28 工会经费, 29 福利费, 31 公务用车运行维护费, 39 其他交通费用, 40 税金及附加费用, 99 其他商品和服务支出;
303 对个人和家庭的补助: 01 离休费, 02 退休费, 03 退职（役）费, 04 抚恤金, 05 生活补助, 06 救济费, 07 医疗费补助, 08 助学金, 09 奖励金,
10 个人农业生产补贴, 11 代缴社会保险费, 99 其他对个人和家庭的补助;
310 资本性支出: 01 房屋建筑物购建, 02 办公设备购置, 03 专用设备购置, 05 基础设施建设, 06 大型修缮, 07 信息网络及软件购置更新, 08 物资储备,
13 公务用车购置, 19 其他交通工具购置, 21 文物和陈列品购置, 22 无形资产购置, 99 其他资本性支出;
312 对企业补助: 01 资本金注入, 03 政府投资基金股权投资, 04 费用补贴, 05 利息补贴, 99 其他对企业补助
"""
FUNCTIONS = {
    "2160201": "行政运行",
    "2160202": "一般行政管理事务",
    "2160203": "机关服务",
    "2160250": "事业运行",
    "2160299": "其他商业流通事务支出",
    "2160699": "其他涉外发展服务支出",
    "2169999": "其他商业服务业等支出",
}


def _read(text: str) -> dict[str, str]:
    """Read the list above: a class of three digits, a colon, its items of two."""
    found = {}
    for block in text.replace("\n", " ").split(";"):
        head, _, items = block.partition(":")
        number, _, word = head.strip().partition(" ")
        found[number] = word
        for item in items.split(","):
            below, _, name = item.strip().partition(" ")
            found[number + below] = name
    return found


ECONOMIC = _read(_ECONOMIC)


def economic(code: str) -> str:
    """Write an economic class with its name: 30227 委托业务费."""
    return f"{code} {ECONOMIC[code]}" if code in ECONOMIC else code


def function(code: str) -> str:
    """Write a functional class with its name: 2160299 其他商业流通事务支出."""
    return f"{code} {FUNCTIONS[code]}" if code in FUNCTIONS else code
