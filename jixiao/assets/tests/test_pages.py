"""The pages of assets: what is typed is kept, refusals are sentences, lists stay in the address, each act by its person."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, TODAY
from jixiao.assets.actions import counts, disposals
from jixiao.assets.facts import Offer
from jixiao.assets.models import Answer, Card, Count, CountLine, Disposal, Promise, Transfer
from jixiao.assets.queries import promises as promised

from .estate import Estate, a_card, a_purchase, an_estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> Estate:
    return an_estate()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def keeper(estate: Estate) -> Client:
    return signed_in(estate.zichan)


def at(name: str, *numbers: int) -> str:
    return reverse(f"assets:{name}", args=numbers)


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def sheet_of(answer: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def typed(estate: Estate, **more: Any) -> dict[str, Any]:
    return {
        "category": "laptop", "name": "便携式计算机", "model": "X1", "quantity": "1", "fen": "6,000.00", "origin": "购置",
        "acquired": "2022-01-20", "accepted": "2022-01-21", "acceptor": estate.yanshou.pk, "keeper": estate.baoguan.pk,
        "unit": estate.section.pk, "place": "302室",
    } | more  # fmt: skip


# ── cards ──


def test_a_paid_purchase_becomes_a_card(estate: Estate, keeper: Client) -> None:
    payment = a_purchase(estate)
    address = f"{at('new')}?payment={payment.pk}"
    assert "1 笔没有建卡" in page(keeper.get(at("register")))
    assert f"?payment={payment.pk}" in page(keeper.get(at("due")))
    begun = page(keeper.get(address))
    assert ('value="6000.00"' in begun, "付款申请人是caigou某" in begun, "党政机关公务用车管理办法" in begun) == (True, True, True)

    refused = keeper.post(address, typed(estate, acceptor=estate.caigou.pk, model="某型"))
    assert (refused.status_code, "购置和验收须由两人办理" in page(refused), 'value="某型"' in page(refused)) == (422, True, True)
    answer = keeper.post(address, typed(estate))
    one = Card.objects.get()
    assert (answer["Location"], one.payment, one.fen, one.years, one.acquired) == (
        at("card", one.pk),
        payment,
        600_000,
        6,
        date(2022, 1, 20),
    )
    assert "都已建卡" in page(keeper.get(at("due")))
    assert payment.title in page(keeper.get(at("card", one.pk)))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"fen": "1e3"}, "不是金额"),
        ({"fen": ""}, "原值合计（元）没有填"),
        ({"quantity": "二"}, "数量请只写整数"),
        ({"quantity": "9999999999"}, "数量太大"),
        ({"category": "ship"}, "资产分类不在"),
        ({"keeper": "987654321"}, "选的保管人不在清单里"),
        ({"acquired": "昨天"}, "请写成 2022-01-01"),
        ({"category": "car_emergency", "fen": "180000.01", "ccm": "1600"}, "没有批准文号不能建卡"),
        ({"fen": "999"}, "不建资产卡片"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_it(estate: Estate, keeper: Client, more: dict[str, str], why: str) -> None:
    answer = keeper.post(at("new"), typed(estate, **more))
    assert (answer.status_code, why in page(answer), "302室" in page(answer), Card.objects.count()) == (422, True, True, 0)


def test_bulk_is_carded_under_the_limit(estate: Estate, keeper: Client) -> None:
    keeper.post(at("new"), typed(estate, category="furniture", quantity="20", fen="6000", bulk="yes"))
    assert Card.objects.get().bulk


def test_who_keeps_no_assets_reads_why_before_the_click(estate: Estate) -> None:
    client = signed_in(estate.caigou)
    assert "您没有在业务科301办理「登记资产、盘点、提出处置」的岗位" in page(client.get(at("register")))
    assert client.post(at("new"), typed(estate)).status_code == 403
    assert client.get(f"{at('new')}?payment={a_purchase(estate).pk}").status_code == 404
    assert client.post(at("counts"), {}).status_code == 403
    assert client.post(at("disposal_new"), {}).status_code == 403
    assert client.post(at("promises"), {}).status_code == 403


def test_the_register_stays_in_the_address_and_goes_home_as_a_workbook(estate: Estate, keeper: Client) -> None:
    a_card(estate)
    a_card(estate, name="打印机", category="printer", fen=120_000)
    told = page(keeper.get(at("register"), {"q": "打印", "order": "-money"}))
    assert ("打印机" in told, "302室" in told, "X1</td>" in told, 'value="打印"' in told) == (True, True, False, True)
    assert "没有符合条件的资产" in page(keeper.get(at("register"), {"q": "没有"}))
    sheet = sheet_of(keeper.get(at("export")))
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[2:4]] == ["打印机", "便携式计算机"]
    assert rows[-1][4:6] == (2, 7200)
    empty = sheet_of(keeper.get(at("export"), {"q": "没有"}))
    assert empty.max_row == 3


def test_labels_are_printed_for_one_card_or_a_list(estate: Estate, keeper: Client) -> None:
    one, two = a_card(estate), a_card(estate, name="打印机", category="printer", fen=120_000)
    assert two.code not in page(keeper.get(at("labels"), {"card": one.pk}))
    assert all(each.code in page(keeper.get(at("labels"))) for each in (one, two))
    assert "没有符合条件的资产" in page(keeper.get(at("labels"), {"q": "没有"}))
    other = an_estate(estate.department.parent, "302")
    assert signed_in(other.zichan).get(at("labels"), {"card": one.pk}).status_code == 404


def test_a_card_is_put_right_handed_over_and_put_aside_from_its_page(estate: Estate, keeper: Client) -> None:
    one = a_card(estate)
    here = at("card", one.pk)
    said = {"name": "笔记本", "model": "X2", "serial": "", "years": "7", "note": "", "reason": "抄错"}
    assert keeper.post(at("correct", one.pk), said)["Location"] == here
    assert keeper.post(at("correct", one.pk), said | {"reason": ""}).status_code == 422
    to = {"section": estate.other.pk, "keeper": estate.yanshou.pk, "place": "办公室", "reason": "工作需要"}
    assert "调拨已提出" in page(keeper.post(at("transfer", one.pk), to, follow=True))
    assert "调往办公室301，等批准" in page(keeper.get(at("register")))

    leader = signed_in(estate.fenguan)
    assert "批准调拨" in page(leader.get(here))
    assert leader.post(at("decide", one.pk), {"decision": "不同意", "opinion": ""}).status_code == 422
    leader.post(at("decide", one.pk), {"decision": "同意"})
    assert leader.post(at("decide", one.pk), {"decision": "同意"}).status_code == 404
    assert Transfer.objects.get().agreed
    assert "已转为闲置" in page(keeper.post(at("idle", one.pk), {"reason": "人员调走"}, follow=True))
    assert "不能转为闲置" in page(keeper.post(at("idle", one.pk), {"reason": "人员调走"}))
    keeper.post(at("reuse", one.pk), {"reason": "新人"})
    leader.post(at("void", one.pk), {"reason": "录错"})
    one.refresh_from_db()
    assert (one.name, one.unit, one.state) == ("笔记本", estate.other, "已作废")


# ── stocktakes ──


def test_a_stocktake_is_issued_ticked_off_and_closed(estate: Estate, keeper: Client) -> None:
    a_card(estate)
    a_card(estate, name="椅子", category="furniture", quantity=10, fen=2_000_000)
    answer = keeper.post(at("counts"), {"unit": estate.department.pk, "on": TODAY, "note": "年度盘点"})
    count = Count.objects.get()
    here = at("count", count.pk)
    assert (answer["Location"], "年度盘点" in page(keeper.get(at("counts")))) == (here, True)
    refused = keeper.post(at("counts"), {"unit": estate.department.pk, "on": TODAY})
    assert (refused.status_code, "还没有结束" in page(refused)) == (422, True)

    laptop, chairs = CountLine.objects.all()
    watcher = signed_in(estate.jiandu)
    assert watcher.post(at("mark", count.pk, laptop.pk), {"all": "1", "next": f"{here}?show=open"})["Location"] == f"{here}?show=open"
    wrong = watcher.post(at("mark", count.pk, chairs.pk), {"found": "8", "note": ""})
    assert (wrong.status_code, "盘亏请写明情况" in page(wrong), 'value="8"' in page(wrong)) == (422, True, True)
    live = watcher.post(at("mark", count.pk, chairs.pk), {"found": "8", "note": "损坏"}, HTTP_HX_REQUEST="true")
    assert ("<html" in page(live), "盘亏" in page(live), 'hx-swap-oob="true"' in page(live)) == (False, True, True)
    surplus = {"name": "旧电脑", "found": "1", "section": estate.section.pk, "place": "302室", "note": ""}
    watcher.post(at("surplus", count.pk), surplus)
    assert watcher.post(at("surplus", count.pk), surplus | {"name": ""}).status_code == 422

    keeper.post(at("count_close", count.pk))
    told = page(keeper.get(here))
    assert ("4,000.00" in told, "盘点已经结束" in told, "旧电脑" in page(keeper.get(here, {"show": "surplus"}))) == (True, True, True)
    assert keeper.post(at("count_close", count.pk)).status_code == 422
    sheet = sheet_of(keeper.get(at("count_report", count.pk)))
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[5] for row in rows[2:5]] == ["在", "盘亏", "盘盈"]
    assert rows[-1][7] == 4000


def test_the_keeper_reads_that_another_counts(estate: Estate, keeper: Client) -> None:
    a_card(estate, keeper=estate.zichan)
    count = counts.issue(estate.department, TODAY, by=estate.zichan, at=NOON)
    assert "您是保管人，盘点须由另一人登记" in page(keeper.get(at("count", count.pk)))
    refused = keeper.post(at("mark", count.pk, count.lines.get().pk), {"all": "1"})
    assert (refused.status_code, "您是保管人" in page(refused)) == (422, True)


# ── disposals ──


def test_assets_are_chosen_disposed_of_and_the_income_handed_over(estate: Estate, keeper: Client) -> None:
    one, two = a_card(estate), a_card(estate, name="旧机")
    assert f'value="{one.pk}" id="as-card-{one.pk}" checked' in page(keeper.get(at("disposal_new"), {"card": one.pk}))
    none = keeper.post(at("disposal_new"), {"way": "报废", "reason": "坏了"})
    assert (none.status_code, "还没有选资产" in page(none), "坏了" in page(none)) == (422, True, True)
    keeper.post(at("disposal_new"), {"way": "报废", "reason": "坏了", "card": [one.pk, two.pk]})
    asked = Disposal.objects.get()
    here = at("disposal", asked.pk)
    assert ("撤回申请" in page(keeper.get(here)), "旧机" in page(keeper.get(here))) == (True, True)

    leader = signed_in(estate.juzhang)
    wrong = leader.post(at("disposal_decide", asked.pk), {"decision": "同意", "document": ""})
    assert (wrong.status_code, "批准文号没有填" in page(wrong)) == (422, True)
    leader.post(at("disposal_decide", asked.pk), {"decision": "同意", "document": "某财资〔2022〕5号"})
    assert "须由另一人登记" in page(leader.get(here))
    keeper.post(at("disposal_finish", asked.pk), {"on": timezone_today(asked), "income": "500", "receipt": "缴1"})
    asked.refresh_from_db()
    assert (asked.state, asked.income) == ("已处置完毕", 50_000)
    assert "500.00" in page(keeper.get(at("disposals"), {"q": "旧机", "state": "已处置完毕"}))
    assert "已处置" in page(keeper.get(at("register"), {"state": "已处置"}))


def timezone_today(asked: Disposal) -> date:
    """Return the day the disposal was decided by the real clock of the request, where the department is."""
    asked.refresh_from_db()
    assert asked.decided_at
    return timezone.localdate(asked.decided_at)


def test_a_request_is_taken_back_by_who_made_it(estate: Estate, keeper: Client) -> None:
    asked = disposals.propose(estate.department, [a_card(estate)], "报废", "坏了", by=estate.zichan, at=NOON)
    keeper.post(at("disposal_withdraw", asked.pk))
    again = keeper.post(at("disposal_withdraw", asked.pk))
    asked.refresh_from_db()
    assert (asked.state, again.status_code) == ("已撤回", 422)


# ── promises ──


def test_a_promise_of_a_target_is_taken_up_and_answered(estate: Estate, keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = Offer("购置商务车经费", "长期使用≥10年", 10, 2022)
    monkeypatch.setattr(promised, "offers", lambda _filer: [offer])
    told = page(keeper.get(at("promises"), {"offer": "0"}))
    assert ('value="购置商务车经费"' in told, "批复目标里承诺了、还没有登记的" in told) == (True, True)
    said = {"project": offer.project, "text": offer.text, "year": "2022", "years": "10", "since": "2022-01-20", "card": a_card(estate).pk}
    wrong = keeper.post(at("promises"), said | {"years": "5"})
    assert (wrong.status_code, "不到 10 年的不用逐年追问" in page(wrong)) == (422, True)
    keeper.post(at("promises"), said)
    one = Promise.objects.get()
    here = at("promise", one.pk)
    assert "待答复 2023" in page(keeper.get(at("promises")))

    asked = {"year": "2023", "used": "仍在使用", "place": "", "note": ""}
    refused = keeper.post(at("answer", one.pk), asked)
    assert (refused.status_code, "现在在哪里没有写" in page(refused)) == (422, True)
    assert keeper.post(at("answer", one.pk), asked | {"place": "车库"})["Location"] == here
    assert Answer.objects.get().used
    assert "车库" in page(keeper.get(here))
    assert "还没有登记长期承诺" in page(signed_in(an_estate(estate.department.parent, "302").zichan).get(at("promises")))
