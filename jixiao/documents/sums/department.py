"""The department plan in prose: overall goal, sub-goals with tasks and indicator lines, safeguards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.kernel.place import Spot
from jixiao.targets.facts import Department, GoalIndicator, Safeguard, SubGoal, Task

from . import words

Line = tuple[str, Spot]
CHAPTER = re.compile(
    r"^[一二三四五六七八九十]+\s*[、.．]\s*(?:部门)?(总体绩效目标|总体目标|分项绩效目标|分项目标|工作保障措施|保障措施)\s*[:：]?\s*$"
)
SECTION = re.compile(r"^[（(]\s*[一二三四五六七八九十]+\s*[)）]\s*[、.．]?\s*(.+)$", re.DOTALL)
TASK = re.compile(r"^(\d{1,2})\s*[、.．)）]\s*(.+)$", re.DOTALL)
SPLIT = re.compile(r"^(?P<name>\S(?:.*?\S)?)(?:[ \t\u3000]{2,}|\u3000)(?P<text>.+)$", re.DOTALL)
SPLIT_ONE = re.compile(r"^(?P<name>[^\s，。；：:,;]{2,30})[ \t](?P<text>.+)$", re.DOTALL)
SPLIT_MARK = re.compile(r"^(?P<name>[^，。；：:,;]{2,24})[：:。](?P<text>.+)$", re.DOTALL)
GOALS = re.compile(r"^(?:\d+[、.．]\s*)?绩效目标\s*[:：]?\s*(.*)$", re.DOTALL)
MARKS = re.compile(r"^(?:\d+[、.．]\s*)?绩效指标\s*[:：]?\s*$")
PART = re.compile(r"^\s*第[一二三四五六]部分\s*(.*)$")
TITLE = re.compile(r"^(.*?)(20\d\d)\s*年(?:度)?\s*(?:部门|单位)?(?:\(单位\)|（单位）)?整体(?:支出)?绩效目标\s*$")


@dataclass(slots=True)
class Plan:
    """The department plan while it is being read; paths are below the filing."""

    name: str | None = None
    year: int | None = None
    part_title: str | None = None
    overall: list[str] = field(default_factory=list)
    sections: list[tuple[str, list[Task], list[GoalIndicator]]] = field(default_factory=list)
    safeguards: list[Safeguard] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)
    doubts: list[tuple[str, str, Spot]] = field(default_factory=list)  # path, message, spot
    found: bool = False

    def department(self) -> Department | None:
        """Return the plan read, or None where the document has none."""
        if not self.found:
            return None
        sections = tuple(SubGoal(name, tuple(tasks), tuple(marks)) for name, tasks, marks in self.sections)
        return Department(self.name, "\n".join(self.overall), sections, tuple(self.safeguards))


def read(lines: Sequence[Line]) -> Plan:
    """Read the lines before the first table."""
    plan = Plan()
    reader = _Reader(plan)
    for text, spot in lines:
        reader.line(text.strip(), spot)
    return plan


class _Reader:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chapter = ""
        self.inside = ""  # goals or marks, inside a section
        self.part_due = False

    def line(self, text: str, spot: Spot) -> None:
        """Take one line."""
        if not text:
            return
        if match := PART.match(text):
            self._part(match[1].strip(), spot)
        elif match := CHAPTER.match(text):
            self.chapter, self.inside, self.part_due = match[1][:2], "", False
            self.plan.found = True
        elif self.part_due:
            self._part_title(text, spot)
        elif self.chapter == "总体":
            self.plan.spots.setdefault("department.overall_goal", spot)
            self.plan.overall.append(text)
        elif self.chapter == "分项":
            self._section_line(text, spot)
        elif self.chapter in {"工作", "保障"}:
            self._safeguard(text, spot)
        elif match := TITLE.match(text):
            self._title(match, spot)

    def _part(self, rest: str, spot: Spot) -> None:
        self.chapter = ""
        self.part_due = True
        if rest:
            self._part_title(rest, spot)

    def _part_title(self, text: str, spot: Spot) -> None:
        self.part_due = False
        if match := TITLE.match(text):
            self._title(match, spot)
        elif self.plan.found:
            self.plan.part_title = text
            self.plan.spots["part_title"] = spot

    def _title(self, match: re.Match[str], spot: Spot) -> None:
        self.plan.name = match[1].strip() or None
        self.plan.year = int(match[2])
        self.plan.spots["year"] = spot
        self.plan.spots["department"] = spot
        if self.plan.name:
            self.plan.spots["department.name"] = spot

    def _section_line(self, text: str, spot: Spot) -> None:
        plan = self.plan
        if match := SECTION.match(text):
            base = f"department.sub_goals.{len(plan.sections)}"
            plan.sections.append((match[1].strip(), [], []))
            plan.spots[base] = plan.spots[f"{base}.name"] = spot
            self.inside = ""
        elif not plan.sections:
            plan.doubts.append(("department.sub_goals", f"「{text[:20]}」不属于任何一项分项绩效目标，未读入", spot))
        elif MARKS.match(text):
            self.inside = "marks"
        elif (match := GOALS.match(text)) and self.inside == "":
            self.inside = "goals"
            if match[1].strip():
                self._task(match[1].strip(), spot)
        elif self.inside == "marks" or (not TASK.match(text) and _mark(text)):
            self._mark(text, spot)
        else:
            self._task(text, spot)

    def _task(self, text: str, spot: Spot) -> None:
        number = len(self.plan.sections) - 1
        tasks = self.plan.sections[number][1]
        match = TASK.match(text)
        if match is None and tasks and tasks[-1].name and not text[0].isdigit():
            tasks[-1] = Task(tasks[-1].name, f"{tasks[-1].text}\n{text}")
            return
        base = f"department.sub_goals.{number}.tasks.{len(tasks)}"
        name, rest = split_task(match[2]) if match else ("", text)
        if match and not name:
            self.plan.doubts.append((f"{base}.name", f"分不出任务的名称和内容：「{text[:20]}」，名称留空", spot))
        for path in (base, f"{base}.name", f"{base}.text"):
            self.plan.spots[path] = spot
        tasks.append(Task(name, rest))

    def _mark(self, text: str, spot: Spot) -> None:
        number = len(self.plan.sections) - 1
        marks = self.plan.sections[number][2]
        base = f"department.sub_goals.{number}.indicators.{len(marks)}"
        found = _mark(text)
        if found is None:
            if marks:
                marks[-1] = GoalIndicator(marks[-1].level2, f"{marks[-1].text}\n{text}")
            else:
                self.plan.doubts.append((base, f"「{text[:20]}」看不出是哪一类指标，未读入", spot))
            return
        for path in (base, f"{base}.level2", f"{base}.text"):
            self.plan.spots[path] = spot
        marks.append(GoalIndicator(*found))

    def _safeguard(self, text: str, spot: Spot) -> None:
        plan = self.plan
        match = SECTION.match(text)
        if match is None and plan.safeguards:
            last = plan.safeguards[-1]
            plan.safeguards[-1] = Safeguard(last.name, f"{last.text}\n{text}" if last.text else text)
            return
        base = f"department.safeguards.{len(plan.safeguards)}"
        name, _, rest = match[1].partition("。") if match else ("", "", text)
        for path in (base, f"{base}.name", f"{base}.text"):
            plan.spots[path] = spot
        plan.safeguards.append(Safeguard(name.strip(), rest.strip()))


def split_task(text: str) -> tuple[str, str]:
    """Split 「名称  内容」 at its spaces, else at one space, a colon or the first full stop; no name where none of them stands."""
    text = text.strip()
    match = SPLIT.match(text) or SPLIT_ONE.match(text) or SPLIT_MARK.match(text)
    return (match["name"].strip(), match["text"].strip()) if match else ("", text)


def _mark(text: str) -> tuple[str, str] | None:
    """Split an indicator line 「数量指标：…」 into class and text."""
    head, colon, rest = text.replace(":", "：", 1).partition("：")
    known = words.level2(words.bare(head)) if colon and len(head) < words.LABEL_LENGTH else None
    if known is None:
        return None
    shown = words.bare(head)
    return (known if known != "服务对象满意度指标" else _satisfaction(shown)), rest.strip()


def _satisfaction(shown: str) -> str:
    word = words.shown_level(shown, {}) or shown
    return "满意度指标" if word in {"满意度指标", "满意度"} else "服务对象满意度指标"
