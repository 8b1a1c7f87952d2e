import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, indicator, project
from jixiao.review.sums import goals, paragraphs
from jixiao.targets.facts import Filing

NUMBER = re.compile(
    r"(?P<head>[\u4e00-\u9fff]{1,4})\s*[〔\[（(【](?P<year>\d{4})[〕\]）)】]\s*第?(?P<no>\d+)号"
    r"|(?P<order>国务院令|财政部令)\s*第?(?P<order_no>\d+)号"
)


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find cited document numbers that had been repealed before the year of the targets began."""
    begin = date(filing.year, 1, 1) if filing.year else date.max
    for path, text in chain(_bases(filing), goals(filing), paragraphs(filing)):
        gone = [entry for entry in _cited(text, pack) if entry["from"] <= begin] if "号" in text else []
        if gone:
            yield Finding(
                path,
                "，".join(f"引用的{entry['number']}（{entry['title']}）已经失效" for entry in gone),
                quote=gone[0]["number"],
                suggestion="，".join(f"改引{entry['by']}" for entry in gone),
            )


def _bases(filing: Filing) -> Iterator[tuple[str, str]]:
    for table in filing.projects:
        for row in table.indicators:
            if row.basis and "号" in row.basis:
                yield f"projects.{table.no}.{row.at('basis')}", row.basis


@lru_cache(maxsize=8192)
def _cited(text: str, pack: Pack) -> tuple[Any, ...]:
    """Return the repealed texts a text cites, each once; what stands before the number may be longer than the issuer's name."""
    found: dict[str, Any] = {}
    for match in NUMBER.finditer(text):
        cited = _key(match)
        found |= {key: entry for key, entry in _repealed(pack).items() if cited.endswith(key)}
    return tuple(found.values())


def _key(match: re.Match[str]) -> str:
    return f"{match['order']}{match['order_no']}" if match["order"] else f"{match['head']}{match['year']}-{match['no']}"


@lru_cache(maxsize=8)
def _repealed(pack: Pack) -> dict[str, Any]:
    return {_key(match): entry for entry in pack.tables["repealed"] if (match := NUMBER.fullmatch(entry["number"]))}


ENTRY = Rule(
    code="BS-05",
    title="引用文件已失效",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project(indicator("数量指标", "举办展会场次", "≥5场", "财预〔2020〕10号"))),
        filing(project(indicator("数量指标", "举办展会场次", "≥5场", "财预〔2011〕285号")), year=2015),
        filing(department=department(overall="按照商办〔2022〕3号文件办理。")),
    ),
    caught=(
        filing(project(indicator("数量指标", "举办展会场次", "≥5场", "根据财预[2011]285号"))),
        filing(department=department(overall="执行中办发〔2011〕2号和财政部令第68号。"), year=None),
    ),
)
