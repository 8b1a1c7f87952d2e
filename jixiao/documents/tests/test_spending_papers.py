"""Papers of spending: what is written is read back equal, the letters say it all in order, the pages of a PDF bear it too."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pdfplumber
import pytest

from jixiao.documents.book import paper
from jixiao.documents.queries.spending_year import _quarters, until
from jixiao.documents.renderings import spending as letters
from jixiao.documents.renderings import spending_books as books
from jixiao.documents.sums.papers.spending import ledger as ledgers
from jixiao.documents.sums.papers.spending import pieces
from jixiao.documents.sums.papers.spending.said import Progress, Sign
from jixiao.documents.tests import spendings
from jixiao.documents.tests.spendings import asked
from jixiao.kernel.money import Money
from jixiao.office.book import letter, read
from jixiao.office.facts import Document, Letter, Paragraph, Table
from jixiao.office.writers.layout import heading
from jixiao.spending.facts import Invoice
from jixiao.spending.sums.progress import curve


def place_of(table: Table, label: str) -> tuple[int, int, int]:
    """Return where a label stands and over how many rows it reaches."""
    return next((cell.row, cell.column + cell.columns, cell.rows) for cell in table.cells if cell.text == label)


def value_of(document: Document, label: str) -> str:
    """Return what stands beside a label."""
    for table in document.tables:
        if any(cell.text == label for cell in table.cells):
            row, column, _rows = place_of(table, label)
            return next((cell.text.strip() for cell in table.cells if (cell.row, cell.column) == (row, column)), "")
    raise LookupError(label)


def rows_of(document: Document, label: str) -> list[tuple[str, ...]]:
    """Return the lines of the sub-table beside a label, below its heads."""
    table = next(one for one in document.tables if any(cell.text == label for cell in one.cells))
    row, column, rows = place_of(table, label)
    heads = sorted(cell.column for cell in table.cells if cell.row == row and cell.column >= column)
    texts = {(cell.row, cell.column): cell.text.strip() for cell in table.cells}
    return [tuple(texts.get((at, head), "") for head in heads) for at in range(row + 1, row + rows)]


def on_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def signed(row: tuple[str, ...]) -> Sign:
    post, name, on, text = row
    who, _, behalf = name.partition("（代")
    return Sign(post, who, behalf.removesuffix("）"), on_day(on), text)


def invoice(row: tuple[str, ...]) -> Invoice:
    number, on, seller, amount = row
    return Invoice(number, Money.parse(amount, "元"), date.fromisoformat(on), seller)


def plain(text: str) -> str:
    return re.sub(r"[\s\u2060\u200b]", "", text)


def pdf_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as book:
        return plain("".join(page.extract_text() or "" for page in book.pages))


def text_of(document: Document) -> str:
    return plain(
        "".join(block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells) for block in document.blocks)
    )


def lines_of(said: Letter) -> list[str]:
    """Return the paragraphs of a letter as its Word file says them."""
    return [block.text for block in read(letter(said, "docx"), "letter.docx").blocks if isinstance(block, Paragraph) and block.text.strip()]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_request_reads_back_equal(form: str) -> None:
    said = asked()

    document = read(paper("spending-request", said, form, "签批")[1], f"form.{form}")

    assert {label: value_of(document, label) for label in ("申请科室", "经办人", "事由", "所属事项", "收款人", "款项性质", "会议决定", "绩效指标")} == {
        "申请科室": said.section, "经办人": said.author, "事由": said.title, "所属事项": said.matter, "收款人": said.payee, "款项性质": said.stage,
        "会议决定": said.decision, "绩效指标": said.indicator,
    }  # fmt: skip
    assert Money.parse(value_of(document, "小写金额").removeprefix("￥"), "元") == said.amount
    assert value_of(document, "大写金额") == "叁万伍仟元整"
    assert Money.parse(value_of(document, "整件金额"), "元") == said.whole
    assert said.quota is not None
    sums = (said.quota.approved, said.quota.adjusted, said.quota.paid, said.quota.frozen, said.quota.available)
    assert [tuple(Money.parse(text, "元") for text in row) for row in rows_of(document, "指标")] == [sums]
    assert tuple(map(invoice, rows_of(document, "发票")[:-1])) == said.invoices
    assert rows_of(document, "发票")[-1][0] == "合计 2 张"
    assert tuple(map(signed, rows_of(document, "审批"))) == said.signs
    assert value_of(document, "附件") == "请示1份、合同1份、活动方案1份"
    assert said.code in text_of(document)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_payment_form_reads_back_equal(form: str) -> None:
    said = asked()

    document = read(paper("spending-payment", said, form)[1], f"form.{form}")

    assert said.contract is not None
    assert (value_of(document, "开户行"), value_of(document, "账号"), value_of(document, "支付方式")) == (
        said.bank,
        said.account,
        said.method,
    )
    assert value_of(document, "合同") == f"{said.contract.name}（{said.contract.code}）"
    assert [Money.parse(value_of(document, one), "元") for one in ("合同金额", "合同已付", "合同未付")] == [
        said.contract.ceiling, said.contract.paid, Money(8_000_000),
    ]  # fmt: skip
    assert tuple(map(invoice, rows_of(document, "发票")[:-1])) == said.invoices
    assert tuple(map(signed, rows_of(document, "审批"))) == said.signs
    assert tuple(map(signed, rows_of(document, "付款办理"))) == said.hands


def test_a_bare_draft_has_its_forms_and_its_petition() -> None:
    bare = asked(
        code="", payee="", payee_kind="", bank="", account="", indicator="", explanation="", quota=None, contract=None, decision="", limit=Money(0),
        signs=(), hands=(), invoices=(), papers=(), whole=Money(3_500_000), stage="",
    )  # fmt: skip

    form = read(paper("spending-request", bare, "docx")[1], "form.docx")
    said = letters.petition(bare)

    assert rows_of(form, "发票")[0][0] == "没有发票"
    assert value_of(form, "附件") == "没有附件"
    assert "（未送审）" in text_of(form)
    assert said.attachments == ()
    assert "合同" not in "".join(said.body)
    assert said.body[-1] == "妥否，请批示。"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["spending-request", "spending-payment"])
def test_the_pages_of_a_form_bear_amount_names_and_invoices(kind: str) -> None:
    text = pdf_of(paper(kind, asked(), "pdf", "指标数为打印时的数")[1])

    for word in ("￥35,000.00", "叁万伍仟元整", "王某（代赵某）", "22132000000012345678", "指标数为打印时的数", "秋季促销活动服务合同"):
        assert word in text, word


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("秋季促销活动场地", "秋季促销活动场地所需经费"),
        ("活动场地租赁费", "支付活动场地租赁费"),
        ("支付3月份水费", "支付3月份水费"),
        ("拨付展会补贴。", "拨付展会补贴"),
    ],
)
def test_the_title_of_a_petition_is_said_as_officials_say_it(title: str, subject: str) -> None:
    assert letters.petition(asked(title=title)).title == f"关于{subject}的请示"


@pytest.mark.parametrize(("name", "to"), [("示例市商务局", "局领导"), ("示例县发展和改革委员会", "委领导"), ("某中心", "单位领导")])
def test_a_petition_is_put_to_the_leaders_of_the_department(name: str, to: str) -> None:
    assert letters.petition(asked(department=name)).to == to


@pytest.mark.slow
def test_the_petition_says_why_how_much_from_where_and_with_what() -> None:
    said = letters.petition(asked())

    lines = lines_of(said)

    text = plain("".join(lines))
    assert lines[0] == "关于秋季促销活动场地所需经费的请示"
    for word in (
        "因“2022年秋季汽车促销活动”工作需要", "整件事金额120,000.50元", "35,000.00元（大写：叁万伍仟元整）", "在“促进汽车消费资金”项目中列支",
        "可用余额335,000.00元", "《秋季促销活动服务合同》（示商合〔2022〕3号）", "第三档", "须经科室负责人、财务审核、财务负责人、分管领导、主要领导、局长办公会或党组会审批",
    ):  # fmt: skip
        assert word in text, word
    assert said.attachments == ("活动服务合同", "活动方案：方案")  # never itself
    assert (said.signer, said.on) == ("市场体系建设科", "2022年3月1日")
    assert plain(pdf_of(letter(said, "pdf"))).startswith("关于秋季促销活动场地所需经费的请示局领导：")


@pytest.mark.slow
def test_the_minutes_say_who_was_there_what_each_said_and_what_was_decided() -> None:
    said = letters.minutes(spendings.minutes())

    text = plain("".join(lines_of(said)))

    order = (
        "示例市商务局局长办公会纪要", "局长办公会〔2022〕5号", "出席：吴某（副局长）、郑某（副局长）、王某（局长）", "缺席：冯某（副局长）", "应到4人，实到3人，达到规定的2人",
        "一、2022年秋季汽车促销活动经费", "大额度资金运作", "1.吴某（副局长）：同意。按合同分期支付。", "2.郑某（副局长）：同意。", "3.王某（局长）：同意。",
        "会议决定：同意，金额以120,000.50元（大写：壹拾贰万元伍角）为上限。分三期支付，验收后付尾款。", "二、购置会议设备", "会议决定：缓议。", "主持人（签字）：",
        "记录人（签字）：", "2022年3月2日",
    )  # fmt: skip
    places = [text.find(word) for word in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert "局长办公会〔2022〕5号" in pdf_of(letter(said, "pdf"))


def test_minutes_that_are_not_final_say_so_and_a_meeting_short_of_people_too() -> None:
    said = replace(spendings.minutes(code=""), quorum=4, topics=(), absent=(), place="", chair="")

    letter = letters.minutes(said)

    assert letter.number == "（未定稿）"
    assert letter.title == "关于研究有关事项的会议纪要"
    assert "缺席：无" in letter.body
    assert any("未达到规定的4人" in line for line in letter.body)


def test_a_topic_without_decision_has_none() -> None:
    topic = replace(spendings.minutes().topics[1], outcome="")

    assert letters.decided(topic) == "未形成决定。"


def test_only_the_word_for_those_present_is_set_as_a_heading() -> None:
    assert heading("出席：吴某、郑某") == (1, "出席：", "吴某、郑某")
    assert heading("出席会议的有：吴某") == (0, "", "出席会议的有：吴某")


def entries_in(document: Document) -> list[tuple[str, str, Money, Money, Money | None]]:
    """Return the lines of a ledger: day, number, out, back, balance."""
    found = []
    table = document.tables[0]
    texts: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        texts.setdefault(cell.row, {})[cell.column] = cell.text.strip()
    for row in texts.values():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", row.get(1, "")):
            out, back, left = (
                Money.parse(row.get(at) or "0", "元") if row.get(at) or at < ledgers.MONEY + 2 else None for at in range(9, 12)
            )
            assert out is not None
            assert back is not None
            found.append((row[1], row[2], out, back, left))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_ledger_reads_back_with_its_running_balance(form: str) -> None:
    said = spendings.ledger()

    document = read(paper("spending-ledger", said, form)[1], f"ledger.{form}")

    wanted = [
        (f"{one.on}", one.code, max(one.amount, Money(0)), max(-one.amount, Money(0)), one.balance)
        for account in said.accounts
        for one in account.entries
    ]
    assert [(on, plain(code), *money) for on, code, *money in entries_in(document)] == wanted
    text = text_of(document)
    assert "合计（3笔）85,000.505,000.50400,000.00" in text
    assert "小计（本年没有支付，在办冻结0.00，可用30,000.00）" in text


def test_the_balance_of_a_ledger_is_what_its_sums_leave() -> None:
    said = spendings.ledger()

    assert said.accounts[0].entries[-1].balance == said.accounts[0].quota.total - said.spent + said.back
    assert said.left == Money(40_000_000)
    assert spendings.ledger(part="市场科").left is None


@pytest.mark.slow
def test_what_one_section_sees_has_no_balance() -> None:
    document = read(paper("spending-ledger", spendings.ledger(part="市场科"), "docx")[1], "ledger.docx")

    assert {left for *_more, left in entries_in(document)} == {None}
    assert "可用" not in text_of(document)
    assert "市场科" in text_of(document)


def test_the_ledger_as_a_workbook_holds_numbers_to_be_summed() -> None:
    cells = {
        (cell.row, cell.column): cell.text
        for cell in read(books.ledger(spendings.ledger(project="促进汽车消费资金")), "l.xlsx").tables[0].cells
    }

    assert "（促进汽车消费资金）" in cells[0, 0]
    assert [cells[2, at] for at in (0, 5, 12, 14)] == ["促进汽车消费资金", "支〔2022〕0001号", "20,000.00", "430,000.00"]
    assert [cells.get((4, at), "") for at in (12, 13, 14)] == ["", "5,000.50", "370,000.00"]
    assert [cells[5, at] for at in (0, 12, 13, 14)] == ["合计（3笔）", "85,000.50", "5,000.50", "370,000.00"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_the_execution_reads_back_by_quarter(form: str) -> None:
    document = read(paper("spending-progress", spendings.progress(), form)[1], f"progress.{form}")

    table = document.tables[-1]
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells):
        if cell.column >= 5:
            rows.setdefault(cell.row, []).append(cell.text)
    quarters = [row for row in rows.values() if row[0].endswith("季度") and row[0] != "季度"]
    assert len(quarters) == 12
    assert quarters[0] == ["一季度", "25", "80,000.00", "80,000.00", "370,000.00", "17.8", "-7.2"]
    assert quarters[1] == ["二季度", "40", "40,000.00", "120,000.00", "330,000.00", "26.7", "-13.3"]
    assert quarters[2] == ["三季度", "75", *"－－－－－"]
    assert quarters[8][2:6] == ["80,000.00", "80,000.00", "400,000.00", "16.7"]


def test_the_execution_as_a_workbook_has_a_line_a_project_and_the_sum() -> None:
    cells = {(cell.row, cell.column): cell.text for cell in read(books.progress(spendings.progress()), "p.xlsx").tables[0].cells}

    assert [cells[2, at] for at in range(8)] == [
        "促进汽车消费资金",
        "500,000.00",
        "-50,000.00",
        "450,000.00",
        "25",
        "80,000.00",
        "17.8",
        "-7.2",
    ]
    assert [cells[4, at] for at in range(4)] == ["合计", "530,000.00", "-50,000.00", "480,000.00"]


def test_an_execution_of_no_project_says_so() -> None:
    empty = Progress("示例市商务局", 2022, date(2022, 5, 10))

    assert "2022年度还没有指标" in text_of(read(paper("spending-progress", empty, "docx")[1], "p.docx"))
    assert read(books.progress(empty), "p.xlsx").tables


def test_the_whole_is_planned_only_where_every_project_is() -> None:
    said = spendings.progress()
    planned = Progress("示例市商务局", 2022, said.on, (said.paces[0], replace(said.paces[1], quarters=said.paces[0].quarters)))

    assert said.whole.quarters[0].planned is None
    assert planned.whole.quarters[0].planned == Fraction(25)
    assert planned.whole.quarters[3].paid is None


def test_a_quarter_under_way_stands_as_it_is_today_and_one_to_come_has_a_plan_only() -> None:
    months, on = {1: 1_000, 4: 3_000, 5: 500}, date(2022, 5, 10)
    plan = ((date(2022, 3, 31), 25), (date(2022, 6, 30), 50), (date(2022, 9, 30), 75), (date(2022, 12, 31), 100))
    one = curve("展会", Money(10_000), months, plan, year=2022, on=on)

    first, second, third, _last = _quarters(one, months, 2022, on)

    assert (first.planned, first.paid, first.within) == (Fraction(25), Money(1_000), Money(1_000))
    assert (second.planned, second.paid, second.within) == (one.now.planned, Money(4_500), Money(3_500))
    assert (third.planned, third.paid, third.within) == (Fraction(75), None, None)


def test_a_year_is_looked_at_within_itself() -> None:
    assert [until(2022, date(year, 6, 1)) for year in (2021, 2022, 2023)] == [date(2022, 1, 1), date(2022, 6, 1), date(2022, 12, 31)]


def test_every_row_of_a_form_is_as_wide_as_the_form() -> None:
    sheet = pieces.Sheet()
    sheet.pair(("甲", "1"))
    sheet.pair(("甲", "1"), ("乙", "2"))
    for row in range(2):
        assert sum(cell.columns for cell in sheet.table().cells if cell.row == row) == sheet.width
