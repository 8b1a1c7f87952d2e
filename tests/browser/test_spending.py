"""Money on a real server: asked for, signed by thumb, refused where it does not reach, returned by the bank and tried again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jixiao.office.writers.listing import listing

from .conftest import ROOT, Visit, serving
from .test_season import SIZES, Cast, press, sound, told

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESK = SIZES
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STREET, NIGHT, DATA, ROUND = "示范步行街试点", "夜间经济推广", "商务大数据平台", "社区便民服务圈"  # no projects of the sample
# The posts of money, two quotas and their payees for this year, made beside the sample through the doors where there are doors
TOWN = """
from datetime import date
from jixiao.site.starting import now, start
start()
from jixiao.accounts import actions as accounts
from jixiao.audit.facts import CONSOLE
from jixiao.kernel.roles import Role
from jixiao.organisations import actions as organisations
from jixiao.organisations.models import Unit
from jixiao.spending.models import Payee, Quota
at, since = now(), date(2022, 1, 1)
department = Unit.objects.get(kind="department")
posts = (("kuaiji", "许某某", Role.ACCOUNTANT), ("chuna", "秦某某", Role.CASHIER), ("mishu", "何某某", Role.MEETING_SECRETARY), ("zichan", "吕某某", Role.ASSET_KEEPER))
for username, name, role in posts:
    if not any(role in {seat.post for seat in user.seats_on(at.date())} for user in [accounts.User.objects.filter(username=username).first()] if user):
        user = accounts.create_user(department, username, name, title="财务科", by=CONSOLE, at=at)
        accounts.give_seat(department, user, role, since=since, by=CONSOLE, at=at)
for unit in Unit.objects.filter(kind__in=["bureau", "department"]):
    organisations.adopt(unit, at.year, pack="standard", regime="R2015", by=CONSOLE, at=at)
same = {"unit": department, "year": at.year, "function": "2160299", "at": at}
Quota.objects.create(project="示范步行街试点", economic="30227", approved=200_000_000, **same)
Quota.objects.create(project="商务大数据平台", economic="31002", approved=5_000_000, **same)
Quota.objects.create(project="社区便民服务圈", economic="30227", approved=5_000_000, **same)
Quota.objects.create(project="夜间经济推广", economic="30215", approved=100_000, **same)
for name, account in (("某步行街服务公司", "62220000001234"), ("某信息设备公司", "62220000005678"), ("某便民服务公司", "62220000009999")):
    Payee.objects.create(unit=department, name=name, bank="某银行", account=account, since=since)
print(at.year)
"""


class Town(Cast):
    """The people of the sample with cashier and accountant, all standing in this year."""

    year = ""

    def settle(self) -> None:
        """Make the town."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
        more = {"JIXIAO_DATA": str(self.data), "JIXIAO_SECOND_FACTOR": "off", "PYTHONPATH": str(ROOT)}
        made = subprocess.run([sys.executable, "-c", TOWN], cwd=ROOT, env=environment | more, check=True, capture_output=True, text=True)
        self.year = made.stdout.split()[-1]

    def window(self, username: str, size: Any = DESK) -> Visit:
        """Return somebody's window at a size, in this year."""
        visit = self.visit(username)
        visit.page.set_viewport_size(size)
        visit.go("/spending/")
        pick = visit.page.locator(".jx-pick", has_text="年度").first
        if pick.count() and self.year not in pick.locator("summary").inner_text():
            pick.locator("summary").click()
            press(visit.page, pick.get_by_role("button", name=f"{self.year} 年度"))
        visit.go("/spending/")
        return visit


@pytest.fixture(scope="module")
def town(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Start a server of its own with the posts of money filled."""
    data = tmp_path_factory.mktemp("money")
    with serving(data) as (address, _link):
        cast = Town(browser, address, data)
        cast.settle()
        yield cast
        for context in cast.contexts:
            context.close()


STREETS = "某步行街服务公司 · 尾号 1234"


def asked(town: Town, title: str, amount: str, project: str = STREET, *, papers: tuple[str, ...] = (), payee: str = STREETS) -> str:
    """Ask for money as the officer does, with an invoice written by hand; return the path of the payment."""
    visit = town.window("jingban")
    page = visit.page
    press(page, page.locator(".jx-acts").get_by_role("link", name="申请支出"))
    page.locator("#quota").select_option(index=[project in text for text in page.locator("#quota option").all_inner_texts()].index(True))
    page.locator("#title").fill(title)
    page.locator("#amount").press_sequentially(amount)
    page.locator("#payee").select_option(label=payee)
    page.locator("#stage").select_option("advance")
    page.locator(".sp-tag", has_text="步").wait_for()
    press(page, page.get_by_role("button", name="存草稿"))
    told(page, "已存草稿")
    for kind in papers:
        file = {
            "name": f"{kind}.pdf",
            "mimeType": "application/pdf",
            "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n" + kind.encode(),
        }
        page.locator("#papers select").select_option(kind)
        page.locator("#papers input[type=file]").set_input_files(file)
        page.locator("#papers").get_by_role("button", name="上传").click()
        page.locator("#papers li", has_text=f"{kind}.pdf").wait_for()
    return str(page.url).removeprefix(visit.address)


def sent_up(town: Town, path: str) -> None:
    page = town.visit("jingban").page
    press(page, page.locator("#sp-send").get_by_role("button", name="送审"))
    told(page, "已送审")
    assert page.url.endswith(path)


def thumbed(town: Town, username: str, title: str) -> int:
    """Sign on a phone from the desk; return how many taps it took."""
    visit = town.window(username, PHONE)
    page, taps = visit.page, 0
    visit.go("/desk/")
    for tap in (
        page.get_by_role("link", name=re.compile("支出待办")),
        page.get_by_role("link", name=f"签批 {title}").or_(page.get_by_role("link", name=f"审核 {title}")),
        page.get_by_role("button", name="同意并签名"),
    ):
        assert tap.is_visible()
        box = tap.bounding_box()
        assert box
        assert box["height"] >= 44 or tap.get_attribute("class") is None, box
        press(page, tap)
        taps += 1
    told(page, f"已签：{title}")
    return taps


def moved(town: Town, username: str, path: str, verb: str, **typed: str) -> Any:
    """Make a move from the card of a payment; return the page."""
    visit = town.window(username)
    page = visit.page
    visit.go(path)
    opening = page.locator(".sp-move > summary", has_text=verb)
    if opening.count():
        opening.click()
        for name, text in typed.items():
            page.locator(f".sp-move[open] [name={name}]").fill(text)
        press(page, page.get_by_role("button", name=f"确认{verb}"))
    else:
        press(page, page.locator(".jx-acts").get_by_role("button", name=verb, exact=True))
    return page


def grave(town: Town) -> dict[str, list[str]]:
    """Return what the browsers complained of, but for the refusals a journey asked for (409)."""
    return {name: left for name, said in town.complaints().items() if (left := [one for one in said if "409" not in one])}


def test_eighteen_hundred_yuan_take_the_section_the_check_and_the_finance_head_alone(town: Town) -> None:
    title = "活动宣传海报"
    path = asked(town, title, "1800")
    page = town.visit("jingban").page
    assert page.locator(".sp-lines b").all_inner_texts() == ["经办", "科室负责人", "财务审核", "财务负责人"]
    assert "壹仟捌佰元整" in page.locator("#sp-says").inner_text()
    sound(town.visit("jingban"))

    sent_up(town, path)
    for username in ("kezhang", "kuaiji", "fuzeren"):
        assert thumbed(town, username, title) == 3
    visit = town.window("jingban")
    visit.go(path)
    assert visit.page.locator(".jx-pagebar .jx-tag").first.inner_text() == "已批准"
    for username in ("fenguan", "juzhang"):
        assert title not in town.window(username).page.locator("main").inner_text()
    assert town.complaints() == {}


def test_eight_thousand_yuan_are_signed_by_two_leaders_on_a_phone_in_three_taps_each(town: Town) -> None:
    title = "展会场地搭建"
    path = asked(town, title, "8000")
    page = town.visit("jingban").page
    send = page.locator("#sp-send button")
    assert "缺请示" in str(send.get_attribute("title"))
    assert "缺请示" in page.locator(".sp-reasons").inner_text()

    file = {"name": "请示.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"}
    page.locator("#papers select").select_option("请示")
    page.locator("#papers input[type=file]").set_input_files(file)
    page.locator("#papers").get_by_role("button", name="上传").click()
    page.locator("#papers li", has_text="请示.pdf").wait_for()
    page.locator("#sp-send button.jx-btn-first").wait_for()  # the reason went away without the page being opened again
    sent_up(town, path)

    for username in ("kezhang", "kuaiji", "fuzeren", "fenguan"):
        assert thumbed(town, username, title) == 3
    visit = town.window("juzhang", PHONE)
    visit.go(f"{path}sign/")
    said = visit.page.locator("main").inner_text()
    assert "为什么到我这里" in said
    assert "指标够" in said
    assert "8,000.00" in said
    assert "附件：请示" in said
    sound(visit)
    assert thumbed(town, "juzhang", title) == 3
    assert "没有等您签的支出了" in visit.page.locator("main").inner_text()
    sound(visit)
    visit.go(path)
    assert visit.page.locator(".jx-pagebar .jx-tag").first.inner_text() == "已批准"
    sound(visit)
    assert town.complaints() == {}


def test_what_the_quota_does_not_reach_is_refused_with_the_sums_and_the_link_to_them(town: Town) -> None:
    asked(town, "交易会布展", "1500", NIGHT)
    page = town.visit("jingban").page
    reasons = page.locator(".sp-reasons").inner_text()
    assert "批复和调整共 1,000.00 元" in reasons
    assert "可用 1,000.00 元，本笔 1,500.00 元，差 500.00 元" in reasons
    button = page.locator("#sp-send button")
    assert button.get_attribute("aria-disabled") == "true"
    assert "指标不够" in str(button.get_attribute("title"))
    assert page.locator(".sp-short").inner_text().split()[-1] == "-500.00"
    sound(town.visit("jingban"))

    page.locator("#amount").fill("900")  # typed smaller, it is kept by itself and may go
    page.locator("#title").focus()
    page.locator("#sp-saved", has_text="已自动保存").wait_for()
    page.locator("#sp-send button.jx-btn-first").wait_for()
    assert page.locator("#amount").input_value() == "900.00"
    assert town.complaints() == {}


def test_what_the_bank_returns_is_ordered_again_and_paid_once(town: Town) -> None:
    title = "媒体宣传服务"
    path = asked(town, title, "1200")
    sent_up(town, path)
    for username in ("kezhang", "kuaiji", "fuzeren"):
        thumbed(town, username, title)

    moved(town, "chuna", path, "制单")
    moved(town, "fuzeren", path, "复核并送国库")
    page = moved(town, "kuaiji", path, "登记银行退回", reason="收款账号有误")
    assert "银行退回，等出纳重新制单" in page.locator(".sp-card").inner_text()
    moved(town, "chuna", path, "制单")
    moved(town, "fuzeren", path, "复核并送国库")

    visit = town.window("kuaiji")
    page = visit.page
    visit.go(path)
    page.locator("summary", has_text="登记回单").click()
    page.locator(".sp-move[open] [name=receipt]").fill("回单0001")
    page.locator(".sp-move[open] [name=amount]").fill("1200.01")
    press(page, page.get_by_role("button", name="确认登记回单"))
    assert "不符，差 0.01 元" in page.locator(".jx-alert").inner_text()
    assert page.locator(".sp-move[open] [name=receipt]").input_value() == "回单0001"  # what was typed stays
    sound(visit)
    page.locator(".sp-move[open] [name=amount]").fill("1200.00")
    press(page, page.get_by_role("button", name="确认登记回单"))
    told(page, "已登记回单")
    page = moved(town, "kuaiji", path, "入账", voucher="记-0015")
    assert page.locator(".jx-pagebar .jx-tag").first.inner_text() == "已入账"
    assert [text for text in page.locator(".jx-history b").all_inner_texts() if text == "制单"] == ["制单", "制单"]
    assert page.locator(".sp-four-sums dd").nth(1).inner_text() == "1,200.00"
    sound(visit)
    assert grave(town) == {}


def test_small_items_are_signed_together_and_the_list_is_read_at_both_sizes(town: Town, tmp_path: Path) -> None:
    titles = ("会场花卉", "饮用水")
    for title, amount in zip(titles, ("360", "150"), strict=True):
        sent_up(town, asked(town, title, amount))
    visit = town.window("kezhang")
    page = visit.page
    sound(visit)
    visit.go("/spending/batch/")
    sound(visit)
    for box in page.get_by_role("checkbox").all():  # the sample's own, ticked beforehand, are left alone
        box.set_checked(box.get_attribute("aria-label") in titles, force=True)
    press(page, page.get_by_role("button", name="签所选"))
    told(page, "已签 2 笔，合计 510.00 元")
    visit.go("/spending/?queue=unit")
    sound(visit)
    with page.expect_download() as saving:
        page.get_by_role("link", name="导出").click()
    saving.value.save_as(tmp_path / "list.xlsx")
    assert (tmp_path / "list.xlsx").stat().st_size > 4000


def test_a_bill_cut_in_two_is_warned_of_while_it_is_typed_and_joined(town: Town) -> None:
    shop = "某便民服务公司 · 尾号 9999"
    sent_up(town, asked(town, "便民服务点标牌", "1900", ROUND, payee=shop))
    path = asked(town, "便民服务点展架", "1800", ROUND, payee=shop)
    page = town.visit("jingban").page
    warning = page.locator(".sp-warn", has_text="疑似拆分")
    warning.wait_for()
    assert "3,700.00" in warning.inner_text()
    assert page.locator(".sp-lines b").all_inner_texts() == ["经办", "科室负责人", "财务审核", "财务负责人"]
    sound(town.visit("jingban"))

    press(page, warning.get_by_role("button", name=re.compile("并入同一事项")))
    assert page.url.endswith(path)
    assert page.locator(".sp-lines b").all_inner_texts()[-2:] == ["分管领导", "主要领导"]
    assert "缺请示" in page.locator(".sp-reasons").inner_text(), "the whole matter asks for what the part did not"
    sound(town.visit("jingban"))
    assert grave(town) == {}


def contracted(town: Town, name: str, payee: str, yuan: str) -> None:
    """Register a contract as the officer does."""
    visit = town.window("jingban")
    page = visit.page
    visit.go("/spending/contracts/new/")
    page.locator("[name=code]").fill("合-35000")
    page.locator("#id_unit").select_option(index=1)
    page.locator("[name=name]").fill(name)
    offered = page.locator("[name=payee] option").all_inner_texts()
    page.locator("[name=payee]").select_option(index=[payee in text for text in offered].index(True))
    page.locator("[name=fen]").fill(yuan)
    page.locator("[name=signed]").fill(f"{town.year}-01-05")
    signer = page.locator("[name=signer]")
    if signer.count():
        signer.select_option(index=1)
    press(page, page.locator("form.sp-form button.jx-btn-first, form button.jx-btn-first").first)
    assert page.locator(".jx-error, .jx-alert").all_inner_texts() == []


def decided(town: Town, title: str, folder: Path) -> None:
    """Hold a meeting on a matter as its secretary does, take its minutes in Word, and approve by them."""
    visit = town.window("mishu")
    page = visit.page
    visit.go("/spending/meetings/new/")
    for box in page.locator("input[name=matter]").all():
        box.set_checked(title in box.locator("xpath=ancestor::li").inner_text())
    page.locator("[name=place]").fill("三楼会议室")
    sound(visit)
    press(page, page.locator("form.sp-notice button.jx-btn-first"))
    press(page, page.get_by_role("button", name="登记到会并开会"))
    for stance in page.locator(".sp-work[open] input[type=radio][value=同意]").all():
        if "outcome" not in str(stance.get_attribute("name")):
            stance.check(force=True)
    press(page, page.locator(".sp-work[open]").get_by_role("button", name=re.compile("记录意见|保存意见")).first)
    while page.locator(".sp-decide button[disabled]").count():  # the main leader speaks last, in a turn of their own
        page.locator(".sp-work[open] form").first.locator("input[type=radio][value=同意]").first.check(force=True)
        press(page, page.locator(".sp-work[open]").get_by_role("button", name=re.compile("记录意见|保存意见")).first)
    page.locator(".sp-decide [name=outcome][value=同意]").check(force=True)
    assert page.locator(".sp-decide [name=limit]").input_value() == "35,000.00"
    press(page, page.get_by_role("button", name="记录决定"))
    press(page, page.get_by_role("button", name="定稿编号"))
    sound(visit)
    with page.expect_download() as saving:
        page.locator(".jx-acts").get_by_role("link", name="会议纪要").click()
    saving.value.save_as(folder / "minutes.docx")
    assert (folder / "minutes.docx").read_bytes()[:2] == b"PK"
    press(page, page.get_by_role("link", name="按决定批准").first)
    press(page, page.locator(".jx-acts").get_by_role("button", name="按会议决定批准"))
    told(page, "已按会议决定批准")
    assert page.locator(".jx-pagebar .jx-tag").first.inner_text() == "已批准"


def test_thirty_five_thousand_yuan_go_through_a_meeting_to_the_asset_card(town: Town, tmp_path: Path) -> None:
    title, shop = "大数据平台服务器", "某信息设备公司 · 尾号 5678"
    contracted(town, "服务器采购合同", "某信息设备公司", "35000")
    path = asked(town, title, "35000", DATA, papers=("请示",), payee=shop)
    page = town.visit("jingban").page
    page.locator("#contract").select_option(index=1)
    page.locator("#title").focus()
    page.locator("#sp-saved", has_text="已自动保存").wait_for()
    page.locator("#sp-send button.jx-btn-first").wait_for()
    sent_up(town, path)
    for username in ("kezhang", "kuaiji", "fuzeren", "fenguan", "juzhang"):
        assert thumbed(town, username, title) == 3

    decided(town, title, tmp_path)
    moved(town, "chuna", path, "制单")
    moved(town, "fuzeren", path, "复核并送国库")
    moved(town, "kuaiji", path, "登记回单", receipt="回单35000", amount="35000.00")
    moved(town, "kuaiji", path, "入账", voucher="记-35")

    visit = town.window("zichan")
    page = visit.page
    visit.go(path)
    press(page, page.get_by_role("link", name="建资产卡片"))
    page.locator("[name=category]").select_option("equipment")
    page.locator("[name=place]").fill("机房")
    page.locator("[name=accepted]").fill(page.locator("[name=acquired]").input_value())
    page.locator("[name=acceptor]").select_option(index=2)
    page.locator("[name=keeper]").select_option(index=3)
    sound(visit)
    press(page, page.get_by_role("button", name="建卡"))
    assert page.locator(".jx-error, .jx-alert").all_inner_texts() == []
    assert "35,000.00" in page.locator("main").inner_text()
    press(page, page.get_by_role("link", name=re.compile(title)).first)
    assert page.url.endswith(path)
    press(page, page.get_by_role("link", name="资产卡片", exact=True))
    assert "/assets/" in page.url
    sound(visit)
    assert grave(town) == {}


def test_the_years_supervision_is_read_opened_explained_and_handed_out(town: Town, tmp_path: Path) -> None:
    visit = town.window("shenji")
    page = visit.page
    visit.go("/spending/supervision/")
    sound(visit)
    before = page.locator(".sp-suspicion").count()
    assert before > 0
    one = page.locator(".sp-suspicion", has=page.locator("summary", has_text="不是问题")).first
    name = str(one.get_attribute("id"))
    one.locator("summary", has_text="不是问题").click()
    one.locator("textarea").fill("已逐笔核对合同和发票，属正常业务")
    press(page, one.get_by_role("button", name="确定"))
    assert page.locator(f"#{name}").count() == 0 or "已逐笔核对" in page.locator(f"#{name}").inner_text()
    visit.go("/spending/supervision/?left=1")
    assert "已逐笔核对合同和发票" in page.locator("main").inner_text()
    sound(visit)
    with page.expect_download() as saving:
        page.get_by_role("link", name="导出").click()
    saving.value.save_as(tmp_path / "suspicions.xlsx")
    assert (tmp_path / "suspicions.xlsx").stat().st_size > 4000
    visit.go("/spending/supervision/")
    behind = page.locator(".sp-behind a").first
    press(page, behind)
    assert re.search(r"/spending/\d+/$", page.url)
    assert grave(town) == {}


def a_workbook(*rows: tuple[str, ...]) -> dict[str, Any]:
    """Return a treasury's workbook as a browser sends it."""
    heads = ("支付日期", "支付令号", "收款人全称", "支付金额（元）", "摘要")
    data = listing("国库支付明细", [(head, 20) for head in heads], rows)
    return {"name": "国库支付明细.xlsx", "mimeType": XLSX, "buffer": data}


def taken_in(town: Town, *rows: tuple[str, ...]) -> Any:
    """Send a workbook to be looked at, as the accountant does; return the page."""
    visit = town.window("kuaiji")
    page = visit.page
    press(page, page.locator(".sp-nav").get_by_role("link", name="对账导入"))
    page.locator("[name=file]").set_input_files(a_workbook(*rows))
    press(page, page.get_by_role("button", name="上传核对"))
    return page


def test_the_treasurys_workbook_is_mended_taken_in_and_reconciled(town: Town, tmp_path: Path) -> None:
    day = f"{town.year}-03-08"
    page = taken_in(town, (day, "令0001", "某代理银行", "1e3", "手续费"), (day, "令0002", "", "12.50", "工本费"))
    assert "还有 2 行有问题" in page.locator(".jx-alert").inner_text()
    assert page.get_by_role("button", name="全部导入").is_disabled()
    sound(town.visit("kuaiji"))
    with page.expect_download() as saving:
        page.get_by_role("link", name="下载标注问题的原表").click()
    saving.value.save_as(tmp_path / "marked.xlsx")
    told_of = load_workbook(tmp_path / "marked.xlsx")["问题清单"]
    assert [row[1].value for row in told_of.iter_rows(min_row=2)] == ["D2", "C3"]

    page = taken_in(town, (day, "令0001", "某代理银行", "36.00", "手续费"))
    assert "可以导入 1 行，36.00 元" in page.locator(".jx-pills").last.inner_text()
    sound(town.visit("kuaiji"))
    press(page, page.get_by_role("button", name="全部导入"))
    told(page, "已导入 1 行")
    town.window("kuaiji").go("/spending/reconciliation/?month=3")
    row = page.locator(".sp-lines tbody tr", has_text="某代理银行")
    assert "本账未登" in row.inner_text()
    row.locator("[name=reason]").fill("代理银行扣收，下月补登")
    press(page, row.get_by_role("button", name="说明"))
    assert "代理银行扣收，下月补登" in page.locator(".sp-lines").inner_text()
    sound(town.visit("kuaiji"))
    with page.expect_download() as saving:
        page.get_by_role("link", name="导出 Excel").click()
    saving.value.save_as(tmp_path / "reconciliation.xlsx")
    assert "代理银行扣收，下月补登" in [
        cell.value for line in load_workbook(tmp_path / "reconciliation.xlsx").active.iter_rows() for cell in line
    ]
    assert grave(town) == {}
