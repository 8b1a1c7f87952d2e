"""Papers of spending from their addresses: what the system holds is what the paper says, and never another department's."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import Seat, User
from jixiao.accounts.tests.people import NOON, a_person, a_unit
from jixiao.documents.queries import spending_year
from jixiao.documents.sums.papers.spending.said import Sign
from jixiao.documents.tests.test_spending_papers import rows_of, signed, text_of, value_of
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.office.book import read
from jixiao.office.facts import Document
from jixiao.organisations.models import Unit
from jixiao.spending.actions import meetings, moving
from jixiao.spending.models import Contract, Meeting, Payment, Topic
from jixiao.spending.queries.payments import signatures_of
from jixiao.spending.tests.money import Office, a_paper, a_request, an_office, approved, paid, sent_up
from jixiao.spending.tests.money import signed as sign_all
from jixiao.spending.tests.opening import an_open_office, fresh, shown, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def office(settings: Any) -> Office:
    return an_open_office(settings)


def bureau_of(office: Office) -> Unit:
    assert office.department.parent is not None
    return office.department.parent


def opened(client: Client, path: str) -> tuple[str, Document]:
    """Return the name and the blocks of a file that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.content.decode()[:300])
    assert "no-store" in answer["Cache-Control"]
    name = unquote(re.findall(r"filename\*=utf-8''([^;]+)", answer["Content-Disposition"], re.IGNORECASE)[0])
    return name, read(answer.content, name)


def text_at(client: Client, path: str) -> str:
    return text_of(opened(client, path)[1])


def test_a_draft_is_asked_for_by_a_petition_made_of_it(office: Office) -> None:
    payment, client = a_request(office, "5000", papers=False), signed_in(office.jingban)
    a_paper(payment, "活动方案")

    name, document = opened(client, f"/spending/{payment.pk}/papers/qingshi.docx")

    text = text_of(document)
    assert name == "关于秋季促销活动场地所需经费的请示（草稿）.docx"
    for word in (
        "局领导" if office.department.name.endswith("局") else "单位领导",
        "5,000.00元（大写：伍仟元整）",
        "“促进汽车消费”项目",
        office.section.name,
        "活动方案",
        "第二档",
    ):
        assert word in text, word
    assert f'href="/spending/{payment.pk}/papers/qingshi.docx"' in shown(client, f"/spending/{payment.pk}/")


def test_the_request_says_what_the_system_holds_with_each_signature(office: Office) -> None:
    payment = approved(office, "35000")

    name, document = opened(signed_in(office.jingban), f"/spending/{payment.pk}/papers/shenqing.docx")

    payment = Payment.objects.get(pk=payment.pk)
    assert name == "2022年秋季促销活动场地-支出申请单.docx"
    wanted = [(one.word, one.by.name if one.by else "", one.opinion) for one in signatures_of(payment)]
    assert [(one.post, one.who, one.text) for one in map(signed, rows_of(document, "审批"))] == wanted
    assert all(one.on for one in map(signed, rows_of(document, "审批")))
    quota = office.quota
    quota.refresh_from_db()
    assert rows_of(document, "指标") == [("100,000.00", "0.00", "0.00", "35,000.00", "65,000.00")]
    assert [row[0] for row in rows_of(document, "发票")[:-1]] == [one.key for one in payment.invoices.all()]
    assert payment.digest in text_of(document)
    assert "会议决定" in text_of(document)


def test_a_signature_for_another_names_both(office: Office) -> None:
    payment, taker = sent_up(office, "1500"), a_person(office.department, "daiban", Role.VICE_LEADER)
    seat, today = Seat.objects.get(user=office.kezhang), timezone.localdate(NOON)
    accounts.delegate(seat, taker, since=today, until=today + timedelta(days=9), reason="外出", document="1号", by=office.kezhang, at=NOON)
    moving.sign(payment, payment.digest, by=taker, at=NOON)

    document = opened(signed_in(office.jingban), f"/spending/{payment.pk}/papers/fukuan.docx")[1]

    assert signed(rows_of(document, "审批")[0]) == Sign("科室负责人", taker.name, office.kezhang.name, today, "")
    assert signed(rows_of(document, "审批")[1]).who == ""  # not signed yet: a line for the pen


def test_the_payment_form_shows_the_account_whole_only_to_who_pays(office: Office) -> None:
    office.payee.bank, office.payee.account = "示例银行", "6222000011112222"
    office.payee.save()
    payment = paid(office, "1500")
    address = f"/spending/{payment.pk}/papers/fukuan.xlsx"

    _name, whole = opened(signed_in(office.chuna), address)
    _name, hidden = opened(signed_in(office.jingban), address)

    assert value_of(whole, "账号") == "6222000011112222"
    assert value_of(hidden, "账号") == "**** 2222"
    handled = rows_of(whole, "付款办理")
    assert [(row[0], row[1]) for row in handled] == [
        ("出纳制单", office.chuna.name), ("复核、送国库", office.fuzeren.name), ("登记回单", office.kuaiji.name), ("会计记账", ""),
    ]  # fmt: skip
    assert handled[2][3] == payment.receipt


def test_the_menu_lists_the_papers_and_each_answers(office: Office) -> None:
    payment, client = sent_up(office, "3000"), signed_in(office.jingban)

    page = shown(client, f"/spending/{payment.pk}/documents/")

    links = re.findall(rf'href="(/spending/{payment.pk}/papers/[^"]+)"', page)
    assert len(links) == 8
    for link in links:
        assert client.get(link).status_code == 200, link
    assert f'href="/spending/{payment.pk}/documents/"' in shown(signed_in(office.kezhang), f"/spending/{payment.pk}/")
    part = shown(client, f"/spending/{payment.pk}/documents/", headers={"HX-Request": "true"})
    assert "<html" not in part


def test_money_that_came_back_has_forms_but_no_petition(office: Office) -> None:
    payment = paid(office, "1500")
    back = moving.refund(payment, Money(50_000), "退1", "多付", by=office.kuaiji, at=NOON + timedelta(hours=1))
    client = signed_in(office.jingban)

    assert value_of(opened(client, f"/spending/{back.pk}/papers/fukuan.docx")[1], "大写金额") == "负伍佰元整"
    assert client.get(f"/spending/{back.pk}/papers/qingshi.docx").status_code == 409
    assert "请示" not in re.findall(r'<ul class="dp-papers">.*?</ul>', shown(client, f"/spending/{back.pk}/documents/"), re.DOTALL)[0]


@pytest.mark.parametrize("tail", ["qingshi.xlsx", "qingshi.zip", "moon.docx", "shenqing.x"])
def test_a_paper_nobody_writes_is_not_there(office: Office, tail: str) -> None:
    payment = a_request(office, "500")

    assert signed_in(office.jingban).get(f"/spending/{payment.pk}/papers/{tail}").status_code == 404


def called(office: Office, payment: Payment) -> Meeting:
    """Call a meeting with a payment's matter on its agenda."""
    sits = [meetings.Called(office.fenguan, "副局长", leads=False), meetings.Called(office.fuzeren, "财务科科长", leads=False)]
    sits.append(meetings.Called(office.juzhang, "局长", leads=True))
    matters = [payment.matter]
    return meetings.call(
        office.department, "局长办公会", NOON.date(), "三楼会议室", sits, quorum=2, matters=matters, by=office.mishu, at=NOON
    )


def test_nobody_of_another_department_gets_a_paper(office: Office) -> None:
    other = an_office(bureau=bureau_of(office), code="302")
    payment = paid(office, "1500")
    addresses = [f"/spending/{payment.pk}/papers/{kind}.docx" for kind in ("qingshi", "shenqing", "fukuan")] + [
        f"/spending/{payment.pk}/documents/"
    ]

    for person in (other.jingban, other.juzhang, other.kuaiji):
        client = signed_in(person)
        assert {client.get(one).status_code for one in addresses} == {404}
        assert "秋季促销活动场地" not in text_at(client, "/spending/ledger.docx")
    assert {signed_in(office.kezhang).get(one).status_code for one in addresses} == {200}  # the twin: whose it is


def test_the_ledger_of_the_year_ends_where_the_quota_stands(office: Office) -> None:
    one, _two = paid(office, "1500"), paid(office, "1200.50")
    moving.refund(one, Money(30_000), "退1", "多付", by=office.kuaiji, at=NOON + timedelta(hours=1))
    client = signed_in(office.fuzeren)

    name, document = opened(client, "/spending/ledger.docx")

    office.quota.refresh_from_db()
    left = Money(office.quota.approved - office.quota.paid).grouped()
    assert name == f"2022年{office.department.name}-支出明细账.docx"
    assert left == "97,599.50"
    text = text_of(document)
    assert f"合计（3笔）2,700.50300.00{left}" in text
    assert "退款：秋季促销活动场地" in text
    workbook = opened(client, "/spending/ledger.xlsx?project=促进汽车消费")[1].tables[0]
    assert {cell.text for cell in workbook.cells} >= {"1,500.00", "300.00", left}
    assert client.get("/spending/ledger.pdf").content.startswith(b"%PDF")
    assert client.get("/spending/ledger.pdf?project=没有的项目").status_code == 404
    assert "/spending/ledger.pdf" in shown(client, "/spending/ledger/")


def test_one_section_sees_its_own_lines_and_no_balance(office: Office) -> None:
    paid(office, "1500")
    neighbour = a_unit(office.department, "邻科", "30199")
    stranger = a_person(neighbour, "linke", Role.PROJECT_OFFICER)

    own = text_at(signed_in(office.jingban), "/spending/ledger.docx")
    theirs = text_at(signed_in(stranger), "/spending/ledger.docx")

    assert "秋季促销活动场地" in own
    assert "可用" not in own
    assert "98,500.00" not in own
    assert "秋季促销活动场地" not in theirs
    assert "98,500.00" in text_at(signed_in(office.juzhang), "/spending/ledger.docx")  # the twin: who reads the whole department


def test_a_ledger_too_long_for_pages_is_for_excel(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    paid(office, "1500")
    monkeypatch.setattr(spending_year, "PRINTED", 0)
    client = signed_in(office.fuzeren)

    answer = client.get("/spending/ledger.pdf")

    assert answer.status_code == 409
    assert "请改用 Excel" in answer.content.decode()
    assert client.get("/spending/ledger.xlsx").status_code == 200


def test_a_bureau_chooses_a_department_first(office: Office) -> None:
    bureau = bureau_of(office)
    reviewer = a_person(bureau, "caizheng", Role.FISCAL_REVIEWER)

    with pytest.raises(Refused, match="先在上方选一个部门"):
        spending_year.ledger_for(reviewer, bureau, 2022, NOON)
    assert spending_year.ledger_for(reviewer, office.department, 2022, NOON).department == office.department.name


def test_the_execution_of_the_year_is_what_was_paid(office: Office) -> None:
    paid(office, "1500")
    client = signed_in(office.fuzeren)

    text = text_at(client, "/spending/progress.docx")

    assert "促进汽车消费100,000.000.00100,000.00一季度－1,500.001,500.0098,500.001.5－" in text
    assert opened(client, "/spending/progress.xlsx")[0] == f"2022年{office.department.name}-预算执行进度表.xlsx"
    assert client.get("/spending/progress.pdf").content.startswith(b"%PDF")
    assert client.get("/spending/progress.zip").status_code == 404
    assert client.get("/spending/ledger.zip").status_code == 404


def test_the_ledger_asks_a_constant_number_of_questions(office: Office) -> None:
    counts = []
    for many in (1, 5):
        for _ in range(many):
            paid(office, "100")
        person = User.objects.get(pk=office.fuzeren.pk)
        with CaptureQueriesContext(connection) as asked:
            spending_year.ledger_for(person, office.department, 2022, NOON)
        counts.append(len(asked))

    assert counts[0] == counts[1] < 16


def test_the_contract_stands_on_the_form_with_what_was_paid(office: Office) -> None:
    payment = fresh(approved(office, "12000"))
    contract = Contract.objects.get(payments=payment)

    document = opened(signed_in(office.jingban), f"/spending/{payment.pk}/papers/shenqing.docx")[1]

    assert value_of(document, "合同") == f"{contract.name}（{contract.code}）"
    assert value_of(document, "合同金额") == "12,000.00"


def test_the_minutes_are_there_once_the_meeting_was_held(office: Office) -> None:
    meeting = called(office, sent_to_meeting(office))
    client, address = signed_in(office.mishu), f"/spending/meetings/{meeting.pk}/minutes.docx"
    assert client.get(address).status_code == 409

    meetings.start(meeting, [office.fenguan, office.juzhang], office.juzhang, by=office.mishu, at=NOON)
    name, _document = opened(client, address)
    assert name.endswith("（未定稿）.docx")
    topic = Topic.objects.get(meeting=meeting)
    said = [meetings.Said(office.fenguan, "同意", "按合同付"), meetings.Said(office.juzhang, "同意", "")]
    meetings.record(topic, said, by=office.mishu, at=NOON)
    meetings.decide(topic, "同意", Money(topic.asked), "验收后付", by=office.mishu, at=NOON)
    done = meetings.finish(Meeting.objects.get(pk=meeting.pk), by=office.mishu, at=NOON)

    name, document = opened(client, address)

    text = text_of(document)
    assert name == "关于研究“秋季促销活动场地”的会议纪要.docx"
    order = (
        done.code, f"出席：{office.fenguan.name}（副局长）、{office.juzhang.name}（局长）", f"缺席：{office.fuzeren.name}（财务科科长）",
        f"1.{office.fenguan.name}（副局长）：同意。按合同付。", f"2.{office.juzhang.name}（局长）：同意。",
        "会议决定：同意，金额以30,000.00元（大写：叁万元整）为上限。验收后付。", "主持人（签字）",
    )  # fmt: skip
    assert [word for word in order if word not in text] == []
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert client.get(address.replace("docx", "pdf")).content.startswith(b"%PDF")
    assert client.get(address.replace("docx", "xlsx")).status_code == 404
    assert address in shown(client, f"/spending/meetings/{meeting.pk}/")
    other = an_office(bureau=bureau_of(office), code="302")
    assert signed_in(other.mishu).get(address).status_code == 404


def sent_to_meeting(office: Office) -> Payment:
    """Bring a request as far as its meeting."""
    return fresh(sign_all(office, sent_up(office, "30000")))
