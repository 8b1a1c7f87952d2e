"""The pages: a round issued in the browser, a table filled and sent, a deviation answered to its end, the cockpit in words and tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jixiao.accounts.tests.people import a_browser
from jixiao.monitoring.models import Deviation, Round, Snapshot, Task
from jixiao.spending.queries.holds import hold_of

from .watch import AUGUST, Watch, a_watch

pytestmark = pytest.mark.django_db
PLACE = "数量指标|举办展会场次"


@pytest.fixture
def watch(settings: Any, tmp_path: Any) -> Watch:
    settings.DATA = tmp_path
    made = a_watch()
    made.pay(3, date(2022, 3, 10))
    made.fair("2022-03-01", "春季展会")
    return made


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_round_is_issued_filled_with_progress_and_read_in_the_cockpit(watch: Watch) -> None:
    browser = a_browser(watch.season.finance)
    assert "还没有下达监控" in words(browser.get(reverse("monitoring:home")))
    assert "还没有监控数据" in words(browser.get(reverse("monitoring:cockpit")))

    answer = browser.post(reverse("monitoring:issue"), {"month": "7", "preset": "DEFAULT", "scheme": "CN2020"})
    one = Round.objects.get()
    page = words(browser.get(answer["Location"]))
    assert "正在生成监控表" in page
    assert "已生成 <b>0</b> / 1 张" in page
    browser.post(reverse("monitoring:fill", args=[one.pk]))

    assert "预警" in words(browser.get(answer["Location"]))
    cockpit = words(browser.get(reverse("monitoring:cockpit")))
    assert "7月底应付" in cockpit
    assert "举办展会场次" in cockpit
    assert "数据表" in cockpit
    for name in ("briefing", "rules", "deviations", "home"):
        assert browser.get(reverse(f"monitoring:{name}")).status_code == 200
    assert "举办展会场次" in words(browser.get(reverse("monitoring:briefing")))


def test_a_second_post_of_the_same_form_issues_nothing_twice(watch: Watch) -> None:
    browser = a_browser(watch.season.finance)
    said = {"month": "7", "preset": "DEFAULT", "scheme": "CN2020", "key": "k" * 20}
    browser.post(reverse("monitoring:issue"), said)
    browser.post(reverse("monitoring:issue"), said)
    refused = browser.post(reverse("monitoring:issue"), said | {"key": "j" * 20})

    assert Round.objects.count() == 1
    assert refused.status_code == 422
    assert "已经下达" in words(refused)
    assert browser.post(reverse("monitoring:issue"), said | {"month": "13", "key": "i" * 20}).status_code == 422


def test_from_the_table_to_a_held_project_and_back(watch: Watch) -> None:
    season, one = watch.season, watch.issue()
    task, deviation = watch.task, watch.deviation
    officer, finance, vice = a_browser(season.officer), a_browser(season.finance), a_browser(watch.vice)
    page = words(officer.get(reverse("monitoring:table", args=[task.pk])))
    assert "为什么是预警" in page
    assert "到不了" in page
    typed = {
        "place-1": PLACE,
        "expected-1": "3场",
        "causes-1": ["经费保障"],
        "said-1": "一场延期",
        "possible-1": "完全不可能",
        "expected": "十万",
    }

    refused = officer.post(reverse("monitoring:save", args=[task.pk]), typed)
    assert refused.status_code == 422
    assert "全年预计执行数" in words(refused)
    assert 'value="3场"' in refused.content.decode()
    officer.post(reverse("monitoring:save", args=[task.pk]), typed | {"expected": "15"})
    blocked = officer.post(reverse("monitoring:save", args=[task.pk]), typed | {"expected": "15", "send": "1"})
    assert "须选一项处置" in words(blocked)

    answer = {"causes": ["制度保障"], "said": "招标流标", "measure": ["暂停项目"], "how-4": "流标后先停"}
    wrong = officer.post(reverse("monitoring:explain", args=[deviation.pk]), answer | {"how-4": ""})
    assert wrong.status_code == 422
    assert "怎样办没有写" in words(wrong)
    assert "招标流标" in words(wrong)
    officer.post(reverse("monitoring:explain", args=[deviation.pk]), answer)
    officer.post(reverse("monitoring:save", args=[task.pk]), typed | {"expected": "15", "send": "1"})
    assert Task.objects.get().state == "科室审核"

    finance.post(reverse("monitoring:dispose", args=[deviation.pk, "check"]), {"opinion": "属实"})
    vice.post(reverse("monitoring:dispose", args=[deviation.pk, "approve"]), {"opinion": "同意"})
    assert hold_of(watch.target) is not None
    assert "暂停支付" in words(vice.get(reverse("monitoring:deviation", args=[deviation.pk])))
    vice.post(reverse("monitoring:dispose", args=[deviation.pk, "lift"]), {"opinion": "重新招标成功"})
    assert hold_of(watch.target) is None
    closer = a_browser(watch.head_of_finance)
    closer.post(
        reverse("monitoring:dispose", args=[deviation.pk, "close"]),
        {"opinion": "已核对合同", "file": SimpleUploadedFile("合同.pdf", b"%PDF-1.4 x")},
    )
    assert Deviation.objects.get().state == "已关闭"
    for who, move in ((season.head, "pass_section"), (season.finance, "pass_finance"), (season.finance, "accept")):
        a_browser(who).post(reverse("monitoring:move", args=[task.pk, move]), {"opinion": "同意"})
    assert Task.objects.get().state == "已接受"
    assert "已接受" in words(finance.get(reverse("monitoring:round", args=[one.pk])))


def test_a_fresh_look_needs_a_reason_and_older_snapshots_stay_readable(watch: Watch) -> None:
    watch.issue()
    task, officer = watch.task, a_browser(watch.season.officer)
    officer.post(reverse("monitoring:refresh", args=[task.pk]), {"reason": ""})
    assert Snapshot.objects.count() == 1
    officer.post(reverse("monitoring:refresh", args=[task.pk]), {"reason": "补登"})
    assert Snapshot.objects.count() == 2

    page = words(officer.get(reverse("monitoring:table", args=[task.pk]) + "?snapshot=1"))
    assert "第 1 份快照，后来又有更新" in page
    assert officer.get(reverse("monitoring:table", args=[task.pk]) + "?snapshot=9").status_code == 404


def test_a_cut_is_proposed_from_the_page_and_a_bad_one_says_why(watch: Watch) -> None:
    watch.issue()
    one, officer, finance = watch.deviation, a_browser(watch.season.officer), a_browser(watch.season.finance)
    officer.post(
        reverse("monitoring:explain", args=[one.pk]),
        {"causes": ["其他"], "said": "少办", "measure": ["调减预算"], "how-2": "少办两场", "amount-2": "8"},
    )
    finance.post(reverse("monitoring:dispose", args=[one.pk, "check"]), {"opinion": "属实"})
    a_browser(watch.vice).post(reverse("monitoring:dispose", args=[one.pk, "approve"]), {})
    row = one.measures.get()
    bad = finance.post(reverse("monitoring:change", args=[one.pk, row.pk]), {"quota": str(watch.quota.pk), "document": ""})
    assert bad.status_code == 422

    finance.post(reverse("monitoring:change", args=[one.pk, row.pk]), {"quota": str(watch.quota.pk), "document": "财预〔2022〕9号"})

    row.refresh_from_db()
    assert row.change is not None
    assert "已提出，待批准" in words(finance.get(reverse("monitoring:deviation", args=[one.pk])))


def test_lists_find_and_filter_and_another_department_sees_nothing(watch: Watch) -> None:
    one = watch.issue()
    browser = a_browser(watch.season.finance)
    there = reverse("monitoring:round", args=[one.pk])

    assert "2022年度展会补贴经费" in words(browser.get(there + "?q=展会&light=预警&state=待填报"))
    assert "没有符合条件的监控表" in words(browser.get(there + "?light=超前"))
    assert "2022年度展会补贴经费" in words(browser.get(reverse("monitoring:deviations") + "?q=展会"))
    assert "没有符合条件的偏差" in words(browser.get(reverse("monitoring:deviations") + "?state=已关闭"))
    assert timezone.localdate(AUGUST) == date(2022, 8, 5)
