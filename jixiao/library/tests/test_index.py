"""Suggestion while typing: the index says what brute force says, the same way every time, and what people expect first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.library import book
from jixiao.library.facts import Entry
from jixiao.library.sums import Index, Reading, grams
from jixiao.library.sums.index import spoken

pytestmark = pytest.mark.pure
LETTERS = "外贸出口企业培训人次率冻肉储备a"
TEXT = st.text(LETTERS, max_size=12)
ENTRIES = st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=2)), min_size=1, max_size=12)


def entry(number: int, name: str, words: Sequence[str] = ()) -> Entry:
    return Entry(code=f"T-{number}", name=name, places=("output.quantity",), words=tuple(words))


def brute(entries: Sequence[Entry], asked: Reading, limit: int) -> list[Entry]:
    """Score every entry on its own, without an index."""
    names = [grams(one.name.lower()) for one in entries]
    words = [grams(spoken(one), (2, 3)) for one in entries]

    def part(rows: list[frozenset[str]], text: str, factor: int, sizes: tuple[int, ...]) -> list[int]:
        held = {run: sum(run in row for row in rows) for run in grams(text, sizes)}
        runs = sorted((run for run in held if held[run]), key=lambda run: (held[run], run))[:16]
        weight = {run: round(1000 * len(run) * math.log1p(len(rows) / held[run])) for run in runs}
        return [sum(factor * 1000 * weight[run] // sum(weight.values()) for run in runs if run in row) for row in rows]

    halves = [
        part(names, asked.words, 10, (1, 2, 3)),
        part(words, asked.words, 2, (2, 3)),
        part(words, asked.project, 5, (2, 3)),
        part(names, asked.project, 2, (2, 3)),
    ]
    bare = "".join(asked.words.lower()[:60].split())
    if not bare and not asked.project.strip():
        return list(entries[:limit])
    total = []
    for number, one in enumerate(entries):
        name = one.name.lower()
        more = (6000 if name.startswith(bare) else 3000 if bare in name else 0) if bare else 0
        total.append(sum(half[number] for half in halves) + more)
    floor = max(total) // 5
    ranked = sorted((number for number, score in enumerate(total) if score > floor), key=lambda number: (-total[number], number))
    return [entries[number] for number in ranked[:limit]]


@given(ENTRIES, TEXT, TEXT, st.integers(1, 8))
@settings(max_examples=150, deadline=None)
def test_the_index_says_what_brute_force_says(drawn: list[tuple[str, list[str]]], words: str, project: str, limit: int) -> None:
    entries = [entry(number, name, about) for number, (name, about) in enumerate(drawn)]

    assert Index(entries).search(Reading(words, project), limit) == brute(entries, Reading(words, project), limit)


def test_the_seed_too_is_ranked_as_brute_force_ranks_it() -> None:
    for words, project in (("培训", "商务活动及外贸发展"), ("验收合格", ""), ("", "冻肉储备"), ("率", "网络运维")):
        asked = Reading(words, project)
        assert book.index().search(asked, 8) == brute(book.shelf(), asked, 8)


def test_a_ranking_that_forgets_the_project_is_noticed() -> None:
    """The twin: were the project left out, the two would differ."""
    asked = Reading("培训", "商务活动及外贸发展")

    assert book.index().search(Reading(asked.words), 8) != brute(book.shelf(), asked, 8)


def test_a_name_that_begins_with_what_is_typed_comes_before_one_that_holds_it() -> None:
    entries = [entry(1, "企业培训"), entry(2, "培训企业"), entry(3, "外贸出口")]

    assert [one.code for one in Index(entries).search(Reading("培训"), 8)] == ["T-2", "T-1"]


def test_the_project_decides_among_names_alike() -> None:
    first = book.index().search(Reading("满意", "网络运维"), 1)

    assert [one.name for one in first] == ["系统使用人员满意度"]


def test_equal_scores_keep_the_order_of_the_shelf() -> None:
    entries = [entry(number, "培训人次") for number in range(5)]

    assert Index(entries).search(Reading("培训"), 3) == entries[:3]


def test_white_space_and_capitals_do_not_matter() -> None:
    entries = [entry(1, "A类企业数")]

    assert Index(entries).search(Reading(" a 类 "), 3) == entries


def test_nothing_typed_gives_the_head_of_the_shelf_and_nonsense_gives_nothing() -> None:
    index = book.index()

    assert index.search(Reading(), 3) == list(book.shelf()[:3])
    assert index.search(Reading("龘龘"), 3) == []
    assert Index([]).search(Reading("培训"), 3) == []


def test_what_is_not_kept_is_not_suggested() -> None:
    index = book.index()
    kept = index.numbers(lambda one: one.kind == "质量指标")

    found = index.search(Reading("培训"), 8, kept)

    assert found
    assert {one.kind for one in found} == {"质量指标"}


def test_the_similar_ones_never_hold_the_one_itself_and_put_its_class_first() -> None:
    pork = book.by_name()["冻猪肉在库储备量"]

    found = book.index().similar(pork)

    assert pork not in found
    assert "耐储蔬菜在库储备量" in [one.name for one in found[:3]]


def test_of_two_alike_the_one_of_the_same_class_comes_first() -> None:
    here = entry(0, "培训人次")
    other, same = replace(entry(1, "培训人次a"), places=("output.quality",)), entry(2, "培训人次a")

    assert Index([here, other, same]).similar(here) == [same, other]
