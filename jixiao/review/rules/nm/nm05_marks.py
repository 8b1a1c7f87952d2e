import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import department, filing, indicator, project, section
from jixiao.review.sums import goals, paragraphs
from jixiao.targets.facts import Filing, Project

HALF = re.compile(r"(?<=[\u4e00-\u9fff”’》）】%])\s*([,;:?!])\s*(?=[\u4e00-\u9fff“‘《（【]|$)")
STOP = re.compile(r"(?<=[\u4e00-\u9fff”’》）】])\.(?=\s*$)")
POINT = re.compile(r"(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])")
ANY = re.compile(rf"{HALF.pattern}|{STOP.pattern}|{POINT.pattern}")
ORDINAL = re.compile(r"^\s*(\d{1,3}|[一二三四五六七八九十]{1,3})[ \u3000]+(?=\S)")
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
NAMES = {",": "逗号", ";": "分号", ":": "冒号", "?": "问号", "!": "感叹号"}
ENDS = tuple("。！？；：…”』）)")


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find headings whose number lacks 、, half-width marks among Chinese characters, marks astray, and paragraphs without an end.

    One finding a cell, whose fix puts right all that is certain in it. Paragraphs of the plan need an end mark where most of their
    kind have one; cells of a table do not. A fragment on 等 is left to NM-07.
    """
    for table in filing.projects:
        if (heading := table.heading or table.table_title) and ORDINAL.match(heading):
            yield _heading(f"projects.{table.no}.{'heading' if table.heading else 'table_title'}", heading)
    for path, text in goals(filing):
        if found := _marks(text, pack):
            yield _finding(path, text, *found)
    for table in filing.projects:
        if _has_small("".join([f"{row.level3}{row.basis}" for row in table.indicators])):
            yield from _cells(table, pack)
    yield from _plan(filing, pack)


def _cells(table: Project, pack: Pack) -> Iterator[Finding]:
    for row in table.indicators:
        for column, cell in (("level3", row.level3), ("basis", row.basis)):
            if cell and (found := _marks(cell, pack)):
                yield _finding(f"projects.{table.no}.{row.at(column)}", cell, *found)


def _plan(filing: Filing, pack: Pack) -> Iterator[Finding]:
    texts = [(path, text) for path, text in paragraphs(filing) if text.strip()]
    ended = sum(text.rstrip().endswith(ENDS) for _, text in texts)
    for path, text in texts:
        problems, new = _marks(text, pack) or ([], text)
        if ended * 2 > len(texts) and not text.rstrip().endswith((*ENDS, "等")) and not STOP.search(text):
            problems = [*problems, "段末没有标点"]
            new = new.rstrip() + ("；" if ".indicators." in path else "。")
        if problems:
            yield _finding(path, text, problems, new)


def _heading(path: str, heading: str) -> Finding:
    new = ORDINAL.sub(r"\1、", heading, count=1)
    return Finding(path, f"标题「{heading.strip()}」的序号后缺顿号", heading.strip(), f"改为「{new}」", (Edit(path, heading, new),))


def _finding(path: str, text: str, problems: list[str], new: str) -> Finding:
    shown = new if len(new) <= 60 else f"……{new[-24:]}"  # noqa: PLR2004 - as much as fits a line
    return Finding(
        path,
        "；".join(problems),
        quote=text.strip()[-24:],
        suggestion=f"改为「{shown.strip()}」" if new != text else "改用全角标点",
        fix=(Edit(path, text, new),) if new != text else (),
    )


def _marks(text: str, pack: Pack) -> tuple[list[str], str] | None:
    """Return what is wrong with the marks of a text, and the text put right; None when nothing is."""
    problems, new = [], text
    if _has_small(text) and ANY.search(text):
        kinds = dict.fromkeys(NAMES[mark] for mark in HALF.findall(text))
        problems += [f"「{_around(text, HALF)}」用了半角{'、'.join(kinds)}"] if kinds else []
        new = HALF.sub(lambda match: WIDE[match[1]], new)
        if STOP.search(text):
            problems.append(f"「{_around(text, STOP)}」句末用了半角句点")
            new = STOP.sub("。", new)
        if POINT.search(text):
            problems.append(f"「{_around(text, POINT)}」用了半角句点")
    for stray in pack.tables["stray_marks"]:
        if stray["wrong"] in text:
            problems.append(f"「{stray['wrong']}」多了标点，应为「{stray['right']}」")
            new = new.replace(stray["wrong"], stray["right"])
    return (problems, new) if problems else None


def _has_small(text: str) -> bool:
    """Say whether a half-width mark stands anywhere: six plain searches are far quicker than one pattern."""
    return "," in text or "." in text or ";" in text or ":" in text or "?" in text or "!" in text


def _around(text: str, pattern: re.Pattern[str]) -> str:
    match = pattern.search(text)
    at = match.start() if match else 0
    return text[max(0, at - 4) : at + 4].strip()


ENTRY = Rule(
    code="NM-05",
    title="编号或标点格式错误",
    severity=Severity.INFO,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(
            project(
                indicator("数量指标", "举办展会(线上)场次", "≥5场"), heading="4、展会绩效目标表", annual_goal="举办展会5次，签约1.5亿元"
            )
        ),
        filing(project(heading="2022年度展会绩效目标表")),
        filing(department=department(section("一", "做事|做好。", 数量指标="完成5项"), overall="总目标")),
    ),
    caught=(
        filing(project(heading="4 2022年度弥补人员工资绩效目标表")),
        filing(project(annual_goal="保证储备冻肉数量,保证储备冻肉质量.")),
        filing(project(annual_goal="保证数量.保证质量")),
        filing(project(annual_goal="完成外贸进、出口任务")),
        filing(project(indicator("数量指标", "举办展会,洽谈会场次", "≥5场"))),
        filing(department=department(section("一", "做事|做好。", "做事|再做"), overall="总目标。")),
    ),
)
