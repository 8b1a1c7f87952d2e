"""Workbooks filled away from the system: what stands where on their sheets, and reading them back."""

from .panes import FORMAT, GUIDE, HIDDEN_SHEET, Pane, Slot, panes
from .reading import origin, read

__all__ = ["FORMAT", "GUIDE", "HIDDEN_SHEET", "Pane", "Slot", "origin", "panes", "read"]
