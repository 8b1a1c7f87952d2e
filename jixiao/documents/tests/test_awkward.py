"""What a reader must survive in tables: cells lost, cut, doubled, shifted, or of no known use."""

import pytest

from jixiao.documents.book import printed, recognise
from jixiao.documents.facts import Reading
from jixiao.office.book import read
from jixiao.office.facts import Cell, Document, Table
from jixiao.targets.facts import Indicator, PlanPoint, Project

HEAD = "2022年项目支出绩效目标表\n|项目名称|展会补贴|||\n"


def from_text(text: str) -> Reading:
    return recognise(read(text.encode(), "a.txt"))


def from_rows(*rows: str) -> Reading:
    """Read a table whose cells are given between bars; a cell may be missing."""
    cells = [Cell(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line.split("|")) if text != "~"]
    return recognise(Document((Table(tuple(cells)),)))


def one(reading: Reading) -> Project:
    (project,) = reading.filing.projects
    return project


def rows(reading: Reading) -> list[tuple[str | None, ...]]:
    return [(row.level1, row.level2, row.level3, row.value) for row in one(reading).indicators]


def test_merged_levels_that_left_no_empty_cell_are_put_back() -> None:
    reading = from_rows(
        "项目名称|展会", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|场次|5次", "质量指标|合格率|100%", "出勤率|98%"
    )

    assert rows(reading) == [
        ("产出指标", "数量指标", "场次", "5次"),
        ("产出指标", "质量指标", "合格率", "100%"),
        ("产出指标", "质量指标", "出勤率", "98%"),
    ]


def test_a_level_cut_over_lines_is_whole_again() -> None:
    reading = from_rows("项目名称|展会", "绩\n效\n指\n标|一级\n指标|二级指标|三级指标|指标值", "|效益\n指标|经济效益\n指标|成交额|>2亿元")
    assert rows(reading) == [("效益指标", "经济效益指标", "成交额", ">2亿元")]


def test_a_name_and_a_value_cut_over_lines_are_whole_again() -> None:
    reading = from_rows("项目名称|展会", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|开展商务\n活动数量|≥5\n次")
    assert rows(reading)[0][2:] == ("开展商务活动数量", "≥5次")


def test_a_header_repeated_inside_a_table_is_no_row() -> None:
    header = "一级指标|二级指标|三级指标|指标值"
    reading = from_rows("项目名称|展会", header, "产出指标|数量指标|场次|5次", header, "效益指标|社会效益指标|知晓率|≥90%")
    assert [row[2] for row in rows(reading)] == ["场次", "知晓率"]


@pytest.mark.parametrize("sign", ["≥", ">=", "≧", "大于等于", "不低于"])
def test_an_operator_of_its_own_column_is_one_of_five(sign: str) -> None:
    reading = from_rows("项目名称|展会", "三级指标|计算符号|指标值|计量单位", f"场次|{sign}|5|次")
    assert printed(reading)["projects"][0]["indicators"][0] | {"weight": None} == {
        "level1": None, "level2": None, "level3": "场次", "value": "5", "operator": "≥", "number": "5", "unit": "次",
        "basis": None, "weight": None, "actual": None, "score": None,
    }  # fmt: skip


def test_a_garbled_operator_is_kept_and_is_a_doubt() -> None:
    reading = from_rows("项目名称|展会", "三级指标|指标性质|指标值|计量单位", "场次|W|5|次")

    (doubt,) = reading.doubts
    assert (doubt.path, one(reading).indicators[0].extra) == ("projects.0.indicators.0.operator", (("指标性质", "W"),))


def test_nature_and_direction_mean_what_stands_in_them() -> None:
    reading = from_rows("项目名称|展会", "三级指标|指标性质|指标方向|指标值", "场次|≥|正向指标|5", "费用|反向|小于等于|3")

    assert [(row.operator, row.extra) for row in one(reading).indicators] == [
        ("≥", (("指标方向", "正向指标"),)),
        ("≤", (("指标性质", "反向"),)),
    ]


def test_two_columns_of_operators_keep_the_second() -> None:
    reading = from_rows("项目名称|展会", "三级指标|运算符号|指标方向|指标值", "场次|≥|≥|5")
    assert one(reading).indicators[0].extra == (("指标方向", "≥"),)


def test_a_blank_row_with_typed_blanks_is_a_fact_and_is_not_printed() -> None:
    reading = from_rows("项目名称|展会", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|场次|5次", "||\u3000|\u3000", "|||")

    assert len(one(reading).indicators) == 2
    assert len(printed(reading)["projects"][0]["indicators"]) == 1


def test_a_blank_row_below_a_merged_level_is_a_fact() -> None:
    cells = [Cell(0, at, text) for at, text in enumerate(("一级指标", "二级指标", "三级指标", "指标值"))]
    cells += [Cell(1, 0, "产出指标", 2), Cell(1, 1, "数量指标", 2), Cell(1, 2, "场次"), Cell(1, 3, "5次"), Cell(2, 2, ""), Cell(2, 3, "")]
    reading = recognise(Document((Table(tuple(cells)),)))

    assert [row.is_blank for row in one(reading).indicators] == [False, True]


def test_rows_of_dashes_and_totals_are_no_indicators() -> None:
    reading = from_rows(
        "项目名称|展会", "一级指标|二级指标|三级指标|指标值|得分", "产出指标|数量指标|场次|5次|9", "——|——|——|——|——", "合计||||9"
    )
    assert (len(one(reading).indicators), one(reading).extra) == (1, (("合计", "9"),))


@pytest.mark.parametrize("name", ["不涉及", "无", "/", "-"])
def test_a_row_that_says_it_does_not_apply_is_kept_as_written(name: str) -> None:
    reading = from_rows("项目名称|展会", "一级指标|二级指标|三级指标|指标值", f"产出指标|数量指标|{name}|")
    assert rows(reading)[0][2] == name


def test_texts_beside_the_columns_are_doubts() -> None:
    reading = from_rows("项目名称|展会", "~|一级指标|二级指标|三级指标|指标值", "重点|产出指标|数量指标|场次|5次|可调整")
    assert [doubt.message for doubt in reading.doubts] == ["「重点」没有对应的列，未读入", "「可调整」没有对应的列，未读入"]


def test_a_form_with_long_term_rows_only_is_read_and_doubted() -> None:
    reading = from_rows("项目名称|展会", "指标|一级指标|二级指标|指标内容|指标值", "长期绩效指标|产出指标|数量指标|场次|50次")

    assert rows(reading) == [("产出指标", "数量指标", "场次", "50次")]
    assert reading.doubts[0].message == "表中只有中期（长期）指标，没有年度指标，按年度指标读入"


def test_a_schedule_of_spending_may_stand_in_one_line() -> None:
    reading = from_text(
        HEAD + "|资金支出计划（%）|3月底|6月底|25%|100%|\n|一级指标|二级指标|三级指标|指标值||\n|产出指标|数量指标|场次|5次||"
    )
    assert one(reading).plan == (PlanPoint("3月底", "25"), PlanPoint("6月底", "100"))


def test_a_schedule_of_spending_is_found_in_order_where_places_were_lost() -> None:
    reading = from_rows("项目名称|展会", "资金支出计划|3月底|12月底", "25%|100%", "三级指标|指标值", "场次|5次")
    assert one(reading).plan == (PlanPoint("3月底", "25"), PlanPoint("12月底", "100"))


def test_a_plan_that_is_no_percentage_is_kept_and_is_a_doubt() -> None:
    reading = from_rows("项目名称|展会", "资金支出计划|3月底|12月底|项目期|一年", "|过半|100%", "三级指标|指标值", "场次|5次")

    assert one(reading).plan == (PlanPoint("3月底", "过半"), PlanPoint("12月底", "100"))
    assert [doubt.path for doubt in reading.doubts] == ["projects.0.plan.0.percent"]
    assert one(reading).term == "一年"


def test_a_plan_in_words_is_a_further_field() -> None:
    reading = from_rows("项目名称|展会", "资金支出计划|按进度支付", "三级指标|指标值", "场次|5次")
    assert one(reading).extra == (("资金支出计划", "按进度支付"),)


def test_goals_in_rows_of_their_own_are_one_goal() -> None:
    reading = from_rows("项目名称|展会|", "年度目标|目标1：办展。|", "|目标2：招商。|", "三级指标|指标值|", "场次|5次|")
    assert one(reading).annual_goal == "目标1：办展。\n目标2：招商。"


def test_two_goals_and_two_totals_keep_the_second() -> None:
    reading = from_rows(
        "项目名称|展会", "年度目标|办展", "年度绩效目标|招商", "资金总额|5万元", "项目总额|6万元", "三级指标|指标值", "场次|5次"
    )
    assert one(reading).annual_goal == "办展"
    assert one(reading).extra == (("年度目标", "招商"), ("项目总额", "6万元"))


def test_two_different_amounts_are_a_doubt() -> None:
    reading = from_rows("项目名称|展会", "年度资金总额|5万元", "年度预算数|6万元", "申请资金额度|5万元", "三级指标|指标值", "场次|5次")

    assert [doubt.message for doubt in reading.doubts] == ["年度资金写了两处且不同：「5万元」和「6万元」，按前一处读"]


def test_an_unticked_choice_is_kept_as_written() -> None:
    reading = from_rows("项目名称|展会", "项目属性|新增□ 延续□", "三级指标|指标值", "场次|5次")
    assert one(reading).nature == "新增□ 延续□"


def test_a_project_without_a_name_is_a_doubt() -> None:
    reading = from_rows("三级指标|指标值", "场次|5次")
    assert [(doubt.path, doubt.message) for doubt in reading.doubts] == [("projects.0.name", "没有读到项目名称")]


def test_a_table_that_speaks_of_targets_but_has_no_header_is_a_doubt() -> None:
    reading = from_rows("绩效目标|展会", "说明|办好")
    assert reading.doubts[0].message == "这张表提到「绩效目标」，但找不到指标表头，没有读入，请核对"


def test_a_table_of_other_things_is_no_doubt_beside_one_of_targets() -> None:
    text = "资金分配表\n|乡镇|金额|\n|甲镇|30|\n\n" + HEAD + "|一级指标|二级指标|三级指标|指标值|\n|产出指标|数量指标|场次|5次|"
    reading = from_text(text)
    assert (one(reading).name, reading.doubts) == ("展会补贴", ())


def test_a_file_without_any_targets_says_so() -> None:
    assert [doubt.message for doubt in from_text("关于放假的通知").doubts] == ["没有找到绩效目标表，也没有找到部门整体绩效目标"]
    assert recognise(Document(())).filing.projects == ()


def test_a_head_without_indicators_is_a_project_and_takes_the_table_below() -> None:
    head = Table(
        (
            Cell(0, 0, "项目名称"),
            Cell(0, 1, "展会"),
            Cell(1, 0, "实施单位"),
            Cell(1, 1, "商务局"),
            Cell(2, 0, "年度目标"),
            Cell(2, 1, "办展"),
        )
    )
    body = Table((Cell(0, 0, "三级指标"), Cell(0, 1, "指标值"), Cell(1, 0, "场次"), Cell(1, 1, "5次")))
    reading = recognise(Document((head, body)))

    assert (one(reading).unit, rows(reading)) == ("商务局", [(None, None, "场次", "5次")])


def test_a_number_column_and_a_vertical_label_hold_no_fact() -> None:
    reading = from_rows("项目名称|展会|||", "序号|绩效指标|三级指标|指标值|其他", "1|绩效指标|场次|5次|重点")
    assert one(reading).indicators == (Indicator(level3="场次", value="5次", extra=(("其他", "重点"),)),)


def test_lower_heads_may_stand_below_their_own_columns() -> None:
    reading = from_rows(
        "项目名称|展会||||",
        "一级指标|二级指标|三级指标|年度指标值|||实际完成值",
        "|||指标性质|指标值|度量单位|",
        "产出指标|数量指标|场次|≥|5|次|6",
    )
    row = one(reading).indicators[0]
    assert (row.operator, row.value, row.unit, row.actual) == ("≥", "5", "次", "6")


def test_medium_and_annual_halves_may_share_their_classes() -> None:
    reading = from_rows("项目名称|展会", "一级指标|二级指标|三级指标|指标值|三级指标|指标值", "产出指标|数量指标|总场次|15次|场次|5次")

    assert rows(reading) == [("产出指标", "数量指标", "场次", "5次")]
    medium = one(reading).medium_indicators
    assert [(row.level1, row.level2, row.level3, row.value) for row in medium] == [("产出指标", "数量指标", "总场次", "15次")]


def test_a_level_beside_all_rows_that_is_blank_is_none() -> None:
    reading = from_rows(
        "项目名称|展会",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|场次|5次",
        "产出指标|质量指标|合格率|100%",
        "||备注行|见附件",
    )
    assert rows(reading)[2][:2] == (None, None)


def test_a_head_of_money_nobody_knows_is_kept() -> None:
    reading = from_rows(
        "项目名称|展会||", "资金|年初预算数（万元）|全年执行数|结余", "年度资金总额|5|4|1", "三级指标|指标值||", "场次|5次||"
    )
    assert one(reading).extra == (("全年执行数", "4"), ("结余", "1"))


def test_a_column_of_units_left_of_the_levels_names_who_spends() -> None:
    reading = from_rows("单位|项目名称|三级指标|指标值", "商务局|展会|场次|5次")
    assert (one(reading).unit, one(reading).indicators[0].unit) == ("商务局", None)
