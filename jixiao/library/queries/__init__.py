"""Questions to the library: what may be taken into a target, what a person may see, what waits for a decision, what was before."""

from .lists import ORDERS, Filters, Row, listed, row_for, similar
from .past import past_of, records_of, uses_of
from .requests import (
    Item,
    Proposal,
    item_for,
    proposal_for,
    proposals_of,
    refusal_of_entry,
    refusal_to_decide,
    refusal_to_keep_past,
    refusal_to_propose,
    refusal_to_retire,
    refusal_to_withdraw,
    waiting,
)
from .suggesting import Library, entry_named, library, suggest

__all__ = [
    "ORDERS",
    "Filters",
    "Item",
    "Library",
    "Proposal",
    "Row",
    "entry_named",
    "item_for",
    "library",
    "listed",
    "past_of",
    "proposal_for",
    "proposals_of",
    "records_of",
    "refusal_of_entry",
    "refusal_to_decide",
    "refusal_to_keep_past",
    "refusal_to_propose",
    "refusal_to_retire",
    "refusal_to_withdraw",
    "row_for",
    "similar",
    "suggest",
    "uses_of",
    "waiting",
]
