"""What a reading looks like for a machine: the keys and their order are a contract."""

from __future__ import annotations

from typing import Any

from jixiao.documents.facts import Reading
from jixiao.targets.facts import Department, Indicator, Project


def printed(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain JSON values; wholly blank rows are facts, but not printed."""
    filing = reading.filing
    return {
        "department": _department(filing.department) if filing.department else None,
        "projects": [_project(project) for project in filing.projects],
        "doubts": [{"where": doubt.where, "message": doubt.message} for doubt in reading.doubts],
    }


def _department(plan: Department) -> dict[str, Any]:
    return {
        "name": plan.name,
        "overall_goal": plan.overall_goal,
        "sub_goals": [
            {
                "name": goal.name,
                "tasks": [{"name": task.name, "text": task.text} for task in goal.tasks],
                "indicators": [{"level2": one.level2, "text": one.text} for one in goal.indicators],
            }
            for goal in plan.sub_goals
        ],
        "safeguards": [{"name": one.name, "text": one.text} for one in plan.safeguards],
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "table_title": project.table_title,
        "name": project.name,
        "year": project.year,
        "lead": project.lead,
        "phone": project.phone,
        "amount_yuan": project.amount.yuan() if project.amount is not None else None,
        "plan": [{"by": point.by, "percent": point.percent} for point in project.plan],
        "annual_goal": project.annual_goal,
        "indicators": [_indicator(row) for row in project.indicators if not _is_empty(row)],
    }


def _is_empty(row: Indicator) -> bool:
    return row.is_blank and not (row.actual or row.score or row.weight)


def _indicator(row: Indicator) -> dict[str, Any]:
    goal = row.goal
    return {
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.level3,
        "value": row.value,
        "operator": goal.operator,
        "number": goal.shown_number,
        "unit": goal.unit or row.unit,
        "basis": row.basis,
        "weight": row.weight,
        "actual": row.actual,
        "score": row.score,
    }
