"""The rule book as pages."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from jixiao.review import book
from jixiao.review.views import rules as views

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "code"), [({"q": "名称重复"}, "NM-02"), ({"q": "财会〔2012〕21号"}, "XD-08"), ({"severity": "block"}, "NM-02")]
)
def test_a_rule_is_found_by_words_and_severity(query: dict[str, str], code: str) -> None:
    shown = [views._shown(rule) for rule in book.shelf()]

    found = [
        one.rule.code for one in shown if one.matches(query.get("q", "")) and query.get("severity", "") in {"", one.rule.severity.code}
    ]

    assert code in found
    assert len(found) < len(shown)


def test_every_family_has_a_name() -> None:
    assert {rule.code.split("-")[0] for rule in book.shelf()} <= set(views.FAMILIES)


def test_an_unknown_rule_is_not_found(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        views.rule(rf.get("/rules/ZZ-99/"), "ZZ-99")
