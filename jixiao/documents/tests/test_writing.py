"""What a layout writes it reads back: the same facts, whatever they are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents.book import layout, printed, recognise, shelf, write
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.office.book import read
from jixiao.office.book import write as as_file
from jixiao.office.facts import Document, Paragraph, Table
from jixiao.targets.facts import Department, Filing, GoalIndicator, Indicator, PlanPoint, Project, Safeguard, SubGoal, Task

WRITABLE = [one.code for one in shelf() if one.write is not None]
WORD = st.text("展会补贴资金开放招商蔬菜储备培训次数合格率", min_size=2, max_size=10)
MAYBE = st.none() | WORD
NUMBER = st.integers(0, 9999).map(str)
CLASSES = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
}
LEVELS = st.sampled_from(
    [(one, two) for one, twos in CLASSES.items() for two in twos] + [(None, None), ("产出指标", None), ("项目决策", "项目立项")]
)


@st.composite
def indicators(draw: st.DrawFn, no: int) -> Indicator:
    level1, level2 = draw(LEVELS)
    blank = draw(st.integers(0, 9)) == 0
    name = None if blank else draw(WORD | st.just("不涉及"))
    value = None if blank else draw(st.none() | st.sampled_from(["≥5次", "100%", "及时", ">2亿元", "12月底前", "5"]))
    return Indicator(
        level1,
        level2,
        name,
        value,
        operator=draw(st.sampled_from([None, "≥", "≤", "="])) if value else None,
        unit=draw(st.sampled_from([None, "次", "%"])) if value else None,
        basis=None if blank else draw(MAYBE),
        weight=draw(st.none() | NUMBER) if not blank else None,
        explanation=draw(MAYBE) if not blank else None,
        grading=draw(MAYBE) if not blank else None,
        source=draw(MAYBE) if not blank else None,
        evidence=draw(MAYBE) if not blank else None,
        method=draw(st.sampled_from([None, "问卷调查法"])) if not blank else None,
        scoring=draw(MAYBE) if not blank else None,
        history=draw(MAYBE) if not blank else None,
        no=no,
    )


@st.composite
def projects(draw: st.DrawFn, no: int) -> Project:
    amount = draw(st.none() | st.integers(1, 10**11))
    plan = draw(st.lists(st.none() | st.integers(0, 100).map(str), max_size=5))
    rows = tuple(draw(indicators(at)) for at in range(draw(st.integers(1, 6))))
    name = draw(WORD)
    return Project(
        name=name,
        table_title=f"2022年{name}绩效目标表",
        heading=f"{no + 1}、2022年{name}绩效目标表",
        year=2022,
        code=draw(st.none() | NUMBER),
        lead=draw(st.none() | st.just("张某某")),
        phone=draw(st.none() | st.just("0000-0000000")),
        department=draw(MAYBE),
        unit=draw(MAYBE),
        nature=draw(st.sampled_from([None, "新增", "延续"])),
        term=draw(st.none() | st.just("2022年1月-2022年12月")),
        category=draw(st.sampled_from([None, "特定目标类"])),
        amount=None if amount is None else Money(amount),
        amount_text=None if amount is None else Money(amount).wan(),
        amount_unit=None if amount is None else "万元",
        funding=tuple(
            (source, Money(draw(st.integers(0, 10**9))))
            for source in draw(st.sampled_from([(), ("财政拨款",), ("财政拨款", "上年结转", "其他资金")]))
        ),
        medium_amount=draw(st.none() | st.integers(1, 10**11).map(Money)),
        medium_goal=draw(MAYBE),
        annual_goal=draw(MAYBE),
        plan=tuple(PlanPoint(f"{at + 1}月底", percent) for at, percent in enumerate(plan)),
        indicators=rows,
        extra=tuple((f"附注{at}", draw(WORD)) for at in range(draw(st.integers(0, 2)))),
        no=no,
    )


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    goals = tuple(
        SubGoal(
            draw(WORD),
            tuple(Task(draw(WORD), draw(WORD)) for _ in range(draw(st.integers(1, 3)))),
            tuple(GoalIndicator(level2, draw(WORD)) for level2 in draw(st.sampled_from([(), ("数量指标", "社会效益指标", "满意度指标")]))),
        )
        for _ in range(draw(st.integers(0, 12)))
    )
    plan = Department(draw(st.none() | st.just("示例市商务局")), draw(WORD), goals, (Safeguard(draw(WORD), draw(WORD)),))
    whole = draw(st.booleans())
    return Filing(
        plan if whole else None,
        tuple(draw(projects(no)) for no in range(draw(st.integers(1, 3)))),
        2022,
        "专项资金绩效目标" if whole else None,
    )


def compared(filing: Filing) -> Filing:
    """Return a filing without what the form decides: which columns it always has."""
    return replace(filing, projects=tuple(replace(one, columns=()) for one in filing.projects))


@pytest.mark.slow
@pytest.mark.parametrize("code", WRITABLE)
@settings(max_examples=150, deadline=None)
@given(filing=filings())
def test_what_a_layout_writes_it_reads_back(code: str, filing: Filing) -> None:
    reading = layout(code).read(write(filing, code))

    assert compared(reading.filing) == compared(filing)
    assert reading.doubts == ()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(filing=filings(), kind=st.sampled_from(["docx", "xlsx"]))
def test_it_reads_back_from_a_file(filing: Filing, kind: str) -> None:
    document = read(as_file(write(filing, "hebei-2022"), kind), f"a.{kind}")

    assert printed(recognise(document))["projects"] == printed(recognise(write(filing, "hebei-2022")))["projects"]


def sample(**more: Any) -> Filing:
    rows = (Indicator("产出指标", "数量指标", "举办展会", "≥5次", basis="年度工作计划"), Indicator("产出指标", "数量指标", None, no=1))
    facts: dict[str, Any] = {"name": "展会补贴", "year": 2022, "amount": Money(5_000_000_00), "indicators": rows} | more
    return Filing(None, (Project(**facts),), 2022)


def texts(document: Document) -> list[str]:
    return [cell.text for block in document.blocks if isinstance(block, Table) for cell in block.cells]


def test_a_project_without_further_fields_has_exactly_the_form_of_2022() -> None:
    document = write(sample(plan=tuple(PlanPoint(f"{month}月底", "25") for month in (3, 6, 9, 12))), "hebei-2022")

    table = document.tables[0]
    assert [cell.text for cell in table.cells if cell.row < 8] == [
        "项目名称", "展会补贴", "项目负责人及联系电话", "\u3000",
        "年度申请资金额度\n（万元）", "500",
        "资金支出计划（%）", "3月底", "6月底", "9月底", "12月底", "25%", "25%", "25%", "25%",
        "总\n体\n目\n标", "年度目标", "\u3000",
        "绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据",
        "产出指标", "数量指标", "举办展会", "≥5次", "年度工作计划",
    ]  # fmt: skip
    assert [(cell.text, cell.rows) for cell in table.cells if cell.rows > 1] == [
        ("资金支出计划（%）", 2), ("总\n体\n目\n标", 2), ("绩\n效\n指\n标", 3), ("产出指标", 2), ("数量指标", 2),
    ]  # fmt: skip


def test_a_heading_is_numbered_where_none_was_printed() -> None:
    document = write(sample(), "hebei-2022")

    assert document.blocks[0] == Paragraph("1、展会补贴绩效目标表", 2)
    assert document.blocks[1] == Paragraph("（2022年度）")


def test_every_grid_place_is_covered_once() -> None:
    document = write(sample(plan=(PlanPoint("6月底", None),) * 7, unit="商务局"), "national")

    table = document.tables[0]
    covered = [(cell.row + r, cell.column + c) for cell in table.cells for r in range(cell.rows) for c in range(cell.columns)]
    assert len(covered) == len(set(covered)) == table.height * table.width


@pytest.mark.parametrize(
    ("text", "unit", "shown"), [("500", "万元", "500"), ("5,000,000", "元", "5,000,000"), ("9", "万元", "500"), (None, "元", "5000000.00")]
)
def test_an_amount_is_written_as_it_was_unless_it_was_changed_since(text: str | None, unit: str, shown: str) -> None:
    document = write(sample(amount_text=text, amount_unit=unit), "hebei-2022")

    assert f"年度申请资金额度\n（{unit}）" in texts(document)
    assert shown in texts(document)


def test_a_form_that_can_only_be_read_refuses_to_be_written() -> None:
    with pytest.raises(Refused, match="只能读入"):
        write(sample(), "general")


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(Refused, match="没有代码为「moon」的表式"):
        layout("moon")
