"""Tables a text file lost: one cell a line, cells between spaces, glued lines, sentences."""

from jixiao.documents.book import recognise
from jixiao.documents.facts import Reading
from jixiao.office.facts import Cell, Document, Paragraph, Table


def from_lines(text: str) -> Reading:
    """Read lines as paragraphs, an empty one where the line is a dot."""
    lines = [line for line in text.splitlines() if line]
    return recognise(Document(tuple(Paragraph("" if line == "." else line, line=at) for at, line in enumerate(lines, 1))))


def rows(reading: Reading) -> list[list[tuple[str | None, ...]]]:
    return [[(row.level1, row.level2, row.level3, row.value) for row in project.indicators] for project in reading.filing.projects]


HEADS = "一级指标\n二级指标\n三级指标\n指标值\n"


def test_several_projects_one_cell_a_line() -> None:
    reading = from_lines(
        "项目名称\n展会\n" + HEADS + "产出指标\n数量指标\n场次\n5次\n成本指标\n费用\n≤5万元\n满意度指标\n服务对象满意度指标\n满意度\n90%\n"
        "项目支出绩效目标表\n项目名称\n招商\n" + HEADS + "成本指标\n经济成本指标\n费用\n≤2万元\n"
    )

    assert rows(reading) == [
        [
            ("产出指标", "数量指标", "场次", "5次"),
            ("产出指标", "成本指标", "费用", "≤5万元"),
            ("满意度指标", "服务对象满意度指标", "满意度", "90%"),
        ],
        [("成本指标", "经济成本指标", "费用", "≤2万元")],
    ]
    assert reading.doubts == ()


def test_every_cell_keeps_the_line_it_stood_on() -> None:
    reading = from_lines("项目名称\n展会\n" + HEADS + "产出指标\n数量指标\n场次\n5次\n")
    spot = reading.filing.place("projects.0.indicators.0.value").spot
    assert (spot.table, spot.line, spot.block) == (None, 10, 9)


def test_a_unit_and_single_characters_belong_to_the_label_above() -> None:
    reading = from_lines(
        "项目名称\n展会\n年度资金总额\n（万元）\n5\n总\n体\n目\n标\n年度目标\n办展。\n并宣传。\n"
        + HEADS
        + "产出指标\n数量指标\n场次\n5次\n"
    )

    (project,) = reading.filing.projects
    assert project.amount is not None
    assert (project.amount.wan(), project.annual_goal) == ("5", "办展。\n并宣传。")


def test_empty_slots_leave_no_row() -> None:
    reading = from_lines("项目名称\n展会\n" + HEADS + "产出指标\n数量指标\n指标1：场次\n5次\n指标2：\n……\n质量指标\n合格率\n100%\n")
    assert [row[2] for row in rows(reading)[0]] == ["场次", "合格率"]


def test_a_class_without_a_row_is_a_blank_row() -> None:
    reading = from_lines("项目名称\n展会\n" + HEADS + "产出指标\n数量指标\n质量指标\n合格率\n100%\n")
    assert rows(reading)[0] == [("产出指标", "数量指标", None, None), ("产出指标", "质量指标", "合格率", "100%")]


def test_empty_lines_for_empty_cells_make_the_rows_certain() -> None:
    reading = from_lines(
        "项目名称\n展会\n一级指标\n二级指标\n三级指标\n指标值\n备注\n产出指标\n数量指标\n场次\n5次\n.\n.\n质量指标\n.\n.\n.\n"
    )
    assert rows(reading)[0] == [("产出指标", "数量指标", "场次", "5次"), ("产出指标", "质量指标", None, None)]
    assert reading.doubts == ()


def test_rows_shorter_than_the_heads_are_read_and_doubted() -> None:
    reading = from_lines("项目名称\n展会\n一级指标\n二级指标\n三级指标\n指标值\n备注\n产出指标\n数量指标\n场次\n5次\n人次\n500人\n")

    assert [row[2:] for row in rows(reading)[0]] == [("场次", "5次"), ("人次", "500人")]
    assert [doubt.message for doubt in reading.doubts] == ["从「场次」起每行按2格读，少于表头的3列，请核对"]


def test_cells_that_fit_no_row_are_doubted() -> None:
    reading = from_lines("项目名称\n展会\n" + HEADS + "产出指标\n数量指标\n场次\n5次\n办好\n")
    assert reading.doubts[0].message == "从「场次」起的3个单元格配不上2列表头，请核对这几行"


def test_what_does_not_apply_needs_no_value() -> None:
    reading = from_lines("项目名称\n展会\n" + HEADS + "效益指标\n经济效益指标\n不涉及\n社会效益指标\n知晓率\n≥90%\n")
    assert (rows(reading)[0][0], reading.doubts) == (("效益指标", "经济效益指标", "不涉及", None), ())


def test_heads_without_levels_may_stand_one_a_line() -> None:
    reading = from_lines("项目名称\n展会\n指标名称\n计量单位\n指标值\n场次\n次\n5\n人次\n人\n500\n")
    assert [row[2:] for row in rows(reading)[0]] == [("场次", "5"), ("人次", "500")]


def test_a_form_of_lines_may_begin_at_its_first_label() -> None:
    reading = from_lines("附件\n说明如下\n项目名称：展会\n实施单位：商务局\n" + HEADS + "产出指标\n数量指标\n场次\n5次\n")
    (project,) = reading.filing.projects
    assert (project.name, project.unit) == ("展会", "商务局")


def test_tail_lines_between_spaces_are_head_fields() -> None:
    reading = from_lines("项目名称 展会\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 场次 5次\n其他需要说明事项 无")

    (project,) = reading.filing.projects
    assert project.extra == (("其他需要说明事项", "无"),)


def test_a_sentence_without_a_figure_is_doubted() -> None:
    reading = from_lines("（一）产出指标\n1、数量指标：办展5次；招商活动不低于3场；做好服务。\n2、质量指标：合格率100%。")

    assert [row[2:] for row in rows(reading)[0]] == [("办展", "5次"), ("招商活动", "不低于3场"), ("合格率", "100%")]
    assert "「做好服务」看不出名称和指标值，未读入" in [doubt.message for doubt in reading.doubts]


def test_sentences_may_go_on_over_lines() -> None:
    reading = from_lines("数量指标：办展5次；\n招商3场。\n其他工作按计划推进。\n满意度指标：满意度90%，实际良好；\n")
    assert [row[2:] for row in rows(reading)[0]] == [("办展", "5次"), ("招商", "3场"), ("满意度", "90%")]


def test_one_sentence_alone_is_no_table() -> None:
    assert from_lines("数量指标：办展5次。").filing.projects == ()


def test_a_sheet_of_texts_is_running_text() -> None:
    texts = Table((Cell(0, 0, "1、展会绩效目标表"), Cell(1, 0, "2、招商绩效目标表"), Cell(2, 0, "")))
    tables = tuple(
        Table(
            (Cell(0, 0, "项目名称"), Cell(0, 1, name), Cell(1, 0, "三级指标"), Cell(1, 1, "指标值"), Cell(2, 0, "场次"), Cell(2, 1, "5次"))
        )
        for name in ("展会", "招商")
    )
    reading = recognise(Document((texts, *tables)))

    assert [project.table_title for project in reading.filing.projects] == ["展会绩效目标表", "招商绩效目标表"]


def test_tagged_goals_say_what_they_lack() -> None:
    table = Table(
        (
            Cell(0, 0, "项目名称"), Cell(0, 1, "预算数（万元）"), Cell(0, 2, "绩效目标"),
            Cell(1, 0, "合计"), Cell(1, 1, "5"),
            Cell(2, 0, "展会"), Cell(2, 1, "5"), Cell(2, 2, "【年度目标】办展。【产出指标-数量指标】指标1:场次"),
        )
    )  # fmt: skip
    reading = recognise(Document((table,)))

    (project,) = reading.filing.projects
    assert project.amount is not None
    assert (project.amount.wan(), project.indicators[0].name) == ("5", "场次")
    assert [doubt.message for doubt in reading.doubts] == ["「场次」后面没有括号里的指标值"]
