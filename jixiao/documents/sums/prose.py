"""Goals told in sentences: 数量指标：改造户厕≥500座；…, with or without what was done and scored."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.kernel.goal import BEFORE, NUM
from jixiao.kernel.place import Spot
from jixiao.targets.facts import Indicator

from . import amounts, words
from .draft import Draft
from .session import Above, Session

Line = tuple[str, Spot]
LEAD = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]?\s*)?(?P<level>[^:：。；，\s]{2,16}?)\s*[:：。]\s*(?P<rest>.*)$", re.DOTALL
)
CLAUSE = re.compile(r"[；;。]")
_OPERATORS = "|".join(sorted(BEFORE, key=len, reverse=True))
VALUE = re.compile(rf"^(?P<name>.*?[^\d\s≥≤=><，,])(?:[为达是]|达到)?(?P<value>(?:[≥≤=><]|{_OPERATORS})?\s*{NUM}[^，,]*)$")
PARTS = re.compile(r"[，,]")
TARGET = re.compile(r"^(?:年初|年度|预期)?(?:目标值|指标值|目标)(?:为)?[:：]?\s*(.+)$")
ACTUAL = re.compile(r"^(?:全年)?实际(?:完成值|完成)?(?:为)?[:：]?\s*(.+)$")
SCORE = re.compile(r"^(?:自评)?得分[:：]?\s*([\d.]+)分?$")
NUMBERED = re.compile(rf"((?:[≥≤=><]|{_OPERATORS})?\s*{NUM}.*)$")
MONEY = re.compile(r"(?:年度资金总额|全年预算数|年初预算数|年度预算)(?:共计|合计|为|是)?[:：]?(\d[\d,.]*(?:万元|元))")
MANY = 2


def read_prose(session: Session, lines: Sequence[Line], above: Above) -> None:
    """Read sentences into one project; everything read this way is to be looked at again."""
    draft = Draft()
    level1: str | None = None
    level2: str | None = None
    for text, spot in lines:
        if _told(draft, text, spot):
            continue
        for clause in CLAUSE.split(text):  # one line may hold several classes: 1、经济效益指标：…；2、社会效益指标：…
            match = LEAD.match(clause.strip())
            known = _levels(match["level"]) if match else _levels(words.ORDINAL.sub("", words.bare(clause)))
            rest = match["rest"] if match and known else "" if known else clause
            if known == ("成本指标", None) and rest:
                known = (level1, "成本指标")  # a class of its own since 2021, one of the outputs before
            if known:
                level1, level2 = (known[0], None) if known[0] and not known[1] else (words.PARENT.get(known[1] or "", level1), known[1])
            elif not NUMBERED.search(text):
                level2 = None
            if level2 is not None:
                _clause(draft, level1, level2, rest.strip(), spot)
    if len(draft.rows) < MANY:
        return
    if above.title:
        draft.head(above.title, above.title_spot)
    draft.columns = tuple(
        name for name in ("level1", "level2", "level3", "value", "actual", "score") if any(getattr(r, name) for r in draft.rows)
    )
    draft.doubt("指标从文字叙述中读出，名称和数值请逐条核对", draft.spots["indicators.0"], "indicators")
    session.drafts.append(draft)


def _told(draft: Draft, text: str, spot: Spot) -> bool:
    """Take a line that says a field of the head in words (一、项目名称：…), or the year's money inside a sentence."""
    found = words.inline(words.ORDINAL.sub("", text.strip()))
    if found is None:
        money = MONEY.search(text)
        if money and draft.fields.get("amount_text") is None:
            amounts.take(draft, amounts.read(money[1], None, draft.units), spot)
            draft.add_extra("资金情况", text.strip(), spot)  # the sentence may say more than the amount
            return "指标" not in text
        return False
    label, value = found
    if label.field in {"name", "unit", "department", "lead"} and draft.fields.get(label.field) is None:
        draft.set(label.field, value.rstrip("。"), spot)
    elif label.field in {"amount", "total"}:
        amounts.take(draft, amounts.read(value.rstrip("。"), label.unit, draft.units), spot)
    elif label.field in {"annual_goal", "overall_goal"} and draft.fields.get("annual_goal") is None:
        draft.set("annual_goal", value, spot)
    else:
        return False
    return True


def _levels(text: str) -> tuple[str | None, str | None] | None:
    shown = words.bare(text)
    if "指标" not in shown:
        return None
    one, two = words.level1(shown), words.level2(shown)
    if two is not None and (one is None or shown.startswith(("服务对象", "社会公众"))):
        return None, two
    return (one, two if shown == "满意度指标" else None) if one else None


def _clause(draft: Draft, level1: str | None, level2: str, clause: str, spot: Spot) -> None:
    if not clause:
        return
    pieces = [piece.strip() for piece in PARTS.split(clause) if piece.strip()]
    facts: dict[str, str] = {}
    others: list[str] = []  # a list of indicators in one clause: 新建农田≥1.2万亩，衬砌渠道≥18公里
    for piece in pieces[1:]:
        if match := TARGET.match(piece):
            facts["value"] = match[1]
        elif match := SCORE.match(piece):
            facts["score"] = match[1]
        elif (match := ACTUAL.match(piece)) or ("实际" in piece and NUMBERED.search(piece)):
            figure = NUMBERED.search(piece)
            facts["actual"] = figure[1].strip() if figure else piece
        else:
            others.append(piece)
    match = VALUE.match(pieces[0])
    name = pieces[0]
    if match and "value" not in facts:
        name, facts["value"] = match["name"], match["value"].strip()
    if not facts:
        draft.doubt(f"「{clause[:30]}」看不出名称和指标值，未读入", spot)
        return
    number = len(draft.rows)
    for path in ("", ".level1", ".level2", ".level3", *(f".{field}" for field in facts)):
        draft.spots[f"indicators.{number}{path}"] = spot
    draft.rows.append(Indicator(level1, level2, name, facts.get("value"), actual=facts.get("actual"), score=facts.get("score"), no=number))
    for other in others:
        _clause(draft, level1, level2, other, spot)
