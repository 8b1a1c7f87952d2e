"""What may not be made public is found, and never repeated in the finding."""

from __future__ import annotations

import re

import pytest

from jixiao.review.book import examine, load_pack, shelf
from jixiao.review.facts import Finding
from jixiao.review.samples import filing, indicator, project
from jixiao.targets.facts import Project

PACK = load_pack()
RULES = {rule.code: rule for rule in shelf()}
IDENTITY, CARD = "110101199001011237", "4111111111111111"  # the examples of GB 11643 and of card makers, of nobody


def found(code: str, subject: Project) -> list[Finding]:
    return list(RULES[code].check(subject, PACK))


@pytest.mark.parametrize("lead", ["市场运行科", "办公室", "机关后勤中心", "财务股"])
def test_an_office_may_stand_with_its_public_line(lead: str) -> None:
    assert found("PD-02", project(lead=lead, phone="0000-5550100")) == []


@pytest.mark.parametrize("phone", ["5550100", "0000-5550100", "0000 55501000", "13000000000"])
def test_a_person_may_not_stand_beside_a_number(phone: str) -> None:
    assert [one.at for one in found("PD-02", project(lead="张某某", phone=phone))] == ["phone"]


@pytest.mark.parametrize("number", [IDENTITY, CARD])
def test_a_number_is_found_in_any_cell_and_not_told(number: str) -> None:
    row = indicator("数量指标", "补贴发放人数", "1人", explanation=f"见{number}。")
    for one in [*found("PD-03", project(row)), *found("PD-03", project(annual_goal=f"编号{number}"))]:
        assert not re.search(r"\d{4}", one.message + one.quote + one.suggestion)


@pytest.mark.parametrize("text", [IDENTITY[:-1] + "8", CARD[:-1] + "2", "1" * 16, f"A{IDENTITY}", f"{CARD}123456"])
def test_a_number_that_fails_its_check_is_none(text: str) -> None:
    assert found("PD-03", project(annual_goal=text)) == []


def test_two_tables_of_one_name_are_kept_from_the_public() -> None:
    twice = project(name="2022年度展会补贴资金")
    marks = [mark for mark in examine(filing(twice, twice)) if mark.rule.code == "PD-06"]
    assert [mark.place.path for mark in marks] == ["projects.0.name", "projects.1.name"]
