"""What the room knows: the kinds of unit, and how a place in the tree is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jixiao.kernel.refusal import Refused

CODE = re.compile(r"[0-9A-Z]{1,20}", re.ASCII)
DEEPEST = 200

KINDS = {"bureau": "财政部门", "department": "主管部门", "unit": "预算单位", "section": "科室"}


@dataclass(frozen=True, slots=True)
class Span:
    """Every path from a unit down: ``lowest <= path < beyond``, which an index answers without a pattern."""

    lowest: str
    beyond: str

    @classmethod
    def below(cls, path: str) -> Span:
        """Return the span of a unit and all under it: /1/3/ to /1/30, for 0 is the sign after the stroke."""
        return cls(path, path[:-1] + chr(ord("/") + 1))

    def holds(self, path: str) -> bool:
        """Say whether a path lies in the span."""
        return self.lowest <= path < self.beyond


def path_of(parent: str, code: str) -> str:
    """Return the path of a unit under another; refuses a code that is not digits and capitals."""
    if not CODE.fullmatch(code):
        msg = f"单位编码「{code}」只能用数字和大写字母，不超过 20 位"
        raise Refused(msg)
    path = f"{parent or '/'}{code}/"
    if len(path) > DEEPEST:
        msg = "单位层级太深"
        raise Refused(msg)
    return path
