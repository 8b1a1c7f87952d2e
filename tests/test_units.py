"""Pages of units, as people of every post see them. They stand here because the room of people lies above that of units."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jixiao.accounts.tests.people import BACKEND, NOON, SINCE, a_person, a_unit
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.roles import Role
from jixiao.office import book as office
from jixiao.organisations import actions, queries
from jixiao.organisations.models import Adoption, Roster, Season, Unit
from jixiao.organisations.renderings import workbook
from jixiao.organisations.sums.season import default_calendar
from jixiao.organisations.sums.sheet import COLUMNS
from jixiao.organisations.tests.test_roster import a_list, row

pytestmark = pytest.mark.django_db
CREDIT = "91350100M000100Y43"
DOOR: dict[str, Any] = {"by": CONSOLE, "at": NOON}


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "off"


@pytest.fixture
def bureau() -> Unit:
    return a_unit(None, "财政局", "1")


@pytest.fixture
def commerce(bureau: Unit) -> Unit:
    said: dict[str, Any] = {"short": "商务局", "code": "301", "kind": "department", "since": SINCE, "budget_code": "301"}
    return actions.create_unit(bureau, "市商务局", **said, **DOOR)


@pytest.fixture
def farming(bureau: Unit) -> Unit:
    return a_unit(bureau, "农业局", "302")


def signed_in(unit: Unit, role: Role) -> Client:
    client = Client()
    client.force_login(a_person(unit, f"{role.value}{unit.pk}", role), backend=BACKEND)
    return client


@pytest.fixture
def admin(bureau: Unit) -> Client:
    return signed_in(bureau, Role.SYSTEM_ADMIN)


@pytest.fixture
def officer(commerce: Unit) -> Client:
    return signed_in(commerce, Role.PROJECT_OFFICER)


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_shows_the_tree_to_an_administrator_and_their_own_to_others(
    admin: Client, officer: Client, commerce: Unit, farming: Unit
) -> None:
    whole, own = said(admin.get("/units/")), said(officer.get("/units/"))

    assert all(name in whole for name in ("财政局", "市商务局", "农业局"))
    assert "市商务局" in own
    assert "农业局" not in own
    assert "您没有这个岗位" in own
    assert 'href="/units/new/"' in whole
    assert 'href="/units/new/"' not in own


def test_the_rail_leads_administrators_to_the_units_and_nobody_else(admin: Client, officer: Client) -> None:
    assert '<a href="/units/"' in said(admin.get("/units/")).partition("</nav>")[0]
    assert '<a href="/units/"' not in said(officer.get("/units/")).partition("</nav>")[0]


def test_the_list_is_searched_filtered_and_exported_as_it_is_seen(admin: Client, commerce: Unit, farming: Unit) -> None:
    actions.close_unit(farming, date(2022, 3, 1), **DOOR)

    assert "农业局" not in said(admin.get("/units/"))
    assert "农业局" in said(admin.get("/units/?all=1"))
    assert "没有符合条件的单位" in said(admin.get("/units/?q=外星"))
    assert "财政局</a>" not in said(admin.get("/units/?kind=department"))
    sheet = openpyxl.load_workbook(io.BytesIO(admin.get("/units/export.xlsx?all=1&kind=department").content)).active
    assert sheet is not None
    assert [[cell.value for cell in line][:4] for line in sheet.iter_rows(min_row=2)] == [
        ["301", "市商务局", "商务局", "主管部门"],
        ["302", "农业局", "农业局", "主管部门"],
    ]


def test_every_page_asks_the_same_number_of_questions_however_many_units_there_are(admin: Client, bureau: Unit, commerce: Unit) -> None:
    def questions(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(address).status_code == 200
        return len(asked)

    addresses = (
        "/units/",
        f"/units/{bureau.pk}/",
        f"/units/{bureau.pk}/years/2022/",
        f"/units/{bureau.pk}/season/2022/",
        "/units/new/",
        "/units/import/",
    )
    admin.get("/units/")  # the first of a session begins it
    before = [questions(address) for address in addresses]
    for number in range(400, 440):
        a_unit(a_unit(bureau, f"部门{number}", str(number)), "财务科", "CW")

    assert [questions(address) for address in addresses] == before
    assert max(before) <= 25


def test_another_units_pages_are_not_there(officer: Client, bureau: Unit, farming: Unit) -> None:
    for unit in (bureau, farming):
        for rest in ("", "registration/", "name/", "move/", "close/", "years/2022/", "season/2022/"):
            assert officer.get(f"/units/{unit.pk}/{rest}").status_code == 404
            assert officer.post(f"/units/{unit.pk}/{rest}").status_code in {404, 405}
        assert officer.post(f"/units/{unit.pk}/years/2022/follow/").status_code == 404


def test_what_may_not_be_done_is_disabled_with_the_reason_and_refused_all_the_same(officer: Client, commerce: Unit) -> None:
    page = said(officer.get(f"/units/{commerce.pk}/"))
    assert page.count("disabled title=") >= 4
    assert "须由系统管理员办理，您在本单位没有这个岗位" in page

    assert officer.post(f"/units/{commerce.pk}/name/", {"name": "新局", "short": "新", "since": "2022-03-01"}).status_code == 403
    assert officer.post(f"/units/{commerce.pk}/close/", {"until": "2022-03-01"}).status_code == 403
    assert officer.post("/units/new/", {}).status_code == 403
    assert officer.post("/units/import/", {}).status_code == 403
    days = {name: f"{day}" for name, day in default_calendar(2022).days.items()}
    assert officer.post(f"/units/{commerce.pk}/season/2022/", days).status_code == 403
    commerce.refresh_from_db()
    assert (commerce.name, commerce.until, Season.objects.count()) == ("市商务局", None, 0)


def test_a_unit_is_set_up_by_a_form_whose_errors_stand_beside_their_fields(admin: Client, commerce: Unit) -> None:
    form = {"parent": "1/301", "kind": "unit", "code": "301001", "name": "市商务局本级", "short": "本级", "since": "2022-01-01", "key": "k"}
    for change, field, sentence in (
        ({"code": "302001"}, "code", "应以上级单位的编码 301 开头"),
        ({"kind": "bureau", "code": "9"}, "kind", "主管部门下面不能设财政部门"),
        ({"parent": "外星局"}, "parent", "没有找到「外星局」"),
        ({"credit": "91350100M000100Y4Z"}, "credit", "第 18 位「Z」"),
        ({"since": "去年"}, "since", "请写成 2022-01-01"),
        ({"name": ""}, "name", "请填单位名称"),
        ({"division": "1"}, "division", "6 位数字"),
    ):
        answer = admin.post("/units/new/", form | change)
        assert answer.status_code == 422
        assert sentence in said(answer).partition(f'id="id_{field}_error"')[2][:400], field

    filled = form | {"credit": " 9135 0100m000100y43 "}
    answer = admin.post("/units/new/", filled)
    unit = Unit.objects.get(code="301001")
    assert answer["Location"] == f"/units/{unit.pk}/"
    assert (unit.budget_code, unit.credit, unit.parent) == ("301001", CREDIT, commerce)
    assert "已设立「市商务局本级」" in said(admin.get(f"/units/{unit.pk}/"))
    assert admin.post("/units/new/", filled)["Location"] == f"/units/{unit.pk}/"  # pressed twice: one effect
    assert "这次的内容不同" in said(admin.post("/units/new/", form))  # gone back and filled anew: told, not swallowed
    assert "在同级中已经有了" in said(admin.post("/units/new/", form | {"key": "other"}))


def test_the_form_under_a_unit_offers_what_may_stand_there_first(admin: Client, commerce: Unit) -> None:
    page = said(admin.get(f"/units/new/?under={commerce.pk}"))

    assert 'value="1/301 市商务局"' in page
    assert page.index(">预算单位</option>") < page.index(">财政部门</option>")
    for strange in ("x", "9" * 30, "²"):
        assert admin.get("/units/new/", {"under": strange}).status_code == 200


def test_a_unit_is_renamed_described_moved_and_closed_by_forms(admin: Client, commerce: Unit, farming: Unit) -> None:
    at = f"/units/{commerce.pk}/"
    assert (
        admin.post(f"{at}name/", {"name": "市商务和投资促进局", "short": "商投局", "since": "2021-06-01", "basis": "文"})["Location"] == at
    )
    assert admin.post(f"{at}registration/", {"budget_code": "301", "credit": CREDIT, "division": "130800"})["Location"] == at
    page = said(admin.get(at))
    assert all(word in page for word in ("市商务和投资促进局", "市商务局", CREDIT, "130800"))

    section = a_unit(commerce, "财务科", "CW")
    moved = admin.post(f"/units/{section.pk}/move/", {"parent": "1/302", "code": "CW2", "since": "2022-03-01"})
    new = Unit.objects.get(code="CW2")
    assert (moved["Location"], new.parent, new.former) == (f"/units/{new.pk}/", farming, section)
    assert "前身" in said(admin.get(f"/units/{new.pk}/"))
    assert "改隶为" in said(admin.get(f"/units/{section.pk}/"))
    assert admin.post(f"{at}close/", {"until": "2022-03-31"})["Location"] == at
    assert "已于 2022-03-31 撤销，不再变更" in said(admin.get(at))
    assert queries.name_on(commerce, date(2021, 5, 31)) == "市商务局"


def test_a_unit_with_open_ones_below_says_so_before_the_click_and_after(admin: Client, commerce: Unit) -> None:
    a_unit(commerce, "财务科", "CW")

    for act in ("close", "move"):
        assert "还有 1 个下级单位没有撤销（财务科）" in said(admin.get(f"/units/{commerce.pk}/{act}/"))
    answer = admin.post(f"/units/{commerce.pk}/close/", {"until": "2022-03-31"})
    assert (answer.status_code, "还有 1 个下级单位" in said(answer)) == (422, True)


def test_what_a_unit_goes_by_stands_year_by_year_and_says_whose_it_is(admin: Client, bureau: Unit, commerce: Unit) -> None:
    actions.adopt(bureau, 2022, pack="standard", regime="R2015", **DOOR)
    at = f"/units/{commerce.pk}/years/2022/"
    assert "沿用财政局" in said(admin.get(at))
    form = {"pack": "standard", "regime": "R2021", "plan_points": "3月底 6月底，10月底、12月底"}

    answer = admin.post(at, form | {"plan_points": "6月底、3月底"})
    assert (answer.status_code, "「3月底」应晚于「6月底」" in said(answer)) == (422, True)
    assert admin.post(at, form)["Location"] == at
    assert Adoption.objects.get(unit=commerce).plan_points == ["3月底", "6月底", "10月底", "12月底"]
    assert "改为沿用上级" in said(admin.get(at))
    assert admin.post(f"{at}follow/")["Location"] == at
    assert not Adoption.objects.filter(unit=commerce)
    assert admin.post(f"{at}follow/").status_code == 409
    for year in (1999, 2100):
        assert admin.get(f"/units/{commerce.pk}/years/{year}/").status_code == 404
        assert admin.get(f"/units/{commerce.pk}/season/{year}/").status_code == 404


def test_the_finance_bureau_sets_the_season_for_all_below_it(bureau: Unit, commerce: Unit, officer: Client) -> None:
    reviewer, at = signed_in(bureau, Role.FISCAL_REVIEWER), f"/units/{bureau.pk}/season/2022/"
    assert "系统默认" in said(reviewer.get(at))
    days = {name: f"{day}" for name, day in default_calendar(2022).days.items()}

    wrong = reviewer.post(at, days | {"section": "2021-08-01"})
    assert "科室审核不能早于一上申报截止" in said(wrong).partition('id="id_section_error"')[2][:300]
    assert reviewer.post(at, days | {"filing": "2021-08-20"})["Location"] == at
    assert "沿用财政局" in said(officer.get(f"/units/{commerce.pk}/season/2022/"))
    assert queries.season_for(commerce, 2022).filing == date(2021, 8, 20)


def an_upload(*rows: tuple[str, ...], name: str = "清单.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, office.write(a_list(*rows), "xlsx"))


@pytest.mark.slow
def test_a_list_is_taken_in_looked_at_and_applied(admin: Client, bureau: Unit) -> None:
    rows = (row("302001", "农业本级", "预算单位", "302"), row(name="市农业局"))
    answer = admin.post("/units/import/", {"parent": "1", "file": an_upload(*rows)})
    at = answer["Location"]
    page = said(admin.get(at))

    assert "新增 2" in page
    assert Unit.objects.count() == 1
    assert admin.post(f"{at}apply/", {"key": "k"})["Location"] == at
    assert admin.post(f"{at}apply/", {"key": "k"})["Location"] == at
    assert [unit.code for unit in Unit.objects.all()] == ["1", "302", "302001"]
    assert "全部导入" in said(admin.get(at))
    assert admin.post(f"{at}apply/", {"key": "again"}).status_code == 409


@pytest.mark.slow
def test_a_list_with_faults_says_each_and_comes_back_marked(admin: Client, bureau: Unit) -> None:
    at = admin.post(
        "/units/import/", {"parent": "1", "file": an_upload(row(), row("303", "", "主管部门"), row(code="3024", name="市林业局"))}
    )["Location"]
    page = said(admin.get(at))

    assert "现在不能导入：还有 2 行有问题" in page
    assert "第 3 行「单位名称」没有填" in page
    assert "第 4 行「单位编码」主管部门编码是 3 位数字" in page
    assert "第 4 行" not in said(admin.get(f"{at}?state=new"))
    assert admin.post(f"{at}apply/", {"key": "k"}).status_code == 409
    assert Unit.objects.count() == 1
    sheet = openpyxl.load_workbook(io.BytesIO(admin.get(f"{at}marked.xlsx").content)).active
    assert sheet is not None
    assert [sheet.cell(number, len(COLUMNS) + 1).value is not None for number in (1, 2, 3, 4)] == [True, False, True, True]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x00\x01", "id_"),
        (b"", "这个文件是空的"),
        (office.write(a_list(), "xlsx"), "表头下面没有内容"),
        (workbook.listing([]), "没有内容"),
    ],
)
def test_a_file_that_holds_no_list_is_told_why(admin: Client, bureau: Unit, data: bytes, sentence: str) -> None:
    answer = admin.post("/units/import/", {"parent": "1", "file": SimpleUploadedFile("清单.xlsx", data)})

    assert (answer.status_code, sentence in said(answer)) == (422, True)
    assert Roster.objects.count() == 0


def test_a_list_without_a_file_or_a_place_is_told_so(admin: Client, bureau: Unit) -> None:
    answer = said(admin.post("/units/import/", {"parent": "外星局"}))

    assert "请选择要导入的文件" in answer
    assert "没有找到「外星局」" in answer


def test_the_template_is_handed_out_to_anybody_signed_in(officer: Client) -> None:
    answer = officer.get("/units/import/template.xlsx")

    assert [table.name for table in office.read(answer.content).tables] == ["单位清单", "示例", "填写说明"]
    assert "attachment" in answer["Content-Disposition"]


def test_a_list_of_another_unit_is_not_there(bureau: Unit, commerce: Unit) -> None:
    roster = actions.receive_roster(bureau, "清单.xlsx", a_list(row()), **DOOR)
    other = signed_in(commerce, Role.SYSTEM_ADMIN)

    for rest in ("", "marked.xlsx"):
        assert other.get(f"/units/import/{roster.pk}/{rest}").status_code == 404
    assert other.post(f"/units/import/{roster.pk}/apply/").status_code == 404


def test_a_unit_not_yet_in_force_is_told_from_when(admin: Client, bureau: Unit) -> None:
    later = date(2099, 1, 1) - timedelta(days=1)
    said_of: dict[str, Any] = {"short": "新局", "code": "399", "kind": "department", "since": later}
    unit = actions.create_unit(bureau, "新局", **said_of, **DOOR)

    assert "2098-12-31 启用" in said(admin.get(f"/units/{unit.pk}/"))


def test_a_days_field_left_empty_and_a_form_without_its_key_are_told_so(admin: Client, bureau: Unit, commerce: Unit) -> None:
    answer = admin.post(f"/units/{bureau.pk}/season/2022/", {"filing": "2021-08-20"})
    assert "请填科室审核" in said(answer)
    roster = actions.receive_roster(bureau, "清单.xlsx", a_list(row()), **DOOR)
    assert admin.post(f"/units/import/{roster.pk}/apply/", {"key": "k" * 99}).status_code == 409
    section = a_unit(commerce, "财务科", "CW")
    assert 'name="budget_code"' not in said(admin.get(f"/units/{section.pk}/registration/"))
    assert admin.post(f"/units/{section.pk}/registration/", {"credit": "", "division": "130800"}).status_code == 302
    assert "3 位数字" in said(admin.post(f"/units/{commerce.pk}/registration/", {"budget_code": "1"}))


def test_order_is_kept_in_the_address(admin: Client, commerce: Unit, farming: Unit) -> None:
    up, down = said(admin.get("/units/?order=code")), said(admin.get("/units/?order=-code"))

    assert up.index("市商务局</a>") < up.index("农业局</a>")
    assert down.index("农业局</a>") < down.index("市商务局</a>")
