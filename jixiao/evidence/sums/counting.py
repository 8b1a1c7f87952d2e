"""Ways to count an entry: each returns what a shelf file gives an atom as ``of``."""

from __future__ import annotations

from collections.abc import Callable

from jixiao.evidence.facts import Value, Values

Of = Callable[[Values], int | None]


def _fits(values: Values, where: dict[str, Value | tuple[Value, ...]]) -> bool:
    return all(values.get(key) in (wanted if isinstance(wanted, tuple) else (wanted,)) for key, wanted in where.items())


def each(**where: Value | tuple[Value, ...]) -> Of:
    """Count entries, those whose columns say so."""
    return lambda values: 1 if _fits(values, where) else None


def total(column: str, **where: Value | tuple[Value, ...]) -> Of:
    """Add up a column of the entries whose columns say so; a blank does not count."""

    def of(values: Values) -> int | None:
        found = values.get(column)
        return found if isinstance(found, int) and _fits(values, where) else None

    return of


def net(column: str, way: str, plus: tuple[str, ...], minus: tuple[str, ...]) -> Of:
    """Add up a column, in with its sign and out with the other."""

    def of(values: Values) -> int | None:
        found, said = values.get(column), values.get(way)
        if not isinstance(found, int):
            return None
        return found if said in plus else -found if said in minus else None

    return of


def by(done: str, due: str, **where: Value | tuple[Value, ...]) -> Of:
    """Count the entries done no later than due; days are written so that they compare as texts. One not done yet does not count."""

    def of(values: Values) -> int | None:
        ended, wanted = values.get(done), values.get(due)
        return 1 if isinstance(ended, str) and isinstance(wanted, str) and ended and ended <= wanted and _fits(values, where) else None

    return of


def within(column: str, least: int | None = None, most: int | None = None) -> Of:
    """Count the entries whose number lies between two bounds, in units of the column's last place."""

    def of(values: Values) -> int | None:
        found = values.get(column)
        fits = isinstance(found, int) and (least is None or found >= least) and (most is None or found <= most)
        return 1 if fits else None

    return of
