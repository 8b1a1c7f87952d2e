"""Whose turn it is and why a move may not be made: the guards of a target's life, remarks and review forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting, refusal_to_act, same_person
from jixiao.kernel.lifecycle import Move
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Severity
from jixiao.review.facts import ReviewForm
from jixiao.review.models import Assessment, Remark
from jixiao.review.sums import prefilled
from jixiao.targets.queries import Step, Target, adjustment, revision_of
from jixiao.targets.states import DEPARTMENT, FISCAL, LIFE, RIGHT, TURN

from .findings import pack_of, said, standing_of


def assessment_of(target: Target, stage: str | None = None) -> Assessment | None:
    """Return the review form of this round at a stage (by default the present one), for the facts as they stand."""
    found = Assessment.objects.filter(target=target, round=target.round, stage=stage or target.state, version=target.filing.version)
    return found.select_related("by", "on_behalf").order_by("-pk").first()


def remarks_of(target: Target, round_: int | None = None) -> list[Remark]:
    """Return the remarks of a round, by default the present one, in the order they were made."""
    asked = Remark.objects.filter(target=target, round=target.round if round_ is None else round_)
    return list(asked.select_related("by", "answered_by").order_by("pk"))


def right_to(target: Target, move: str) -> Permission:
    """Return the right a move takes where the target stands: returning and refusing are for whose turn it is."""
    if move in {"send_back", "reject"}:
        return TURN.get(target.state, Permission.TARGET_FISCAL)
    return RIGHT[move]


def handlers_of(target: Target) -> set[int]:
    """Return the numbers of the people who sent a target up or handled a step of this round, in person or through a delegate."""
    known: list[Step] | None = target.__dict__.get("steps_known")  # fetched for many at once
    asked = Step.objects.filter(target=target, round=target.round, move__in=HANDLING).select_related("by", "on_behalf")
    steps = known if known is not None else list(asked)
    return {person.number for step in steps for person in (step.by, step.on_behalf) if person is not None}


def refusal_to_move(target: Target, move: str, *, by: User, on: date, grade: str | None = None) -> str | None:
    """Return why a person may not make a move now, or None: the disabled button's title and the error are this one sentence.

    ``grade`` is what a review form not yet kept would come to; without it the form that was kept counts.
    """
    right = right_to(target, move)
    if not by.may(right, target.unit, on):
        return by.why_not(right, target.unit, on) or f"您没有在{target.unit.short}办理「{LIFE.move(move).verb}」的岗位"
    if refusal := LIFE.refusal(target.state, move):
        return refusal
    if refusal := refusal_to_act(by, right, target.unit, on, fen=target.fen, authors=authors_for(target, right)):
        return refusal
    if move in WANTED and target.state in GRADED:
        return _another_person(target, by, on) or refusal_of_grade(move, grade or _grade(target))
    guard = GUARDS.get(move)
    return guard(target, by, on) if guard else None


def refusal_of_grade(move: str, grade: str) -> str | None:
    """Return why a grade does not go with a move, or None: 优 and 良 pass, 中 goes back, 差 gets no money."""
    wanted, otherwise = WANTED[move]
    if not grade:
        return "还没有填审核表，请先评分定级"
    return None if grade in wanted else f"审核表评定为「{grade}」，{otherwise}"


def _grade(target: Target) -> str:
    form = assessment_of(target)
    return form.grade if form else ""


def moves_for(target: Target, by: User, on: date) -> list[tuple[Move, str | None]]:
    """Return the moves open in the target's state that are this person's business, each with why not (None: go ahead)."""
    mine = [move for move in LIFE.from_state(target.state) if by.may(right_to(target, move.name), target.unit, on)]
    return [(move, refusal_to_move(target, move.name, by=by, on=on)) for move in mine]


def _no_block(target: Target, _by: User, _on: date) -> str | None:
    blocks = [mark for mark in standing_of(target)[0].values() if mark.severity is Severity.BLOCK]
    if not blocks:
        return None
    return f"还有 {len(blocks)} 条阻断问题没有改（{said(blocks[0])}），改好后再送审"


def _all_answered(target: Target, by: User, on: date) -> str | None:
    waiting = [remark for remark in remarks_of(target) if remark.words and not remark.answer]
    if waiting:
        return f"还有 {len(waiting)} 条审核意见没有答复（{waiting[0].where}），逐条采纳或说明后再送审"
    return _no_block(target, by, on)


def _another_person(target: Target, by: User, on: date) -> str | None:
    right = TURN.get(target.state, Permission.TARGET_FISCAL)
    for_whom = acting_for(target, by, on, right)
    if same_person(target.author, *([by, for_whom] if for_whom else [by])):
        return "您是本表的经办人，不能审核自己填报的目标，请由他人审核"
    handled = handlers_of(target)
    if by.number in handled or (for_whom and for_whom.number in handled):
        return "您在本轮已办过前面的环节，一个人不能办两个审核环节，请由他人审核"
    return None


def _errors_answered(target: Target, by: User, on: date) -> str | None:
    errors = [mark for mark in standing_of(target)[0].values() if mark.severity >= Severity.ERROR]
    if errors:
        return f"还有 {len(errors)} 条错误没有改、也没有说明理由（{said(errors[0])}），改正或说明后才能通过"
    return _another_person(target, by, on)


def _fit_to_publish(target: Target, _by: User, _on: date) -> str | None:
    personal = [mark for mark in standing_of(target)[0].values() if mark.rule.code.startswith("PD")]
    if personal:
        return f"还有 {len(personal)} 处个人信息或不宜公开的内容（{said(personal[0])}），处理后再公开"
    return None


def _something_changed(target: Target, by: User, on: date) -> str | None:
    revision = revision_of(target)
    if revision is None or not adjustment(target, revision).differences:
        return "与批复版相比没有改动，请先改好要调整的内容，或撤销调整"
    return _no_block(target, by, on)


def _year_is_over(target: Target, _by: User, on: date) -> str | None:
    return None if on >= date(target.year, 12, 31) else f"{target.year}年度还没有结束，12月31日起才能冻结"


def acting_for(target: Target, by: User, on: date, right: Permission) -> User | None:
    """Return for whom a person acts on a target, None for himself."""
    return acting(by, right, target.unit, on, fen=target.fen, authors=authors_for(target, right)).on_behalf


def authors_for(target: Target, right: Permission) -> tuple[User, ...]:
    """Return whom a right must not be used by or for: reviewing is not for the author, filling is."""
    return (target.author,) if right in TURN.values() else ()


def machine_form(target: Target) -> ReviewForm:
    """Return the review form as the findings alone would fill it."""
    return prefilled(standing_of(target)[0].values(), pack_of(target.filing))


def refusal_to_assess(target: Target, form: ReviewForm, *, by: User) -> str | None:
    """Return why a review form may not be kept, or None: points within their line, a reason for each one changed by hand."""
    if same_person(target.author, by):
        return "您是本表的经办人，不能给自己填报的目标评分"
    for line in form.lines:
        if not 0 <= line.given <= line.points:
            return f"「{line.item}」的得分应在 0 至 {line.points} 之间"
        if line.given != line.machine and not line.note.strip():
            return f"「{line.item}」机审 {line.machine} 分、您评 {line.given} 分，请写明理由"
    return None


GRADED = frozenset({DEPARTMENT, FISCAL})  # where the review form decides
_GOOD = (("优", "良"), "只有优、良才能通过；中等退回修改，差不予安排")
WANTED = {
    "pass_department": _GOOD,
    "approve": _GOOD,
    "send_back": (("中",), "退回修改须评为中；要退回请先改评并写明理由"),
    "reject": (("差",), "只有评为差的才不予安排"),
}
HANDLING = ("submit", "resubmit", "pass_section", "pass_finance", "pass_department", "send_adjust")
GUARDS: dict[str, Callable[[Target, User, date], str | None]] = {
    "submit": _no_block,
    "resubmit": _all_answered,
    "pass_section": _another_person,
    "pass_finance": _errors_answered,
    "pass_department": _another_person,
    "send_back": _another_person,
    "reject": _another_person,
    "approve": _another_person,
    "publish": _fit_to_publish,
    "send_adjust": _something_changed,
    "return_adjust": _another_person,
    "approve_adjust": _another_person,
    "close_year": _year_is_over,
}
