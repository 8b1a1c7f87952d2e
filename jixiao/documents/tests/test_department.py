"""The department plan in prose, in the shapes files of other formats leave it in."""

from jixiao.documents.book import recognise
from jixiao.documents.sums.department import read, split_task
from jixiao.kernel.place import Spot
from jixiao.office.facts import Document, Paragraph
from jixiao.targets.facts import Department, GoalIndicator, Safeguard, SubGoal, Task


def lines(text: str) -> list[tuple[str, Spot]]:
    return [(line, Spot(line=number)) for number, line in enumerate(text.splitlines(), 1)]


PLAN = """
第一部分 示例市商务局2023年部门整体绩效目标
一、总体绩效目标：
促进消费。

稳定外贸。
二、分项绩效目标
（一） 内贸
绩效目标：1、展会  办好展会。
并做好宣传。
2、电商：建设园区。
绩效指标：
数量指标：展会5次；
另办小型展会若干；
服务对象满意度指标：满意；
三、工作保障措施
（一）完善制度。健全办法。
落实到人。
（二）加强监督
逐月检查。
第二部分
预算项目绩效目标
1、展会补贴绩效目标表
"""


def test_a_department_plan_is_read_whatever_its_line_breaks() -> None:
    plan = read(lines(PLAN))

    assert plan.department() == Department(
        "示例市商务局",
        "促进消费。\n稳定外贸。",
        (
            SubGoal(
                "内贸",
                (Task("展会", "办好展会。\n并做好宣传。"), Task("电商", "建设园区。")),
                (GoalIndicator("数量指标", "展会5次；\n另办小型展会若干；"), GoalIndicator("服务对象满意度指标", "满意；")),
            ),
        ),
        (Safeguard("完善制度", "健全办法。\n落实到人。"), Safeguard("加强监督", "逐月检查。")),
    )
    assert (plan.year, plan.part_title, plan.doubts) == (2023, "预算项目绩效目标", [])
    assert plan.spots["department.sub_goals.0.tasks.1.text"].line == 11


def test_a_task_is_split_at_its_spaces_then_at_one_then_at_a_mark() -> None:
    assert split_task("农村、农产品市场体系建设  推动开展") == ("农村、农产品市场体系建设", "推动开展")
    assert split_task("农村、农产品市场\u3000推动开展") == ("农村、农产品市场", "推动开展")
    assert split_task("开拓国内市场 组织企业参加洽谈。") == ("开拓国内市场", "组织企业参加洽谈。")
    assert split_task("开拓国内市场：组织企业") == ("开拓国内市场", "组织企业")
    assert split_task("组织企业，参加洽谈") == ("", "组织企业，参加洽谈")


def test_a_task_that_cannot_be_split_is_a_doubt() -> None:
    plan = read(lines("二、分项绩效目标\n（一）内贸\n绩效目标：\n1、组织企业，参加洽谈"))

    assert [(path, spot.line) for path, _, spot in plan.doubts] == [("department.sub_goals.0.tasks.0.name", 4)]
    assert plan.sections[0][1] == [Task("", "组织企业，参加洽谈")]


def test_indicator_lines_are_known_without_their_caption() -> None:
    plan = read(lines("二、分项绩效目标\n（一）内贸\n绩效目标：\n1、展会  办展\n数量指标：5次"))

    assert plan.sections[0][2] == [GoalIndicator("数量指标", "5次")]


def test_what_stands_outside_every_section_is_a_doubt() -> None:
    plan = read(lines("二、分项绩效目标\n全年任务如下\n（一）内贸\n绩效指标：\n若干"))

    assert [message for _, message, _ in plan.doubts] == [
        "「全年任务如下」不属于任何一项分项绩效目标，未读入",
        "「若干」看不出是哪一类指标，未读入",
    ]


def test_a_safeguard_without_number_is_kept_as_text() -> None:
    plan = read(lines("三、工作保障措施\n加强领导。"))
    assert plan.safeguards == [Safeguard("", "加强领导。")]


def test_a_second_part_without_a_plan_is_no_part_title() -> None:
    assert read(lines("第二部分 附表")).part_title is None


def test_the_doubts_of_a_plan_are_among_the_doubts_of_the_reading() -> None:
    texts = ("一、总体绩效目标", "促进消费。", "二、分项绩效目标", "（一）内贸", "1、组织企业，参加洽谈")
    reading = recognise(Document(tuple(Paragraph(text, line=at) for at, text in enumerate(texts, 1))))

    (doubt,) = reading.doubts
    assert (doubt.where, doubt.path) == ("第5行 · 绩效目标", "department.sub_goals.0.tasks.0.name")
