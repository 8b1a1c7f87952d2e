"""How a meeting decides: how many must sit, who speaks when, what the majority wants, and what a decision may say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from jixiao.kernel.money import Money
from jixiao.spending.facts import Member, Voice

AGREED, REFUSED, DEFERRED = "同意", "不同意", "缓议"


def quorum_for(called: int) -> int:
    """Return how many of those called must be present where nothing else is set: more than half."""
    return called // 2 + 1


def refusal_of_members(members: Sequence[Member], quorum: int) -> str | None:
    """Return why a meeting may not be called with these people and this quorum, or None."""
    if not members:
        return "没有选参会人员，请至少选一人"
    twice = [name for name, times in Counter(member.number for member in members).items() if times > 1]
    if twice:
        named = next(member.name for member in members if member.number == twice[0])
        return f"{named}选了两次（同一人的两个账号），每人只算一席"
    leaders = [member for member in members if member.leads]
    if len(leaders) != 1:
        return f"主要领导须指定一人、只指定一人（末位表态），现在是 {len(leaders)} 人"
    if not quorum_for(len(members)) <= quorum <= len(members):
        return (
            f"应到 {len(members)} 人，法定人数须在 {quorum_for(len(members))} 至 {len(members)} 人之间（超过半数），现在填的是 {quorum} 人"
        )
    return None


def refusal_of_attendance(members: Collection[Member], quorum: int) -> str | None:
    """Return why a meeting may not open with those present, or None."""
    present = sum(member.present for member in members)
    if present >= quorum:
        return None
    return f"应到 {len(members)} 人，法定人数 {quorum} 人，实到 {present} 人，还差 {quorum - present} 人，不能开会；请改期或等人到齐"


def speaking_order(members: Collection[Member]) -> list[Member]:
    """Return those present in the order they speak: as they are listed, the main leader last."""
    return sorted((member for member in members if member.present), key=lambda member: member.leads)


def refusal_to_speak(member: Member, members: Collection[Member], voices: Sequence[Voice]) -> str | None:
    """Return why a person's opinion may not be recorded now, or None: who is absent or has spoken does not, the main leader is last."""
    if not member.present:
        return f"{member.name}没有到会，不能记录意见"
    if any(voice.member.number == member.number for voice in voices):
        return f"{member.name}的意见已经记录，要改请先撤下最后一条"
    return refusal_of_order(member, members, voices)


def refusal_of_order(member: Member, members: Collection[Member], voices: Sequence[Voice]) -> str | None:
    """Return why it is not a person's turn yet, or None: 末位表态, the main leader speaks after everybody else present."""
    if not member.leads:
        return None
    left = [one.name for one in silent(members, voices) if not one.leads]
    return f"{member.name}是主要领导，须末位表态：还有{'、'.join(left)}没有发言" if left else None


def silent(members: Collection[Member], voices: Sequence[Voice]) -> list[Member]:
    """Return those present who have not spoken, in the order they speak."""
    spoken = {voice.member.number for voice in voices}
    return [member for member in speaking_order(members) if member.number not in spoken]


def tally(voices: Sequence[Voice]) -> dict[str, int]:
    """Count the opinions: 同意, 不同意, 缓议."""
    counted = Counter(voice.stance for voice in voices)
    return {stance: counted[stance] for stance in (AGREED, REFUSED, DEFERRED)}


def majority(voices: Sequence[Voice]) -> str:
    """Return what more than half of the recorded opinions want; "" where no opinion has more than half."""
    return next((stance for stance, count in tally(voices).items() if 2 * count > len(voices)), "")


def against(outcome: str, voices: Sequence[Voice]) -> str | None:
    """Say in what a decision departs from the opinions, or None: without a majority only putting it off departs from nothing."""
    wanted = majority(voices)
    if outcome == (wanted or DEFERRED):
        return None
    counted = "、".join(f"{stance} {count} 人" for stance, count in tally(voices).items())
    return f"决定「{outcome}」与多数意见不一致（{counted}{'' if wanted else '，没有过半数的意见'}）"


def refusal_of_decision(
    outcome: str, limit: Money, note: str, *, asked: Money, members: Collection[Member], voices: Sequence[Voice]
) -> str | None:
    """Return why a topic may not be decided so, or None: all present have spoken, the limit fits, a departure has its note."""
    if left := silent(members, voices):
        return f"还有{'、'.join(member.name for member in left)}没有发言，逐人记录意见后才能作决定"
    if outcome not in {AGREED, REFUSED, DEFERRED}:
        return "请选决定：同意、不同意或缓议"
    if refusal := _refusal_of_limit(outcome, limit, asked, note):
        return refusal
    if not note.strip() and (departs := against(outcome, voices)):
        return f"{departs}，请在决定事项中写明理由"
    return None


def _refusal_of_limit(outcome: str, limit: Money, asked: Money, note: str) -> str | None:
    if outcome != AGREED:
        return f"决定「{outcome}」不能带同意上限，请清空金额" if limit else None
    if limit.fen < 0 or (asked and not limit):
        return f"同意须写明上限，提请 {asked.grouped()} 元，上限要大于零"
    if limit > asked and not note.strip():
        return f"同意上限 {limit.grouped()} 元超过提请的 {asked.grouped()} 元，请在决定事项中写明理由"
    return None
