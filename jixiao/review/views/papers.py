"""Review forms on paper: every one filled for a target, and one of them to be printed (项目支出绩效目标审核表)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from jixiao.accounts.context import Request
from jixiao.review import queries
from jixiao.review.renderings import points
from jixiao.targets.queries import target_for

from .moving import today

FILES = (("docx", "Word"), ("xlsx", "Excel"), ("pdf", "PDF"))


@require_GET
def assessments(request: Request, pk: int) -> HttpResponse:
    """List the review forms of a target, latest first."""
    target = target_for(request.user, today(request), pk)
    return render(request, "review/assessments.html", {"target": target, "assessments": queries.assessments_of(target)})


@require_GET
def assessment(request: Request, pk: int, number: int) -> HttpResponse:
    """Show one review form as it is printed."""
    target = target_for(request.user, today(request), pk)
    one = queries.assessment_for(target, number)
    form = queries.form_of(one, queries.pack_of(target.filing))
    remarks = [remark for remark in queries.remarks_of(target, one.round) if remark.stage == one.stage and remark.words]
    context = {
        "target": target,
        "assessment": one,
        "form": form,
        "headings": points.headings(form),
        "remarks": remarks,
        "papers": _papers(pk, number),
    }
    return render(request, "review/assessment.html", context)


def _papers(pk: int, number: int) -> list[tuple[str, str]]:
    """Return where the form may be had as a file, by what it is; nothing while the site gives out no papers."""
    try:
        return [(word, f"{reverse('documents:paper', args=[pk, 'review', form])}?form={number}") for form, word in FILES]
    except NoReverseMatch:
        return []
