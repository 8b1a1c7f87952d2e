"""Shelves: one entry a file; placing the file registers it."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any


def entries(package: ModuleType) -> dict[str, Any]:
    """Return module name → ``ENTRY`` of every module below a package, in the order of their names.

    Raises LookupError, naming the module, where a module has no ``ENTRY``: a forgotten entry is a mistake, not a gap.
    """
    found: dict[str, Any] = {}
    prefix = package.__name__ + "."
    for info in sorted(pkgutil.walk_packages(package.__path__, prefix), key=lambda info: info.name):
        if info.ispkg or ".tests." in info.name or info.name.endswith(".tests"):
            continue
        module = importlib.import_module(info.name)
        entry = getattr(module, "ENTRY", None)
        if entry is None:
            raise LookupError(info.name)
        found[info.name] = entry
    return found
