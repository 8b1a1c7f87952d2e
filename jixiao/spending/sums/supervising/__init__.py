"""Sums of internal supervision: what counts, who is the same payee, what was cut up, how fast it was spent."""

from .counting import (
    BY_LIST,
    WAGES,
    asked_on,
    counting,
    day,
    listed,
    local,
    made,
    moved_on,
    named,
    numbers,
    share,
    standing,
    total,
    yuan,
)  # fmt: skip
from .pace import Pace, paces, planned
from .payees import code_of, identities, plain
from .splitting import METERED, TRAVEL, Group, splits

__all__ = [
    "BY_LIST",
    "METERED",
    "TRAVEL",
    "WAGES",
    "Group",
    "Pace",
    "asked_on",
    "code_of",
    "counting",
    "day",
    "identities",
    "listed",
    "local",
    "made",
    "moved_on",
    "named",
    "numbers",
    "paces",
    "plain",
    "planned",
    "share",
    "splits",
    "standing",
    "total",
    "yuan",
]
