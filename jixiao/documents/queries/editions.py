"""Which state of a target a paper is made of: what is being filled, an approved version, or what was in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from jixiao.kernel.refusal import Refused
from jixiao.targets import facts, states
from jixiao.targets.queries import Target, Version, version_on
from jixiao.targets.queries.looking import version_for

NOW = "now"
LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of a target: its facts, its name in the address and in words, the mark in a file's name, the words at a paper's foot."""

    said: facts.Filing
    name: str
    word: str
    mark: str
    foot: str


def day_asked(text: str) -> date | None:
    """Return the day an address asks for, None where it asks for none; refuses what is no date."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        msg = f"「{text.strip()[:20]}」不是日期，请写成 2022-03-31 这样"
        raise Refused(msg) from None


def edition(target: Target, asked: Mapping[str, str], at: datetime) -> Edition:
    """Return the state an address asks for (version=now, version=2 or date=2022-03-31); by default what is in force, else the draft."""
    day = day_asked(asked.get("date", ""))
    if day is not None:
        return _on(target, day)
    name = asked.get("version", "")
    if name in {"", NOW}:  # what is approved and not being changed is the version in force
        name = str(target.edition) if target.state in states.DECIDED else NOW
    if name == NOW:
        return draft(target, at)
    if not (name.isascii() and name.isdigit() and len(name) < LONGEST_NUMBER):
        raise Http404
    return approved(version_for(target, int(name)))


def _on(target: Target, day: date) -> Edition:
    version = version_on(target, day)
    if version is None:
        msg = f"{day:%Y-%m-%d}「{target.name}」还没有生效的批复版，请换一个日期，或导出现在的内容"
        raise Refused(msg)
    return approved(version)


def draft(target: Target, at: datetime) -> Edition:
    """Return what a target says now."""
    when = timezone.localtime(at)
    foot = f"{target.state}，未经批复：按{when:%Y-%m-%d %H:%M}的内容（第{target.version}稿）导出。"
    return Edition(target.facts(), NOW, f"现在的内容（{target.state}）", target.state, foot)


def approved(version: Version) -> Edition:
    """Return an approved version, with its paper and fingerprint."""
    verb = "调整" if version.cause else "批复"
    word = f"V{version.number} {verb} {version.since:%Y-%m-%d} {version.document}"
    foot = f"第{version.number}版，{version.document}{verb}，{version.since:%Y-%m-%d}起生效。内容指纹（SHA-256）：{version.sha256}"
    return Edition(version.facts(), str(version.number), word, f"V{version.number}", foot)
