"""Run the measurements: ./bench, or ./bench one rules."""

from __future__ import annotations

import sys

from . import library, many, measure, money, one, page, papers, rules, season, supervision

PARTS = {
    "one": one.run,
    "many": many.run,
    "rules": rules.run,
    "page": page.run,
    "papers": papers.run,
    "season": season.run,
    "library": library.run,
    "supervision": supervision.run,
    "money": money.run,
}


def main() -> None:
    """Run the named parts, or all."""
    result = {"machine": measure.machine()} | {name: PARTS[name]() for name in sys.argv[1:] or PARTS}
    measure.emit(result)


if __name__ == "__main__":
    main()
