from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Cell, Document, Table
from jixiao.organisations.sums.roster import Known, Verdict, judge, tally
from jixiao.organisations.sums.sheet import LIST, head_of, lines_of

pytestmark = pytest.mark.pure
TODAY = date(2022, 3, 1)
SINCE = date(2020, 1, 1)
CREDIT, OTHER = "91350100M000100Y43", "11500229660853981Q"
HEADS = ("单位编码（必填）", "单位名称", "简称", "类别", "上级单位编码", "统一社会信用代码", "行政区划代码", "设立日期", "更名日期")


def known(path: str, name: str, kind: str, **more: object) -> Known:
    code = path.rstrip("/").rpartition("/")[2]
    plain: dict[str, object] = {
        "code": code,
        "budget_code": "",
        "short": name,
        "credit": "",
        "division": "",
        "since": SINCE,
        "until": None,
        "named": SINCE,
    }
    return Known(path=path, name=name, kind=kind, **(plain | more))  # type: ignore[arg-type]


ROOT = known("/1/", "市财政局", "bureau")
BUREAU = known("/1/301/", "市商务局", "department", budget_code="301", credit=OTHER)


def a_list(*rows: tuple[str, ...], name: str = "单位清单") -> Document:
    cells = [Cell(row, column, text) for row, said in enumerate((HEADS, *rows)) for column, text in enumerate(said) if text]
    return Document((Table(tuple(cells), name, 1),), "xlsx")


def judged(*rows: tuple[str, ...], there: tuple[Known, ...] = (ROOT, BUREAU), taken: tuple[str, ...] = ()) -> list[Verdict]:
    document = a_list(*rows)
    return judge(lines_of(document, head_of(document)), there, there[0], taken, TODAY)


def wrong(verdict: Verdict) -> str:
    return "；".join(str(problem) for problem in verdict.problems)


def row(code: str = "302", name: str = "市农业局", kind: str = "主管部门", parent: str = "", **more: str) -> tuple[str, ...]:
    return (
        code,
        name,
        more.get("short", ""),
        kind,
        parent,
        more.get("credit", ""),
        more.get("division", ""),
        more.get("since", "2020-01-01"),
        more.get("renamed", ""),
    )


def test_a_new_unit_is_told_with_its_place_and_a_short_name_of_its_own() -> None:
    (verdict,) = judged(row())

    assert (verdict.state, verdict.word, verdict.path, verdict.above, verdict.short) == ("new", "新增", "/1/302/", "/1/", "市农业局")
    assert (verdict.number, verdict.budget_code) == (2, "302")


def test_a_parent_may_stand_later_in_the_list_than_its_children() -> None:
    verdicts = judged(row("CW", "财务科", "科室", "302001"), row("302001", "农业本级", "预算单位", "302"), row())

    assert [verdict.path for verdict in verdicts] == ["/1/302/302001/CW/", "/1/302/302001/", "/1/302/"]
    assert tally(verdicts) == {"new": 3, "changed": 0, "unchanged": 0, "bad": 0}


def test_the_same_line_again_is_unchanged_and_other_codes_are_changes() -> None:
    same, changed = row("301", "市商务局"), row("301", "市商务局", credit=CREDIT, division="130800")

    assert judged(same)[0].state == "unchanged"
    assert judged(changed)[0].changes == [("统一社会信用代码", OTHER, CREDIT), ("行政区划代码", "", "130800")]


def test_the_root_itself_may_stand_in_the_list() -> None:
    assert judged(row("1", "市财政局", "财政部门"))[0].state == "unchanged"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (row(code=""), "「单位编码」没有填"),
        (row(code="3a", kind="科室"), "只能用数字和大写字母"),
        (row(name=""), "「单位名称」没有填"),
        (row(kind=""), "「类别」没有填"),
        (row(kind="俱乐部"), "「类别」「俱乐部」看不懂"),
        (row(kind="预算单位", code="302001"), "财政部门下面不能设预算单位"),
        (row(code="3022"), "主管部门编码是 3 位数字"),
        (row("302001", "本级", "预算单位", "301"), "应以上级单位的编码 301 开头"),
        (row(parent="999"), "「999」在本表和系统里都没有"),
        (row(credit="91350100M000100Y4Z"), "第 18 位「Z」"),
        (row(credit=OTHER), "已是市商务局的代码"),
        (row(division="13"), "是 6 位数字，财政区划是 9 位"),
        (row(since=""), "「设立日期」没有填"),
        (row(since="去年"), "「去年」不是日期"),
        (row(renamed="2021-01-01"), "新设单位不用填"),
        (row("CW", "市商务局", "主管部门"), "同一上级下已有「市商务局」"),
        (row("301", "省商务局"), "与系统里的「市商务局（市商务局）」不同，确已更名请填更名日期"),
        (row("301", "市商务局", "科室"), "系统里是主管部门，类别不能改"),
        (row("301", "市商务局", since="2019-01-01"), "系统里是 2020-01-01，不能由导入更改"),
        (row("301", "省商务局", renamed="2020-01-01"), "应晚于现名启用的 2020-01-01"),
        (row("301", "省商务局", renamed="2022-03-02"), "不能晚于今天"),
        (row("302" * 7, kind="科室"), "不超过 20 位"),
        (row(short="局" * 31), "不超过 30 个字"),
        (row(name="局" * 101), "不超过 100 个字"),
    ],
)
def test_a_wrong_line_is_told_where_what_and_what_to_do(said: tuple[str, ...], sentence: str) -> None:
    (verdict,) = judged(said)

    assert verdict.state == "bad"
    assert sentence in wrong(verdict)


def test_a_code_of_other_units_is_told_without_naming_them() -> None:
    assert "已由别处的单位使用" in wrong(judged(row(credit=CREDIT), taken=(CREDIT,))[0])


def test_doubles_inside_the_list_are_found() -> None:
    code = judged(row(), row(name="市林业局"))
    name = judged(row(), row("303"))
    credit = judged(row(credit=CREDIT), row("303", "市林业局", credit=CREDIT))

    assert "「302」与第 2 行重复" in wrong(code[1])
    assert "「单位名称」与第 2 行相同" in wrong(name[1])
    assert "「统一社会信用代码」与第 2 行相同" in wrong(credit[1])
    assert [verdicts[0].state for verdicts in (code, name, credit)] == ["new"] * 3


def test_a_ring_of_parents_is_refused() -> None:
    verdicts = judged(row("A", "甲", "科室", "B"), row("B", "乙", "科室", "A"))

    assert all("互为上级" in wrong(verdict) for verdict in verdicts)


def test_a_line_is_no_parent_of_its_own() -> None:
    assert "在本表和系统里都没有" in wrong(judged(row("A", "甲", "科室", "A"))[0])


def test_a_child_of_a_bad_line_is_sent_to_that_line() -> None:
    verdicts = judged(row("302001", "本级", "预算单位", "302"), row(parent="999"))

    assert "指的第 3 行有问题" in wrong(verdicts[0])


def test_an_ambiguous_parent_is_asked_for_by_its_whole_path() -> None:
    twice = (
        ROOT,
        BUREAU,
        known("/1/302/", "市农业局", "department"),
        known("/1/301/CW/", "财务科", "section"),
        known("/1/302/301/", "三〇一科", "section"),
    )
    (vague, exact) = judged(row("301009", "大队", "预算单位", "301"), row("301008", "中心", "预算单位", "1/301"), there=twice)

    assert "对应不止一个单位，请写全路径（1/301、1/302/301）" in wrong(vague)
    assert exact.path == "/1/301/301008/"


def test_a_closed_unit_takes_nothing_in_and_its_code_stays_its_own() -> None:
    closed = known("/1/301/", "市商务局", "department", until=date(2021, 12, 31))
    (child, again) = judged(row("CW", "财务科", "科室", "301"), row("301", "市商务局"), there=(ROOT, closed))

    assert "已于 2021-12-31 撤销，请改填在用的上级" in wrong(child)
    assert "编码不再用" in wrong(again)


def test_a_new_name_with_its_day_is_a_change() -> None:
    (verdict,) = judged(row("301", "市商务和投资促进局", short="市商投局", renamed="2022-02-01"))

    assert verdict.state == "changed"
    assert verdict.changes == [("单位名称", "市商务局", "市商务和投资促进局"), ("简称", "市商务局", "市商投局")]


def test_a_merged_parent_speaks_for_every_row_it_covers() -> None:
    texts = [(0, column, text) for column, text in enumerate(HEADS)]
    cells = [Cell(*said) for said in texts] + [Cell(1, 4, "301", rows=2)]
    cells += [Cell(number, column, text) for number, said in ((1, ("A", "甲科")), (2, ("B", "乙科"))) for column, text in enumerate(said)]
    cells += [Cell(number, column, text) for number in (1, 2) for column, text in ((3, "科室"), (7, "2020-01-01"))]
    document = Document((Table(tuple(cells), "表", 1),), "xlsx")

    verdicts = judge(lines_of(document, head_of(document)), (ROOT, BUREAU), ROOT, (), TODAY)
    assert [verdict.path for verdict in verdicts] == ["/1/301/A/", "/1/301/B/"]


def test_a_place_too_deep_is_refused() -> None:
    deep = known("/1/301/" + "U" * 20 + "/", "深处", "unit")
    floor = known("/" + "/".join(["U" * 20] * 9) + "/", "底层", "unit")
    (shallow,) = judged(row("CW", "财务科", "科室"), there=(deep,))
    (verdict,) = judged(row("C" * 20, "财务科", "科室"), there=(floor,))

    assert shallow.state == "new"
    assert "单位层级太深" in wrong(verdict)


def test_a_date_of_renaming_that_is_none_is_told_once() -> None:
    assert wrong(judged(row("301", "省商务局", renamed="去年"))[0]) == "「更名日期」「去年」不是日期，请写成 2022-01-01"


def test_a_file_without_a_list_a_doubled_head_an_empty_list_and_a_long_one_are_refused() -> None:
    with pytest.raises(Refused, match="没有找到单位清单"):
        head_of(Document((Table((Cell(0, 0, "你好"),)),)))
    doubled = Document((Table(tuple(Cell(0, column, text) for column, text in enumerate((*HEADS, "编码")))),))
    with pytest.raises(Refused, match="「单位编码」出现了两次"):
        head_of(doubled)
    with pytest.raises(Refused, match="表头下面没有内容"):
        lines_of(a_list(), head_of(a_list()))
    long = a_list(*[row(str(number)) for number in range(LIST.most + 1)])
    with pytest.raises(Refused, match="一次最多导入 5,000 行"):
        lines_of(long, head_of(long))


def test_the_example_sheet_is_passed_over_and_a_title_above_the_head_too() -> None:
    example = a_list(row(), name="示例").tables[0]
    titled = Table(
        (Cell(0, 0, "2022年单位清单", columns=9), *(Cell(cell.row + 1, cell.column, cell.text) for cell in a_list(row()).tables[0].cells)),
        "表",
    )
    document = Document((example, titled))

    assert (head_of(document).table, head_of(document).row) == (1, 1)
    assert [line.number for line in lines_of(document, head_of(document))] == [3]


CODES = st.sampled_from(["1", "301", "302", "301001", "CW", "A", "", "x"])
LINES = st.tuples(
    CODES, st.sampled_from(["甲", "乙", "市商务局", ""]), st.sampled_from(["主管部门", "预算单位", "科室", "财政部门", "？"]), CODES
)


@given(st.lists(LINES, min_size=1, max_size=12))
def test_whatever_a_list_says_every_line_is_judged_and_no_two_good_ones_take_one_place(lines: list[tuple[str, str, str, str]]) -> None:
    rows = [row(code, name, kind, parent) for code, name, kind, parent in lines]
    verdicts = judged(*rows)
    good = [verdict for verdict in verdicts if not verdict.problems]

    assert len(verdicts) == len(rows)
    assert len({verdict.path for verdict in good}) == len(good)
    assert all(verdict.path for verdict in good)
