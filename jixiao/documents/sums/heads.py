"""The head of a form: labels and their values, wherever they stand above, below or beside the indicators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jixiao.kernel.place import NOWHERE

from . import amounts, words
from .draft import Draft
from .grid import Box, Grid
from .money_tables import MoneyTable, is_money_head
from .plans import read_plan
from .tasks import is_task_head, read_tasks
from .words import Label

PHONE = re.compile(r"[\s,，、/：:;；(（]*((?:\+?86)?[\d][\d\-－—()（）\s转]{4,}\d)[)）]?\s*$")
YEAR_ONLY = re.compile(r"^[（(]?(20\d\d)年(?:度)?[)）]?$")
SECTION = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十]+[)）]).{2,16}$")
GOAL_PART = re.compile(r"^目标\s*[\d一二三四五六七八九十]+")
MONEY_WORD = re.compile(r"预算|资金|金额|总额")
FIGURE = re.compile(r"[\d,，.]+(?:万元|元)?")
TITLE = re.compile(r"表(?:[（(].*[)）])?$|绩效(?:目标|自评)|自评")
TICKED = re.compile(r"([^\s□☐○√☑■✓✔●☒]+)\s*[√☑■✓✔●]|[√☑■✓✔●]\s*([^\s□☐○√☑■✓✔●☒]+)")
BOXES = re.compile(r"[□☐○√☑■✓✔●☒]")
TITLE_LENGTH = 80
PHONE_LENGTH = 60  # a telephone stands in the last characters of its cell
CHOICES_LENGTH = 400
TITLE_NAME = re.compile(r"^(?:20\d\d年度?)?(.+?)(?:项目)?(?:支出)?绩效(?:目标|自评).*$")
GENERIC = frozenset({"项目", "专项资金", "区域", "部门", "部门整体", "整体", "单位", "预算项目", "专项", "财政", "支出"})
SHORT = 12  # a text this long beside an empty cell is a label without a value


class Head:
    """Reads head rows of one grid into a draft."""

    def __init__(self, grid: Grid, draft: Draft) -> None:
        self.grid = grid
        self.draft = draft
        self.used: set[tuple[int, int]] = set()
        self.medium: int | None = None  # column where the medium-term amounts stand
        self.annual: int | None = None

    def read(self, rows: Sequence[int]) -> None:
        """Read rows in order; what one row consumes of the next is not read twice."""
        for row in rows:
            boxes = [box for box in self.grid.rows[row] if (box.row, box.column) not in self.used]
            filled = [box for box in boxes if box.bare]
            if not filled:
                continue
            if filled[0].bare in words.TOTALS and len(filled) > 1:
                self.draft.add_extra(filled[0].bare, " ".join(box.joined or "" for box in filled[1:]), filled[0].spot)
            elif is_money_head(boxes):
                MoneyTable(self.grid, self.draft, self.used).read(row, boxes)
            elif is_task_head(boxes):
                read_tasks(self.grid, self.draft, self.used, row)
            elif not self._alone(boxes):
                self._pairs(boxes)

    def _alone(self, boxes: list[Box]) -> bool:
        """Read a row with a single text: title, year, unit, section caption, further part of the goal."""
        filled = [box for box in boxes if box.bare and not words.UNIT_CAPTION.match(box.bare)]
        if not filled:
            return True
        if len(filled) != 1:
            return False
        box = filled[0]
        match = YEAR_ONLY.match(box.bare)
        if match is None and (words.label(box.bare) or words.inline(box.text)):
            return False
        if match:
            self.draft.fields.setdefault("stated_year", int(match[1]))
        elif GOAL_PART.match(box.bare) and self.draft.goals:
            self._append_goal(box)
        elif self._is_title(box):
            self.draft.head(box.joined or "", box.spot)
        elif not words.UNIT_CAPTION.search(box.bare) and not SECTION.match(box.bare):
            self.draft.add_extra("其他内容", box.joined, box.spot)
        return True

    def _is_title(self, box: Box) -> bool:
        fields = self.draft.fields
        fresh = "name" not in fields and not self.draft.goals and "amount" not in fields and not self.draft.rows
        return fresh and len(box.bare) < TITLE_LENGTH and TITLE.search(box.bare) is not None

    def _append_goal(self, box: Box) -> None:
        name = next(reversed(self.draft.goals))
        first = self.draft.goals[name]
        self.draft.goals[name] = first._replace(text=f"{first.text.rstrip()}\n{box.text}")

    def _pairs(self, boxes: list[Box]) -> None:
        """Read label, value, label, value … along a row."""
        at = 0
        while at < len(boxes):
            box = boxes[at]
            at += 1
            if not box.bare or (box.row, box.column) in self.used or words.UNIT_CAPTION.match(box.bare):
                continue
            known = words.label(box.bare)
            if known:
                at += self._labelled(box, known, boxes[at:])
            elif found := words.inline(box.text):
                self._take(found[0], box, box._replace(text=found[1], bare=words.bare(found[1])))
            else:
                at += self._unknown(box, boxes[at:])

    def _unknown(self, box: Box, after: list[Box]) -> int:
        """Keep a label the vocabulary does not know, with its value; returns how many boxes it took."""
        if after and after[0].bare and words.label(after[0].bare) is None and len(box.bare) <= words.LABEL_LENGTH:
            self.draft.add_extra(words.shown_label(box.bare), after[0].joined, after[0].spot)
            return 1
        if after and not after[0].bare and len(box.bare) <= SHORT:
            return 1
        if not SECTION.match(box.bare):
            self.draft.add_extra("其他内容", box.joined, box.spot)
        return 0

    def _labelled(self, box: Box, known: Label, after: list[Box]) -> int:
        if known.field == "group":
            self.draft.units.table = self.draft.units.table or known.unit
            return self._group(known, after)
        if known.field == "plan":
            return read_plan(self.grid, self.draft, self.used, box, after)
        if known.field == "schedule":
            return self._schedule(box, after)
        if known.field in words.GOAL_FIELDS:
            return self._goal(known, box, after)
        if known.unit and known.field in words.MONEY_FIELDS:
            self.draft.units.label = self.draft.units.label or known.unit
        taken = _value_among(after)
        if taken is None:
            return 0
        self._take(known, box, after[taken])
        return taken + 1

    def _group(self, known: Label, after: list[Box]) -> int:
        """Keep the text beside a label that usually heads a group, where it stands alone with it."""
        filled = [box for box in after if box.bare]
        if len(filled) == 1 and filled[0] is after[0] and words.label(filled[0].bare) is None and words.inline(filled[0].text) is None:
            self.draft.add_extra(known.name, filled[0].joined, filled[0].spot)
            return 1
        return 0

    def _goal(self, known: Label, box: Box, after: list[Box]) -> int:
        """Find the text of a goal: beside its label, else below it; a label with neither heads a group."""
        right = after[0] if after else None
        taken = _value_among(after)
        if taken is not None and after[taken].bare and words.label(after[taken].bare) is None:
            self._take(known, box, after[taken])
            return taken + 1
        under = self.grid.below(box)
        if under is not None and under.bare and words.label(under.bare) is None and words.column(under.bare) is None:
            self._take(known, box, under)
            self.used.add((under.row, under.column))
        elif right is not None and not right.bare:
            return 1
        elif under is not None and not under.bare and known.field != "overall_goal":
            self.draft.spots.setdefault(known.field, under.spot)
        return 0

    def _schedule(self, box: Box, after: list[Box]) -> int:
        """Keep the rows of a schedule (内容, 开始, 完成) as one further field."""
        lines = []
        for row in range(box.row + 1, self.grid.height):
            boxes = self.grid.filled(row)
            if not boxes or any(words.label(one.bare) or words.column(one.bare) for one in boxes):
                break
            lines.append(" ".join(one.joined or "" for one in boxes))
            self.used.update((one.row, one.column) for one in boxes)
        text = "；".join(lines) or " ".join(one.joined or "" for one in after if one.bare)
        self.draft.add_extra("项目实施进度计划", text, box.spot)
        return len(after)

    def _take(self, known: Label, box: Box, value: Box) -> None:
        """Give a labelled value to its field."""
        taker = TAKERS.get(known.field)
        if taker is not None:
            taker(self, known, box, value)
        elif known.field in {"extra", "outcome", "tasks"}:
            self.draft.add_extra(known.name, value.joined, value.spot)
        elif known.field in words.GOAL_FIELDS:
            self._set_goal(known.field, value)
        else:
            self.draft.set(known.field, value.joined, value.spot)

    def _set_goal(self, name: str, value: Box) -> None:
        if name in self.draft.goals:
            self.draft.add_extra(words.GOAL_WORDS[name], value.joined, value.spot)
        else:
            self.draft.goals[name] = value

    def take_lead(self, known: Label, box: Box, value: Box) -> None:  # noqa: ARG002 - one shape for all takers
        """Read a name with its telephone: 张某某 0000-0000000."""
        text = value.value or ""
        before = max(0, len(text) - PHONE_LENGTH)
        phone = PHONE.search(text, before)
        lead = (text[: phone.start()] if phone else text).strip(" ,，、/：:;；\n\t\u3000")
        self.draft.set("lead", " ".join(lead.split()) or None, value.spot)
        self.draft.set("phone", words.bare(phone[1]) if phone else None, value.spot)

    def take_amount(self, known: Label, box: Box, value: Box) -> None:
        """Read what is asked for this year."""
        self.annual = box.column
        amounts.take(self.draft, amounts.read(value.text, known.unit, self.draft.units), value.spot)

    def take_total(self, known: Label, box: Box, value: Box) -> None:  # noqa: ARG002 - one shape for all takers
        """Keep a total until it is known whether another label names the year's amount."""
        if self.draft.total is None:
            self.draft.total = (value, known.unit)
        else:
            self.draft.add_extra(known.name, value.joined, value.spot)

    def take_medium(self, known: Label, box: Box, value: Box) -> None:
        """Read the amount of the whole medium term."""
        self.medium = box.column
        amount = amounts.read(value.text, known.unit, self.draft.units)
        self.draft.set("medium_amount", amount.money, value.spot)
        for doubt in amount.doubts:
            self.draft.doubt(doubt, value.spot, "medium_amount")

    def take_funding(self, known: Label, box: Box, value: Box) -> None:
        """Read one source of the year's money; sources under the medium-term amount are further fields."""
        if self.medium is not None and box.column < (self.annual if self.annual is not None else 10**6) and self.medium <= box.column:
            self.draft.add_extra(f"中期{known.name}", value.joined, value.spot)
            return
        amounts.take_source(self.draft, known.name, amounts.read(value.text, known.unit, self.draft.units), value.spot)

    def take_nature(self, known: Label, box: Box, value: Box) -> None:  # noqa: ARG002 - one shape for all takers
        """Read ticked boxes: the one that is ticked, else all as written."""
        text = value.joined
        if text and len(text) < CHOICES_LENGTH and BOXES.search(text):
            ticked = [match[1] or match[2] for match in TICKED.finditer(text)]
            text = ticked[0] if len(ticked) == 1 else text
        self.draft.set(known.field, text, value.spot)

    def take_whole(self, known: Label, box: Box, value: Box) -> None:  # noqa: ARG002 - one shape for all takers
        """Keep the department's name until it is known whether the form has a project's."""
        if self.draft.whole is None:
            self.draft.whole = value


Taker = Callable[[Head, Label, Box, Box], None]
TAKERS: dict[str, Taker] = {
    "lead_phone": Head.take_lead,
    "amount": Head.take_amount,
    "total": Head.take_total,
    "medium_amount": Head.take_medium,
    "funding": Head.take_funding,
    "nature": Head.take_nature,
    "category": Head.take_nature,
    "whole": Head.take_whole,
}


def _value_among(after: list[Box]) -> int | None:
    """Return which of the boxes after a label is its value: the next, or the only text up to the next label."""
    until = next((at for at, box in enumerate(after) if box.bare and words.label(box.bare)), len(after))
    if until == 0:
        return None
    filled = [at for at in range(until) if after[at].bare]
    return filled[0] if len(filled) == 1 or (filled and filled[0] == 0) else 0


def settle(draft: Draft) -> None:
    """Decide what could not be decided before the whole form was seen: goals, totals, the name of a whole department."""
    goals = draft.goals
    if "overall_goal" in goals:
        goals.setdefault("medium_goal" if "annual_goal" in goals else "annual_goal", goals["overall_goal"])
    for name in ("annual_goal", "medium_goal"):
        if name in goals:
            draft.set(name, goals[name].joined, goals[name].spot)
    _settle_total(draft)
    whole = draft.whole
    if whole is not None:
        draft.set("name" if draft.fields.get("name") is None else "department", whole.joined, whole.spot)
    title = draft.fields.get("table_title") or ""
    if draft.fields.get("name") is None and "整体" in title and draft.fields.get("unit"):
        draft.set("name", draft.fields["unit"], draft.spots["unit"])
    if draft.fields.get("name") is None:
        _name_from_title(draft, title)
    _doubt_missing_amount(draft)


def _doubt_missing_amount(draft: Draft) -> None:
    """Ask where a form speaks of money and none was known as the year's amount: money is never lost in silence."""
    if draft.fields.get("amount_text") is not None or any(path == "amount" for path, _, _ in draft.doubts):
        return
    for number, (name, text) in enumerate(draft.extra):
        if MONEY_WORD.search(name) and FIGURE.fullmatch(words.bare(text)):
            spot = draft.spots.get(f"extra.{number}", NOWHERE)
            draft.doubt(f"没有认出年度申请金额，表中「{name}」写着「{text}」，请核对", spot, "amount")
            return


def _name_from_title(draft: Draft, title: str) -> None:
    """Take a missing name from the title where that holds more than the name of the form; a person is asked either way."""
    match = TITLE_NAME.match(words.bare(title))
    spot = draft.spots.get("table_title") or next(iter(draft.spots.values()), NOWHERE)
    if match and match[1] not in GENERIC:
        draft.set("name", match[1], spot)
        draft.doubt("表内没有项目名称，名称取自表题，请核对", spot, "name")
    else:
        draft.doubt("没有读到项目名称", spot, "name")


def _settle_total(draft: Draft) -> None:
    if draft.total is None:
        return
    box, unit = draft.total
    amount = amounts.read(box.text, unit, draft.units)
    if draft.fields.get("amount_text") is None:
        amounts.take(draft, amount, box.spot)
    elif draft.fields.get("medium_amount") is None and amount.money != draft.fields.get("amount"):
        draft.set("medium_amount", amount.money, box.spot)
