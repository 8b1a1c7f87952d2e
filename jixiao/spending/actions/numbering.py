"""Numbers without gaps: taken in the transaction of what they number, so that what is undone leaves none out."""

from __future__ import annotations

from django.db.models import F

from jixiao.organisations.models import Unit
from jixiao.spending.models import Counter


class Series:
    """One series of numbers of a department's year, moved on inside an act that went through the door."""

    def __init__(self, unit: Unit, year: int, name: str) -> None:
        self.unit, self.year, self.name = unit, year, name

    def next(self) -> int:
        """Take the next number."""
        return self.take(1) + 1

    def take(self, count: int) -> int:
        """Take several at once; return the last one given before them."""
        row, _made = Counter.objects.get_or_create(unit=self.unit, year=self.year, series=self.name)
        Counter.objects.filter(pk=row.pk).update(last=F("last") + count)
        row.refresh_from_db()
        return row.last - count
