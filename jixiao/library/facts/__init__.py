"""What the library knows: classes of indicators in every regime, units, sectors, and one entry of the shelf."""

from .entries import Band, Basis, Direction, Entry, Evidence, Formula
from .history import Hint, Past
from .places import ALIASES, CLASSES, FRAMES, REGIMES, level_two, levels_of
from .words import BASIS_KINDS, EVIDENCE_KINDS, METHODS, SECTORS, SOURCES, UNITS, is_unit

__all__ = [
    "ALIASES",
    "BASIS_KINDS",
    "CLASSES",
    "EVIDENCE_KINDS",
    "FRAMES",
    "METHODS",
    "REGIMES",
    "SECTORS",
    "SOURCES",
    "UNITS",
    "Band",
    "Basis",
    "Direction",
    "Entry",
    "Evidence",
    "Formula",
    "Hint",
    "Past",
    "is_unit",
    "level_two",
    "levels_of",
]
