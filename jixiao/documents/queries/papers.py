"""Which official papers a target has, and the facts each is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from jixiao.documents.book import PAPERS, Said
from jixiao.documents.facts import Adjusted, Compared, Reviewed
from jixiao.documents.renderings import letters
from jixiao.review import queries as review
from jixiao.review.queries import Assessment
from jixiao.targets import facts
from jixiao.targets.queries import Revision, Step, Target, adjustment, money_of, steps_of, versions_of
from jixiao.targets.queries.editing import said_at
from jixiao.targets.states import DECIDED, FISCAL, LIFE
from jixiao.targets.sums import differences

from .editions import NOW, Edition, approved, draft, edition

WORD, EXCEL, PDF = "docx", "xlsx", "pdf"
ALL, PROSE = (WORD, EXCEL, PDF), (WORD, PDF)
PLAIN = {"project": ("national", "seed", "core"), "department": ("department", "seed")}
OPINIONS = ("send_adjust", "return_adjust", "approve_adjust")
ABOUT = {
    "national": "财政部表式，报财政部门审核",
    "seed": "河北省市县表式，年度目标与支出计划",
    "core": "101号文表式，逐项列解释、来源、权重、赋分",
    "department": "财政部表式，任务、资金、指标",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper a target has: its kind, what it is called, what it says, the files it comes in, what its address asks."""

    kind: str
    title: str
    about: str
    forms: tuple[str, ...] = ALL
    asks: str = ""


def papers(target: Target, shown: Edition) -> list[tuple[str, list[Paper]]]:
    """Return the papers of a target by what they are for; a paper without its occasion is not there."""
    asks = f"version={shown.name}"
    groups = [
        ("目标表", [Paper(kind, PAPERS[kind][0], ABOUT[kind], ALL, asks) for kind in PLAIN[target.kind]]),
        ("审核", [_review_paper(one) for one in _last_forms(target)]),
        ("调整", [_revision_paper(one) for one in revisions(target)]),
        ("函件", [Paper("letter", one.word, one.about, PROSE, f"letter={name}") for name, one in _letters(target).items()]),
    ]
    return [(word, found) for word, found in groups if found]


def revisions(target: Target) -> list[Revision]:
    """Return the adjustments of a target under way or approved, latest first; one called off changed nothing."""
    return list(target.revisions.exclude(outcome="撤销").select_related("by").order_by("-pk"))


def said_for(target: Target, kind: str, asked: Mapping[str, str], at: datetime) -> tuple[Said, str, str]:
    """Return the facts of a paper, the mark in its file's name and the words at its foot; what is not there is not found."""
    if kind in PLAIN[target.kind]:
        chosen = edition(target, asked, at)
        return _whole(target, chosen.said), chosen.mark, chosen.foot
    make = {"review": _reviewed, "adjustment": _adjusted, "difference": _compared, "letter": _letter}.get(kind)
    if make is None:
        raise Http404
    return make(target, asked, at)


def _whole(target: Target, said: facts.Filing) -> facts.Filing:
    """Return facts with the year and department a paper prints, where the table itself does not say them."""
    if said.department is not None:
        return replace(said, year=target.year, department=replace(said.department, name=said.department.name or target.filer.name))
    fill = replace(said.projects[0], no=0, year=target.year, department=said.projects[0].department or target.filer.name)
    return replace(said, year=target.year, projects=(fill,))


def subject(target: Target, said: facts.Filing) -> facts.Project:
    """Return what a review or adjustment speaks of: the project, or the department's plan under its own name."""
    if said.projects:
        return _whole(target, said).projects[0]
    return facts.Project(name=target.name, year=target.year, department=target.filer.name, unit=target.unit.name, amount=money_of(said))


def _last_forms(target: Target) -> list[Assessment]:
    """Return the review forms that count, latest first: of each stage of a round the last; one kept on the way is no paper."""
    kept: dict[tuple[int, str], Assessment] = {}
    for one in review.assessments_of(target):
        kept.setdefault((one.round, one.stage), one)
    return list(kept.values())


def _review_paper(one: Assessment) -> Paper:
    about = f"第{one.round}轮{one.stage}，{one.by.name}评{one.grade}（{one.total}分），{timezone.localtime(one.at):%Y-%m-%d}"
    return Paper("review", PAPERS["review"][0], about, ALL, f"form={one.pk}")


def _reviewed(target: Target, asked: Mapping[str, str], _at: datetime) -> tuple[Said, str, str]:
    found = review.assessments_of(target)
    one = next((each for each in found if str(each.pk) == asked.get("form", str(found[0].pk))), None) if found else None
    if one is None:
        raise Http404
    said = said_at(target, one.version) or target.facts()
    foot = f"第{one.round}轮{one.stage}，{timezone.localtime(one.at):%Y-%m-%d %H:%M}评定，所评内容为第{one.version}稿。"
    return Reviewed(subject(target, said), review.form_of(one, review.pack_of(target.filing))), f"第{one.round}轮{one.stage}", foot


def _revision_paper(one: Revision) -> Paper:
    state = f"已批复为第{one.base + 1}版" if one.outcome else "正在办理"
    return Paper("adjustment", PAPERS["adjustment"][0], f"{one.cause}，{one.basis}，{state}", ALL, f"revision={one.pk}")


def _revision(target: Target, asked: Mapping[str, str]) -> Revision:
    found = revisions(target)
    one = next((each for each in found if str(each.pk) == asked.get("revision", str(found[0].pk))), None) if found else None
    if one is None:
        raise Http404
    return one


def _adjusted(target: Target, asked: Mapping[str, str], at: datetime) -> tuple[Said, str, str]:
    one = _revision(target, asked)
    if one.outcome:
        after = target.versions.get(number=one.base + 1)
        foot = f"第{after.number}版，{after.document}批复调整，{after.since:%Y-%m-%d}起生效。内容指纹（SHA-256）：{after.sha256}"
        said, mark = after.facts(), f"V{after.number}"
    else:
        said, mark, foot = target.facts(), target.state, draft(target, at).foot
    opinions = tuple(map(_opinion, _steps(target, one)))
    number = one.base + 1 if one.outcome else None
    return Adjusted(subject(target, said), adjustment(target, one), opinions, number), mark, foot


def _steps(target: Target, one: Revision) -> list[Step]:
    """Return the moves of one adjustment that carry an opinion."""
    until = one.closed_at or target.since
    return [step for step in steps_of(target) if step.move in OPINIONS and one.at <= step.at <= until]


def _opinion(step: Step) -> tuple[str, str, str]:
    """Return what somebody said of an adjustment: the act, the words with the name, the day."""
    usual = "请予审批" if step.move == "send_adjust" else "同意"
    who = f"{step.by.name}（代{step.on_behalf.name}）" if step.on_behalf else step.by.name
    return LIFE.move(step.move).verb, f"{step.opinion or usual}　{who}", f"{timezone.localtime(step.at):%Y-%m-%d}"


def _compared(target: Target, asked: Mapping[str, str], at: datetime) -> tuple[Said, str, str]:
    if not target.edition:
        raise Http404
    sides = [edition(target, {"version": asked.get(side, default)}, at) for side, default in (("a", str(target.edition)), ("b", NOW))]
    old, new = sides
    title = target.name if str(target.year) in target.name else f"{target.year}年度{target.name}"
    said = Compared(title, old.word, new.word, differences(old.said, new.said))
    return said, f"{old.mark}与{new.mark}", "；".join(one.foot.rstrip("。") for one in sides) + "。"


def _letters(target: Target) -> Mapping[str, letters.Occasion]:
    return {name: one for name, one in letters.OCCASIONS.items() if name != letters.ADJUST or revisions(target)}


def _letter(target: Target, asked: Mapping[str, str], at: datetime) -> tuple[Said, str, str]:
    name = asked.get("letter", letters.REPORT)
    if name not in _letters(target):
        raise Http404
    on = timezone.localdate(at)
    checked = bool(target.edition) or target.state == FISCAL
    matter = letters.Matter(
        target.filer.name, _addressee(target), target.year, target.name, money_of(target.facts()), target.kind, on, checked
    )
    if name == letters.ADJUST:
        one = revisions(target)[0]
        return letters.adjust(matter, adjustment(target, one)), "", ""
    return letters.report(matter), "", ""


def _addressee(target: Target) -> str:
    """Return to whom a department reports: the bureau above it."""
    above = target.filer.parent
    return above.name if above else "财政局"


def comparable(target: Target, at: datetime) -> list[Edition]:
    """Return every state of a target that can be chosen, what is being filled last; where nothing is, the version in force says it."""
    versions = [approved(one) for one in versions_of(target)]
    return versions if target.state in DECIDED else [*versions, draft(target, at)]
