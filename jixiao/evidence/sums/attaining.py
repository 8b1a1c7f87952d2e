"""How far an actual value attains an indicator's goal, and which indicator of a target is meant. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from jixiao.evidence.facts import How, Measure
from jixiao.kernel.goal import Goal, GoalKind
from jixiao.kernel.units import convert, refusal_to_convert
from jixiao.targets.facts import Indicator, Project

ONE, NONE = Fraction(1), Fraction(0)
LONGEST_PLACE = 255


def places_of(project: Project) -> list[tuple[str, Indicator]]:
    """Return every promising indicator of a project under the name it is known by: level 2, level 3, and which of several alike."""
    seen: Counter[str] = Counter()
    found = []
    for row in project.rows:
        bare = f"{row.level2 or ''}|{row.name}"[: LONGEST_PLACE - 4]
        seen[bare] += 1
        found.append((bare if seen[bare] == 1 else f"{bare}|{seen[bare]}", row))
    return found


def direction(row: Indicator) -> str:
    """Return how the goal of an indicator is met: ≥, ≤, = or 区间. A cost without a sign is a ceiling, anything else a floor."""
    goal = row.goal
    if goal.kind is GoalKind.RANGE:
        return "区间"
    sign = {">": "≥", "<": "≤"}.get(goal.operator or "", goal.operator or "")
    return sign or ("≤" if row.kind.is_cost else "≥")


def goal_number(goal: Goal) -> Fraction | None:
    """Return the figure a goal names, exactly; None where it names none (words, dates, ratios)."""
    return Fraction(goal.number) if goal.number is not None and goal.kind in {GoalKind.NUMBER, GoalKind.RANGE} else None


def attained(row: Indicator, value: Fraction) -> Fraction | None:
    """Return the share of the goal a value attains: 1 is met, more is beyond; None where the goal cannot be counted.

    RULEBOOK 2.3: A/T for a floor, T/A for a ceiling that is passed, 1 - |A-T|/|T| for an equality, linear outside a range.
    """
    wanted = goal_number(row.goal)
    if wanted is None:
        return value / 100 if row.goal.kind in {GoalKind.WORD, GoalKind.DATE} else None
    match direction(row):
        case "区间":
            return _within(row.goal, wanted, value)
        case "≤":
            return ONE if value <= wanted else (wanted / value if value > 0 and wanted > 0 else NONE)
        case "=":
            return max(NONE, 1 - abs(value - wanted) / abs(wanted)) if wanted else Fraction(value == wanted)
        case _:
            return max(NONE, value / wanted) if wanted > 0 else Fraction(value >= wanted)


def _within(goal: Goal, low: Fraction, value: Fraction) -> Fraction:
    high = Fraction(goal.upper) if goal.upper is not None else low
    if low <= value <= high:
        return ONE
    return max(NONE, value / low) if value < low and low else (high / value if value > high > 0 else NONE)


def unit_wanted(row: Indicator) -> str:
    """Return the unit an indicator counts in; words and dates are told in per cent attained."""
    return "%" if row.goal.kind in {GoalKind.WORD, GoalKind.DATE} else row.goal.unit


def refusal_of_unit(row: Indicator, measure: Measure) -> str | None:
    """Return why a measure cannot fill an indicator, or None: units convert inside a dimension, never across."""
    if row.goal.kind is GoalKind.BLANK:
        return f"「{row.name}」的指标值是空的，没有可比的目标，请先补填指标值"
    if measure.how is How.STATED:
        return None
    wanted = unit_wanted(row)
    if reason := refusal_to_convert(measure.unit, wanted):
        return f"「{row.name}」的指标值是「{row.goal.text.strip()}」，「{measure.word}」的单位是「{measure.unit}」：{reason}"
    return None


def told_in(row: Indicator, value: Fraction, unit: str) -> Fraction:
    """Return a value in the unit of the indicator, as it is where the indicator names none; refuses what does not convert."""
    return convert(value, unit, unit_wanted(row))


def fitting(row: Indicator, offered: Sequence[tuple[str, Measure]]) -> list[tuple[str, Measure]]:
    """Return the measures an indicator may take: by unit, those with a word of its name first."""
    found = [one for one in offered if refusal_of_unit(row, one[1]) is None]
    return sorted(found, key=lambda one: -alike(row.name, one[1].word))


def alike(name: str, word: str) -> int:
    """Return how much two words share, a guess at which measure is meant: all signs of the word in order, or pairs of signs."""
    signs = iter(name)
    if all(sign in signs for sign in word):
        return len(word)
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    return sum(1 for at in range(len(name) - 1) if name[at : at + 2] in pairs)
