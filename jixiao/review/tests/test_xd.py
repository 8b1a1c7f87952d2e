"""The department plan: what the levels of approval say, who answers, and what is told twice."""

from __future__ import annotations

import pytest

from jixiao.review.book import load_pack, shelf
from jixiao.review.facts import Finding
from jixiao.review.samples import department, filing, project, section
from jixiao.targets.facts import Filing, Safeguard

PACK = load_pack()
RULES = {rule.code: rule for rule in shelf()}


def found(code: str, subject: Filing) -> list[Finding]:
    return list(RULES[code].check(subject, PACK))


def a_plan(text: str) -> Filing:
    return filing(department=department(safeguards=(Safeguard("加强内部监督", text),)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("支出2000元以下经财务负责人签批；2000元以上需提交请示；2万元以上需集体讨论", 1),
        ("支出不超过2000元的由科长签；超过2000元且不满20000元的提交请示；不低于20000元的集体讨论", 0),
        ("支出2000元（含）以下由科长签；2000元（不含）以上提交请示", 0),
        ("支出2000元以下由科长签；3000元以上提交请示", 0),
        ("支出0.2万元以内由科长签；2,000元以上提交请示", 1),
    ],
)
def test_a_number_belongs_to_one_level(text: str, count: int) -> None:
    assert len(found("XD-08", a_plan(text))) == count


def test_a_level_without_an_upper_end_is_told() -> None:
    text = "支出2000元以下经财务负责人签批；2000元以上需提交请示；2万元以上需集体讨论"
    assert "没有上限" in found("XD-08", a_plan(text))[0].message
    assert "没有上限" not in found("XD-08", a_plan("2000元以下由科长签；2000元以上提交请示"))[0].message


def test_half_of_the_tables_in_one_hand_is_not_yet_more_than_half() -> None:
    two, one = project(lead="甲某某"), project(lead="乙某某")
    assert found("XD-09", filing(two, two, one, one)) == []
    assert len(found("XD-09", filing(two, two, two, one, one))) == 3


def test_a_copied_sentence_is_told_in_each_section_once() -> None:
    copied = {"质量指标": "保证完成质量", "时效指标": "按时完成"}
    plan = department(section("内贸", **copied), section("外贸", **copied), section("运转", 质量指标="可用率≥99%"))
    marks = found("XD-04", filing(department=plan))
    assert [one.at for one in marks] == ["department.sub_goals.0.indicators.0.text", "department.sub_goals.1.indicators.0.text"]
    assert "质量指标、时效指标" in marks[0].message


def test_the_same_work_in_other_words_is_told_at_both_tasks() -> None:
    plan = department(section("内贸", "甲|组织我市企业参加商贸洽谈活动"), section("外贸", "乙|组织我市企业走出去，开展商务合作"))
    assert [one.at for one in found("XD-05", filing(department=plan))] == [
        "department.sub_goals.1.tasks.0.text",
        "department.sub_goals.0.tasks.0.text",
    ]


def test_one_task_may_say_a_thing_twice() -> None:
    plan = department(section("内贸", "甲|组织我市企业走出去，组织我市企业走出去"))
    assert found("XD-05", filing(department=plan)) == []
