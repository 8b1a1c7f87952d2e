"""Suggestion while typing: names that share rare runs of one to three characters, in an inverted index. No word list, no network.

Every run (gram) weighs the more the fewer names hold it. A name's score is the share of the typed runs it holds, and the share of the
project's runs that its key words hold; one that begins with what is typed comes before one that holds it. All in whole numbers, so
the order is the same everywhere; equal scores keep the order of the shelf.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jixiao.library.facts import SECTORS, Entry

SCALE = 1000
IN_NAME, IN_WORDS, PROJECT_IN_WORDS, PROJECT_IN_NAME = 10, 2, 5, 2
BEGINS, HOLDS = 6 * SCALE, 3 * SCALE
LONGEST = 60  # characters of what is typed, or of a project's name, that are looked at


def grams(text: str, sizes: Iterable[int] = (1, 2, 3)) -> frozenset[str]:
    """Return the runs of characters of a text; white space divides, letters are small."""
    found: set[str] = set()
    for word in text.lower()[:LONGEST].split():
        for size in sizes:
            found.update(word[start : start + size] for start in range(len(word) - size + 1))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """One question: what is typed, and the project it is typed for."""

    words: str = ""
    project: str = ""

    @property
    def bare(self) -> str:
        """What is typed, without white space."""
        return "".join(self.words.lower()[:LONGEST].split())


@dataclass(frozen=True, slots=True)
class Part:
    """One half of the index: which rows hold a run, and what the run weighs."""

    rows: Mapping[str, Sequence[int]]
    weights: Mapping[str, int]

    @classmethod
    def of(cls, texts: Sequence[frozenset[str]]) -> Part:
        """Build it from the runs of each row."""
        rows: dict[str, list[int]] = defaultdict(list)
        for number, runs in enumerate(texts):
            for run in runs:
                rows[run].append(number)
        weights = {run: round(SCALE * len(run) * math.log1p(len(texts) / len(held))) for run, held in rows.items()}
        return cls(dict(rows), weights)

    def known(self, runs: Iterable[str]) -> list[str]:
        """Return the runs some row holds, in order."""
        return sorted(run for run in runs if run in self.rows)


@dataclass(slots=True)
class Index:
    """Entries by the runs of their names and key words."""

    entries: Sequence[Entry]
    names: Part = field(init=False)
    words: Part = field(init=False)

    def __post_init__(self) -> None:
        """Build the two halves; about half a second for ten thousand entries."""
        self.names = Part.of([grams(entry.name) for entry in self.entries])
        self.words = Part.of([grams(spoken(entry), (2, 3)) for entry in self.entries])

    def scores(self, asked: Reading) -> list[int]:
        """Return each entry's score, in the order of the shelf."""
        total = [0] * len(self.entries)
        for part, text, factor, sizes in (
            (self.names, asked.words, IN_NAME, (1, 2, 3)),
            (self.words, asked.words, IN_WORDS, (2, 3)),
            (self.words, asked.project, PROJECT_IN_WORDS, (2, 3)),
            (self.names, asked.project, PROJECT_IN_NAME, (2, 3)),
        ):
            runs = part.known(grams(text, sizes))
            whole = sum(part.weights[run] for run in runs)
            for run in runs:
                share = factor * SCALE * part.weights[run] // whole
                for number in part.rows[run]:
                    total[number] += share
        if bare := asked.bare:
            for number in self._holders(bare):
                total[number] += BEGINS if self.entries[number].name.lower().startswith(bare) else HOLDS
        return total

    def _holders(self, bare: str) -> Iterable[int]:
        """Return the rows whose name holds what is typed, looking only where its rarest run occurs."""
        held = [self.names.rows.get(run, ()) for run in grams(bare)]
        rarest = min(held, key=len, default=())
        return (number for number in rarest if bare in self.entries[number].name.lower())

    def search(self, asked: Reading, limit: int, keep: Callable[[Entry], bool] = lambda _entry: True) -> list[Entry]:
        """Return the best entries, best first; those ``keep`` refuses and those that share nothing are left out.

        Nothing typed and no project: the first entries of the shelf.
        """
        if not asked.bare and not asked.project.strip():
            kept = (entry for entry in self.entries if keep(entry))
            return [entry for entry, _ in zip(kept, range(limit), strict=False)]
        scores = self.scores(asked)
        ranked = [(-score, number) for number, score in enumerate(scores) if score]
        found: list[Entry] = []
        heapq.heapify(ranked)
        while ranked and len(found) < limit:
            entry = self.entries[heapq.heappop(ranked)[1]]
            if keep(entry):
                found.append(entry)
        return found

    def similar(self, entry: Entry, limit: int = 6) -> list[Entry]:
        """Return the entries that resemble one most: by name and key words, of the same class first."""
        scores = self.scores(Reading(entry.name, spoken(entry)))
        order = sorted(
            (number for number, score in enumerate(scores) if score and self.entries[number].code != entry.code),
            key=lambda number: (-scores[number] - (2 * SCALE if self.entries[number].kind == entry.kind else 0), number),
        )
        return [self.entries[number] for number in order[:limit]]


def spoken(entry: Entry) -> str:
    """Return what an entry is about: its sectors and key words."""
    return " ".join([*(SECTORS[one] for one in entry.sectors if one in SECTORS), *entry.words])
