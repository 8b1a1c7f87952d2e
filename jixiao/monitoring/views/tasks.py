"""One project's table: why its light, its money, its indicators with what officers say of them, its deviation, its snapshots."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.evidence.queries.links import indicators_of
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.monitoring import book, facts, forms, states
from jixiao.monitoring.actions import rounds as looking
from jixiao.monitoring.actions import tasks as actions
from jixiao.monitoring.queries import deviations
from jixiao.monitoring.queries import tasks as queries
from jixiao.monitoring.renderings.curve import curve
from jixiao.monitoring.sums import forecasting, pacing, projecting, timing
from jixiao.spending.forms.payments import Keyed, asked
from jixiao.spending.sums.progress import MONTHS

from .ground import done, today

WAN = 1_000_000


@require_GET
def table(request: Request, pk: int) -> HttpResponse:
    """Show a project in a round."""
    return page_of(request, queries.task_for(request.user, today(request), pk))


def page_of(request: Request, task: queries.Task, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a table; what was typed and refused stays."""
    on = today(request)
    wanted = request.GET.get("snapshot", "")
    frozen = queries.snapshot_of(task, int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else None)  # noqa: PLR2004
    if frozen is None:
        raise Http404
    sheet, lights, found = frozen.facts()
    latest = frozen.number == task.number
    deviation = deviations.deviation_of(task)
    effects = deviations.effects_of(deviation) if deviation else []
    refusal = queries.refusal_to_fill(task, request.user, on) if latest else "这是较早的快照，只供查看"
    now = queries.sheet_now(task, sheet, tuple(one.row.facts() for one in effects), on) if latest else sheet
    found = book.examine(now, on) if latest else found
    before, after, place, count = queries.neighbours(request.user, on, task)
    scheme = book.schemes()[task.round.scheme]
    context: dict[str, Any] = {
        "task": task,
        "frozen": frozen,
        "latest": latest,
        "sheet": now,
        "lit": lights[task.round.preset],
        "lights": [(book.presets()[code], lit) for code, lit in lights.items() if code in book.presets()],
        "preset": book.presets()[task.round.preset],
        "found": found,
        "blocking": queries.refusals_to_submit(found) if latest and task.state in states.OPEN else [],
        "rows": lines_of(task, now),
        "curve": curve_of(sheet),
        "ahead": pacing.at_year_end(sheet.money, sheet.year, sheet.until),
        "forecast": forecasting.forecast(sheet, scheme),
        "scheme": scheme,
        "goals": projecting.progress(sheet.readings),
        "deviation": deviation,
        "effects": effects,
        "may_export": request.user.may(Permission.FILING_EXPORT, task.unit, on),
        "course": course_of(deviation),
        "causes": facts.CAUSES,
        "possible": facts.POSSIBLE,
        "refusal": refusal,
        "moves": [one for one in queries.moves_for(task, request.user, on) if one[0].name != "submit"] if latest else [],
        "snapshots": queries.snapshots_of(task),
        "steps": queries.steps_of(task),
        "before": before,
        "after": after,
        "place": place,
        "count": count,
        "told": timing.escalated(task.round.due, on) if task.state not in states.DONE else "",
        "late": (on - task.round.due).days,
        "expected": Fraction(task.expected, WAN) if task.expected is not None else None,
    }
    return render(request, "monitoring/table.html", context | typed, status=status)


def lines_of(task: queries.Task, sheet: facts.Sheet) -> list[tuple[int, int | None, facts.Reading, facts.Answer]]:
    """Return the rows of a table: place in it, the indicator's number in the target as it is now, what was read, what is said."""
    numbers = {place: number for number, (place, _row) in enumerate(indicators_of(task.target), 1)}
    return [(number, numbers.get(row.place), row, sheet.answer(row.place)) for number, row in enumerate(sheet.readings, 1)]


def curve_of(sheet: facts.Sheet) -> Any:
    """Return the curve of one project's money."""
    money, year = sheet.money, sheet.year
    planned = pacing.planned_by_month(money, year)
    paid = pacing.cumulative(money.months)
    ahead = pacing.at_year_end(money, year, sheet.until)
    sides = None if ahead is None else (round(ahead.low), round(ahead.mid), round(ahead.high))
    return curve(planned, [*paid, *[None] * (MONTHS - len(paid))], sides)


def course_of(deviation: deviations.Deviation | None) -> list[tuple[int, str, str, str]]:
    """Return the course of a deviation: number, word, whose it is, and done, now or ahead."""
    if deviation is None:
        return []
    order = list(states.COURSE.states)
    at = order.index(deviation.state)
    found = [(1, "发现", f"{deviation.at:%m-%d} 系统", "done")]
    for number, (state, word, who) in enumerate(states.STEPS, 2):
        place = order.index(state)
        found.append((number, word, who, "done" if place < at else "now" if place == at else "ahead"))
    return found


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """Keep what was typed; with ``send`` send the table up as well."""
    task = queries.task_for(request.user, today(request), pk)
    said, expected = forms.answers_in(request.POST), request.POST.get("expected", "")
    try:
        key = asked(Keyed(request.POST))["key"]
        actions.answer(task, said, expected, by=request.user, at=request.at, key=key)
        if "send" in request.POST:
            actions.submit(task, by=request.user, at=request.at)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        kept = queries.answers_of(task)
        typed = [(number, target, row, retyped(row.place, said, kept)) for number, target, row, _answer in lines_of(task, sheet_of(task))]
        return page_of(request, task, status=422, error=refusal.sentence, rows=typed, typed_expected=expected)
    messages.success(request, "已送科室审核" if "send" in request.POST else "已保存，还没有送审")
    return redirect("monitoring:table", pk)


def sheet_of(task: queries.Task) -> facts.Sheet:
    """Return what was frozen last."""
    frozen = queries.snapshot_of(task)
    if frozen is None:
        raise Http404
    return frozen.facts()[0]


def retyped(place: str, said: Any, kept: Any) -> Any:
    """Return what was typed of an indicator as the page shows it again."""
    one = said.get(place)
    if one is None:
        return kept.get(place) or facts.Answer(place=place)
    return {**one, "raw": one["expected"], "expected": None}


@require_POST
def act(request: Request, pk: int, move: str) -> HttpResponse:
    """Make a move: send up, withdraw, pass on, send back."""
    task = queries.task_for(request.user, today(request), pk)
    opinion = request.POST.get("opinion", "").strip()
    more: dict[str, Any] = {"by": request.user, "at": request.at}

    def go(key: str | None) -> None:
        match move:
            case "submit":
                actions.submit(task, key=key, **more)
            case "withdraw":
                actions.withdraw(task, key=key, **more)
            case "send_back":
                actions.send_back(task, opinion, key=key, **more)
            case "pass_section" | "pass_finance" | "accept":
                actions.pass_on(task, opinion, key=key, **more)
            case _:
                raise Http404

    verb = states.LIFE.move(move).verb if move in {each.name for each in states.LIFE.moves} else ""
    done(request, go, f"已{verb}")
    return redirect("monitoring:table", pk)


@require_POST
def refresh(request: Request, pk: int) -> HttpResponse:
    """Take a fresh look; the snapshot before stays."""
    task = queries.task_for(request.user, today(request), pk)
    reason = request.POST.get("reason", "")

    def go(key: str | None) -> None:
        looking.refresh(task, reason, by=request.user, at=request.at, key=key)

    done(request, go, "已按现在的台账和支付重新汇总，原来的快照仍可查看")
    return redirect("monitoring:table", pk)


PATHS: list[URLPattern] = [
    path("monitoring/tables/<int:pk>/", table, name="table"),
    path("monitoring/tables/<int:pk>/save/", save, name="save"),
    path("monitoring/tables/<int:pk>/refresh/", refresh, name="refresh"),
    path("monitoring/tables/<int:pk>/<slug:move>/", act, name="move"),
]
