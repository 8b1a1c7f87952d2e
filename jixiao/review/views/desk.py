"""The review desk (审核工作台): the queue at the left, the target row by row in the middle, the review form at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.review import actions, forms, queries
from jixiao.review.facts import ReviewForm
from jixiao.review.queries import Asked
from jixiao.review.renderings import points
from jixiao.targets.queries import Target
from jixiao.targets.states import ADJUSTED, DEPARTMENT, FINANCE, FISCAL, SECTION, TURN

from .moving import today
from .typed import Typed, typed_from, typed_of

KEYS = (
    ("J K", "下一行、上一行"),
    ("1 2 3 4", "本行评优、良、中、差；再按一次取消"),
    ("R", "写本行意见"),
    ("Q", "引用机审的话"),
    ("G", "到审核表打分，按 Esc 回来"),
    ("N P", "下一项、上一项，写了的先暂存"),
    ("F", "筛选"),
    ("S", "暂存"),
    ("Shift R", "退回修改"),
    ("Shift A", "通过或批复"),
    ("?", "全部按键"),
)
WORDS = {SECTION: "通过", FINANCE: "通过", DEPARTMENT: "通过", FISCAL: "批复", ADJUSTED: "批复调整"}
MOVES = {
    "pass": {
        SECTION: "pass_section",
        FINANCE: "pass_finance",
        DEPARTMENT: "pass_department",
        FISCAL: "approve",
        ADJUSTED: "approve_adjust",
    },
    "send_back": dict.fromkeys((SECTION, FINANCE, DEPARTMENT, FISCAL), "send_back") | {ADJUSTED: "return_adjust"},
    "reject": dict.fromkeys((DEPARTMENT, FISCAL), "reject"),
}
CALLED_FOR = {"优": "pass", "良": "pass", "中": "send_back", "差": "reject"}
DONE = {"save": "已暂存", "pass": "已通过", "send_back": "已退回", "reject": "已办理不予安排"}


@dataclass(frozen=True, slots=True)
class Button:
    """One decision: its word, why not now, and why not under each grade the form may still come to."""

    move: str
    word: str
    refusal: str | None
    refusals: dict[str, str]
    called_for: bool
    key: str

    @property
    def hard(self) -> bool:
        """Say whether no grade would help."""
        return bool(self.refusal) and (not self.refusals or all(self.refusals.values()))


@require_GET
def desk(request: Request) -> HttpResponse:
    """Open the first target that waits; where none does, say so beside the queue."""
    if not queries.rights_of(request.user, today(request)):
        raise Http404
    asked = forms.queue_asked(request.GET, request.standing.year)
    opened = forms.number(request.GET.get("open", ""))
    at = queries.first(replace(asked, filer=opened) if opened else asked, request.user, today(request))
    if at is None and opened:
        at = queries.first(Asked(asked.year, opened, mine=False), request.user, today(request))
    if at is not None and request.GET.get("at") != "end":
        return redirect(address(at, request.GET))
    context = frame(request, asked, None)
    return render(request, "review/desk_empty.html", context)


def address(number: int, said: QueryDict, **more: str) -> str:
    """Return the address of a target on the desk, with what is being gone through kept in it."""
    kept = {name: said[name] for name in ("unit", "state", "grade", "q", "show") if said.get(name)} | more
    return reverse("review:target", args=[number]) + (f"?{urlencode(kept)}" if kept else "")


def frame(request: Request, asked: Asked, target: Target | None) -> dict[str, Any]:
    """Return the queue: departments with counts, the targets of the open one, and what is being gone through."""
    on = today(request)
    groups = queries.groups(asked, request.user, on)
    opened = target.filer_id if target else asked.filer
    kept, home = frame_kept(request), reverse("review:desk")
    filtered = bool(asked.state or asked.grade or asked.words or asked.filer)
    shown = [group for group in groups if group.found or group.filer == opened or not filtered]
    members = queries.members(asked, request.user, on, opened) if opened else []
    links = [(group, f"{home}?open={group.filer}{kept and '&'}{kept}") for group in shown]
    at = next((number for number, group in enumerate(shown) if group.filer == opened), len(shown))
    return {
        "asked": asked,
        "above": links[:at],
        "open": links[at : at + 1],
        "below": links[at + 1 :],
        "filers": [(group.filer, group.name) for group in groups],
        "opened": opened,
        "members": [(one, address(one.number, request.GET)) for one in members],
        "total": sum(group.total for group in groups),
        "done": sum(group.done for group in groups),
        "waiting": sum(group.waiting for group in groups),
        "filtered": filtered,
        "year": asked.year,
        "states": [(state, state) for state in queries.STATES],
        "all_grades": [(grade, grade) for grade in queries.GRADES],
        "keys": KEYS,
        "batches": {Permission.TARGET_SECTION, Permission.TARGET_FINANCE}.intersection(queries.rights_of(request.user, on)),
    }


@require_GET
def target(request: Request, pk: int) -> HttpResponse:
    """Show one target on the desk."""
    return page(request, queries.desk_target(request.user, today(request), pk))


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Keep what was written and make the move; refused, say why and keep everything typed on the page."""
    one = queries.desk_target(request.user, today(request), pk)
    lines = len(queries.machine_form(one).lines) if one.state in queries.GRADED else 0
    try:
        laid = queries.beside(one, today(request))[0]
        decision, shown, key = forms.decided(request.POST, laid.places, lines)
        if decision.move == "save" and shown != one.state:
            raise Refused(f"「{one.name}」已经办到「{one.state}」，这里写的没有暂存")  # noqa: EM102, TRY301 - said on the same page
        actions.decide(one, decision, by=request.user, at=request.at, key=key)
    except Denied:
        raise
    except Refused as refusal:
        fresh = queries.desk_target(request.user, today(request), pk)
        return page(request, fresh, status=409, refusal=str(refusal), typed=typed_from(request.POST))
    done = "已批复" if decision.move == "pass" and shown in {FISCAL, ADJUSTED} else DONE[decision.move]
    messages.success(request, f"「{one.name}」{done}")
    return redirect(onward(request, one, decision.move))


def onward(request: Request, one: Target, move: str) -> str:
    """Return where to go: after a decision, or where asked, to the next of the queue without passing a list; else stay."""
    asked = forms.queue_asked(request.GET, one.year)
    then = request.POST.get("then", "")
    if move == "save" and then not in {"next", "prev"}:
        return address(one.pk, request.GET)
    if move == "save":
        number = queries.neighbours(asked, request.user, today(request), one)[then == "next"] or one.pk
    else:
        number = queries.onward(replace(asked, mine=True), request.user, today(request), one) or 0
    if number:
        return address(number, request.GET)
    return f"{reverse('review:desk')}?at=end"


def page(request: Request, one: Target, *, status: int = 200, refusal: str = "", typed: Typed | None = None) -> HttpResponse:
    """Show a target on the desk: what was typed and refused, else what was kept, else what the machine proposes."""
    on, user = today(request), request.user
    asked = forms.queue_asked(request.GET, one.year)
    queries.preload([one])
    laid, before = queries.beside(one, on)
    now, earlier = queries.remarks_beside(one)
    mine = {remark.path: remark for remark in now if remark.by_id == user.pk and remark.stage == one.state}
    machine, pack = queries.machine_form(one), queries.pack_of(one.filing)
    kept = queries.assessment_of(one) if one.state in queries.GRADED else None
    form = queries.form_of(kept, pack) if kept else machine
    said = typed or typed_of(mine, form, one, on, queries.usual_document(user, one) if one.state in {FISCAL, ADJUSTED} else "")
    form = said.over(form, machine, pack)
    offered = buttons(request, one, form)
    queue = frame(request, asked, one)
    prev, following = queries.neighbours(asked, user, on, one, [entry for entry, _href in queue["members"]])
    context = queue | {
        "target": one,
        "rows": [(row, said.row(row.path), others(now, mine, row.path)) for row in laid.rows],
        "parts": [(part, said.row(part.path), others(now, mine, part.path)) for part in laid.parts if shows(part, now)],
        "row": request.GET.get("row", ""),
        "before": before,
        "adjusting": queries.adjusting(one),
        "earlier": earlier,
        "form": form,
        "assessment": kept,
        "machine": machine,
        "headings": points.headings(form),
        "bands": points.bands(form, pack),
        "tick": points.tick(form),
        "distance": points.distance(form, pack),
        "live": {
            "bounds": [[least, grade, effect] for least, grade, effect in points.bounds(pack)],
            "refusals": {button.move: button.refusals for button in offered if button.refusals and not button.hard},
            "called": CALLED_FOR,
        },
        "typed": said,
        "refusal": refusal,
        "buttons": offered,
        "mine": one.state in TURN and user.may(TURN[one.state], one.unit, on),
        "scores": one.state in queries.GRADED,
        "money": _money(one),
        "all_states": list(TURN),
        "approves": one.state in {FISCAL, ADJUSTED},
        "written": len([remark for remark in now if remark.words]),
        "prev": address(prev, request.GET) if prev else "",
        "next": address(following, request.GET) if following else "",
        "act": reverse("review:decide", args=[one.pk]) + (f"?{frame_kept(request)}" if frame_kept(request) else ""),
    }
    return render(request, "review/desk.html", context, status=status)


def frame_kept(request: Request) -> str:
    """Return what is being gone through, as it stands in the address."""
    return urlencode({name: request.GET[name] for name in ("unit", "state", "grade", "q", "show") if request.GET.get(name)})


def shows(part: Any, remarks: list[Any]) -> bool:
    """Say whether a part outside the table is shown: always, or where something is found or remarked in it."""
    return part.always or bool(part.marks) or any(remark.path == part.path for remark in remarks)


def others(now: list[Any], mine: dict[str, Any], path: str) -> list[Any]:
    """Return what others remarked on a row in this round."""
    return [remark for remark in now if remark.path == path and remark is not mine.get(path) and remark.words]


def buttons(request: Request, one: Target, form: ReviewForm) -> list[Button]:
    """Return the decisions open at this stage; the primary one is what the grade calls for."""
    graded = one.state in queries.GRADED
    called = CALLED_FOR[form.grade] if graded else "pass"
    made = []
    for move, stages in MOVES.items():
        name = stages.get(one.state)
        if name is None:
            continue
        base = queries.refusal_to_move(one, name, by=request.user, on=today(request), grade=queries.WANTED[name][0][0] if graded else None)
        refusals = {grade: base or queries.refusal_of_grade(name, grade) or "" for grade in queries.GRADES} if graded else {}
        refusal = refusals[form.grade] if graded else base
        word = {"pass": WORDS[one.state], "send_back": "退回修改", "reject": "不予安排"}[move]
        made.append(
            Button(move, word, refusal or None, refusals, move == called, {"pass": "Shift A", "send_back": "Shift R"}.get(move, ""))
        )
    return sorted(made, key=lambda button: not button.called_for)


def _money(one: Target) -> dict[str, Any]:
    """Return where the money comes from and when it is spent."""
    said = one.facts()
    return {"funding": said.projects[0].funding, "plan": said.projects[0].plan} if said.projects else {"funding": (), "plan": ()}
