"""The bands finance platforms use: paid as a part of what was due, 60 / 80 / 120 per cent."""

from jixiao.monitoring.facts import Light, Sheet
from jixiao.monitoring.sums.lighting import Preset, opening
from jixiao.monitoring.sums.pacing import due
from jixiao.spending.sums.progress import tenths

RED, YELLOW, BLUE = 60, 80, 120


def check(sheet: Sheet) -> tuple[Light, str]:
    """Light a project by paid of due."""
    planned = due(sheet.money, sheet.year, sheet.until)
    if not planned:
        return (Light.BLUE, f"{opening(sheet)}，计划还没有要求支付") if sheet.money.paid else (Light.GREEN, "计划还没有要求支付")
    part = 100 * sheet.money.rate / planned
    said = f"{opening(sheet)}，完成序时进度的 {tenths(part)}%"
    if part < RED:
        return Light.RED, f"{said}，不到 60%"
    if part < YELLOW:
        return Light.YELLOW, f"{said}，不到 80%"
    return (Light.BLUE, f"{said}，超过 120%") if part > BLUE else (Light.GREEN, said)


ENTRY = Preset(
    code="PLATFORM",
    title="平台档（完成序时进度 60/80/120%）",
    basis="财政平台常见设置（产品预置，无统一文号）",
    bands=(
        (Light.RED, "实际支付不到应支付的 60%"),
        (Light.YELLOW, "60% 及以上、不到 80%"),
        (Light.GREEN, "80% 至 120%"),
        (Light.BLUE, "超过 120%"),
    ),
    check=check,
)
