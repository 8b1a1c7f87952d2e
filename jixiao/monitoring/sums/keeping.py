"""The text a snapshot keeps: canonical JSON of a sheet, and back. Equal sheets give equal texts, so a fingerprint means something."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from jixiao.kernel.rule import Severity
from jixiao.monitoring.facts import Answer, Found, Light, Lit, Measure, Money, Range, Reading, Sheet, Status


def dump(sheet: Sheet, lights: dict[str, Lit], found: tuple[Found, ...]) -> str:
    """Return the text of a sheet with its lights under every preset and what the rules found."""
    said = {"sheet": plain(sheet), "lights": {code: plain(lit) for code, lit in lights.items()}, "found": plain(found)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: fractions as "3/4", days as 2022-07-31."""
    match value:
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Severity():
            return value.code
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(one) for one in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def digest(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def load(text: str) -> tuple[Sheet, dict[str, Lit], tuple[Found, ...]]:
    """Return what a text keeps."""
    said = json.loads(text)
    lights = {code: _lit(one) for code, one in said["lights"].items()}
    found = tuple(Found(**one | {"severity": Severity.of(one["severity"])}) for one in said["found"])
    return sheet_of(said["sheet"]), lights, found


def sheet_of(said: dict[str, Any]) -> Sheet:
    """Return a sheet from its plain form."""
    money = said["money"]
    more = {
        "until": date.fromisoformat(said["until"]),
        "money": Money(
            budget=money["budget"], paid=money["paid"], months=tuple(money["months"]), last=tuple(money["last"]),
            plan=tuple((date.fromisoformat(on), percent) for on, percent in money["plan"]),
            sources=tuple((source, budget, paid) for source, budget, paid in money["sources"]),
        ),
        "readings": tuple(_reading(one) for one in said["readings"]),
        "answers": tuple(_answer(one) for one in said["answers"]),
        "measures": tuple(Measure(one["kind"], one["said"], _day(one["due"]), one["fen"]) for one in said["measures"]),
        "due": _day(said["due"]),
        "sent": _day(said["sent"]),
        "on": _day(said["on"]),
    }  # fmt: skip
    return Sheet(**said | more)


def _reading(said: dict[str, Any]) -> Reading:
    more = {name: _exact(said[name]) for name in ("wanted", "weight", "actual", "attained")}
    ahead = _range(said["ahead"])
    return Reading(**said | more | {"deadline": _day(said["deadline"]), "ahead": ahead, "status": Status(said["status"])})


def _answer(said: dict[str, Any]) -> Answer:
    return Answer(**said | {"expected": _exact(said["expected"]), "causes": tuple(said["causes"])})


def _range(said: dict[str, Any] | None) -> Range | None:
    if said is None:
        return None
    low, mid, high = (Fraction(said[name]) for name in ("low", "mid", "high"))
    return Range(low, mid, high, tuple((word, Fraction(value)) for word, value in said["ways"]))


def _lit(said: dict[str, Any]) -> Lit:
    return Lit(Light(said["light"]), said["sentence"], Fraction(said["planned"]), Fraction(said["rate"]))


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
