"""The product's own: by the project's spending plan, 10 points behind is yellow, 20 red, more than 10 ahead blue."""

from jixiao.monitoring.facts import Light, Sheet
from jixiao.monitoring.sums.lighting import Preset, opening
from jixiao.monitoring.sums.pacing import due

YELLOW, RED, BLUE = -10, -20, 10


def check(sheet: Sheet) -> tuple[Light, str]:
    """Light a project by points behind or ahead of its plan."""
    gap = sheet.money.rate - due(sheet.money, sheet.year, sheet.until)
    if gap <= RED:
        return Light.RED, f"{opening(sheet)}，达到 20 个点的红线"
    if gap <= YELLOW:
        return Light.YELLOW, f"{opening(sheet)}，达到 10 个点的黄线"
    if gap > BLUE:
        return Light.BLUE, f"{opening(sheet)}，超过 10 个点"
    return Light.GREEN, opening(sheet)


ENTRY = Preset(
    code="DEFAULT",
    title="按支出计划（慢10点黄，慢20点红，快10点以上蓝）",
    basis="产品默认；没有支出计划的按月份十二分之一计",
    bands=(
        (Light.RED, "实际支付比计划慢 20 个百分点及以上"),
        (Light.YELLOW, "慢 10 个百分点及以上、不到 20 个"),
        (Light.GREEN, "慢不到 10 个，快不超过 10 个"),
        (Light.BLUE, "快 10 个百分点以上"),
    ),
    check=check,
)
