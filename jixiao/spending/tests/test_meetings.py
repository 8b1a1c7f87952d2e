"""Meetings: who is called, who speaks when, what is decided and fixed, and which payment may go by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.accounts.tests.people import NOON, SINCE, TODAY, a_person, a_unit
from jixiao.audit.actions import Denied
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.spending import facts
from jixiao.spending.actions import meetings as actions
from jixiao.spending.actions import moving
from jixiao.spending.actions.meetings import Called, Said
from jixiao.spending.models import Attendance, Counter, Meeting, Opinion, Payment, Topic
from jixiao.spending.queries import meetings as queries
from jixiao.spending.sums import meeting as sums

from .money import Office, an_office, sent_up, signed

pytestmark = pytest.mark.django_db
MEMBERS = ("fuzeren", "fenguan", "juzhang")
YES, NO, LATER = sums.AGREED, sums.REFUSED, sums.DEFERRED


@pytest.fixture
def office() -> Office:
    return an_office(yuan="1000000")


def waits(office: Office, yuan: str = "35000", **more: object) -> Payment:
    """Bring a payment to where only a meeting can decide."""
    return signed(office, sent_up(office, yuan, **more))


def called(office: Office, *names: str) -> list[Called]:
    return [Called(office.people[name], "", name == "juzhang") for name in names or MEMBERS]


def a_meeting(office: Office, *payments: Payment, kind: str = "局长办公会", people: list[Called] | None = None) -> Meeting:
    matters = [payment.matter for payment in payments]
    who = people or called(office)
    return actions.call(office.department, kind, TODAY, "三楼会议室", who, matters=matters, by=office.mishu, at=NOON)


def opened(office: Office, *payments: Payment, absent: tuple[str, ...] = (), kind: str = "局长办公会") -> Meeting:
    meeting = a_meeting(office, *payments, kind=kind)
    came = [office.people[name] for name in MEMBERS if name not in absent]
    return actions.start(meeting, came, came[-1], by=office.mishu, at=NOON)


def heard(office: Office, topic: Topic, stances: dict[str, str] | None = None) -> Topic:
    """Record what each said, in the order given; everybody agrees where nothing is given."""
    said = [
        Said(office.people[name], stance, "" if stance == YES else "理由")
        for name, stance in (stances or dict.fromkeys(MEMBERS, YES)).items()
    ]
    return actions.record(topic, said, by=office.mishu, at=NOON)


def agreed(office: Office, payment: Payment, limit: str = "35000") -> Topic:
    """Hold a meeting that agrees to a payment's matter up to a limit, and make its minutes final."""
    topic = opened(office, payment).topics.get()
    heard(office, topic)
    actions.decide(topic, YES, Money.parse(limit, "元"), by=office.mishu, at=NOON)
    actions.finish(topic.meeting, by=office.mishu, at=NOON)
    return Topic.objects.get(pk=topic.pk)


def refused(office: Office, payment: Payment, outcome: str = NO) -> Topic:
    topic = opened(office, payment).topics.get()
    heard(office, topic, dict.fromkeys(MEMBERS, outcome))
    actions.decide(topic, outcome, by=office.mishu, at=NOON)
    actions.finish(topic.meeting, by=office.mishu, at=NOON)
    return Topic.objects.get(pk=topic.pk)


def agenda(office: Office) -> list[str]:
    return [waiting.matter.name for waiting in queries.agenda_for(office.mishu, TODAY, office.department)]


def test_topics_change_places_until_the_meeting_begins(office: Office) -> None:
    meeting = a_meeting(office)
    for title in ("甲", "乙", "丙"):
        actions.propose(meeting, title, "重大决策", ZERO, by=office.mishu, at=NOON)

    def order() -> list[str]:
        return list(Topic.objects.filter(meeting=meeting).order_by("position").values_list("title", flat=True))

    last = Topic.objects.get(title="丙")
    actions.put_earlier(meeting, last, by=office.mishu, at=NOON)
    assert order() == ["甲", "丙", "乙"]
    actions.put_earlier(meeting, last, by=office.mishu, at=NOON)
    assert order() == ["丙", "甲", "乙"]
    with pytest.raises(Refused, match="已经是第一项"):
        actions.put_earlier(meeting, last, by=office.mishu, at=NOON)


def test_a_matter_waits_for_a_meeting_until_it_stands_on_an_agenda(office: Office) -> None:
    payment = waits(office)
    [waiting] = queries.agenda_for(office.mishu, TODAY, office.department)
    assert (waiting.matter, waiting.asked, waiting.payments) == (payment.matter, Money.parse("35000", "元"), (payment,))

    meeting = a_meeting(office, payment)

    assert agenda(office) == []
    assert (meeting.topics.get().asked, meeting.quorum) == (payment.whole, 2)


def test_a_matter_cannot_stand_on_two_agendas(office: Office) -> None:
    payment = waits(office)
    first, second = a_meeting(office, payment), a_meeting(office, kind="党组会")

    with pytest.raises(Refused, match="已列入局长办公会 2022-03-01的议题"):
        actions.put(second, payment.matter, by=office.mishu, at=NOON)
    actions.take_off(first, first.topics.get(), by=office.mishu, at=NOON)
    assert actions.put(second, payment.matter, by=office.mishu, at=NOON).asked == payment.whole


def test_what_does_not_wait_for_a_meeting_is_not_put_on_one(office: Office) -> None:
    small = signed(office, sent_up(office, "1800"))
    with pytest.raises(Refused, match="没有等待集体讨论的支出"):
        a_meeting(office, small)
    assert not Meeting.objects.exists()


def test_a_meeting_called_off_lets_its_matters_wait_for_another(office: Office) -> None:
    payment = waits(office)
    meeting = a_meeting(office, payment)

    actions.drop(meeting, by=office.mishu, at=NOON)

    assert agenda(office) == [payment.matter.name]
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("names", "quorum", "sentence"),
    [
        ((), 1, "没有选参会人员"),
        (("fuzeren", "fenguan"), 2, "主要领导须指定一人"),
        (("fuzeren", "fenguan", "juzhang"), 1, "须在 2 至 3 人之间"),
        (("fuzeren", "fenguan", "juzhang"), 4, "须在 2 至 3 人之间"),
    ],
)
def test_a_meeting_is_called_with_one_leader_and_a_quorum_over_half(
    office: Office, names: tuple[str, ...], quorum: int, sentence: str
) -> None:
    who = called(office, *names) if names else []
    with pytest.raises(Refused, match=sentence):
        actions.call(office.department, "党组会", TODAY, "", who, quorum=quorum, by=office.mishu, at=NOON)


def test_one_person_under_two_accounts_has_one_seat(office: Office) -> None:
    second = a_person(office.department, "juzhang2")
    User.objects.filter(pk=second.pk).update(person=office.juzhang.number)
    second.refresh_from_db()

    with pytest.raises(Refused, match="同一人的两个账号"):
        a_meeting(office, people=[*called(office), Called(second, "", leads=False)])


def test_people_of_another_department_and_closed_accounts_are_not_called(office: Office) -> None:
    stranger = a_person(a_unit(office.department.parent, "别的局", "399"), "wairen")
    with pytest.raises(Refused, match="wairen某不是本部门在用的人员"):
        a_meeting(office, people=[*called(office), Called(stranger, "", leads=False)])


def test_only_the_secretary_keeps_meetings_and_only_for_the_department(office: Office) -> None:
    with pytest.raises(Denied):
        actions.call(office.department, "党组会", TODAY, "", called(office), by=office.juzhang, at=NOON)
    with pytest.raises(Refused, match="会议由部门召开"):
        actions.call(office.section, "党组会", TODAY, "", called(office), by=office.mishu, at=NOON)


def test_a_meeting_opens_only_with_its_quorum(office: Office) -> None:
    meeting = a_meeting(office, waits(office))

    with pytest.raises(Refused, match="应到 3 人，法定人数 2 人，实到 1 人，还差 1 人"):
        actions.start(meeting, [office.juzhang], office.juzhang, by=office.mishu, at=NOON)
    actions.start(meeting, [office.juzhang, office.fenguan], office.juzhang, by=office.mishu, at=NOON)

    assert {seat.user.username: seat.present for seat in queries.attendance_of(meeting)} == {
        "fuzeren": False,
        "fenguan": True,
        "juzhang": True,
    }


def test_without_the_quorum_a_meeting_of_one_would_open(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "refusal_of_attendance", lambda _members, _quorum: None)
    with pytest.raises(pytest.fail.Exception):
        test_a_meeting_opens_only_with_its_quorum(office)


def test_a_meeting_does_not_open_before_its_day_without_topics_or_led_by_the_absent(office: Office) -> None:
    early = actions.call(office.department, "党组会", TODAY + timedelta(days=1), "", called(office), by=office.mishu, at=NOON)
    empty, full = a_meeting(office), a_meeting(office, waits(office))
    everybody = [office.people[name] for name in MEMBERS]

    for meeting, came, chair, sentence in (
        (early, everybody, office.juzhang, "会议定于 2022-03-02，还没有到日期"),
        (empty, everybody, office.juzhang, "还没有议题"),
        (full, everybody[:2], office.juzhang, "主持人须是到会人员"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.start(meeting, came, chair, by=office.mishu, at=NOON)


def test_who_came_may_be_put_right_until_the_first_opinion(office: Office) -> None:
    meeting = opened(office, waits(office))
    topic = meeting.topics.get()
    actions.start(meeting, [office.fenguan, office.juzhang], office.fenguan, by=office.mishu, at=NOON)
    heard(office, topic, {"fenguan": YES})

    with pytest.raises(Refused, match="已经记录了意见，到会情况不能再改"):
        actions.start(meeting, [office.juzhang, office.fuzeren], office.juzhang, by=office.mishu, at=NOON)
    with pytest.raises(Refused, match="fuzeren某没有到会"):
        heard(office, topic, {"fuzeren": YES})


def test_once_a_meeting_has_begun_its_notice_and_agenda_stand(office: Office) -> None:
    meeting = opened(office, waits(office))
    late = waits(office, "40000", title="另一件事")
    tries: list[Callable[[], object]] = [
        lambda: actions.put(meeting, late.matter, by=office.mishu, at=NOON),
        lambda: actions.propose(meeting, "临时动议", "重大决策", by=office.mishu, at=NOON),
        lambda: actions.take_off(meeting, meeting.topics.get(), by=office.mishu, at=NOON),
        lambda: actions.arrange(meeting, TODAY, "", called(office), by=office.mishu, at=NOON),
        lambda: actions.drop(meeting, by=office.mishu, at=NOON),
    ]
    for attempt in tries:
        with pytest.raises(Refused, match="不得临时动议"):
            attempt()


def test_the_notice_of_a_planned_meeting_is_changed_whole(office: Office) -> None:
    meeting = a_meeting(office, waits(office))

    actions.arrange(meeting, date(2023, 1, 4), "五楼", called(office, "fenguan", "juzhang"), by=office.mishu, at=NOON)

    meeting.refresh_from_db()
    assert (meeting.on, meeting.year, meeting.place, meeting.quorum) == (date(2023, 1, 4), 2023, "五楼", 2)
    assert [seat.user.username for seat in queries.attendance_of(meeting)] == ["fenguan", "juzhang"]
    assert meeting.topics.count() == 1


def test_the_main_leader_speaks_last(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic, {"fenguan": YES})

    with pytest.raises(Refused, match="juzhang某是主要领导，须末位表态：还有fuzeren某没有发言"):
        heard(office, topic, {"juzhang": YES})
    heard(office, topic, {"fuzeren": NO, "juzhang": YES})

    assert [opinion.user.username for opinion in topic.opinions.order_by("position")] == ["fenguan", "fuzeren", "juzhang"]


def test_without_the_rule_the_leader_would_speak_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "refusal_of_order", lambda _member, _members, _voices: None)
    with pytest.raises(pytest.fail.Exception):
        test_the_main_leader_speaks_last(office)


def test_opinions_sent_together_are_recorded_all_or_not_at_all(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    with pytest.raises(Refused, match="须末位表态"):
        heard(office, topic, {"fuzeren": YES, "juzhang": YES, "fenguan": YES})
    assert not Opinion.objects.exists()


def test_nobody_speaks_twice_and_who_was_not_called_not_at_all(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic, {"fuzeren": YES})
    with pytest.raises(Refused, match="fuzeren某的意见已经记录"):
        heard(office, topic, {"fuzeren": NO})
    with pytest.raises(Refused, match="kezhang某不在应到人员之列"):
        heard(office, topic, {"kezhang": YES})
    with pytest.raises(Refused, match="没有选任何人的态度"):
        actions.record(topic, [], by=office.mishu, at=NOON)


def test_a_dissent_is_recorded_with_its_words(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    for said, sentence in ((Said(office.fuzeren, NO, " "), "表示「不同意」，请写明意见"), (Said(office.fuzeren, "弃权", ""), "态度没有选")):
        with pytest.raises(Refused, match=sentence):
            actions.record(topic, [said], by=office.mishu, at=NOON)

    actions.record(topic, [Said(office.fuzeren, NO, "价格偏高")], by=office.mishu, at=NOON)

    assert topic.opinions.get().text == "价格偏高"


def test_only_the_last_opinion_is_taken_back(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    with pytest.raises(Refused, match="还没有记录意见"):
        actions.unsay(topic, by=office.mishu, at=NOON)
    heard(office, topic)
    actions.unsay(topic, by=office.mishu, at=NOON)
    assert [opinion.user.username for opinion in topic.opinions.order_by("position")] == ["fuzeren", "fenguan"]


def test_a_topic_is_decided_when_all_present_have_spoken(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic, {"fuzeren": YES, "fenguan": YES})
    with pytest.raises(Refused, match="还有juzhang某没有发言"):
        actions.decide(topic, YES, Money(100), by=office.mishu, at=NOON)


def test_an_absent_member_does_not_hold_up_a_decision(office: Office) -> None:
    topic = opened(office, waits(office), absent=("fuzeren",)).topics.get()
    heard(office, topic, {"fenguan": YES, "juzhang": YES})
    assert actions.decide(topic, YES, Money(topic.asked), by=office.mishu, at=NOON).outcome == YES


def test_a_decision_against_the_majority_needs_its_reason(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic, {"fuzeren": NO, "fenguan": NO, "juzhang": YES})

    with pytest.raises(Refused, match="与多数意见不一致（同意 1 人、不同意 2 人、缓议 0 人）"):
        actions.decide(topic, YES, Money(topic.asked), by=office.mishu, at=NOON)

    assert actions.decide(topic, YES, Money(topic.asked), "上级交办，限期完成", by=office.mishu, at=NOON).note == "上级交办，限期完成"


def test_without_the_majority_one_would_overrule_two(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "against", lambda _outcome, _voices: None)
    with pytest.raises(pytest.fail.Exception):
        test_a_decision_against_the_majority_needs_its_reason(office)


@pytest.mark.parametrize(
    ("outcome", "limit", "note", "sentence"),
    [
        (YES, 0, "", "同意须写明上限"),
        (YES, -1, "", "同意须写明上限"),
        (YES, 3_500_001, "", "超过提请的 35,000.00 元"),
        (NO, 100, "", "不能带同意上限"),
        ("照办", 0, "", "请选决定"),
    ],
)
def test_the_limit_of_a_consent_is_stated_and_within_what_was_asked(
    office: Office, outcome: str, limit: int, note: str, sentence: str
) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic)
    with pytest.raises(Refused, match=sentence):
        actions.decide(topic, outcome, Money(limit), note, by=office.mishu, at=NOON)


def test_more_than_was_asked_is_agreed_to_with_a_reason(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic)
    assert actions.decide(topic, YES, Money(4_000_000), "含运费", by=office.mishu, at=NOON).limit == 4_000_000


def test_another_matter_of_weight_is_decided_without_money(office: Office) -> None:
    meeting = a_meeting(office)
    topic = actions.propose(meeting, "印发内部控制制度", "重大决策", by=office.mishu, at=NOON)
    everybody = [office.people[name] for name in MEMBERS]
    actions.start(meeting, everybody, office.juzhang, by=office.mishu, at=NOON)
    heard(office, topic)

    assert actions.decide(topic, YES, by=office.mishu, at=NOON).limit == 0


@pytest.mark.parametrize(
    ("title", "major", "asked", "sentence"),
    [(" ", "重大决策", 0, "议题没有写"), ("会", "小事", 0, "请选三重一大类别"), ("会", "重大决策", -1, "负数")],
)
def test_another_topic_says_what_and_of_which_class(office: Office, title: str, major: str, asked: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.propose(a_meeting(office), title, major, Money(asked), by=office.mishu, at=NOON)


def test_who_asked_for_the_money_does_not_keep_the_record_of_it(office: Office) -> None:
    both = a_person(office.section, "mishu2")
    accounts.give_seat(office.section, both, Role.PROJECT_OFFICER, since=SINCE, by=CONSOLE, at=NOON)
    accounts.give_seat(office.department, both, Role.MEETING_SECRETARY, since=SINCE, by=CONSOLE, at=NOON)
    topic = opened(office, waits(office, by=both)).topics.get()

    with pytest.raises(Refused, match="由您经办，须由另一位办公会秘书记录"):
        actions.record(topic, [Said(office.fuzeren, YES, "")], by=both, at=NOON)


def test_minutes_are_final_when_all_is_decided_and_numbered_without_gaps(office: Office) -> None:
    first, second = waits(office), waits(office, "40000", title="第二件事")
    meeting = opened(office, first, second)
    one, two = meeting.topics.order_by("position")
    heard(office, one)
    actions.decide(one, YES, Money(one.asked), by=office.mishu, at=NOON)

    with pytest.raises(Refused, match="还有 1 个议题没有决定（先看「第二件事」）"):
        actions.finish(meeting, by=office.mishu, at=NOON)
    heard(office, two, dict.fromkeys(MEMBERS, LATER))
    actions.decide(two, LATER, by=office.mishu, at=NOON)
    final = actions.finish(meeting, key="k1", by=office.mishu, at=NOON)
    again = actions.finish(meeting, key="k1", by=office.mishu, at=NOON)

    assert (final.code, again.pk) == ("局长办公会〔2022〕1号", final.pk)
    with pytest.raises(Refused, match="不能重复定稿"):
        actions.finish(meeting, by=office.mishu, at=NOON)
    assert refused(office, second).meeting.code == "局长办公会〔2022〕2号"
    other = opened(office, waits(office, "45000", title="第三件事"), kind="党组会")
    heard(office, other.topics.get())
    actions.decide(other.topics.get(), YES, Money(4_500_000), by=office.mishu, at=NOON)
    assert actions.finish(other, by=office.mishu, at=NOON).code == "党组会〔2022〕1号"


def test_a_meeting_that_has_not_begun_has_no_minutes(office: Office) -> None:
    with pytest.raises(Refused, match="会议召开后才能定稿"):
        actions.finish(a_meeting(office, waits(office)), by=office.mishu, at=NOON)
    with pytest.raises(Refused, match="会议召开后才能记录意见"):
        heard(office, Topic.objects.get())


def test_a_decided_topic_is_fixed_by_the_action_and_by_the_database(office: Office) -> None:
    topic = opened(office, waits(office)).topics.get()
    heard(office, topic)
    actions.decide(topic, YES, Money(topic.asked), by=office.mishu, at=NOON)

    with pytest.raises(Refused, match="已经作出决定"):
        actions.decide(topic, NO, by=office.mishu, at=NOON)
    with pytest.raises(Refused, match="已经作出决定"):
        actions.unsay(topic, by=office.mishu, at=NOON)
    rows = Topic.objects.filter(pk=topic.pk)
    said = Opinion.objects.filter(topic=topic)
    opinion = {"topic": topic, "user": office.kezhang, "position": 9, "stance": YES, "at": NOON}
    writes: list[Callable[[], object]] = [
        lambda: rows.update(outcome=NO, limit=0),
        lambda: rows.update(limit=1),
        lambda: rows.update(title="别的事"),
        lambda: rows.update(note="改了"),
        lambda: rows.update(decided_at=None, outcome="", limit=0),
        lambda: rows.filter(used=0).update(matter=None),
        rows.delete,
        lambda: said.update(stance=NO),
        lambda: said.last().delete(),  # type: ignore[union-attr]  # there are three
        lambda: Opinion.objects.create(**opinion),
    ]
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert rows.update(used=100) == 1  # what is ordered under it does move


def test_final_minutes_are_fixed_by_the_database(office: Office) -> None:
    meeting = agreed(office, waits(office)).meeting
    rows, seats = Meeting.objects.filter(pk=meeting.pk), Attendance.objects.filter(meeting=meeting)
    writes: list[Callable[[], object]] = [
        lambda: rows.update(number=9),
        lambda: rows.update(state="已召开"),
        rows.delete,
        lambda: seats.update(present=False),
        lambda: seats.last().delete(),  # type: ignore[union-attr]  # there are three
        lambda: Attendance.objects.create(meeting=meeting, user=office.kezhang),
    ]
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_without_the_trigger_an_opinion_could_be_turned_round(office: Office) -> None:
    topic = agreed(office, waits(office))
    named = {"sqlite": ("spending_opinion_no_update", ""), "postgresql": ("spending_opinion_stays", " ON spending_opinion")}
    name, table = named[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    assert Opinion.objects.filter(topic=topic).update(stance=NO) == 3


def test_a_payment_is_approved_by_the_decision_on_its_own_matter(office: Office) -> None:
    payment = waits(office)
    assert queries.decision_for(payment) is None

    topic = agreed(office, payment)

    assert queries.decision_for(payment) == topic
    assert [(one.payment, one.agreed) for one in queries.settled_for(office.mishu, TODAY, office.department)] == [(payment, True)]
    moving.bind(payment, topic, by=office.mishu, at=NOON)
    topic.refresh_from_db()
    assert (payment.state, topic.used) == ("已批准", payment.fen)


def test_no_other_decision_carries_a_payment(office: Office) -> None:
    payment, other = waits(office), waits(office, "40000", title="另一件事")
    elsewhere = agreed(office, other, "40000")
    open_topic = opened(office, payment).topics.get()

    assert "是对另一事项的决定" in str(queries.refusal_to_bind(payment, elsewhere))
    assert "还没有定稿" in str(queries.refusal_to_bind(payment, open_topic))
    heard(office, open_topic, dict.fromkeys(MEMBERS, NO))
    actions.decide(open_topic, NO, by=office.mishu, at=NOON)
    actions.finish(open_topic.meeting, by=office.mishu, at=NOON)
    open_topic = Topic.objects.get(pk=open_topic.pk)
    assert "的决定是「不同意」" in str(queries.refusal_to_bind(payment, open_topic))
    assert queries.decision_for(payment) is None


def test_a_limit_that_does_not_reach_says_by_how_much(office: Office) -> None:
    payment = waits(office)
    topic = agreed(office, payment, "30000")

    assert queries.decision_for(payment) is None
    assert queries.refusal_to_bind(payment, topic) == (
        "超过会议决定：局长办公会〔2022〕1号对「秋季促销活动场地」同意不超过 30,000.00 元，已用 0.00 元，还可用 30,000.00 元，"
        "本笔 35,000.00 元，差 5,000.00 元；请重新提请会议"
    )
    assert agenda(office) == [payment.matter.name]  # asks for the rest, but for no less than what waits
    assert queries.agenda_for(office.mishu, TODAY, office.department)[0].asked == payment.amount


def test_a_later_refusal_takes_an_earlier_consent_back(office: Office) -> None:
    payment = waits(office)
    first = agreed(office, payment, "30000")
    refused(office, payment)

    assert "局长办公会〔2022〕2号对「秋季促销活动场地」决定「不同意」，原决定不再使用" in str(queries.refusal_to_bind(payment, first))


def test_what_was_put_off_waits_for_the_next_meeting(office: Office) -> None:
    payment = waits(office)
    refused(office, payment, LATER)
    [waiting] = queries.agenda_for(office.mishu, TODAY, office.department)
    assert (waiting.matter, waiting.earlier and waiting.earlier.outcome) == (payment.matter, LATER)


def test_what_was_refused_is_to_be_ended_not_asked_again(office: Office) -> None:
    payment = waits(office)
    topic = refused(office, payment)

    assert agenda(office) == []
    assert [(one.payment, one.topic, one.agreed) for one in queries.settled_for(office.mishu, TODAY, office.department)] == [
        (payment, topic, False)
    ]


def test_another_departments_meeting_is_not_there(office: Office) -> None:
    meeting = opened(office, waits(office))
    other = an_office(bureau=office.department.parent, code="302")

    for ask in (queries.meeting_for, queries.topic_for):
        with pytest.raises(Http404):
            ask(other.mishu, TODAY, meeting.pk if ask is queries.meeting_for else meeting.topics.get().pk)
    assert queries.meetings_for(other.mishu, TODAY, office.department, 2022) == []
    assert queries.agenda_for(other.mishu, TODAY, office.department) == []
    assert list(queries.major_for(other.mishu, TODAY, office.department, 2022)) == []
    with pytest.raises(Denied):
        actions.finish(meeting, by=other.mishu, at=NOON)


def test_the_minutes_say_who_sat_who_did_not_and_who_said_no(office: Office) -> None:
    topic = opened(office, waits(office), absent=("fenguan",)).topics.get()
    heard(office, topic, {"fuzeren": NO, "juzhang": YES})
    actions.decide(topic, LATER, by=office.mishu, at=NOON)
    minutes = queries.minutes_of(actions.finish(topic.meeting, by=office.mishu, at=NOON))

    assert (minutes.code, minutes.chair, minutes.secretary, minutes.final) == ("局长办公会〔2022〕1号", "juzhang某", "mishu某", TODAY)
    assert ([one.name for one in minutes.present], [one.name for one in minutes.absent]) == (["fuzeren某", "juzhang某"], ["fenguan某"])
    [said] = minutes.topics
    assert [(voice.member.name, voice.stance, voice.text) for voice in said.voices] == [("fuzeren某", NO, "理由"), ("juzhang某", YES, "")]
    assert (said.outcome, said.limit, said.asked) == (LATER, ZERO, Money.parse("35000", "元"))


def test_the_register_is_searched_by_class_and_by_what_was_decided(office: Office) -> None:
    agreed(office, waits(office))
    meeting = a_meeting(office)
    actions.propose(meeting, "干部任免", "重要人事任免", by=office.mishu, at=NOON)

    def found(**asked: str) -> list[str]:
        return [topic.title for topic in queries.major_for(office.mishu, TODAY, office.department, 2022, **asked)]

    assert found() == ["干部任免", "秋季促销活动场地"]
    assert found(words="促销 场地") == found(outcome=YES) == found(major="大额度资金运作") == ["秋季促销活动场地"]
    assert found(major="重要人事任免") == ["干部任免"]
    assert [one.meeting for one in queries.decisions_of(office.department, 2022).values()] == ["局长办公会〔2022〕1号"]


def test_the_next_meeting_stands_first(office: Office) -> None:
    agreed(office, waits(office))
    later = actions.call(office.department, "党组会", TODAY + timedelta(days=9), "", called(office), by=office.mishu, at=NOON)
    sooner = actions.call(office.department, "党组会", TODAY + timedelta(days=2), "", called(office), by=office.mishu, at=NOON)
    rows = queries.meetings_for(office.mishu, TODAY, office.department, 2022)
    assert [(row.pk == sooner.pk, row.pk == later.pk, row.state) for row in rows] == [
        (True, False, "筹备"),
        (False, True, "筹备"),
        (False, False, "已定稿"),
    ]


def test_the_leaders_are_called_as_a_rule_the_main_leader_last(office: Office) -> None:
    people = queries.candidates(office.department, TODAY)
    assert [one.user.username for one in people if one.usual] == ["fenguan", "fuzeren", "juzhang"]
    assert [one.user.username for one in people if one.leads] == ["juzhang"]
    assert {one.user.username for one in people} >= {"jingban", "mishu"}


@pytest.mark.pure
def test_more_than_half_is_a_majority_and_a_tie_is_none() -> None:
    def voices(*stances: str) -> list[facts.Voice]:
        return [facts.Voice(facts.Member(number, str(number)), stance) for number, stance in enumerate(stances)]

    assert [sums.quorum_for(called) for called in (1, 2, 3, 4, 7)] == [1, 2, 2, 3, 4]
    assert sums.majority(voices(YES, YES, NO)) == YES
    assert sums.majority(voices(YES, NO)) == sums.majority([]) == ""
    assert sums.against(LATER, voices(YES, NO)) is None
    assert sums.against(YES, voices(YES, NO)) == "决定「同意」与多数意见不一致（同意 1 人、不同意 1 人、缓议 0 人，没有过半数的意见）"


def test_a_meeting_is_of_a_known_kind(office: Office) -> None:
    with pytest.raises(Refused, match="请选会议种类"):
        a_meeting(office, kind="茶话会")


def test_a_second_decision_and_a_second_number_fail_even_where_the_look_before_was_stale(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = agreed(office, waits(office))
    monkeypatch.setattr(queries, "refusal_to_record", lambda _topic, _by: None)
    monkeypatch.setattr(queries, "refusal_to_finish", lambda _meeting: None)

    with pytest.raises(Refused, match="刚才已经作出决定"):
        actions.decide(topic, YES, Money(100), by=office.mishu, at=NOON)
    with pytest.raises(Refused, match="刚才已经定稿"):
        actions.finish(topic.meeting, by=office.mishu, at=NOON)

    assert (Topic.objects.get(pk=topic.pk).limit, Meeting.objects.get().number) == (3_500_000, 1)
    assert Counter.objects.get(series="局长办公会").last == 1  # the refused one took no number
