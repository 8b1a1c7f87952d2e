"""Questions about filings: what was changed in them, and why a change may not be made or taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .models import Change, Filing, FilingQuerySet, facts_of

__all__ = ["Change", "Filing", "FilingQuerySet", "changes_of", "facts_of", "part_of", "parts", "refusal_to_undo", "stale"]


def changes_of(filing: Filing) -> list[Change]:
    """Return every change of a filing, latest first."""
    return list(filing.changes.select_related("by", "undone_by"))


def stale(filing: Filing, version: int) -> str | None:
    """Return why a change meant for one version may not be made any more, or None when nothing has changed since."""
    if filing.version == version:
        return None
    last = filing.changes.select_related("by", "undone_by").order_by("-version").first()
    who = f"{(last.undone_by or last.by).name}刚办过「{last.reason}」" if last else "别人刚改过"
    return f"{who}，您看到的已不是最新；这次没有改动，请看过现在的内容再办理"


def refusal_to_undo(filing: Filing, change: Change) -> str | None:
    """Return why a change cannot be taken back, or None when it can."""
    if change.undone_at is not None:
        return "这处改动已经撤销过了"
    if parts(json.loads(filing.current), change.after) != change.after:
        return "这张表后来又改过，请先撤销后来的改动，再撤销这一处"
    return None


def part_of(path: str) -> str:
    """Return the part of a filing a path lies in: projects.3, department, part_title."""
    steps = path.split(".")
    return ".".join(steps[:2]) if steps[0] == "projects" else steps[0]


def parts(current: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return parts of a filing's plain form by name; ``spots:projects.3`` are the spots of a project."""
    return {name: _part(current, name) for name in sorted(names)}


def _part(current: dict[str, Any], name: str) -> Any:
    kind, _, rest = name.partition(":")
    if rest:
        return {path: spot for path, spot in current.get(kind, {}).items() if path == rest or path.startswith(f"{rest}.")}
    head, _, number = name.partition(".")
    return current["projects"][int(number)] if number else current.get(head)
