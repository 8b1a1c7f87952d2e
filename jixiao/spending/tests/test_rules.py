"""Every supervision rule is proved by its own examples, and a whole year of money by one ledger with each thing wrong once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from jixiao.kernel.rule import Confidence, Rule
from jixiao.kernel.shelf import entries
from jixiao.review.book import load_pack
from jixiao.spending import rules
from jixiao.spending.book import supervision
from jixiao.spending.facts import Suspicion

pytestmark = pytest.mark.pure
FILES = entries(rules)
ENGINE = re.compile(r"None|True|False|fen=|Money|Payment|阈值|字段|函数|[{}\[\]]")
SENTENCE = re.compile(r"(?:「[^」]*」|[^。！？\n])+")

each_rule = pytest.mark.parametrize("rule", supervision(), ids=lambda rule: rule.code)


def found(rule: Rule, subject: Any) -> list[Suspicion]:
    return list(rule.check(subject, subject.limits))


def all_found(rule: Rule, subjects: Iterable[Any]) -> list[Suspicion]:
    return [suspicion for subject in subjects for suspicion in found(rule, subject)]


@each_rule
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.clean
    assert rule.caught


@each_rule
def test_a_clean_example_gives_no_suspicion(rule: Rule) -> None:
    assert all_found(rule, rule.clean) == []


@each_rule
def test_each_caught_example_gives_a_suspicion(rule: Rule) -> None:
    assert all(found(rule, subject) for subject in rule.caught)


@each_rule
def test_a_suspicion_is_one_sentence_with_a_figure_in_it(rule: Rule) -> None:
    for suspicion in all_found(rule, rule.caught):
        assert SENTENCE.fullmatch(suspicion.message), suspicion.message
        assert not ENGINE.search(suspicion.message), suspicion.message
        assert re.search(r"[\u4e00-\u9fff]{2}", suspicion.message)
        assert re.search(r"\d", suspicion.message)


@each_rule
def test_two_suspicions_of_a_rule_can_be_told_apart(rule: Rule) -> None:
    for subject in rule.caught:
        told = [(suspicion.payments, suspicion.project, suspicion.key) for suspicion in found(rule, subject)]
        assert len(told) == len(set(told))


@each_rule
def test_a_suspicion_says_what_it_is_about(rule: Rule) -> None:
    for subject in rule.caught:
        known = {one.number for one in subject.payments}
        for suspicion in found(rule, subject):
            assert set(suspicion.payments) <= known
            assert suspicion.payments or suspicion.project or suspicion.key


@each_rule
def test_a_rule_rests_on_laws_that_are_known_or_says_that_there_is_none(rule: Rule) -> None:
    assert set(rule.basis) <= set(load_pack().laws)
    said = rule.check.__doc__ or ""
    assert said.strip().endswith(".")
    if not rule.basis:
        assert "roduct default" in said, rule.code
    if rule.confidence is Confidence.DESIGN:
        assert "roduct default" in said, rule.code


def test_a_file_is_named_for_its_rule() -> None:
    for module, rule in FILES.items():
        assert module.split(".")[-1].startswith(rule.code.lower().replace("-", "") + "_"), module


def test_codes_and_titles_tell_rules_apart() -> None:
    codes = [rule.code for rule in supervision()]
    titles = [rule.title for rule in supervision()]
    assert len(codes) == len(set(codes)) == 28
    assert len(titles) == len(set(titles))


def test_every_rule_of_the_rulebook_for_spending_is_on_the_shelf() -> None:
    rulebook = Path(__file__).parents[4] / "shared" / "rules" / "review_rules.yaml"
    if not rulebook.exists():
        pytest.skip("the rulebook is not beside the repository")
    told = dict(re.findall(r"id: (IC-\d\d), .*?severity: (\w+)", rulebook.read_text("utf-8")))
    assert len(told) == 19
    assert told == {rule.code: rule.severity.code for rule in supervision() if rule.code in told}
