"""A round from its issue to the report of what was decided: who may do what, what is frozen, what holds the money."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jixiao.accounts.tests.people import a_person
from jixiao.audit.actions import Denied
from jixiao.evidence.models import Proof
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.monitoring import facts
from jixiao.monitoring.actions import deviations, freezing, rounds, tasks
from jixiao.monitoring.models import Deviation, Disposition, Pace, Round, Snapshot, Step, Task
from jixiao.monitoring.queries import deviations as asking
from jixiao.monitoring.queries import rounds as looking
from jixiao.monitoring.queries import tasks as queries
from jixiao.review.tests.season import a_target, pass_up
from jixiao.spending.actions import quotas
from jixiao.spending.models import Hold
from jixiao.spending.queries.holds import hold_of

from .watch import AUGUST, WAN, Watch, a_watch

pytestmark = pytest.mark.django_db
DAY = AUGUST.date()
PLACE = "数量指标|举办展会场次"
ALL: dict[str, dict[str, Any]] = {facts.SUSPEND: {"said": "先停下来"}}


@pytest.fixture
def watch() -> Watch:
    made = a_watch()
    made.pay(3, date(2022, 3, 10))
    made.fair("2022-03-01", "春季展会")
    made.issue()
    return made


def explained(watch: Watch, measures: dict[str, dict[str, Any]] | None = None) -> Deviation:
    said = measures or {facts.CONTINUE: {"said": "九月前补两场", "due": date(2022, 9, 30)}}
    return deviations.explain(watch.deviation, ["经费保障"], "第二场延期", said, by=watch.season.officer, at=AUGUST)


def approved(watch: Watch, measures: dict[str, dict[str, Any]] | None = None) -> Deviation:
    one = explained(watch, measures)
    deviations.check(one, "情况属实", by=watch.season.finance, at=AUGUST)
    return deviations.approve(one, "同意", by=watch.vice, at=AUGUST)


def test_a_round_arrives_filled_with_light_money_and_indicators(watch: Watch) -> None:
    task = watch.task
    frozen = queries.snapshot_of(task)
    assert frozen is not None
    sheet, lights, found = frozen.facts()

    assert (task.state, task.light, task.budget, task.paid) == ("待填报", "预警", 20 * WAN, 3 * WAN)
    fairs = sheet.readings[0]
    assert (fairs.place, fairs.actual, fairs.status) == (PLACE, Fraction(1), facts.Status.LOST)
    assert fairs.ahead is not None
    assert fairs.ahead.mid < 2
    assert set(lights) == {"DEFAULT", "SC2025", "PLATFORM"}
    assert {one.code for one in found} >= {"MO-01", "MO-04"}
    assert watch.deviation.state == "待说明"
    assert "举办展会场次" in watch.deviation.found
    assert watch.deviation.code == "2022-监-001"
    assert list(Pace.objects.order_by("month").values_list("paid", flat=True))[:8] == [0, 0, *[3 * WAN] * 5, None]


def test_what_a_task_shows_is_what_its_snapshot_says(watch: Watch) -> None:
    task = watch.task
    frozen = queries.snapshot_of(task)
    assert frozen is not None
    sheet, lights, found = frozen.facts()

    wanted = freezing.shown(sheet, lights[task.round.preset], len(found), task.round.scheme)

    assert {name: getattr(task, name) for name in wanted} == wanted
    assert sum(task.counts.values()) == len(sheet.readings)


def test_a_period_is_issued_once_and_not_before_it_is_over(watch: Watch) -> None:
    with pytest.raises(Refused, match="已经下达"):
        watch.issue()
    with pytest.raises(Refused, match="要等这一天过完"):
        watch.issue(8)
    with pytest.raises(Denied):
        rounds.issue(watch.season.department, 2022, 6, by=watch.season.head, at=AUGUST)
    assert Round.objects.count() == 1


def test_a_round_of_the_bureau_leaves_out_what_a_department_watches_already(watch: Watch) -> None:
    with pytest.raises(Refused, match="没有已批复、还没有纳入"):
        rounds.issue(watch.season.bureau, 2022, 7, by=watch.season.fiscal, at=AUGUST)
    pass_up(watch.season, a_target(watch.season, "2022年度促消费经费"), "已批复")

    one = rounds.issue(watch.season.bureau, 2022, 7, by=watch.season.fiscal, at=AUGUST)

    assert one.total == 1


def test_a_table_goes_up_only_when_shortfalls_are_explained_and_by_other_people(watch: Watch) -> None:
    season, task = watch.season, watch.task
    with pytest.raises(Refused, match="原因归类没有填"):
        tasks.submit(task, by=season.officer, at=AUGUST)
    tasks.answer(
        task,
        {PLACE: {"expected": "3", "causes": ["经费保障"], "said": "一场延期", "possible": facts.NEVER}},
        "15",
        by=season.officer,
        at=AUGUST,
    )
    with pytest.raises(Refused, match="须选一项处置"):
        tasks.submit(task, by=season.officer, at=AUGUST)
    explained(watch, {facts.ADJUST: {"said": "申请把场次调到 3 场"}})

    tasks.submit(task, by=season.officer, at=AUGUST)
    with pytest.raises(Denied):
        tasks.pass_on(task, by=season.officer, at=AUGUST)
    tasks.pass_on(task, "同意", by=season.head, at=AUGUST)
    tasks.pass_on(task, "同意", by=season.finance, at=AUGUST)

    assert (task.state, task.number, task.expected) == ("已报送", 2, 15 * WAN)
    latest = queries.snapshot_of(task)
    assert latest is not None
    sheet = latest.facts()[0]
    assert (sheet.answer(PLACE).expected, sheet.answer(PLACE).causes, sheet.sent) == (Fraction(3), ("经费保障",), DAY)
    assert [one.kind for one in sheet.measures] == ["调整目标"]
    assert [one.verb for one in queries.steps_of(task) if one.deviation is None] == ["送审", "科室审核通过", "财务审核通过并报送"]


def test_whoever_filled_it_in_does_not_review_it_even_with_the_post(watch: Watch) -> None:
    season = watch.season
    task = watch.task
    both = a_person(season.section, "jian", Role.PROJECT_OFFICER, Role.SECTION_HEAD)
    tasks.answer(task, {PLACE: {"expected": "5"}}, by=both, at=AUGUST)
    tasks.submit(task, by=both, at=AUGUST)

    with pytest.raises(Refused):
        tasks.pass_on(task, by=both, at=AUGUST)
    assert tasks.pass_on(task, by=season.head, at=AUGUST).state == "财务审核"


def test_only_whoever_issued_the_round_accepts_it(watch: Watch) -> None:
    season, task = watch.season, watch.task
    tasks.answer(task, {PLACE: {"expected": "5"}}, by=season.officer, at=AUGUST)
    tasks.submit(task, by=season.officer, at=AUGUST)
    tasks.pass_on(task, by=season.head, at=AUGUST)
    tasks.pass_on(task, by=season.finance, at=AUGUST)
    Round.objects.update(unit=season.bureau)
    task.round.unit = season.bureau

    with pytest.raises(Refused, match="须由财政局接受"):
        tasks.pass_on(task, by=season.finance, at=AUGUST)
    with pytest.raises(Refused, match="须由财政局接受或退回"):
        tasks.send_back(task, "再核一遍", by=season.finance, at=AUGUST)
    assert tasks.pass_on(task, by=season.fiscal, at=AUGUST).state == "已接受"


def test_a_snapshot_is_superseded_and_never_changed(watch: Watch) -> None:
    task, season = watch.task, watch.season
    first = queries.snapshot_of(task)
    assert first is not None
    watch.fair("2022-05-01", "五月展会")

    rounds.refresh(task, "补登五月展会", by=season.officer, at=AUGUST)

    second = queries.snapshot_of(watch.task)
    assert second is not None
    assert [one.facts()[0].readings[0].actual for one in (first, second)] == [1, 2]
    assert Snapshot.objects.get(pk=first.pk).text == first.text
    for act in (lambda: Snapshot.objects.filter(pk=first.pk).update(text="{}"), lambda: Snapshot.objects.filter(pk=first.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_suspended_project_does_not_pay_until_a_leader_lets_it(watch: Watch) -> None:
    one = approved(watch, {facts.SUSPEND: {"said": "展会合同未签，先停支付"}})

    held = hold_of(watch.target)
    assert held is not None
    assert (held.kind, held.source) == ("暂停支付", "2022-监-001")
    assert asking.effects_of(one)[0].done
    with pytest.raises(Denied):
        deviations.lift(one, "好了", by=watch.season.finance, at=AUGUST)
    deviations.lift(one, "合同已签", by=watch.season.leader, at=AUGUST)
    assert hold_of(watch.target) is None
    assert "恢复支付" in asking.effects_of(Deviation.objects.get(pk=one.pk))[0].sentence


def test_money_stopped_for_good_is_so_even_where_it_was_suspended_before(watch: Watch) -> None:
    approved(watch, {facts.SUSPEND: {"said": "先停"}})
    one = deviations.reopen(watch.deviation, "查实虚报", by=watch.season.officer, at=AUGUST)
    measures: dict[str, dict[str, Any]] = {facts.SUSPEND: {"said": "先停"}, facts.STOP: {"said": "虚报场次"}}
    deviations.explain(one, ["制度保障"], "虚报", measures, by=watch.season.officer, at=AUGUST)
    deviations.check(one, by=watch.season.finance, at=AUGUST)
    deviations.approve(one, by=watch.vice, at=AUGUST)

    held = hold_of(watch.target)
    assert held is not None
    assert held.kind == "停止拨款"
    with pytest.raises(Refused, match="须由另一位领导恢复"):
        deviations.lift(watch.deviation, "好了", by=watch.vice, at=AUGUST)
    assert Hold.objects.count() == 2


def test_approving_twice_or_by_the_checker_is_refused(watch: Watch) -> None:
    one = explained(watch, ALL)
    deviations.check(one, by=watch.season.finance, at=AUGUST)
    checker = a_person(watch.season.department, "shuang", Role.FINANCE_HEAD)
    Deviation.objects.filter(pk=one.pk).update(checker=watch.vice)

    with pytest.raises(Refused):
        deviations.approve(watch.deviation, by=watch.vice, at=AUGUST)
    with pytest.raises(Denied):
        deviations.approve(watch.deviation, by=checker, at=AUGUST)
    deviations.approve(watch.deviation, by=watch.season.leader, at=AUGUST)
    with pytest.raises(Refused, match="现在是「落实中」"):
        deviations.approve(watch.deviation, by=watch.season.leader, at=AUGUST)
    assert Hold.objects.count() == 1


def test_a_cut_is_proposed_in_spending_and_closes_only_when_agreed(watch: Watch) -> None:
    season = watch.season
    one = approved(watch, {facts.CUT: {"said": "少办两场", "amount": "8"}})
    row = Disposition.objects.get()
    with pytest.raises(Refused, match="还没有提出指标调减"):
        deviations.close(one, "已核对", "调减文件.pdf", b"%PDF-1.4", by=watch.head_of_finance, at=AUGUST)

    change = deviations.change(one, row, watch.quota, "财预〔2022〕9号", by=season.finance, at=AUGUST)
    assert change.fen == -8 * WAN
    with pytest.raises(Refused, match="待批准"):
        deviations.close(one, "已核对", "调减文件.pdf", b"%PDF-1.4", by=watch.head_of_finance, at=AUGUST)
    quotas.agree(change, by=season.leader, at=AUGUST)
    deviations.close(one, "已核对", "调减文件.pdf", b"%PDF-1.4", by=watch.head_of_finance, at=AUGUST)

    watch.quota.refresh_from_db()
    assert watch.quota.adjusted == -8 * WAN
    assert Deviation.objects.get().state == "已关闭"
    assert Proof.objects.filter(target=watch.target).count() == 1


def test_a_deviation_closes_only_with_proof_and_by_a_second_person(watch: Watch) -> None:
    one = approved(watch)
    with pytest.raises(Refused, match="须附佐证文件"):
        deviations.close(one, "已核对", "", b"", by=watch.head_of_finance, at=AUGUST)
    with pytest.raises(Refused, match="核销意见没有写"):
        deviations.close(one, "", "入库单.pdf", b"%PDF-1.4", by=watch.head_of_finance, at=AUGUST)
    both = a_person(watch.season.department, "bothhands", Role.FINANCE_HEAD, Role.PROJECT_OFFICER)
    Deviation.objects.filter(pk=one.pk).update(author=both)
    with pytest.raises(Refused):
        deviations.close(watch.deviation, "已核对", "入库单.pdf", b"%PDF-1.4", by=both, at=AUGUST)


def test_what_is_answered_badly_is_refused_in_a_sentence_and_keeps_nothing(watch: Watch) -> None:
    one, officer = watch.deviation, watch.season.officer
    wrong: list[tuple[list[str], str, dict[str, dict[str, Any]], str]] = [
        ([], "延期", ALL, "原因归类没有选"),
        (["其他"], " ", ALL, "原因说明没有写"),
        (["其他"], "延期", {}, "措施没有选"),
        (["其他"], "延期", {facts.SUSPEND: {"said": ""}}, "怎样办没有写"),
        (["其他"], "延期", {facts.CUT: {"said": "减", "amount": "十万"}}, "金额"),
        (["其他"], "延期", {facts.CUT: {"said": "减", "amount": "-1"}}, "金额"),
        (["其他"], "延期", {facts.CONTINUE: {"said": "赶上", "due": DAY - timedelta(1)}}, "已经过了"),
        (["其他"], "延期", {"随便": {"said": "赶上"}}, "没有「随便」"),
        (["其他"], "字" * 501, ALL, "超过 500 个字"),
    ]
    for causes, said, measures, sentence in wrong:
        with pytest.raises(Refused, match=sentence):
            deviations.explain(one, causes, said, measures, by=officer, at=AUGUST)
    with pytest.raises(Refused, match="「举办展会场次」的全年预计"):
        tasks.answer(watch.task, {PLACE: {"expected": "三场"}}, by=officer, at=AUGUST)
    with pytest.raises(Refused, match="全年预计执行数"):
        tasks.answer(watch.task, {PLACE: {"expected": "3"}}, "很多", by=officer, at=AUGUST)
    assert Disposition.objects.count() == 0
    assert queries.answers_of(watch.task) == {}
    assert watch.task.state == "待填报"


def test_a_later_round_adds_no_second_deviation_while_one_is_open(watch: Watch) -> None:
    late = AUGUST + timedelta(days=31)
    watch.issue(8, late)

    assert Deviation.objects.count() == 1
    assert Task.objects.filter(round__until=date(2022, 8, 31)).get().light == "预警"


def test_late_tables_are_told_to_the_head_and_then_to_the_leaders(watch: Watch) -> None:
    season, due = watch.season, date(2022, 8, 31)
    silent = looking.silent_in(season.finance, due + timedelta(8), season.department, 2022)

    assert [(one.owner, one.days, one.told) for one in silent] == [(season.officer.name, 8, "分管领导、主要领导")]
    told = [[len(looking.told_of(who, due + timedelta(days))) for days in (1, 3, 7)] for who in (season.officer, season.head, watch.vice)]
    assert told == [[0, 0, 0], [0, 1, 1], [0, 0, 1]]


def test_a_step_names_for_whom_and_never_goes(watch: Watch) -> None:
    approved(watch)

    assert [one.verb for one in Step.objects.exclude(deviation=None)] == ["发现偏差", "说明并送审", "审核通过", "批准"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.all().delete()


def test_money_beyond_the_budget_is_a_deviation_of_its_own(watch: Watch) -> None:
    found = freezing.off(
        facts.Sheet(project="甲", unit="", department="", year=2022, until=date(2022, 7, 31), money=facts.Money(budget=1, paid=2)),
        facts.Lit(facts.Light.GREEN, "", *(Fraction(0),) * 2),
        DAY,
    )

    assert "超过全年预算" in found
    assert Money(1) < Money(2)
