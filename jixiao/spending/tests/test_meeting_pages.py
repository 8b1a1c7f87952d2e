"""The pages of meetings: a meeting from its notice to its number by plain forms, what was typed kept, the register, and who sees what."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, NOON, TODAY
from jixiao.kernel.money import Money
from jixiao.spending.actions import meetings as actions
from jixiao.spending.actions.meetings import Called
from jixiao.spending.models import Meeting, Payment, Topic

from .money import Office, an_office, decided, sent_up, signed

pytestmark = pytest.mark.django_db
MEMBERS = ("fuzeren", "fenguan", "juzhang")


@pytest.fixture
def office(settings: Any) -> Office:
    settings.SECOND_FACTOR = "off"
    return an_office(yuan="1000000")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def secretary(office: Office) -> Client:
    return signed_in(office.mishu)


def waits(office: Office, yuan: str = "35000", **more: object) -> Payment:
    return signed(office, sent_up(office, yuan, **more))


def a_meeting(office: Office, *payments: Payment) -> Meeting:
    people = [Called(office.people[name], "", name == "juzhang") for name in MEMBERS]
    matters = [payment.matter for payment in payments]
    return actions.call(office.department, "局长办公会", TODAY, "三楼", people, matters=matters, by=office.mishu, at=NOON)


def opened(office: Office, *payments: Payment) -> Meeting:
    came = [office.people[name] for name in MEMBERS]
    return actions.start(a_meeting(office, *payments), came, office.juzhang, by=office.mishu, at=NOON)


def notice(office: Office, payment: Payment | None = None, **more: Any) -> dict[str, Any]:
    said = {"kind": "党组会", "on": "2022-03-01", "place": "三楼", "quorum": "", "call": [office.people[name].pk for name in MEMBERS]}
    matter = [payment.matter_id] if payment else []
    return {**said, "leads": office.juzhang.pk, f"post-{office.juzhang.pk}": "书记", "matter": matter, "key": "n1", **more}


def opinions(office: Office, **stances: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for place, (name, stance) in enumerate(stances.items(), 1):
        number = office.people[name].pk
        said |= {f"order-{number}": str(place), f"stance-{number}": stance, f"text-{number}": "" if stance == "同意" else "另行研究"}
    return said


def at(name: str, *arguments: int) -> str:
    return reverse(f"spending:{name}", args=arguments)


def shown(client: Client, name: str, *arguments: int, **asked: str) -> str:
    answer = client.get(at(name, *arguments), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_meeting_goes_from_its_notice_to_its_number_by_plain_forms(office: Office, secretary: Client) -> None:
    payment = waits(office)
    assert "秋季促销活动场地" in shown(secretary, "meetings")
    assert "checked" in shown(secretary, "meeting_new")

    secretary.post(at("meeting_new"), notice(office, payment))
    secretary.post(at("meeting_new"), notice(office, payment))  # the same form sent again
    meeting = Meeting.objects.get()
    came = {"present": [office.people[name].pk for name in MEMBERS], "chair": office.juzhang.pk, "key": "s1"}
    assert secretary.post(at("meeting_start", meeting.pk), came).status_code == 302
    topic = meeting.topics.get()
    secretary.post(at("meeting_record", topic.pk), opinions(office, fenguan="同意", fuzeren="不同意", juzhang="同意"))
    secretary.post(at("meeting_decide", topic.pk), {"outcome": "同意", "limit": "35,000.00", "note": ""})
    assert secretary.post(at("meeting_finish", meeting.pk)).status_code == 302

    topic.refresh_from_db()
    text = shown(secretary, "meeting", meeting.pk)
    assert (topic.outcome, topic.limit) == ("同意", 3_500_000)
    assert [opinion.user.username for opinion in topic.opinions.order_by("position")] == ["fenguan", "fuzeren", "juzhang"]
    assert all(word in text for word in ("党组会〔2022〕1号", "书记", "另行研究", "末位表态", "按决定批准", "已定稿"))
    assert "按决定批准" in shown(secretary, "meetings")


def test_the_order_written_beside_the_names_is_the_order_of_speaking(office: Office, secretary: Client) -> None:
    topic = opened(office, waits(office)).topics.get()
    said = opinions(office, fuzeren="同意", fenguan="同意", juzhang="同意") | {
        f"order-{office.fuzeren.pk}": "2",
        f"order-{office.fenguan.pk}": "1",
    }

    secretary.post(at("meeting_record", topic.pk), said)

    assert [opinion.user.username for opinion in topic.opinions.order_by("position")] == ["fenguan", "fuzeren", "juzhang"]


def test_a_refused_opinion_says_why_and_keeps_what_was_typed(office: Office, secretary: Client) -> None:
    topic = opened(office, waits(office)).topics.get()
    answer = secretary.post(at("meeting_record", topic.pk), opinions(office, juzhang="缓议"))

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "须末位表态：还有fuzeren某、fenguan某没有发言" in text
    assert 'value="另行研究"' in text
    assert not topic.opinions.exists()


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("", "同意须写明上限"),
        ("1e4", "同意上限：「1e4」不是金额"),
        ("３５０００", "不是金额"),
        ("35000.001", "最多写两位小数"),
        ("36000", "超过提请的 35,000.00 元"),
        ("99999999999999", "超出可登记的范围"),
    ],
)
def test_a_refused_decision_says_why_and_keeps_what_was_typed(office: Office, secretary: Client, limit: str, sentence: str) -> None:
    topic = opened(office, waits(office)).topics.get()
    secretary.post(at("meeting_record", topic.pk), opinions(office, fuzeren="同意", fenguan="同意", juzhang="同意"))

    answer = secretary.post(at("meeting_decide", topic.pk), {"outcome": "同意", "limit": limit, "note": ""})

    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert f'name="limit" inputmode="decimal" autocomplete="off" value="{limit}"' in answer.content.decode()


def test_words_too_long_for_the_record_are_refused_before_the_record(office: Office, secretary: Client) -> None:
    meeting = opened(office, waits(office))
    said = opinions(office, fuzeren="同意") | {f"text-{office.fuzeren.pk}": "长" * 501}
    assert "意见不超过 500 个字，现在是 501 个" in secretary.post(at("meeting_record", meeting.topics.get().pk), said).content.decode()
    planned = a_meeting(office)
    long = secretary.post(at("meeting_add", planned.pk), {"title": "题" * 201, "major": "重大决策", "asked": ""})
    assert "议题不超过 200 个字" in long.content.decode()


def test_too_few_present_is_said_with_the_numbers(office: Office, secretary: Client) -> None:
    meeting = a_meeting(office, waits(office))
    answer = secretary.post(at("meeting_start", meeting.pk), {"present": [office.juzhang.pk], "chair": office.juzhang.pk})
    assert answer.status_code == 409
    assert "法定人数 2 人，实到 1 人，还差 1 人" in answer.content.decode()


def test_a_refused_notice_keeps_what_was_typed(office: Office, secretary: Client) -> None:
    bad = notice(office, place="五楼东", quorum="9")
    bad[f"post-{office.fenguan.pk}"] = "副局长"
    answer = secretary.post(at("meeting_new"), bad)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "法定人数须在 2 至 3 人之间" in text
    assert 'value="五楼东"' in text
    assert 'value="副局长"' in text


def test_the_notice_is_changed_on_its_page_until_the_meeting_begins(office: Office, secretary: Client) -> None:
    meeting = a_meeting(office, waits(office))
    assert "三楼" in shown(secretary, "meeting_change", meeting.pk)
    secretary.post(at("meeting_change", meeting.pk), notice(office, place="二楼", quorum="3"))
    meeting.refresh_from_db()
    assert (meeting.place, meeting.quorum, meeting.topics.count()) == ("二楼", 3, 1)

    actions.start(meeting, [office.people[name] for name in MEMBERS], office.juzhang, by=office.mishu, at=NOON)
    refused = secretary.post(at("meeting_change", meeting.pk), notice(office, place="一楼"))
    assert (refused.status_code, "不得临时动议" in refused.content.decode()) == (403, True)


def test_topics_are_added_and_taken_off_while_the_meeting_is_planned(office: Office, secretary: Client) -> None:
    payment = waits(office)
    meeting = a_meeting(office)
    secretary.post(at("meeting_add", meeting.pk), {"matter": payment.matter_id})
    secretary.post(at("meeting_add", meeting.pk), {"title": "修订制度", "major": "重大决策", "asked": ""})
    assert list(meeting.topics.order_by("position").values_list("title", flat=True)) == ["秋季促销活动场地", "修订制度"]
    assert "现在不在待上会之列" in secretary.post(at("meeting_add", meeting.pk), {"matter": payment.matter_id}).content.decode()

    secretary.post(at("meeting_take_off", Topic.objects.get(title="修订制度").pk))
    assert meeting.topics.count() == 1
    assert secretary.post(at("meeting_drop", meeting.pk)).url == at("meetings")  # type: ignore[attr-defined]  # a redirect
    assert not Meeting.objects.exists()


def test_the_last_opinion_is_taken_back_on_the_page(office: Office, secretary: Client) -> None:
    topic = opened(office, waits(office)).topics.get()
    secretary.post(at("meeting_record", topic.pk), opinions(office, fuzeren="不同意"))
    secretary.post(at("meeting_unsay", topic.pk))
    assert not topic.opinions.exists()
    assert secretary.post(at("meeting_finish", topic.meeting_id)).status_code == 409
    assert "不能再改" in secretary.post(at("meeting_drop", topic.meeting_id)).content.decode()


def test_a_limit_that_does_not_reach_is_said_instead_of_the_button(office: Office, secretary: Client) -> None:
    meeting = opened(office, waits(office))
    topic = meeting.topics.get()
    secretary.post(at("meeting_record", topic.pk), opinions(office, fuzeren="同意", fenguan="同意", juzhang="同意"))
    actions.decide(topic, "同意", Money(3_000_000), by=office.mishu, at=NOON)
    actions.finish(meeting, by=office.mishu, at=NOON)

    text = shown(secretary, "meeting", meeting.pk)
    assert "差 5,000.00 元" in text
    assert "按决定批准" not in text


def test_leaders_read_a_meeting_and_see_who_may_record_it(office: Office) -> None:
    meeting = opened(office, waits(office))
    chief = signed_in(office.juzhang)

    assert "须由办公会秘书办理" in shown(chief, "meeting", meeting.pk)
    assert "须由办公会秘书办理" in shown(chief, "meetings")
    assert chief.post(at("meeting_new"), notice(office)).status_code == 403
    for name in ("meeting_record", "meeting_decide", "meeting_unsay"):
        assert chief.post(at(name, meeting.topics.get().pk), opinions(office, fuzeren="同意")).status_code == 403
    assert not Topic.objects.get().opinions.exists()


def test_another_departments_meeting_is_not_there_for_anybody_outside(office: Office) -> None:
    meeting = opened(office, waits(office))
    topic = meeting.topics.get()
    other = an_office(bureau=office.department.parent, code="302")

    for outsider in (other.mishu, other.juzhang, office.jingban):
        client = signed_in(outsider)
        for name in ("meeting", "meeting_change"):
            assert client.get(at(name, meeting.pk)).status_code == 404
        for name in ("meeting_start", "meeting_add", "meeting_drop", "meeting_finish", "meeting_change"):
            assert client.post(at(name, meeting.pk)).status_code == 404
        for name in ("meeting_take_off", "meeting_record", "meeting_unsay", "meeting_decide"):
            assert client.post(at(name, topic.pk)).status_code == 404
        assert "秋季促销活动场地" not in shown(client, "meetings") + shown(client, "major")


def test_the_register_is_searched_and_handed_out_as_seen(office: Office, secretary: Client) -> None:
    settle = opened(office, waits(office))
    topic = settle.topics.get()
    secretary.post(at("meeting_record", topic.pk), opinions(office, fuzeren="同意", fenguan="不同意", juzhang="同意"))
    actions.decide(topic, "同意", Money(topic.asked), "=压减", by=office.mishu, at=NOON)
    actions.finish(settle, by=office.mishu, at=NOON)
    actions.propose(a_meeting(office), "干部任免", "重要人事任免", by=office.mishu, at=NOON)
    assert "干部任免" in shown(secretary, "major", year="2022")
    assert "干部任免" not in shown(secretary, "major", year="2022", outcome="同意")
    assert "没有符合条件的议题" in shown(secretary, "major", year="2022", q="没有这件事")
    answer = secretary.get(at("major_export"), {"class": "大额度资金运作", "year": "2022"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]  # one sheet
    assert rows[2][:5] == ("局长办公会〔2022〕1号", "2022-03-01", "大额度资金运作", "秋季促销活动场地", 3.5)
    assert rows[2][5:12] == (2, 1, 0, "同意", 3.5, 0, "=压减")
    assert len(rows) == 3
    assert signed_in(office.jingban).get(at("major_export")).status_code == 200


def test_an_empty_year_says_what_to_do(office: Office, secretary: Client) -> None:
    assert "没有待上会的事项" in shown(secretary, "meetings")
    assert "待上会的事项会自动列入议题" in shown(secretary, "meetings")
    assert "还没有上过会的议题" in shown(secretary, "major")
    assert "现在没有待上会的支出事项" in shown(secretary, "meeting_new")


def test_what_the_meeting_agreed_to_is_approved_from_the_payments_page(office: Office, secretary: Client) -> None:
    payment = signed(office, sent_up(office, "35000"))
    secretary.post("/stand/", {"unit": office.department.pk, "year": 2022, "next": "/spending/"})
    page = secretary.get(f"/spending/{payment.pk}/").content.decode()
    assert "按会议决定批准" in page
    assert "会议还没有对「秋季促销活动场地」作出可用的同意决定" in page
    refused = secretary.post(f"/spending/{payment.pk}/bind/", {"key": "a"})
    assert (refused.status_code, "作出可用的同意决定" in refused.content.decode()) == (409, True)

    decided(office, payment)
    assert "已按会议决定批准" in secretary.post(f"/spending/{payment.pk}/bind/", {"key": "b"}, follow=True).content.decode()
    payment.refresh_from_db()
    assert payment.state == "已批准"
