"""(e) The library: how long a suggestion takes while somebody types, among the seed and among ten thousand indicators."""

from __future__ import annotations

from dataclasses import replace

from jixiao.library import book
from jixiao.library.sums import Index, Reading

from .measure import Row, peak_mb, spread, table, timed

MANY, TIMES, BOUND = 10_000, 200, 5.0
BEFORE = ("市级", "县级", "重点", "专项", "社区", "农村", "园区", "冬春", "应急", "日常", "基层", "年度", "公共", "线上", "境外", "本地")
ASKED = {
    "one character": Reading("率"),
    "two characters": Reading("培训", "商务活动及外贸发展"),
    "a whole name, a long project": Reading("外贸进出口总值同比增速", "示例市商务局商务活动及外贸发展专项资金项目"),
    "the project alone": Reading("", "冻肉储备补贴项目"),
}


def many() -> Index:
    """Make an index of ten thousand indicators, all named differently."""
    seed = book.shelf()
    entries = []
    for number in range(MANY):
        round_, place = divmod(number, len(seed))
        word = BEFORE[round_ % len(BEFORE)] + (BEFORE[round_ // len(BEFORE)] if round_ >= len(BEFORE) else "")
        entries.append(replace(seed[place], code=f"N-{number}", name=word + seed[place].name))
    return Index(entries)


def run() -> Row:
    """Measure; milliseconds a question."""
    built = timed(many, times=1, warm=0)[0]
    rows = []
    for size, index in (("seed", book.index()), ("10,000", many())):
        kept = index.numbers(lambda one: one.is_for_targets)
        for how, asked in ASKED.items():
            took = timed(lambda index=index, asked=asked, kept=kept: index.search(asked, 8, kept), times=TIMES)  # type: ignore[misc]
            rows.append({"indicators": len(index.entries), "of": size, "typed": how, **spread(took)})
    table("(e) A suggestion while typing, ms", rows)
    worst = max(row["p95"] for row in rows)
    return {
        "rows": rows,
        "index of 10,000 built in ms": round(built),
        "worst p95 ms": worst,
        "within": worst <= BOUND,
        "peak MB": peak_mb(),
    }
