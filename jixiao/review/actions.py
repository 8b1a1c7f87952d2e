"""Intentions of the review: leave a finding as it is; remark on a row, fill the review form, and move a target through its life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.kernel.rule import Severity
from jixiao.organisations.models import Unit
from jixiao.targets import actions as targets
from jixiao.targets.queries import Filing, Target, Version, locked, refusal_to_edit, revision_of
from jixiao.targets.states import ADJUSTED, DEPARTMENT, FISCAL, LIFE, TURN

from . import queries
from .facts import Decision, Note, ReviewForm
from .models import Assessment, Remark, Tally, Waiver
from .sums import overridden


@action("finding.waive", Permission.FINDING_WAIVE, said="豁免问题")
def waive(filing: Filing, finding: str, reason: str, *, by: User, at: datetime, key: str | None = None) -> Waiver:  # noqa: ARG001 - the door reads the key
    """Leave a finding as it is, with the reason; a 阻断 is refused, and so is a finding that is gone."""
    mark = queries.look(filing)[1].get(finding)
    if mark is None:
        msg = "这个问题已经不在了，不用再说明理由"
        raise Refused(msg)
    if refusal := locked(filing) or queries.refusal_to_waive(mark, reason):
        raise Refused(refusal)
    Waiver.objects.filter(filing=filing, finding=finding, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=at)
    return Waiver.objects.create(
        filing=filing,
        finding=finding,
        rule=mark.rule.code,
        severity=mark.severity.value,
        message=mark.message,
        reason=reason.strip(),
        by=by,
        at=at,
    )


@action("finding.unwaive", Permission.FINDING_WAIVE, said="撤回豁免")
def withdraw(waiver: Waiver, *, by: User, at: datetime, key: str | None = None) -> Waiver:  # noqa: ARG001 - the door reads the key
    """Take a reason back: the finding is open again."""
    if waiver.withdrawn_at is not None:
        msg = "这条理由已经撤回过了"
        raise Refused(msg)
    if refusal := locked(waiver.filing):
        raise Refused(refusal)
    waiver.withdrawn_by, waiver.withdrawn_at = by, at
    waiver.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return waiver


@action("finding.forget", Permission.FILING_RECEIVE, said="清除豁免")
def forget(filing: Filing, *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Forget what was decided about a filing that is being discarded."""
    Waiver.objects.filter(filing=filing).delete()


def _whose_turn(target: Target) -> Permission:
    """Return the right of the stage a target stands in."""
    return TURN.get(target.state, Permission.TARGET_FISCAL)


@action("target.remark", _whose_turn, said="写审核意见")
def remark(target: Target, path: str, where: str, text: str, *, grade: str = "", by: User, at: datetime) -> Remark:
    """Remark on a row of a target under review; a second remark of the same person on the same row takes the place of the first."""
    if target.state not in TURN:
        msg = f"「{target.name}」现在是{target.state}，不在审核环节，不能写意见"
        raise Refused(msg)
    if not text.strip() and not grade:
        msg = "意见没有写，请写明哪里不妥、怎样改"
        raise Refused(msg)
    mine = Remark.objects.filter(target=target, round=target.round, stage=target.state, path=path, by=by)
    mine.delete()
    said = {"where": where, "text": text.strip() or f"评为{grade}", "grade": grade, "at": at}
    return Remark.objects.create(target=target, round=target.round, stage=target.state, path=path, by=by, **said)


@action("target.unremark", None, said="撤回审核意见")
def withdraw_remark(remark: Remark, *, by: User, at: datetime) -> None:  # noqa: ARG001 - the door reads it
    """Take a remark of one's own back while the target is still here."""
    target = Target.objects.get(pk=remark.target_id)
    if remark.by_id != by.pk or (remark.stage, remark.round) != (target.state, target.round):
        msg = "只能撤回自己在本环节写的意见"
        raise Refused(msg)
    remark.delete()


@action("target.answer", Permission.TARGET_FILL, said="答复审核意见")
def answer(
    remark: Remark,
    taken: bool,  # noqa: FBT001 - yes or no is the answer
    text: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Remark:
    """Answer a remark: taken up, or not and why."""
    if refusal := refusal_to_edit(remark.target):
        raise Refused(refusal)
    if not taken and not text.strip():
        msg = "不采纳的意见请说明理由"
        raise Refused(msg)
    remark.answer, remark.answer_text = ("已采纳" if taken else "未采纳"), text.strip()
    remark.answered_by, remark.answered_at = by, at
    remark.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
    return remark


@action("target.assess", _whose_turn, said="填审核表")
def assess(target: Target, form: ReviewForm, *, version: int, by: User, at: datetime) -> Assessment:
    """Keep a review form filled for the facts as they stand; a point changed by hand needs its reason."""
    if target.state not in {DEPARTMENT, FISCAL}:
        msg = f"「{target.name}」现在是{target.state}，部门审核或财政审核时才填审核表"
        raise Refused(msg)
    if refusal := queries.refusal_to_assess(target, form, by=by) or queries.stale(target.filing, version):
        raise Refused(refusal)
    return Assessment.objects.create(
        target=target,
        round=target.round,
        stage=target.state,
        kind=form.kind,
        version=version,
        lines=[[one.part, one.item, one.points, one.machine, one.given, list(one.reasons), one.note] for one in form.lines],
        total=form.total,
        grade=form.grade,
        opinion=form.opinion,
        by=by,
        on_behalf=_acting(target, by, at, _whose_turn(target)),
        at=at,
    )


def _acting(target: Target, by: User, at: datetime, right: Permission) -> User | None:
    """Return for whom somebody acts here, None for himself; refuses a delegation that has run out or does not reach so far."""
    return queries.acting_for(target, by, timezone.localdate(at), right)


def _go(target: Target, name: str, opinion: str, *, by: User, at: datetime) -> Target:
    """Make a move if nothing speaks against it, and note for whom it was made."""
    # What is judged is what stays: an edit of the same facts waits here, and then finds them locked.
    target.filing = Filing.objects.select_for_update().get(pk=target.filing_id)
    on = timezone.localdate(at)
    if refusal := queries.refusal_to_move(target, name, by=by, on=on):
        raise Refused(refusal)
    behalf = _acting(target, by, at, queries.right_to(target, name))
    if name in {"submit", "resubmit", "send_adjust"}:
        _tally(target)
    return targets.move(target, name, opinion=opinion.strip(), on_behalf=behalf, by=by, at=at)


def _tally(target: Target) -> None:
    """Count the open findings of a target, for the queues above."""
    found, _waived = queries.standing_of(target)
    counts = Counter(mark.severity for mark in found.values())
    worst = max(found.values(), key=lambda mark: mark.severity, default=None)
    said = {
        "version": target.filing.version,
        "blocks": counts[Severity.BLOCK],
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARN],
        "hints": counts[Severity.INFO],
        "score": queries.machine_form(target).total,
        "urgent": worst.message[:255] if worst else "",
    }
    Tally.objects.update_or_create(target=target, defaults=said)


@action("target.submit", Permission.TARGET_FILL, said="送审")
def submit(target: Target, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Send a draft up to its section head, or a returned target up again."""
    return _go(target, "resubmit" if target.state == LIFE.move("resubmit").sources[0] else "submit", "", by=by, at=at)


@action("target.withdraw", Permission.TARGET_FILL, said="撤回送审")
def withdraw_target(target: Target, reason: str = "", *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Take a target back that has not reached the finance bureau yet."""
    return _go(target, "withdraw", reason, by=by, at=at)


@action("target.pass", _whose_turn, said="审核通过")
def pass_on(target: Target, opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Pass a target on to the next stage: from section to finance, from there to the department, from there to the finance bureau."""
    onward = {state: move.name for move in LIFE.moves if move.name.startswith("pass_") for state in move.sources}
    if target.state not in onward:
        raise Refused(LIFE.refusal(target.state, "pass_section") or "")
    return _go(target, onward[target.state], opinion, by=by, at=at)


@action("target.send_back", _whose_turn, said="退回")
def send_back(target: Target, opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Return a target to be mended, with remarks row by row or an opinion on the whole."""
    if not opinion.strip() and not any(one.stage == target.state for one in queries.remarks_of(target)):
        msg = "退回要写明意见：请逐行写意见，或写总的意见"
        raise Refused(msg)
    return _go(target, "send_back", opinion, by=by, at=at)


@action("target.reject", _whose_turn, said="不予通过")
def reject(target: Target, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Leave a target graded 差 out of the draft budget, with the reason."""
    if not opinion.strip():
        msg = "不予安排要写明理由"
        raise Refused(msg)
    return _go(target, "reject", opinion, by=by, at=at)


@action("target.approve", Permission.TARGET_FISCAL, said="批复")
def approve(
    target: Target,
    document: str,
    *,
    budget: Money,
    since: date,
    opinion: str = "",
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads it
) -> Version:
    """Approve a target together with its budget, under the same document number (预算法第32条: 目标与预算同步批复): version 1."""
    if budget != target.amount:
        msg = f"批复额度 {budget.wan()} 万元与目标申请的 {target.amount.wan()} 万元不一致，请退回按批复额度修改目标后再批复"
        raise Refused(msg)
    if refusal := queries.refusal_to_move(target, "approve", by=by, on=timezone.localdate(at)):
        raise Refused(refusal)
    behalf = _acting(target, by, at, Permission.TARGET_FISCAL)
    version = targets.enact(target, document, since=since, on_behalf=behalf, by=by, at=at)
    _go(target, "approve", opinion, by=by, at=at)
    return version


@action("target.publish", Permission.TARGET_PUBLISH, said="公开")
def publish(target: Target, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Note that an approved target has been published."""
    return _go(target, "publish", "", by=by, at=at)


@action("target.request_adjust", Permission.TARGET_FILL, said="申请调整")
def request_adjust(target: Target, *, cause: str, basis: str, reason: str, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Open an approved target for adjustment: only for a special cause, on a paper (财预〔2015〕88号第28条)."""
    _go(target, "request_adjust", reason, by=by, at=at)
    targets.begin_revision(target, cause=cause, basis=basis, reason=reason, by=by, at=at)
    return target


@action("target.cancel_adjust", Permission.TARGET_FILL, said="取消调整")
def cancel_adjust(target: Target, reason: str = "", *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Call an adjustment off: the approved version stands as it was."""
    if refusal := queries.refusal_to_move(target, "cancel_adjust", by=by, on=timezone.localdate(at)):
        raise Refused(refusal)
    targets.end_revision(target, "撤销", by=by, at=at)
    return _go(target, "cancel_adjust", reason, by=by, at=at)


@action("target.send_adjust", Permission.TARGET_FILL, said="报送调整")
def send_adjust(target: Target, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Send an adjustment to the finance bureau."""
    return _go(target, "send_adjust", "", by=by, at=at)


@action("target.return_adjust", Permission.TARGET_FISCAL, said="退回调整")
def return_adjust(target: Target, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Return an adjustment to be mended, with the reason."""
    if not opinion.strip():
        msg = "退回调整要写明意见"
        raise Refused(msg)
    return _go(target, "return_adjust", opinion, by=by, at=at)


@action("target.approve_adjust", Permission.TARGET_FISCAL, said="批复调整")
def approve_adjust(
    target: Target,
    document: str,
    *,
    since: date,
    opinion: str = "",
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Version:
    """Approve an adjustment: the next version; the old one is kept, and what differs can be read any time."""
    revision = revision_of(target)
    if revision is None:
        raise Refused(LIFE.refusal(target.state, "approve_adjust") or "没有在办的调整")
    _go(target, "approve_adjust", opinion, by=by, at=at)
    behalf = _acting(target, by, at, Permission.TARGET_FISCAL)
    version = targets.enact(target, document, since=since, cause=revision.cause, on_behalf=behalf, by=by, at=at)
    targets.end_revision(target, "批复", by=by, at=at)
    return version


@action("target.close_year", Permission.TARGET_CLOSE, said="年度关账")
def close_year(target: Target, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Freeze an approved target when its year is over."""
    return _go(target, "close_year", "", by=by, at=at)


@action("target.decide", _whose_turn, said="审核办理", hide=("said",))
def decide(target: Target, said: Decision, *, by: User, at: datetime, key: str | None = None) -> Target:  # noqa: ARG001 - the door reads the key
    """Keep everything a reviewer wrote on the desk, remarks and points, and make the move they chose, all or nothing."""
    if refusal := queries.stale(target.filing, said.version):
        raise Refused(refusal)
    _keep_notes(target, said.notes, by=by, at=at)
    if said.scores is not None and target.state in {DEPARTMENT, FISCAL}:
        _keep_points(target, said, by=by, at=at)
    if said.move == "pass":
        _pass(target, said, by=by, at=at)
    elif said.move == "send_back":
        (return_adjust if target.state == ADJUSTED else send_back)(target, said.opinion, by=by, at=at)
    elif said.move == "reject":
        reject(target, said.opinion, by=by, at=at)
    return target


def _pass(target: Target, said: Decision, *, by: User, at: datetime) -> None:
    """Pass a target on, or at the finance bureau approve it."""
    if target.state not in {FISCAL, ADJUSTED}:
        pass_on(target, said.opinion, by=by, at=at)
        return
    if said.since is None or (said.budget is None and target.state == FISCAL):
        msg = "批复要写明批复文号、生效日期和批复额度，请填全"
        raise Refused(msg)
    if target.state == ADJUSTED:
        approve_adjust(target, said.document, since=said.since, opinion=said.opinion, by=by, at=at)
    elif said.budget is not None:
        approve(target, said.document, budget=said.budget, since=said.since, opinion=said.opinion, by=by, at=at)


def _keep_notes(target: Target, notes: Sequence[Note], *, by: User, at: datetime) -> None:
    """Keep the remarks that say something new; take back one that says nothing any more."""
    mine = {one.path: one for one in queries.remarks_of(target) if one.by_id == by.pk and one.stage == target.state}
    for note in notes:
        kept = mine.get(note.path)
        if (kept.grade, kept.words) == (note.grade, note.text.strip()) if kept else not (note.grade or note.text.strip()):
            continue
        if note.grade or note.text.strip():
            remark(target, note.path, note.where, note.text, grade=note.grade, by=by, at=at)
        elif kept:
            withdraw_remark(kept, by=by, at=at)


def _keep_points(target: Target, said: Decision, *, by: User, at: datetime) -> None:
    """Keep the review form unless it is the very one that was kept."""
    machine, pack = queries.machine_form(target), queries.pack_of(target.filing)
    if said.scores is None or len(said.scores) != len(machine.lines):
        msg = "审核表不完整，请刷新页面后再评分"
        raise Refused(msg)
    form = replace(overridden(machine, said.scores, pack), opinion=said.opinion.strip())
    last = queries.assessment_of(target)
    if last and last.by_id == by.pk and queries.form_of(last, pack).lines == form.lines and last.opinion == form.opinion:
        return
    assess(target, form, version=said.version, by=by, at=at)


@action("target.pass_all", None, said="批量审核通过")
def pass_all(unit: Unit, chosen: Sequence[Target], opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> None:  # noqa: ARG001 - the door reads unit and key
    """Pass several targets on at once: every one, or none of them where one may not pass."""
    if not chosen:
        msg = "请先勾选要通过的目标"
        raise Refused(msg)
    for target in chosen:
        pass_on(target, opinion, by=by, at=at)


@action("finding.fix", Permission.FILING_MEND, said="按建议更正")
def fix(filing: Filing, finding: str, *, version: int, by: User, at: datetime, key: str | None = None) -> None:  # noqa: ARG001 - the door reads the key
    """Make the certain fix of a finding."""
    mark = queries.look(filing)[1].get(finding)
    if mark is None or not mark.fix:
        msg = "这个问题已经不在了，或没有现成的改法，请刷新页面"
        raise Refused(msg)
    targets.rewrite(filing, mark.fix, version=version, reason=f"更正：{mark.rule.title}", by=by, at=at)
