"""Facts mended, kept as JSON and compared."""

from .comparing import differences
from .mending import dump, dump_project, load, mend, text_at

__all__ = ["differences", "dump", "dump_project", "load", "mend", "text_at"]
