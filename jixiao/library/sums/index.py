"""Suggestion while typing: names that share rare runs of one to three characters, in an inverted index. No word list, no network.

Every run (gram) weighs the more the fewer names hold it. A name's score is the share of the typed runs it holds, and the share of the
project's runs that its key words hold, of a long text the rarest runs; one that begins with what is typed comes before one that holds it. All in whole numbers, so
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
FAR_BEHIND = 5  # an entry with less than a fifth of the best score has little to do with the question
MOST_RUNS, LONGEST_RUN = 16, 3  # of a long text the rarest runs are looked at
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

    def telling(self, runs: Iterable[str]) -> list[str]:
        """Return the runs some row holds, rarest first, as many as are looked at."""
        return sorted((run for run in runs if run in self.rows), key=lambda run: (len(self.rows[run]), run))[:MOST_RUNS]


@dataclass(slots=True)
class Index:
    """Entries by the runs of their names and key words."""

    entries: Sequence[Entry]
    low: list[str] = field(init=False)
    names: Part = field(init=False)
    words: Part = field(init=False)

    def __post_init__(self) -> None:
        """Build the two halves; under a second for ten thousand entries."""
        self.low = [entry.name.lower() for entry in self.entries]
        self.names = Part.of([grams(name) for name in self.low])
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
            runs = part.telling(grams(text, sizes))
            whole = sum(part.weights[run] for run in runs)
            for run in runs:
                share = factor * SCALE * part.weights[run] // whole
                for number in part.rows[run]:
                    total[number] += share
        if bare := asked.bare:
            for number in self._holders(bare):
                total[number] += BEGINS if self.low[number].startswith(bare) else HOLDS
        return total

    def _holders(self, bare: str) -> Iterable[int]:
        """Return the rows whose name holds what is typed, looking only where its rarest run occurs."""
        if len(bare) <= LONGEST_RUN:
            return self.names.rows.get(bare, ())
        rarest = min((self.names.rows.get(run, ()) for run in grams(bare)), key=len)
        return (number for number in rarest if bare in self.low[number])

    def numbers(self, keep: Callable[[Entry], bool]) -> tuple[int, ...]:
        """Return the rows a condition keeps, for ``search``: worked out once, asked often."""
        return tuple(number for number, entry in enumerate(self.entries) if keep(entry))

    def search(self, asked: Reading, limit: int, kept: Sequence[int] | None = None) -> list[Entry]:
        """Return the best of the rows kept (None: of all), best first; what comes far behind the best is left out.

        Nothing typed and no project: the first entries of the shelf.
        """
        kept = range(len(self.entries)) if kept is None else kept
        if not asked.bare and not asked.project.strip():
            return [self.entries[number] for number in kept[:limit]]
        scores = self.scores(asked)
        floor = max(map(scores.__getitem__, kept), default=0) // FAR_BEHIND
        many = len(scores)
        ranked = heapq.nlargest(limit, [scores[number] * many - number for number in kept if scores[number] > floor])
        return [self.entries[-rank % many] for rank in ranked]

    def similar(self, entry: Entry, limit: int = 6, kept: Sequence[int] | None = None) -> list[Entry]:
        """Return the entries of the rows kept that resemble one most: by name and key words, of the same class first."""
        scores = self.scores(Reading(entry.name, spoken(entry)))
        order = sorted(
            (n for n in (range(len(scores)) if kept is None else kept) if scores[n] and self.entries[n].code != entry.code),
            key=lambda n: (-scores[n] - (2 * SCALE if self.entries[n].kind == entry.kind else 0), n),
        )
        return [self.entries[n] for n in order[:limit]]


def spoken(entry: Entry) -> str:
    """Return what an entry is about: its sectors and key words."""
    return " ".join([*(SECTORS[one] for one in entry.sectors if one in SECTORS), *entry.words])
