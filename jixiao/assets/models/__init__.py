"""Tables of assets."""

from __future__ import annotations

from .card import Card, Transfer
from .count import Count, CountLine
from .disposal import Disposal, DisposalLine
from .promise import Answer, Promise

__all__ = ["Answer", "Card", "Count", "CountLine", "Disposal", "DisposalLine", "Promise", "Transfer"]
