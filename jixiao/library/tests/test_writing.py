"""How an indicator must be written: each fault is a sentence, and the twin of each without the fault has none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.library.facts import Basis, Direction, Entry, Evidence, Formula
from jixiao.library.sums import dump, faults, faults_of_name, load

pytestmark = pytest.mark.pure
GOOD = Entry(
    code="S-1",
    name="参展企业家次",
    places=("output.quantity",),
    unit="家次",
    explanation="组织参加展会的企业家次",
    bases=(Basis("计划标准", "年度展会计划（写明文号）"),),
    method="情况统计法",
    source="部门业务记录",
    evidence=(Evidence("工作资料", "签到表"),),
    sectors=("fair",),
)


def test_a_well_written_indicator_has_no_fault() -> None:
    assert faults(GOOD) == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "不能为空"),
        ("参展 企业", "空格"),
        ("组织全市各类外贸企业参加境内外展会家次", "19 个字"),
        ("参展企业5家次", "数字"),
        ("参展企业≥家次", "界限"),
        ("不低于上年场次", "界限"),
        ("三十家企业参展", "数字"),
        ("成交额（万元）", "单位或括号"),
        ("展会场次、参展家次", "并列"),
        ("培训和会议场次", "并列"),
        ("场次及人次", "并列"),
        ("承储企业或消费者满意度", "并列"),
        ("确保参展企业家次", "名词短语"),
        ("资金拨付到位", "名词短语"),
        ("效益显著", "名词短语"),
    ],
)
def test_a_name_that_breaks_a_rule_is_told_which(name: str, told: str) -> None:
    assert any(told in sentence for sentence in faults_of_name(name)), faults_of_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "三公经费变动率",
        "第三方评价份数",
        "培训参与率",
        "政策普及率",
        "完成及时率",
        "限额以上单位零售额同比增速",
        "涉及企业数",
        "社会公众或服务对象满意度",
    ],
)
def test_words_that_only_look_like_faults_pass(name: str) -> None:
    assert faults_of_name(name) == ()


RATE = replace(GOOD, name="参展企业到展率", unit="%", formula=Formula("到展企业数", "报名企业数"))
GROWTH = replace(RATE, name="出口总值同比增速", base="上年同期")
SPEED = replace(RATE, name="补贴拨付及时率", places=("output.timeliness",), due="公示结束之日起 30 日内")
CLIENT = replace(RATE, name="参展企业满意度", places=("satisfaction.client",), asked="参展企业", method="问卷调查法")
WORDED = replace(GOOD, name="资金使用合规性", unit="", operator="定性", direction=Direction.QUALITATIVE)


@pytest.mark.parametrize(
    ("entry", "change", "told"),
    [
        (GOOD, {"operator": "约"}, "比较符"),
        (GOOD, {"operator": "≤"}, "对不上"),
        (GOOD, {"unit": "家家"}, "不在单位表"),
        (GOOD, {"unit": ""}, "请选计量单位"),
        (GOOD, {"explanation": ""}, "指标解释"),
        (GOOD, {"places": ()}, "二级指标"),
        (GOOD, {"places": ("output.beauty",)}, "二级指标"),
        (GOOD, {"heir": "nowhere"}, "2021 口径"),
        (GOOD, {"bases": ()}, "至少一条"),
        (GOOD, {"bases": (Basis("经验", "往年"),)}, "依据类别"),
        (GOOD, {"bases": (Basis("计划标准", ""),)}, "具体内容"),
        (GOOD, {"bases": (Basis("预算支出标准", "定额"),)}, "只用于成本"),
        (GOOD, {"method": "估计法"}, "取值方式"),
        (GOOD, {"source": "听说"}, "数据来源"),
        (GOOD, {"evidence": (Evidence("照片", "一张"),)}, "佐证类别"),
        (GOOD, {"evidence": ()}, "佐证"),
        (GOOD, {"sectors": ("farming",)}, "行业"),
        (RATE, {"formula": None}, "分子和分母"),
        (RATE, {"formula": Formula("", "报名企业数")}, "分子、分母都要写"),
        (RATE, {"unit": "家"}, "请用 %"),
        (GROWTH, {"base": ""}, "和哪一年"),
        (SPEED, {"due": ""}, "哪一天算起"),
        (CLIENT, {"asked": ""}, "调查对象"),
        (CLIENT, {"name": "服务满意度"}, "调查对象"),
        (CLIENT, {"method": "情况统计法"}, "问卷调查法"),
        (WORDED, {"grading": ()}, "至少三档"),
        (WORDED, {"unit": "项"}, "没有计量单位"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_told_which(entry: Entry, change: dict[str, Any], told: str) -> None:
    assert any(told in sentence for sentence in faults(replace(entry, **change)))
    if entry is not WORDED:
        assert faults(entry) == ()


def test_a_formula_brackets_its_terms_and_says_what_it_is_multiplied_by() -> None:
    assert replace(GROWTH, formula=Formula("本年值-上年值", "上年值")).reckoned == "(本年值-上年值)/上年值×100%"
    assert replace(RATE, unit="倍").reckoned == "到展企业数/报名企业数"
    assert GOOD.reckoned == ""


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"name": "x"},
        {**dump(GOOD), "price": "1"},
        {**dump(GOOD), "name": 5},
        {**dump(GOOD), "name": "长" * 501},
        {**dump(GOOD), "places": "output.quantity"},
        {**dump(GOOD), "bases": [["计划标准"]]},
        {**dump(GOOD), "bases": [[1, 2]]},
        {**dump(GOOD), "formula": ["a"]},
        {**dump(GOOD), "direction": "向上"},
        {**dump(GOOD), "since": "昨天"},
        {**dump(GOOD), "words": ["词"] * 41},
    ],
)
def test_a_text_that_is_no_entry_is_refused(said: object) -> None:
    with pytest.raises(Refused):
        load(said)
