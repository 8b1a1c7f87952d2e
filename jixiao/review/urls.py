"""Addresses of the review: the rule book, the panels and moves of a target, the desk, review forms."""

from __future__ import annotations

from django.urls import path

from .views import desk, moving, panels, papers, rules, whole

app_name = "review"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:code>/", rules.rule, name="rule"),
    path("review/", desk.desk, name="desk"),
    path("review/whole/", whole.whole, name="whole"),
    path("review/batch/", whole.batch, name="batch"),
    path("review/<int:pk>/", desk.target, name="target"),
    path("review/<int:pk>/decide/", desk.decide, name="decide"),
    path("targets/<int:pk>/life/", moving.life, name="life"),
    path("targets/<int:pk>/findings/", panels.findings, name="findings"),
    path("targets/<int:pk>/check/", panels.check, name="check"),
    path("targets/<int:pk>/waive/", panels.waive, name="waive"),
    path("targets/<int:pk>/unwaive/", panels.unwaive, name="unwaive"),
    path("targets/<int:pk>/fix/", panels.fix, name="fix"),
    path("targets/<int:pk>/answer/", panels.answer, name="answer"),
    path("targets/<int:pk>/assessments/", papers.assessments, name="assessments"),
    path("targets/<int:pk>/assessments/<int:number>/", papers.assessment, name="assessment"),
    *(path(f"targets/<int:pk>/{name}/", moving.move, {"name": name}, name=name) for name in moving.ACTS),
]
