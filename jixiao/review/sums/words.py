"""Arithmetic and vocabulary the rules share: words found in a text, stems of names, what a project is about, better wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from jixiao.kernel.goal import GoalKind, fold, han_number
from jixiao.kernel.money import FEN, Money
from jixiao.review.facts import Pack
from jixiao.targets.facts import Filing, Indicator, Kind, Project, strip_name

HAN = "\u4e00-\u9fff"
YEAR_HEAD = re.compile(r"^(20\d{2})(?:年度|年(?!度))?")
YEARS = re.compile(r"20\d{2}")
SPAN = re.compile(r"(\d+|[一二两三四五六七八九十]+)(个月|年)")
NOISE = re.compile(r"[\s、，,。.；;：:（）()《》“”\"'·\-—_/]+")
MONTHS = 12
PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%?", re.ASCII)


@lru_cache(maxsize=16384)
def bare(text: str | None) -> str:
    """Return a text without white space, kept for the next rule that asks."""
    return strip_name(text)


@lru_cache(maxsize=16384)
def plain_name(text: str) -> str:
    """Return a name without white space and marks, for telling whether two names are the same."""
    return NOISE.sub("", text)


def first_of(text: str, words: tuple[str, ...]) -> str:
    """Return the first of the words that stands in a text, "" when none does."""
    for word in words:
        if word in text:
            return word
    return ""


@lru_cache(maxsize=1024)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for many words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


@lru_cache(maxsize=16384)
def stem(name: str) -> str:
    """Return a project name without the year before it: 2022年度网络运维经费 → 网络运维经费."""
    return YEAR_HEAD.sub("", name)


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters of a text: what two texts share when they speak of one thing."""
    return frozenset(a + b for a, b in pairwise(text) if "\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff")


@lru_cache(maxsize=1024)
def multi_year(term: str | None) -> bool:
    """Say whether a 项目期 reaches over more than one year: 2022-2024年, 3年, 24个月, 长期."""
    text = bare(term)
    if "长期" in text or "跨年" in text or len(set(YEARS.findall(text))) > 1:
        return True
    for amount, unit in SPAN.findall(YEARS.sub("", text)):
        number = int(amount) if amount.isdigit() else int(han_number(amount) or 0)
        if number > (1 if unit == "年" else MONTHS):
            return True
    return False


def is_running(project: Project, pack: Pack) -> bool:
    """Say whether a project pays staff or keeps the office running (人员类, 运转类) rather than serving the public."""
    if project.category:
        return first_of(project.category, pack.words["running_categories"]) != ""
    return first_of(bare(project.name), pack.words["running_projects"]) != ""


def table_no(filing: Filing, project: Project) -> int:
    """Return which table of the file a project is; its number in the filing where the file has no tables."""
    return filing.place(f"projects.{project.no}.name").spot.table or project.no + 1


def label(row: Indicator) -> str:
    """Name a row for a person: its indicator name, or its class and number where it has none."""
    return f"「{row.name}」" if row.name else f"{row.level2 or '指标'}第{row.no + 1}行"


@lru_cache(maxsize=4096)
def topic(name: str, pack: Pack) -> str:
    """Return which entry of the indicator library a project name speaks of, "" when none: 冻肉储备, 公务用车购置."""
    for entry in pack.tables["library"]:
        if first_of(name, entry["words"]):
            return str(entry["topic"])
    return ""


def subject(project: Project, pack: Pack) -> str:
    """Return what to call a project by when looking for what it is about: its heading where that tells, else its name."""
    return heading if topic(heading := project.title_name, pack) else bare(project.name)


@lru_cache(maxsize=4096)
def proposal(name: str, level2: str | None, pack: Pack, limit: int = 2) -> str:
    """Return indicators to write instead, fit for the project and the class: 「冻猪肉在库储备量 ≥N吨」."""
    about = topic(name, pack)
    for entry in pack.tables["library"]:
        if entry["topic"] in {about, "通用"}:
            fitting = [f"「{title} {value}」" for kind, title, value in entry["indicators"] if kind == level2]
            if fitting:
                return "、".join(fitting[:limit])
    return ""


@lru_cache(maxsize=4096)
def linked(text: str, name: str, pack: Pack) -> bool:
    """Say whether a text of the department plan and a project name speak of one subject of the pack's links."""
    return any(first_of(name, link["projects"]) and first_of(text, link["tasks"]) for link in pack.tables["links"])


@lru_cache(maxsize=1024)
def is_office(lead: str, pack: Pack) -> bool:
    """Say whether a 项目负责人 is an office (市场运行科) rather than a person."""
    return lead.endswith(pack.words["office_endings"])


def paragraphs(filing: Filing) -> Iterator[tuple[str, str]]:
    """Yield path and text of every paragraph of the department plan."""
    plan = filing.department
    if plan is None:
        return
    if plan.overall_goal:
        yield "department.overall_goal", plan.overall_goal
    for no, section in enumerate(plan.sub_goals):
        for place, task in enumerate(section.tasks):
            yield f"department.sub_goals.{no}.tasks.{place}.text", task.text
        for place, row in enumerate(section.indicators):
            yield f"department.sub_goals.{no}.indicators.{place}.text", row.text
    for no, safeguard in enumerate(plan.safeguards):
        yield f"department.safeguards.{no}.text", safeguard.text


def goals(filing: Filing) -> Iterator[tuple[str, str]]:
    """Yield path and text of every annual and medium-term goal of the project tables."""
    for project in filing.projects:
        if project.annual_goal:
            yield f"projects.{project.no}.annual_goal", project.annual_goal
        if project.medium_goal:
            yield f"projects.{project.no}.medium_goal", project.medium_goal


@lru_cache(maxsize=8192)
def basis_parts(basis: str) -> tuple[str, ...]:
    """Return the bases a cell lists: 年度工作计划、采购合同 → both."""
    return tuple(part for part in re.split(r"[、,，;；/和及]", bare(basis)) if part)


@lru_cache(maxsize=8192)
def names_a_document(basis: str) -> bool:
    """Say whether a basis names its document: a title in 《》, a number, a year, a standard."""
    return any(char.isdigit() for char in basis) or "《" in basis


OUTPUTS = frozenset({"产出指标", Kind.QUANTITY, Kind.QUALITY, Kind.TIMELINESS})


def has_output(project: Project) -> bool:
    """Say whether a project promises any output: where it does not, IS-01 says so and says enough."""
    return not project.classes.isdisjoint(OUTPUTS)


@lru_cache(maxsize=4096)
def is_lasting(name: str, pack: Pack) -> bool:
    """Say whether a project buys, builds or repairs what serves for years; goods that are used up do not count."""
    return bool(first_of(name, pack.words["lasting_projects"])) and not first_of(name, pack.words["consumed_purchases"])


@lru_cache(maxsize=4096)
def _percent(text: str | None) -> Decimal | None:
    match = PERCENT.fullmatch(fold(text or "").strip())
    return Decimal(match[1]) if match else None


def percents(project: Project) -> tuple[Decimal | None, ...]:
    """Return the cumulative spending plan in percent, None where a cell is blank or holds no share; 0.25 … 1 are read as shares."""
    read = tuple(_percent(point.percent) for point in project.plan)
    known = [share for share in read if share is not None]
    if known and max(known) == 1 and len(known) > 1:
        return tuple(None if share is None else share * 100 for share in read)
    return read


def money_of(number: Decimal | None, unit: str) -> Money | None:
    """Return a number in 元, 万元 or 亿元 as money; None where it is no amount or no whole number of 分."""
    factor = FEN.get(unit)
    if number is None or factor is None:
        return None
    exact = number * factor
    return Money(int(exact)) if exact == int(exact) else None


@lru_cache(maxsize=1024)
def unit_price(unit: str) -> tuple[str, str]:
    """Split the unit of a cost for one (元/吨·年, 万元/辆) into money and thing; ("", "") where it is none."""
    money, bar, thing = unit.partition("/")
    return (money, thing.split("·")[0].split("/")[0].removeprefix("每")) if bar and money in FEN else ("", "")


@lru_cache(maxsize=16384)
def shown(text: str | None, limit: int = 24) -> str:
    """Return a text short enough to quote inside a sentence, without white space and closing marks."""
    whole = bare(text).rstrip("。；;.，,").replace("。", "；")
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


# Members named once: read through their class they cost a rule more than the rest of its test, and a set hashes them in Python.
QUANTITY, QUALITY, TIMELINESS, SATISFACTION = Kind.QUANTITY, Kind.QUALITY, Kind.TIMELINESS, Kind.SATISFACTION
COSTS = (Kind.COST, Kind.COST_ECONOMIC)
NUMBER, WORD = GoalKind.NUMBER, GoalKind.WORD


@lru_cache(maxsize=4096)
def finder(pack: Pack, words: str) -> Callable[[str], re.Match[str] | None]:
    """Return the search for the words of one of the pack's lists; four times as fast as trying each word."""
    return any_of(pack.words[words]).search
