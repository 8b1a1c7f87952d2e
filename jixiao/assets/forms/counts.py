"""What people type at a stocktake: for which day, how many are there, what was found without a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jixiao.organisations.models import Unit
from jixiao.spending.forms.contracts import Asked, day
from jixiao.spending.forms.payments import line

from .cards import section, whole


class IssueForm(Asked):
    """A stocktake to begin."""

    on = day("盘点基准日", needed=True)
    note = line("说明")

    def __init__(self, data: Any, places: Sequence[Unit], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["unit"] = section("盘点范围", places)
        self.order_fields(["unit", "on", "note"])


class MarkForm(Asked):
    """How many of an asset are there."""

    found = whole("实盘数量", least=0)
    note = line("说明")


class SurplusForm(Asked):
    """What was found and has no card."""

    name = line("资产名称", required="资产名称没有填", longest=100)
    found = whole("实盘数量")
    place = line("地点", required="地点没有填", longest=100)
    note = line("说明")

    def __init__(self, data: Any, places: Sequence[Unit], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["section"] = section("所在科室", places)
        self.order_fields(["name", "found", "section", "place", "note"])
