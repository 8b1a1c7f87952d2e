"""The arithmetic of the library: how an entry must be written, what resembles it, what its own past says, its text."""

from .history import too_easy
from .index import Index, Reading, grams
from .texts import dump, load
from .writing import faults, faults_of_name

__all__ = ["Index", "Reading", "dump", "faults", "faults_of_name", "grams", "load", "too_easy"]
