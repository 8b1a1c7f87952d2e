from __future__ import annotations

import csv
import importlib
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from jixiao.accounts.models import User
from jixiao.accounts.tests.people import BACKEND, a_person, a_unit
from jixiao.audit import actions, queries
from jixiao.audit.facts import CONSOLE, WORDS, Entry, Ground, Wanted, named, told
from jixiao.audit.models import Event
from jixiao.audit.queries import search
from jixiao.audit.renderings import tables
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role
from jixiao.organisations.models import Unit

pytestmark = pytest.mark.django_db
DAY = date(2022, 3, 1)
NOW = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.CHECKPOINTS, settings.CHECKPOINT_KEY = tmp_path / "c.jsonl", tmp_path / "checkpoint.key"
    settings.SECOND_FACTOR = "off"  # what it guards is proved where it lives


@pytest.fixture
def bureau() -> Unit:
    return a_unit(None, "财政局", "1")


@pytest.fixture
def commerce(bureau: Unit) -> Unit:
    return a_unit(bureau, "商务局", "301")


@pytest.fixture
def farming(bureau: Unit) -> Unit:
    return a_unit(bureau, "农业局", "302")


@pytest.fixture
def auditor(commerce: Unit) -> User:
    return a_person(commerce, "shenji", Role.AUDITOR)


@pytest.fixture
def warden(bureau: Unit) -> User:
    return a_person(bureau, "shenjiyuan", Role.AUDIT_ADMIN)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def act(
    unit: str, *numbers: int, detail: str = '{"reason":"更正"}', result: str = "", verb: str = "target.submit", at: datetime = NOW
) -> None:
    entries = [
        Entry(at=at, actor=None, name="命令行", action=verb, unit=unit, subject=f"targets.target:{number}", result=result, detail=detail)
        for number in numbers
    ]
    actions.append(entries)


def seen(user: User, **wanted: Any) -> list[str]:
    rows = queries.page(user, DAY, Wanted(**wanted)).rows
    return [row.subject.partition(":")[2] for row in rows if row.verb.startswith("target.")]


# ── who sees what ──


def test_an_auditor_sees_what_happened_in_their_own_units_alone(auditor: User, commerce: Unit, farming: Unit, bureau: Unit) -> None:
    act(commerce.path, 1)
    act(farming.path, 2)
    act(bureau.path, 3)
    act("", 4)

    assert seen(auditor) == ["1"]


def test_the_audit_administrator_sees_everything(warden: User, commerce: Unit, farming: Unit) -> None:
    act(commerce.path, 1)
    act(farming.path, 2)
    act("", 3)

    assert seen(warden) == ["3", "2", "1"]


def test_without_the_scope_another_units_event_would_show(
    auditor: User, farming: Unit, commerce: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(farming.path, 2)
    monkeypatch.setattr("jixiao.audit.models.Events.for_user", lambda self, *_args, **_named: self)

    assert seen(auditor) == ["2"]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.AUDIT_ADMIN}])
def test_other_posts_do_not_read_the_log(commerce: Unit, role: Role) -> None:
    client = client_of(a_person(commerce, "ren", role))

    assert client.get("/log/").status_code == 403
    assert client.post("/log/verify/").status_code == 403
    assert client.post("/log/export/").status_code == 403
    assert client.get("/log/1/").status_code == 404


def test_another_units_event_and_record_are_not_there(auditor: User, farming: Unit) -> None:
    act(farming.path, 2)
    client = client_of(auditor)

    assert client.get(f"/log/{queries.count()}/").status_code == 404
    assert client.get("/log/records/targets.target/2/").status_code == 404


# ── looking ──


def test_the_filters_of_the_address_work_together(warden: User, commerce: Unit, farming: Unit) -> None:
    act(commerce.path, 1, 2, at=NOW - timedelta(days=2))
    act(commerce.path, 3, result="denied")
    act(farming.path, 4)

    assert seen(warden, since=DAY) == ["4", "3"]
    assert seen(warden, until=DAY - timedelta(days=1)) == ["2", "1"]
    assert seen(warden, unit=commerce.path) == ["3", "2", "1"]
    assert seen(warden, result="denied") == ["3"]
    assert seen(warden, result="done", since=DAY) == ["4"]
    assert seen(warden, kind="targets.target", number=2) == ["2"]
    assert seen(warden, kind="targets.target", since=DAY) == ["4", "3"]
    assert seen(warden, act="送审", unit=farming.path) == ["4"]
    assert seen(warden, person="命令行") == ["4", "3", "2", "1"]
    assert seen(warden, person="没有这个人") == []


def test_somebody_is_found_by_name_and_by_user_name(warden: User, commerce: Unit) -> None:
    officer = a_person(commerce, "caiwu", Role.FINANCE_OFFICER)
    actions.note_verification(Ground(commerce.path), since=1, upto=1, outcome="试", by=warden, at=NOW)

    for text in (warden.username, warden.name):
        assert [row.verb for row in queries.page(warden, DAY, Wanted(person=text)).rows] == ["audit.verify"]
    assert queries.page(warden, DAY, Wanted(person=officer.username)).rows == ()


def test_pages_lead_to_each_other_and_lose_nothing(warden: User, commerce: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SIZE", 4)
    act(commerce.path, *range(1, 11))
    wanted = Wanted(act="送审")

    first = queries.page(warden, DAY, wanted)
    second = queries.page(warden, DAY, wanted, before=first.older)
    third = queries.page(warden, DAY, wanted, before=second.older)

    assert [[row.subject[15:] for row in page.rows] for page in (first, second, third)] == [
        ["10", "9", "8", "7"],
        ["6", "5", "4", "3"],
        ["2", "1"],
    ]
    assert (first.newer, third.older) == (None, None)
    assert queries.page(warden, DAY, wanted, after=third.newer).rows == second.rows
    assert queries.page(warden, DAY, wanted, after=second.newer).rows == first.rows
    assert queries.page(warden, DAY, wanted, after=10**9).rows == first.rows


@pytest.mark.parametrize("window", [1, 3, 1000])
def test_the_window_changes_how_fast_not_what_is_found(warden: User, commerce: Unit, monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    act(commerce.path, *range(1, 8))
    monkeypatch.setattr(search, "WINDOW", window)
    monkeypatch.setattr(search, "SIZE", 3)

    found, before = [], None
    while rows := queries.page(warden, DAY, Wanted(kind="targets.target", until=DAY), before=before).rows:
        found += [row.number for row in rows]
        before = rows[-1].seq

    assert found == ["7", "6", "5", "4", "3", "2", "1"]


def test_a_page_asks_as_many_questions_for_fifty_events_as_for_one(warden: User, commerce: Unit) -> None:
    client = client_of(warden)
    client.get("/log/")
    with CaptureQueriesContext(connection) as few:
        client.get("/log/?act=送审")
    act(commerce.path, *range(1, 50))
    with CaptureQueriesContext(connection) as many:
        client.get("/log/?act=送审")

    assert len(many) <= len(few) + 4  # names of people, units and one kind of record
    assert len(many) < 30


def test_nonsense_in_the_address_is_said_beside_its_field(auditor: User) -> None:
    answer = client_of(auditor).get("/log/?since=2022-02-02&until=2022-01-01&number=x&act=没有&unit=/9/&before=y&after=" + "9" * 30)

    text = answer.content.decode()
    assert answer.status_code == 200
    for sentence in ("截止日期早于开始日期", "请填数字", "没有这一项"):
        assert sentence in text


def test_an_empty_page_says_what_to_do(auditor: User) -> None:
    assert "请放宽日期" in client_of(auditor).get("/log/?since=2001-01-01&until=2001-01-02").content.decode()


# ── one event, one record ──


def test_an_event_shows_its_place_in_the_chain_and_leads_to_its_record(auditor: User, commerce: Unit) -> None:
    act(commerce.path, 1, detail='{"edits":[["项目1","2","3"]],"old":"甲","new":"乙","reason":"更正"}')
    seq = queries.count()
    event = Event.objects.get(seq=seq)

    text = client_of(auditor).get(f"/log/{seq}/").content.decode()

    for sign in (f"第 {seq} 条：送审", event.digest, event.before, "更正", "/log/records/targets.target/1/"):
        assert sign in text
    assert '<del class="jx-old">甲</del> → <ins class="jx-new">乙</ins>' in text


def test_the_history_of_a_record_holds_what_made_it_and_what_was_done_to_it(auditor: User, commerce: Unit) -> None:
    user = a_person(commerce, "caiwu", Role.FINANCE_OFFICER)
    actions.append([Entry(at=NOW, actor=1, name="x", action="user.close", unit="", subject=named(user), result="", detail="{}")])

    history = queries.history_of(user)

    assert [one.word for one in history] == ["停用账号", "建立账号"]
    assert history[0].record == f"人员 {user.name}"
    page = client_of(auditor).get(f"/log/records/accounts.user/{user.pk}/").content.decode()
    assert "建立账号" in page
    assert "停用账号" not in page  # it was written down outside their units


# ── taking out ──


def exported(client: Client, **filters: str) -> bytes:
    answer = client.post("/log/export/", filters)
    assert answer.status_code == 200
    return b"".join(answer)


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠1", "\t=1", "\r=1", "\n=1", " =1", "　=1", '=HYPERLINK("x")')


def test_what_is_filtered_is_taken_out_and_the_log_tells_of_it(auditor: User, commerce: Unit, farming: Unit) -> None:
    act(commerce.path, 1, 2)
    act(farming.path, 3)

    rows = list(csv.DictReader(io.StringIO(exported(client_of(auditor), act="送审", format="csv").decode("utf-8-sig"))))

    assert [row["对象"] for row in rows] == ["绩效目标 1", "绩效目标 2"]
    last = Event.objects.order_by("-seq")[0]
    assert (last.action, last.name, told(last.detail)[0].now) == ("audit.export", "shenji", "事项：送审")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_taken_out_is_a_formula(text: str) -> None:
    rows = [tuple([text] * len(tables.HEAD))]
    cell = list(csv.reader(io.StringIO(b"".join(tables.csv_pieces(rows)).decode("utf-8-sig"), newline="")))[1][0]
    file = io.BytesIO()
    tables.xlsx(file, rows)
    sheet = openpyxl.load_workbook(file).worksheets[0]

    assert cell == f"'{text}"
    assert sheet["A2"].data_type == "s"


def test_the_workbook_holds_the_same_rows(auditor: User, commerce: Unit) -> None:
    act(commerce.path, *range(1, 6))

    sheet = openpyxl.load_workbook(io.BytesIO(exported(client_of(auditor), act="送审", format="xlsx"))).worksheets[0]

    assert (sheet["A1"].value, sheet.max_row) == ("序号", 6)


def test_too_much_at_once_is_refused_in_a_sentence(auditor: User, commerce: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    act(commerce.path, *range(1, 5))

    answer = client_of(auditor).post("/log/export/", {"format": "csv"})

    assert answer.status_code == 409
    assert "一次导不出来；请缩短日期" in answer.content.decode()
    with pytest.raises(Refused):
        queries.chosen(auditor, DAY, Wanted())


def test_an_export_with_nonsense_is_refused(auditor: User) -> None:
    assert client_of(auditor).post("/log/export/", {"number": "x"}).status_code == 409


def test_every_row_of_a_long_export_comes(warden: User, commerce: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.audit.queries.history.PIECE", 3)
    monkeypatch.setattr(tables, "PIECE", 3)
    act(commerce.path, *range(1, 11))

    assert exported(client_of(warden), act="送审", format="csv").decode().count("绩效目标 ") == 10


# ── walking the chain ──


def test_walking_the_chain_says_what_came_of_it(auditor: User, commerce: Unit) -> None:
    act(commerce.path, 1)
    actions.checkpoint(by=CONSOLE, at=NOW)
    act(commerce.path, 2)
    client = client_of(auditor)

    since = client.post("/log/verify/", follow=True).content.decode()
    whole = client.post("/log/verify/", {"whole": "1"}, follow=True).content.decode()

    count = queries.count() - 2
    assert f"条至第 {count} 条核对无误，用时" in since
    assert f"第 1 条至第 {count + 1} 条核对无误，用时" in whole


def test_a_broken_chain_is_told_on_the_page(auditor: User, commerce: Unit) -> None:
    act(commerce.path, 1, 2)
    for name in ("0002_append_only", "0003_find_fast_head_grows"):
        for statement in importlib.import_module(f"jixiao.audit.migrations.{name}").ALLOW[connection.vendor]:
            with connection.cursor() as cursor:
                cursor.execute(statement)
    Event.objects.filter(seq=2).update(detail="{}")

    text = client_of(auditor).post("/log/verify/", {"whole": "1"}, follow=True).content.decode()

    assert "日志在第 2 条：内容被改动" in text
    assert "触发器缺" in text


def test_a_chain_too_long_to_wait_for_is_walked_on_the_server(auditor: User, commerce: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.audit.queries.chain.LONGEST", 1)
    act(commerce.path, 1, 2)

    answer = client_of(auditor).post("/log/verify/", {"whole": "1"})

    assert (answer.status_code, "jixiao audit verify" in answer.content.decode()) == (409, True)


def test_a_tampered_row_does_not_bring_the_page_down(warden: User, commerce: Unit) -> None:
    entry = Entry(at=NOW, actor=None, name="x", action="x.y", unit="/?/", subject="accounts.user:abc", result="no:such", detail="rubbish")
    actions.append([entry])

    assert client_of(warden).get("/log/").status_code == 200


# ── words ──


def test_every_act_of_the_house_has_its_word() -> None:
    for room in apps.get_app_configs():
        if room.name.startswith("jixiao.") and (Path(room.path, "actions.py").exists() or Path(room.path, "actions").exists()):
            importlib.import_module(f"{room.name}.actions")

    assert [verb for verb, word in WORDS.items() if not word and not verb.startswith("test.")] == []


def test_the_day_of_the_office_begins_at_its_own_midnight(warden: User, commerce: Unit) -> None:
    late = datetime(2022, 2, 28, 16, 30, tzinfo=UTC)  # half past midnight on the first of March
    act(commerce.path, 1, at=late)

    assert localdate(late) == DAY
    assert seen(warden, since=DAY, until=DAY) == ["1"]
