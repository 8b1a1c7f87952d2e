"""The vocabulary the rules share says what it says."""

from __future__ import annotations

import pytest

from jixiao.review.book import load_pack
from jixiao.review.samples import department, filing, project, section
from jixiao.review.sums import any_of, goals, multi_year, paragraphs, proposal, stem, subject, topic
from jixiao.targets.facts import Safeguard

PACK = load_pack()


@pytest.mark.parametrize(
    ("term", "over"),
    [
        ("2022年", False),
        ("2022年1月-2022年12月", False),
        ("12个月", False),
        ("一年", False),
        (None, False),
        ("2022-2024年", True),
        ("两年", True),
        ("1年6个月，共18个月", True),
        ("长期", True),
    ],
)
def test_a_term_reaches_over_a_year_or_not(term: str | None, *, over: bool) -> None:
    assert multi_year(term) is over


def test_a_name_is_known_without_its_year() -> None:
    assert [stem(name) for name in ("2022年度展会资金", "2022年展会资金", "2022展会资金", "展会资金")] == ["展会资金"] * 4


def test_what_a_project_is_about_is_told_by_its_heading_first() -> None:
    copied = project(name="2022年冻肉储备资金", table_title="2022年度蔬菜储备资金绩效目标表")
    assert topic(subject(copied, PACK), PACK) == "蔬菜储备"
    assert topic(subject(project(name="2022年冻肉储备资金", table_title="项目绩效目标表"), PACK), PACK) == "冻肉储备"
    assert topic("古树保护", PACK) == ""


def test_a_wording_is_proposed_for_every_class_of_every_project() -> None:
    assert proposal("古树保护", "数量指标", PACK) == "「（工作内容）完成数量 ≥N个」"
    assert proposal("2022年冻肉储备资金", "数量指标", PACK, 1) == "「冻猪肉在库储备量 ≥N吨」"
    assert proposal("古树保护", "自定义", PACK) == ""


def test_no_words_are_found_in_no_text() -> None:
    assert any_of(()).search("任何文字") is None


def test_every_paragraph_and_goal_has_its_path() -> None:
    plan = department(section("一", "做事|做好", 数量指标="5项"), overall="总", safeguards=(Safeguard("制度", "健全"),))
    text = filing(project(medium_goal="三年15次"), project(annual_goal=None), department=plan)

    assert dict(paragraphs(text)) == {
        "department.overall_goal": "总",
        "department.sub_goals.0.tasks.0.text": "做好",
        "department.sub_goals.0.indicators.0.text": "5项",
        "department.safeguards.0.text": "健全",
    }
    assert dict(goals(text)) == {"projects.0.annual_goal": "举办展会5次", "projects.0.medium_goal": "三年15次"}
    assert dict(paragraphs(filing())) == {}
