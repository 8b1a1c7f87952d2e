"""What a token may be used for."""

from __future__ import annotations

SCOPES = {
    "units.read": "读单位",
    "targets.read": "读目标、批复版和问题",
    "targets.import": "导入目标草稿",
}
DAYS = 180  # the longest a token lives: a product default
