"""A province's of 2025: execution under 25 % by April, 40 % by June, 60 % by August, 80 % by October warns (RULEBOOK 1.5, SC2025)."""

from datetime import date

from jixiao.monitoring.facts import Light, Sheet
from jixiao.monitoring.sums.lighting import Preset, opening
from jixiao.monitoring.sums.projecting import progress
from jixiao.spending.sums.progress import tenths

STEPS = ((4, 25), (6, 40), (8, 60), (10, 80))
GAP = 10


def check(sheet: Sheet) -> tuple[Light, str]:
    """Light a project by the last checkpoint that has passed, then by how far goals and money are apart."""
    passed = [(month, least) for month, least in STEPS if sheet.until >= date(sheet.year, month, 30)]
    rate, goals = sheet.money.rate, progress(sheet.readings)
    if passed and rate < passed[-1][1]:
        month, least = passed[-1]
        return Light.RED, f"{month}月底执行率应到 {least}%，实际 {tenths(rate)}%"
    if goals is not None and abs(goals - rate) > GAP:
        return Light.YELLOW, f"目标实现 {tenths(goals)}%，预算执行 {tenths(rate)}%，相差 {tenths(abs(goals - rate))} 个点，超过 10 个点"
    return Light.GREEN, opening(sheet)


ENTRY = Preset(
    code="SC2025",
    title="四川2025档（4、6、8、10月底 25/40/60/80%）",
    basis="四川2025年预警口径（转引，未见原文）",
    bands=(
        (Light.RED, "4月底不到25%、6月底不到40%、8月底不到60%、10月底不到80%"),
        (Light.YELLOW, "目标实现程度与预算执行率相差 10 个百分点以上"),
        (Light.GREEN, "其余"),
    ),
    check=check,
    gap=GAP,
    note="须在10个工作日内选定继续、调剂或取消，否则自动暂停",
)
