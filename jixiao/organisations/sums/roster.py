"""What a list of units asks for: line by line new, changed, the same or wrong; judged as a whole before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from jixiao.kernel.refusal import Refused
from jixiao.organisations.facts import (
    BUDGET_CODES,
    KINDS,
    path_of,
    refusal_of_budget_code,
    refusal_of_code,
    refusal_of_division,
    refusal_of_names,
    refusal_of_place,
)

from .credit import refusal_of_credit
from .sheet import COLUMNS, Line, day_in

STATES = {"new": "新增", "changed": "变更", "unchanged": "相同", "bad": "有问题"}
KIND_WORDS = {word: kind for kind, word in KINDS.items()} | {
    "单位": "unit",
    "部门": "department",
    "财政局": "bureau",
    "内设科室": "section",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as it stands in the system."""

    path: str
    code: str
    budget_code: str
    name: str
    short: str
    kind: str
    credit: str
    division: str
    since: date
    until: date | None
    named: date  # the day its present name began


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell of a line."""

    column: str
    sentence: str

    def __str__(self) -> str:
        word = COLUMNS[self.column]
        return f"「{word}」{self.sentence.removeprefix(word)}"


@dataclass(slots=True)
class Verdict:
    """One line judged: what it asks for, or what is wrong with it and what to do."""

    line: Line
    kind: str = ""
    name: str = ""
    short: str = ""
    code: str = ""
    credit: str = ""
    division: str = ""
    since: date | None = None
    renamed: date | None = None
    path: str = ""
    above: str = ""  # the path of the unit over it
    known: Known | None = None
    problems: list[Problem] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # word, old, new

    @property
    def state(self) -> str:
        """What it is: new, changed, unchanged or bad."""
        if self.problems:
            return "bad"
        return "new" if self.known is None else "changed" if self.changes else "unchanged"

    @property
    def word(self) -> str:
        """The state in the officials' words."""
        return STATES[self.state]

    @property
    def budget_code(self) -> str:
        """The code in the integrated budget system, where the kind has one."""
        return self.code if self.kind in BUDGET_CODES else ""

    @property
    def number(self) -> int:
        """The row as Excel counts it."""
        return self.line.number

    def wrong(self, column: str, sentence: str | None) -> None:
        """Note what is wrong in a column; nothing when there is nothing."""
        if sentence:
            self.problems.append(Problem(column, sentence))


def tally(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Count the lines by state, every state named."""
    counted = Counter(verdict.state for verdict in verdicts)
    return {state: counted[state] for state in STATES}


def judge(lines: Sequence[Line], known: Sequence[Known], root: Known, taken: Iterable[str], on: date) -> list[Verdict]:
    """Judge every line of a list that is to stand under ``root``; ``known`` is the root and all below it.

    ``taken`` are the credit codes of units elsewhere. Parents may stand later in the list than their children.
    """
    verdicts = [read(line) for line in lines]
    Tree(verdicts, known, root).settle()
    for verdict in verdicts:
        if verdict.known is not None:
            compare(verdict, verdict.known, on)
        elif verdict.path:
            complete(verdict)
    twins(verdicts, known, frozenset(taken))
    return verdicts


def read(line: Line) -> Verdict:
    """Read one line for itself."""
    verdict = Verdict(
        line, code=line.text("code"), name=line.text("name"), credit=line.text("credit").upper(), division=line.text("division")
    )
    verdict.short, kind = line.text("short"), line.text("kind")
    verdict.kind = KIND_WORDS.get(kind, "")
    verdict.wrong("code", refusal_of_code(verdict.code) if verdict.code else "没有填，请填单位编码")
    verdict.wrong("name", refusal_of_names(verdict.name, verdict.short or "简") if verdict.name else "没有填，请填单位全称")
    if not verdict.kind:
        verdict.wrong(
            "kind", f"「{kind}」看不懂，请填{'、'.join(KINDS.values())}之一" if kind else f"没有填，请填{'、'.join(KINDS.values())}之一"
        )
    verdict.wrong("credit", refusal_of_credit(verdict.credit))
    verdict.wrong("division", refusal_of_division(verdict.division))
    for column in ("since", "renamed"):
        text = line.text(column)
        day = day_in(text)
        setattr(verdict, column, day)
        if text and day is None:
            verdict.wrong(column, f"「{text}」不是日期，请写成 2022-01-01")
    return verdict


class Tree:
    """The places of all lines: each under a unit of the system or under another line, in whatever order they stand."""

    def __init__(self, verdicts: Sequence[Verdict], known: Sequence[Known], root: Known) -> None:
        self.root, self.waiting = root, list(verdicts)
        self.units = {unit.path: unit for unit in known}
        self.by_code: dict[str, set[str]] = defaultdict(set)
        for unit in known:
            for code in {unit.code, unit.budget_code} - {""}:
                self.by_code[code].add(unit.path)
        self.lines: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            self.lines[verdict.code].append(verdict)
        self.placed: dict[str, Verdict] = {}
        self.done: set[int] = set()

    def settle(self) -> None:
        """Place line after line until none is left; what waits for itself in a ring is told so."""
        while self.waiting:
            late = [verdict for verdict in self.waiting if not self._place(verdict)]
            if len(late) == len(self.waiting):
                for verdict in late:
                    verdict.wrong("parent", f"「{verdict.line.text('parent')}」与本行互为上级，请理清上下级")
                return
            self.waiting = late

    def _place(self, verdict: Verdict) -> bool:
        """Place a line when the one above it is settled; return whether it is dealt with."""
        above = verdict.line.text("parent").strip("/")
        if not above:
            own = verdict.code == self.root.code and verdict.kind == self.root.kind
            self._put(verdict, "" if own else self.root.path)
            return True
        last = above.rpartition("/")[2]
        rivals = [other for other in self.lines[last] if other is not verdict]
        if any(id(other) not in self.done for other in rivals):
            return False
        paths = self.by_code[last] | {other.path for other in rivals if other.path}
        paths = {path for path in paths if "/" not in above or path == f"/{above}/"}
        if len(paths) == 1:
            self._put(verdict, paths.pop())
            return True
        self.done.add(id(verdict))
        if paths:
            written = "、".join(sorted(path.strip("/") for path in paths)[:3])
            verdict.wrong("parent", f"「{above}」对应不止一个单位，请写全路径（{written}）")
        elif rivals:
            verdict.wrong("parent", f"指的第 {rivals[0].number} 行有问题，请先改那一行")
        else:
            verdict.wrong("parent", f"「{above}」在本表和系统里都没有，请核对编码或补上这一行")
        return True

    def _put(self, verdict: Verdict, above: str) -> None:
        self.done.add(id(verdict))
        if not above:
            verdict.path, verdict.known = self.root.path, self.root
            return
        if any(problem.column == "code" for problem in verdict.problems):
            return
        try:
            path = path_of(above, verdict.code)
        except Refused as refusal:
            verdict.wrong("code", refusal.sentence)
            return
        if first := self.placed.get(path):
            verdict.wrong("code", f"「{verdict.code}」与第 {first.number} 行重复，请删去一行或改编码")
            return
        self.placed[path] = verdict
        verdict.path, verdict.above, verdict.known = path, above, self.units.get(path)
        if verdict.known is None:
            self._check_place(verdict, above)

    def _check_place(self, verdict: Verdict, above: str) -> None:
        """Check what stands over a new unit: its kind, its code, and that it is still there."""
        line, unit = self.placed.get(above), self.units.get(above)
        if unit and unit.until:
            verdict.wrong("parent", f"{unit.name}已于 {unit.until:%Y-%m-%d} 撤销，请改填在用的上级")
        over = unit.kind if unit else line.kind if line else ""
        if verdict.kind and over:
            verdict.wrong("kind", refusal_of_place(over, verdict.kind))
        code = unit.budget_code if unit else line.budget_code if line else ""
        verdict.wrong("code", refusal_of_budget_code(verdict.kind, verdict.code, code))


def complete(verdict: Verdict) -> None:
    """See that a new unit has all it needs."""
    verdict.short = verdict.short or verdict.name[:30]
    if verdict.name:
        verdict.wrong("short", refusal_of_names(verdict.name[:1], verdict.short))
    if verdict.since is None and not verdict.line.text("since"):
        verdict.wrong("since", "没有填，新设单位要填设立日期，如 2022-01-01")
    if verdict.line.text("renamed"):
        verdict.wrong("renamed", "新设单位不用填，请清空")


def compare(verdict: Verdict, unit: Known, on: date) -> None:
    """Say what a line changes in a unit that is there."""
    verdict.short = verdict.short or unit.short
    if unit.until:
        verdict.wrong("code", f"「{verdict.code}」是已于 {unit.until:%Y-%m-%d} 撤销的{unit.name}，编码不再用，请换一个")
    if verdict.kind and verdict.kind != unit.kind:
        verdict.wrong("kind", f"系统里是{KINDS[unit.kind]}，类别不能改；改隶请先撤销再新设")
    if verdict.since and verdict.since != unit.since:
        verdict.wrong("since", f"系统里是 {unit.since:%Y-%m-%d}，不能由导入更改，请清空或改一致")
    if verdict.name and (verdict.name, verdict.short) != (unit.name, unit.short):
        rename(verdict, unit, on)
    for column, old in (("credit", unit.credit), ("division", unit.division)):
        new = getattr(verdict, column)
        if new and new != old:
            verdict.changes.append((COLUMNS[column], old, new))


def rename(verdict: Verdict, unit: Known, on: date) -> None:
    """Say what a new name needs: the day it began."""
    if verdict.renamed is None:
        if not verdict.line.text("renamed"):
            verdict.wrong(
                "name" if verdict.name != unit.name else "short", f"与系统里的「{unit.name}（{unit.short}）」不同，确已更名请填更名日期"
            )
    elif verdict.renamed <= unit.named:
        verdict.wrong("renamed", f"应晚于现名启用的 {unit.named:%Y-%m-%d}")
    elif verdict.renamed > on:
        verdict.wrong("renamed", "不能晚于今天，请到那天再导入")
    for word, old, new in (("单位名称", unit.name, verdict.name), ("简称", unit.short, verdict.short)):
        if old != new:
            verdict.changes.append((word, old, new))


def twins(verdicts: Sequence[Verdict], known: Sequence[Known], taken: frozenset[str]) -> None:
    """Find what two units may not share: a credit code, or a name under the same unit."""
    owners = {unit.credit: (unit.path, unit.name) for unit in known if unit.credit and not unit.until}
    names = {(over(unit.path), unit.name): unit.path for unit in known if not unit.until}
    seen: dict[tuple[str, str], int] = {}
    for verdict in verdicts:
        path, name = verdict.path, (verdict.above, verdict.name)
        if verdict.credit:
            owner = owners.get(verdict.credit)
            if owner and owner[0] != path:
                verdict.wrong("credit", f"「{verdict.credit}」已是{owner[1]}的代码，请核对")
            elif verdict.credit in taken:
                verdict.wrong("credit", f"「{verdict.credit}」已由别处的单位使用，请核对")
            again(verdict, "credit", ("", verdict.credit), seen)
        if verdict.above and verdict.name:
            if names.get(name, path) != path:
                verdict.wrong("name", f"同一上级下已有「{verdict.name}」，编码不同，请核对是否重复")
            again(verdict, "name", name, seen)


def again(verdict: Verdict, column: str, what: tuple[str, str], seen: dict[tuple[str, str], int]) -> None:
    """Note what stands in an earlier line already."""
    first = seen.setdefault(what, verdict.number)
    if first != verdict.number:
        verdict.wrong(column, f"与第 {first} 行相同，请核对是否重复")


def over(path: str) -> str:
    """Return the path of the unit over a path."""
    return path[: path.rstrip("/").rfind("/") + 1]
