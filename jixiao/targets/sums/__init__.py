"""Facts mended, typed, kept as JSON, compared and brought together."""

from .comparing import differences
from .filling import Problem, filled
from .lasting import due
from .mending import dump, dump_project, load, mend, text_at

__all__ = ["Problem", "differences", "due", "dump", "dump_project", "filled", "load", "mend", "text_at"]
