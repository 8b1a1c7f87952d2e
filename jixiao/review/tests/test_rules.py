"""Every rule is proved by its own examples and speaks to the person who filled in the form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.kernel.shelf import entries
from jixiao.review import rules
from jixiao.review.book import load_pack, shelf
from jixiao.review.facts import Finding

PACK = load_pack()
FILES = entries(rules)
ENGINE = re.compile(
    r"None|True|False|regex|level[123]|indicators|projects|jaccard|Jaccard|(?<!财务)规则|正则|函数|字段值|阈值|WARN|ERROR|BLOCK|[{}\[\]]"
)
SENTENCE = re.compile(r"(?:「[^」]*」|[^。！？\n])+")  # what is quoted may hold anything

each_rule = pytest.mark.parametrize("rule", shelf(), ids=lambda rule: rule.code)


def found(rule: Rule, subject: Any) -> list[Finding]:
    return list(rule.check(subject, PACK))


def all_found(rule: Rule, subjects: Iterable[Any]) -> list[Finding]:
    return [finding for subject in subjects for finding in found(rule, subject)]


@each_rule
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.clean
    assert rule.caught


@each_rule
def test_a_clean_example_gives_no_finding(rule: Rule) -> None:
    assert all_found(rule, rule.clean) == []


@each_rule
def test_each_caught_example_gives_a_finding(rule: Rule) -> None:
    assert all(found(rule, subject) for subject in rule.caught)


@each_rule
def test_a_rule_rests_on_laws_the_pack_knows(rule: Rule) -> None:
    assert rule.basis
    assert set(rule.basis) <= set(PACK.laws)


@each_rule
def test_a_rule_says_in_its_docstring_what_it_finds(rule: Rule) -> None:
    assert (rule.check.__doc__ or "").strip().endswith(".")


@each_rule
def test_a_finding_is_one_sentence_for_the_person_at_the_form(rule: Rule) -> None:
    for finding in all_found(rule, rule.caught):
        assert SENTENCE.fullmatch(finding.message), finding.message
        assert not ENGINE.search(finding.message), finding.message
        assert not ENGINE.search(finding.suggestion), finding.suggestion
        assert re.search(r"[\u4e00-\u9fff]{2}", finding.message)
        assert finding.suggestion, finding.message


@each_rule
def test_a_finding_has_a_place_below_its_subject(rule: Rule) -> None:
    for finding in all_found(rule, rule.caught):
        assert finding.at
        below_filing = finding.at in {"projects", "part_title"} or finding.at.startswith(("projects.", "department."))
        assert below_filing is (rule.scope is not Scope.PROJECT), finding.at


@each_rule
def test_a_rule_speaks_of_one_place_once(rule: Rule) -> None:
    for subject in rule.caught:
        places = [finding.at for finding in found(rule, subject)]
        assert len(places) == len(set(places)), places


def test_a_file_is_named_for_its_rule() -> None:
    for module, rule in FILES.items():
        assert module.split(".")[-1].startswith(rule.code.lower().replace("-", "") + "_"), module


def test_versions_of_one_code_do_not_overlap() -> None:
    for first, second in zip(shelf(), shelf()[1:], strict=False):
        if first.code == second.code:
            assert first.until is not None
            assert first.until < second.since


def test_a_rule_of_law_is_not_milder_than_a_hint() -> None:
    assert all(isinstance(rule.severity, Severity) for rule in shelf())


def test_titles_tell_rules_apart() -> None:
    titles = [rule.title for rule in {rule.code: rule for rule in shelf()}.values()]
    assert len(titles) == len(set(titles))


def test_every_rule_of_the_rulebook_for_targets_is_on_the_shelf() -> None:
    rulebook = Path(__file__).parents[4] / "shared" / "rules" / "review_rules.yaml"
    if not rulebook.exists():
        pytest.skip("the rulebook is not beside the repository")
    text = rulebook.read_text("utf-8")
    asked = set(re.findall(r"id: ((?:FC|NM|IS|BS)-\d\d).*?phase: target", text))
    assert asked <= {rule.code for rule in shelf()}
