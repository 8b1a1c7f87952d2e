"""The pages of request, signing and payment: what is typed is kept, what is pressed has one effect, what is refused says why."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON
from jixiao.kernel.money import Money
from jixiao.spending.actions import moving
from jixiao.spending.actions import payments as actions
from jixiao.spending.models import Act, Payee, Payment
from jixiao.spending.tests.money import Office, a_paper, a_request, an_office, approved, paid, quota_of, sent_up, signed
from jixiao.spending.tests.opening import an_open_office, fresh, shown, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Office:
    return an_open_office(settings)


def form_of(payment: Payment, **more: str) -> dict[str, str]:
    """Return what the request page would send."""
    chosen = {name: str(getattr(payment, f"{name}_id") or "") for name in ("quota", "payee", "contract")}
    return (
        {"title": payment.title, "amount": payment.amount.grouped(), "version": str(payment.version), "stage": payment.stage}
        | chosen
        | more
    )


# ---- the request ----


def test_a_request_is_filled_in_once_and_kept_as_a_draft_with_its_payee_added(office: Office) -> None:
    client = signed_in(office.jingban)
    typed = {
        "title": "会场布置", "amount": "1,800.00", "quota": str(office.quota.pk), "payee_name": "某布展公司", "payee_kind": "单位",
        "payee_account": "6222 0000 1234", "stage": "once", "method": "unified", "key": "k1",
    }  # fmt: skip

    answers = [client.post("/spending/new/", typed) for _press in range(2)]

    made = Payment.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"/spending/{made.pk}/"}
    assert (made.title, made.fen, made.quota, made.state) == ("会场布置", 180_000, office.quota, "草稿")
    assert made.payee == Payee.objects.get(name="某布展公司", account="622200001234")
    assert "壹仟捌佰元整" in shown(client, f"/spending/{made.pk}/")


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("", "金额没有填"),
        ("1e3", "不是金额"),
        ("１００", "不是金额"),
        ("1_000", "不是金额"),
        ("1.234", "不是整分"),
        ("-5", "不能申请"),
        ("0", "不能申请"),
        ("10000000000000", "超出可登记的范围"),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_and_what_was_typed_stays(office: Office, amount: str, why: str) -> None:
    answer = signed_in(office.jingban).post("/spending/new/", {"title": "会场布置费用", "amount": amount, "key": "k1"})

    said = answer.content.decode()
    assert answer.status_code == 409
    assert why in said
    assert 'value="会场布置费用"' in said
    assert f'value="{amount}"' in said
    assert not Payment.objects.exists()


def test_a_quota_of_another_department_cannot_be_chosen(office: Office) -> None:
    other = an_office(bureau=office.department.parent, code="302")

    answer = signed_in(office.jingban).post("/spending/new/", {"title": "会场", "amount": "5", "quota": str(other.quota.pk), "key": "k"})

    assert answer.status_code == 409
    assert "不在本部门的清单里" in answer.content.decode()


def test_whoever_may_not_ask_for_money_is_told_who_does(office: Office) -> None:
    answer = signed_in(office.juzhang).get("/spending/new/")

    assert answer.status_code == 409
    assert "由科室经办人填写" in answer.content.decode()


@pytest.mark.parametrize(
    ("amount", "steps", "title"),
    [("1800", 4, "第一档"), ("2000", 6, "第二档"), ("8000", 6, "第二档"), ("20000", 7, "第三档"), ("35000", 7, "第三档")],
)
def test_while_typing_the_page_shows_the_chain_this_amount_takes_with_the_people(
    office: Office, amount: str, steps: int, title: str
) -> None:
    said = shown(
        signed_in(office.jingban), "/spending/route/", data={"amount": amount, "quota": office.quota.pk}, headers={"hx-request": "true"}
    )

    assert f"{title}　{steps} 步" in said
    assert re.findall(r"<b>(.+?)</b><small", said)[0] == "经办"
    for name in ("kezhang某", "kuaiji某", "fuzeren某"):
        assert name in said
    assert ("juzhang某" in said) is (steps > 4)
    assert ("集体讨论" in said.split('class="sp-lines"')[1].split("</ol>")[0]) is (steps == 7)
    assert "正好 2,000、20,000 元按较严一档" in said
    assert not Payment.objects.exists()


def test_the_whole_matter_decides_the_chain_not_the_single_bill(office: Office) -> None:
    client = signed_in(office.jingban)

    said = shown(client, "/spending/route/", data={"amount": "1800", "whole": "30000", "quota": office.quota.pk})

    assert "第三档　7 步" in said
    assert "按整件事（或合同）30,000.00 元走流程" in said


def test_an_amount_made_smaller_goes_by_what_it_is_now_unless_the_whole_is_said(office: Office) -> None:
    payment, client = a_request(office, "35000"), signed_in(office.jingban)

    client.post(f"/spending/{payment.pk}/write/", form_of(payment, amount="900"))
    assert "第一档　4 步" in shown(client, f"/spending/{payment.pk}/")

    client.post(f"/spending/{payment.pk}/write/", form_of(fresh(payment), whole="30000"))
    assert "第三档　7 步" in shown(client, f"/spending/{payment.pk}/")


def test_a_post_nobody_holds_is_marked_before_anything_is_sent_up(office: Office) -> None:
    office.juzhang.seats.update(until="2022-01-02")

    assert "没有人担任" in shown(signed_in(office.jingban), "/spending/route/", data={"amount": "8000"})
    assert "没有人担任" not in shown(signed_in(office.jingban), "/spending/route/", data={"amount": "800"})


def test_what_stands_against_sending_up_is_listed_with_links_and_the_button_says_the_first(office: Office) -> None:
    payment = a_request(office, "12000", papers=False)

    said = shown(signed_in(office.jingban), f"/spending/{payment.pk}/")

    assert "现在不能送审" in said
    assert "缺请示" in said
    assert "缺合同：10,000.00 元起须登记合同" in said
    assert re.search(r'aria-disabled="true" title="缺请示[^"]+">送审', said)
    a_paper(payment, "请示")
    assert re.search(r'aria-disabled="true" title="缺合同[^"]+">送审', shown(signed_in(office.jingban), f"/spending/{payment.pk}/"))


def test_an_overspend_is_refused_with_the_sums_behind_it_and_freezes_nothing(office: Office) -> None:
    sent_up(office, "99000")
    payment = a_request(office, "1800")
    client = signed_in(office.jingban)

    answer = client.post(f"/spending/{payment.pk}/write/", form_of(payment, then="submit", key="k"))

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "指标不够" in said
    assert "已冻结 99,000.00 元，可用 1,000.00 元，本笔 1,800.00 元，差 800.00 元" in said
    assert fresh(payment).state == "草稿"
    assert quota_of(office) == (9_900_000, 0)


def test_keeping_and_sending_up_are_one_press_and_a_second_press_changes_nothing(office: Office) -> None:
    payment = a_request(office, "1800")
    client = signed_in(office.jingban)
    typed = form_of(payment, amount="1900", then="submit", key="k")

    codes = [client.post(f"/spending/{payment.pk}/write/", typed).status_code for _press in range(2)]

    assert codes == [302, 302]
    assert (fresh(payment).state, fresh(payment).fen) == ("科室审核", 190_000)
    assert Act.objects.filter(payment=payment, move="submit").count() == 1
    assert quota_of(office) == (190_000, 0)


def test_a_form_opened_before_another_change_is_refused_and_shows_both_and_keeps_what_was_typed(office: Office) -> None:
    payment = a_request(office, "1800", title="会场")
    client, typed = signed_in(office.jingban), form_of(payment, title="会场和舞台")
    actions.write(payment, {"title": "会场租用"}, version=payment.version, by=office.jingban, at=NOON)

    answer = client.post(f"/spending/{payment.pk}/write/", typed)

    said = answer.content.decode()
    assert answer.status_code == 409
    assert '<td class="sp-new">会场和舞台</td><td>会场租用</td>' in said
    assert 'value="会场和舞台"' in said
    assert fresh(payment).title == "会场租用"

    again = typed | {"version": re.findall(r'name="version" value="(\d+)"', said)[0]}
    assert client.post(f"/spending/{payment.pk}/write/", again).status_code == 302
    assert fresh(payment).title == "会场和舞台"


def test_the_same_form_pressed_twice_is_no_conflict(office: Office) -> None:
    payment = a_request(office, "1800")
    client, typed = signed_in(office.jingban), form_of(payment, title="会场租用")

    assert [client.post(f"/spending/{payment.pk}/write/", typed).status_code for _press in range(2)] == [302, 302]


def test_typing_is_kept_by_itself_and_the_next_change_knows_the_version(office: Office) -> None:
    payment = a_request(office, "1800")
    client = signed_in(office.jingban)

    said = client.post(
        f"/spending/{payment.pk}/write/", form_of(payment, title="会场租用"), headers={"hx-request": "true"}
    ).content.decode()

    assert "已自动保存" in said
    assert f'name="version" value="{fresh(payment).version}"' in said
    wrong = client.post(f"/spending/{payment.pk}/write/", form_of(fresh(payment), amount="1e3"), headers={"hx-request": "true"})
    assert "没有保存" in wrong.content.decode()
    assert fresh(payment).fen == 180_000


def test_a_split_bill_is_warned_of_and_put_to_the_same_matter_it_goes_by_the_whole(office: Office) -> None:
    first = sent_up(office, "1500", title="展板一")
    second = a_request(office, "1600", title="展板二")
    client = signed_in(office.jingban)

    said = shown(client, f"/spending/{second.pk}/")
    assert "疑似拆分" in said
    assert "1,500.00 元，加上本笔合计 3,100.00 元" in said

    assert client.post(f"/spending/{second.pk}/join/", {"matter": first.matter_id, "key": "j"}).status_code == 302
    assert fresh(second).matter_id == first.matter_id
    after = shown(client, f"/spending/{second.pk}/")
    assert "第二档　6 步" in after
    assert 'aria-label="疑似拆分"' not in after


def test_a_reason_answers_the_warning_of_a_split_bill(office: Office) -> None:
    sent_up(office, "1500", title="展板一")
    second = a_request(office, "1600", title="展板二")
    client = signed_in(office.jingban)
    assert "拆分提示还没有答复" in shown(client, f"/spending/{second.pk}/")

    client.post(f"/spending/{second.pk}/write/", form_of(second, explanation="两次活动，各有方案"))

    assert "疑似拆分已说明理由" in shown(client, f"/spending/{second.pk}/")


def test_payments_far_apart_or_of_another_payee_are_no_split(office: Office) -> None:
    first = sent_up(office, "1500")
    Payment.objects.filter(pk=first.pk).update(asked_at="2022-01-05T08:00:00+08:00")
    assert 'aria-label="疑似拆分"' not in shown(signed_in(office.jingban), f"/spending/{a_request(office, '1600').pk}/")


# ---- the card and its moves ----


def test_the_card_says_who_signed_who_is_next_and_why(office: Office) -> None:
    payment = signed(office, sent_up(office, "8000"), "vice")

    said = shown(signed_in(office.jingban), f"/spending/{payment.pk}/")

    assert "等分管领导：fenguan某" in said
    assert "超过 2,000 元，凭请示签批；之后还要主要领导。" in said
    assert said.count("（已办）") == 4
    assert "捌仟元整" in said
    assert payment.code in said


def test_every_move_of_the_money_is_made_from_the_card_by_a_person_of_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.web.middleware.timezone", SimpleNamespace(now=lambda: NOON))  # money leaves in the year of its quota
    payment = approved(office, "1800")
    path = f"/spending/{payment.pk}/"
    steps: list[tuple[User, str, dict[str, str], str]] = [
        (office.chuna, "order", {}, "已制单"),
        (office.fuzeren, "send", {}, "已送国库"),
        (office.kuaiji, "bank_fail", {"reason": "账号有误"}, "银行退回"),
        (office.chuna, "order", {}, "已制单"),
        (office.fuzeren, "send", {}, "已送国库"),
        (office.kuaiji, "bank_ok", {"receipt": "回001", "amount": "1800.00"}, "已支付"),
        (office.kuaiji, "book", {"voucher": "记-15"}, "已入账"),
        (office.kuaiji, "archive", {}, "已归档"),
    ]
    for number, (who, name, said, state) in enumerate(steps):
        client = signed_in(who)
        assert f'action="{path}{name}/"' in shown(client, path), name
        assert [client.post(f"{path}{name}/", said | {"key": f"k{number}"}).status_code for _press in range(2)] == [302, 302]
        assert fresh(payment).state == state
    assert quota_of(office) == (0, 180_000)
    assert "凭证 记-15" in shown(signed_in(office.juzhang), path)


def test_money_that_came_back_is_a_row_of_its_own_that_names_what_it_takes_back(office: Office) -> None:
    payment = paid(office, "1800")
    row = moving.refund(payment, Money(50_000), "退001", "多付", by=office.kuaiji, at=NOON)
    client = signed_in(office.kuaiji)

    said = shown(client, f"/spending/{row.pk}/")
    assert "-500.00" in said
    assert f'<a href="/spending/{payment.pk}/">{payment.code}</a>' in said
    assert f"/spending/{row.pk}/refund/" not in said
    assert f'<a href="/spending/{row.pk}/">{row.code} -500.00 元</a>' in shown(client, f"/spending/{payment.pk}/")


def test_a_receipt_of_another_amount_is_refused_and_what_was_typed_stays(office: Office) -> None:
    payment = approved(office, "1800")
    moving.order(payment, by=office.chuna, at=NOON)
    moving.send(payment, by=office.fuzeren, at=NOON)

    answer = signed_in(office.kuaiji).post(f"/spending/{payment.pk}/bank_ok/", {"receipt": "回009", "amount": "1800.01", "key": "k"})

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "与支付令 1,800.00 元不符，差 0.01 元" in said
    assert 'value="回009"' in said
    assert fresh(payment).state == "已送国库"


def test_the_disabled_button_and_the_error_are_one_sentence(office: Office) -> None:
    payment = approved(office, "1800")
    moving.order(payment, by=office.chuna, at=NOON)
    Payment.objects.filter(pk=payment.pk).update(orderer=office.fuzeren)  # as if one person held both posts

    client = signed_in(office.fuzeren)
    title = re.findall(r'aria-disabled="true" title="([^"]+)">复核并送国库', shown(client, f"/spending/{payment.pk}/"))[0]
    answer = client.post(f"/spending/{payment.pk}/send/", {"key": "k"})

    assert answer.status_code == 409
    assert title in answer.content.decode()


def test_only_the_author_is_offered_to_take_a_request_back(office: Office) -> None:
    payment = sent_up(office, "1800")

    assert "撤回" in shown(signed_in(office.jingban), f"/spending/{payment.pk}/")
    assert f"/spending/{payment.pk}/withdraw/" not in shown(signed_in(office.kezhang), f"/spending/{payment.pk}/")


def test_a_returned_request_is_the_authors_form_again_with_what_was_wrong(office: Office) -> None:
    payment = moving.send_back(sent_up(office, "1800"), "发票抬头不对", by=office.kezhang, at=NOON)

    said = shown(signed_in(office.jingban), f"/spending/{payment.pk}/")

    assert "发票抬头不对" in said
    assert 'id="amount"' in said
    assert 'id="amount"' not in shown(signed_in(office.kezhang), f"/spending/{payment.pk}/")


def test_another_department_sees_nothing_of_it(office: Office) -> None:
    payment = sent_up(office, "1800")
    stranger = an_office(bureau=office.department.parent, code="302")

    client = signed_in(stranger.jingban)
    for path in ("", "sign/"):
        assert client.get(f"/spending/{payment.pk}/{path}").status_code == 404
    for name in ("write", "join", "signed", "back", "order", "approve"):
        assert client.post(f"/spending/{payment.pk}/{name}/").status_code == 404
