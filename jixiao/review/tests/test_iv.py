"""Values at their edges: what is a number, a share, a change, a date."""

from __future__ import annotations

import pytest

from jixiao.kernel.rule import Severity
from jixiao.review.book import load_pack, shelf
from jixiao.review.facts import Finding
from jixiao.review.samples import filing, indicator, project
from jixiao.targets.facts import Project

PACK = load_pack()
RULES = {rule.code: rule for rule in shelf()}


def found(code: str, *rows: str) -> list[Finding]:
    """Run one rule over a table whose rows are written 二级指标|三级指标|指标值|指标解释."""
    table = a_table(*rows)
    return list(RULES[code].check(filing(table) if code == "IV-01" else table, PACK))


def a_table(*rows: str) -> Project:
    cells = [row.split("|") for row in rows]
    return project(*(indicator(*one[:3], **({"explanation": one[3]} if len(one) > 3 else {})) for one in cells))


@pytest.mark.parametrize("value", ["≥5场", "五场", "不少于5场", "5-8场", "1:3", "12月底前", ""])
def test_a_figure_in_any_dress_is_a_number(value: str) -> None:
    assert found("IV-01", f"数量指标|举办展会场次|{value}") == []


@pytest.mark.parametrize("value", ["若干", "按计划完成", "满意", "完成"])
def test_words_are_not_numbers(value: str) -> None:
    assert len(found("IV-01", f"满意度指标|参展企业满意度|{value}")) == 1


@pytest.mark.parametrize("value", ["年底前", "每月月底", "日产日清", "第三季度", "24小时内", "≥95%", "2022年"])
def test_a_date_without_figures_is_a_date(value: str) -> None:
    assert found("IV-03", f"时效指标|完成时间|{value}") == []


@pytest.mark.parametrize("value", ["0次", "20年一遇", "95%-98%", "12月底前", "5场以上"])
def test_some_values_need_no_operator(value: str) -> None:
    assert found("IV-04", f"质量指标|安全事故|{value}") == []


@pytest.mark.parametrize(
    ("row", "likely"),
    [
        ("成本指标|展会总成本|50万元", "≤50万元"),
        ("质量指标|设备故障次数|3次", "≤3次"),
        ("质量指标|故障排除率|95%", "≥95%"),
        ("质量指标|布展合格率|100%", "=100%"),
        ("数量指标|购置车辆|1辆", "=1辆"),
        ("时效指标|办结时间|5天", "≤5天"),
        ("数量指标|举办展会场次|5场", "≥5场"),
    ],
)
def test_the_likely_operator_is_suggested(row: str, likely: str) -> None:
    assert f"「{likely}」" in found("IV-04", row)[0].suggestion


@pytest.mark.parametrize(
    "row",
    [
        "质量指标|投诉处理率|≥95%",
        "质量指标|故障间隔时间|≥300小时",
        "成本指标|成本节约率|≥5%",
        "成本指标|补助标准|≥300元",
        "社会效益指标|事故下降率|≥5%",
        "时效指标|康复训练时间|≥10个月",
        "质量指标|不满意率|≤5%",
        "数量指标|会议次数|≤5次",
    ],
)
def test_a_direction_that_makes_sense_is_left_alone(row: str) -> None:
    assert found("IV-05", row) == []


def test_an_operator_of_its_own_column_is_where_the_direction_is_wrong() -> None:
    row = indicator("成本指标", "展会总成本", "50", operator="≥", unit="万元")
    assert [one.at for one in RULES["IV-05"].check(project(row, columns=("level3", "operator", "value", "unit")), PACK)] == [
        "indicators.0.operator"
    ]


@pytest.mark.parametrize(("value", "count"), [("=100%", 0), ("100.01%", 1), ("-0.01%", 1), ("95%-100%", 0), ("95%-101%", 1)])
def test_a_share_ends_at_the_whole(value: str, count: int) -> None:
    assert len(found("IV-07", f"质量指标|布展合格率|{value}")) == count


def test_a_rate_we_do_not_know_is_only_asked_about() -> None:
    assert found("IV-07", "质量指标|展位利用率|≥120%")[0].severity is Severity.WARN
    assert found("IV-07", "质量指标|布展合格率|≥120%")[0].severity is None


@pytest.mark.parametrize("value", ["≥95次", "≥95人", "3天"])
def test_a_rate_in_units_does_not_fit(value: str) -> None:
    assert len(found("IV-06", f"质量指标|布展合格率|{value}")) == 1


@pytest.mark.parametrize(
    "row", ["质量指标|巡查频率|≥2次", "时效指标|服务期限|1年", "时效指标|建设工期|=12个月", "数量指标|办展面积(平方米)|≥500平方米"]
)
def test_names_that_ask_for_such_units_fit(row: str) -> None:
    assert found("IV-06", row) == []


def test_a_whole_year_is_no_timeliness() -> None:
    assert len(found("IV-06", "时效指标|按时间进度使用资金|12个月")) == 1
    assert len(found("IV-06", "时效指标|按时间进度使用资金|1年")) == 1
    assert found("IV-06", "时效指标|按时间进度使用资金|11个月") == []


@pytest.mark.parametrize("told", ["以2021年41亿元为基期", "与上年相比", "同比增长"])
def test_a_baseline_may_stand_in_the_explanation(told: str) -> None:
    assert found("IV-09", f"经济效益指标|销售额增长率|≥2%|{told}") == []


def test_a_promise_of_half_and_more_is_a_level() -> None:
    assert found("IV-09", "社会效益指标|提高入园率|≥50%") == []
    assert len(found("IV-09", "社会效益指标|提高入园率|≥49.9%")) == 1


@pytest.mark.parametrize(
    ("history", "count"),
    [
        ("2019年5场、2020年4场、2021年3场", 0),
        ("2019年5场、2020年4场、2021年4场", 1),
        ("2018年9场、2019年4场、2020年4场、2021年4场", 0),
        ("2021年1,200场", 1),
        ("2021年50家", 0),
        ("2021年11月18日", 0),
    ],
)
def test_a_target_is_held_against_the_mean_of_three_years(history: str, count: int) -> None:
    row = indicator("数量指标", "举办展会场次", "≥4场", history=history)
    assert len(list(RULES["IV-12"].check(project(row), PACK))) == count


def test_eight_hours_of_a_working_day_ask_for_nothing() -> None:
    assert found("IV-12", "数量指标|工作日保障单位运转|≥8小时")[0].severity is Severity.ERROR
    assert found("IV-12", "数量指标|工作日保障单位运转|≥9小时") == []
    assert found("IV-12", "时效指标|工作日响应时间|<8小时") == []


def test_a_form_without_room_for_formulas_is_asked_once() -> None:
    rows = (indicator("质量指标", "布展合格率", "≥95%"), indicator("服务对象满意度指标", "参展企业满意度", "≥95%"))
    assert len(list(RULES["IV-08"].check(project(*rows), PACK))) == 1
    assert len(list(RULES["IV-08"].check(project(*rows, columns=("level3", "value", "explanation")), PACK))) == 2


@pytest.mark.parametrize("value", ["优良中低差", "高中低", "达成预期指标"])
def test_a_value_that_is_the_bands_needs_no_bands(value: str) -> None:
    assert found("IV-02", f"社会效益指标|展会影响力|{value}") == []
