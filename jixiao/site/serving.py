"""jixiao init, demo, link and serve: what needs the database."""

from __future__ import annotations

import socket
from datetime import date

from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Role

from . import auditing, opening
from .starting import now, start

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 2  # pages are Python: more threads than this only take turns and make the slowest wait longer
LINK_MINUTES = 12 * 60
YEAR = 2022
# The sample people: user name, name, post as printed, role, where (bureau or department). No real person is among them.
PEOPLE = (
    ("caiwu", "张某某", "财务科 绩效专员", Role.FINANCE_OFFICER, "department"),
    ("jingban", "李某某", "外贸科 经办", Role.PROJECT_OFFICER, "department"),
    ("kezhang", "陈某某", "外贸科 科长", Role.SECTION_HEAD, "department"),
    ("fuzeren", "王某某", "财务科 科长", Role.FINANCE_HEAD, "department"),
    ("fenguan", "赵某某", "分管领导", Role.VICE_LEADER, "department"),
    ("juzhang", "钱某某", "主要领导", Role.CHIEF, "department"),
    ("kuaiji", "冯某某", "财务科 会计", Role.ACCOUNTANT, "department"),
    ("chuna", "卫某某", "财务科 出纳", Role.CASHIER, "department"),
    ("mishu", "蒋某某", "办公室 秘书", Role.MEETING_SECRETARY, "department"),
    ("zichan", "沈某某", "办公室 资产管理", Role.ASSET_KEEPER, "department"),
    ("shenji", "孙某某", "派驻纪检", Role.AUDITOR, "department"),
    ("shenhe", "周某某", "绩效科 审核", Role.FISCAL_REVIEWER, "bureau"),
)
OFFICER = PEOPLE[0][0]
THREE = ("吴某某", "郑某某", "韩某某")  # 系统管理员、安全保密员、安全审计员


def init(*, bureau: str = "", administrators: str = "") -> int:
    """Prepare the database, say where it stands, and at the first time make the three administrators' accounts."""
    start()
    from django.conf import settings

    print(f"数据库已就绪，数据目录 {settings.DATA}")
    opening.open_site(bureau, administrators)
    return 0


def demo() -> int:
    """Load the sample department; a second time finds it loaded."""
    start()
    print("示例已装入：示例市商务局，2022 年九个项目" if load_demo() else "示例早已装入，没有改动")
    return 0


def serve(*, port: int, with_demo: bool, bureau: str = "", administrators: str = "") -> int:
    """Start the pages on this machine and print where they are; the demo's finance officer gets a link that works once."""
    _port_is_free(port)
    start()
    address = f"http://{HOST}:{port}/"
    if with_demo and not opening.is_in_use():
        load_demo()
        opening.as_demo()
        print(f"绩效已启动，请用浏览器打开（示例市商务局 绩效专员，链接只能用一次）：\n\n    {address}enter/{_link(OFFICER)}/\n")
    else:
        opening.open_site(bureau, administrators)
        opening.warn()
        print(f"绩效已启动，请用浏览器打开：{address}")
    auditing.sign()
    print("停止服务按 Ctrl+C", flush=True)
    _run(port)
    return 0


def link(username: str, *, port: int) -> int:
    """Print a link that signs one person in, once; earlier unused ones stop working."""
    start()
    print(f"http://{HOST}:{port}/enter/{_link(username)}/")
    return 0


def load_demo() -> bool:
    """Set up the sample bureau, its department, their people and the sample file; return False where they stand already."""
    from django.conf import settings
    from django.db import transaction

    from jixiao.accounts import actions as accounts
    from jixiao.accounts.queries import user_named
    from jixiao.audit.facts import CONSOLE
    from jixiao.documents import actions as documents
    from jixiao.entrance import actions as entrance
    from jixiao.organisations import actions as organisations

    from .demo import estate, happened, money, season, treasury

    if opening.is_in_use():
        raise Refused(opening.LOADED)
    if opening.is_demo():
        return False
    at, since = now(), date(YEAR, 1, 1)
    bureau = organisations.create_unit(None, "示例市财政局", short="市财政局", code="1", kind="bureau", since=since, by=CONSOLE, at=at)
    department = organisations.create_unit(
        bureau, "示例市商务局", short="市商务局", code="301", kind="department", since=since, by=CONSOLE, at=at
    )
    units = {"bureau": bureau, "department": department}
    sections = tuple(
        organisations.create_unit(department, f"示例市商务局{name}", short=name, code=code, kind="section", since=since, by=CONSOLE, at=at)
        for code, name in season.SECTIONS
    )
    coming = season.season_year(at.date())
    for unit in units.values():
        for year in (YEAR, coming - 1, coming):
            organisations.adopt(unit, year, pack="standard", regime="R2015", by=CONSOLE, at=at)
    for username, name, title, role, where in PEOPLE:
        user = accounts.create_user(units[where], username, name, title=title, by=CONSOLE, at=at)
        accounts.give_seat(units[where], user, role, since=since, by=CONSOLE, at=at)
    entrance.appoint(bureau, THREE, since=since, with_passwords=False, by=CONSOLE, at=at)
    officer = user_named(OFFICER)
    if officer is not None:
        sample = settings.SAMPLE_FILE
        documents.receive(department, sample.name, sample.read_bytes(), by=officer, at=at)
    people = {username: found for username, *_rest in PEOPLE if (found := user_named(username))}
    for each in people.values():
        each.remembers = True  # nobody's posts change while the season is laid out
    with transaction.atomic():  # a hundred acts, one write to the disk; all of the season or none of it
        season.lay(season.Cast(bureau, department, sections, people), at)
        funds = season.funds(department, coming - 1)
        money.lay(department, people, funds, at)
        treasury.lay(department, people, funds[0].year, at)
        estate.lay(department, sections[0], people, at)
        happened.lay(department, people, funds, at)
    return True


def _link(username: str) -> str:
    from jixiao.accounts import actions
    from jixiao.accounts.queries import user_named
    from jixiao.audit.facts import CONSOLE

    user = user_named(username)
    if user is None:
        msg = f"没有用户「{username}」，请核对用户名"
        raise Refused(msg)
    return actions.issue_link(user, minutes=LINK_MINUTES, by=CONSOLE, at=now())


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError:
            msg = f"没有 {port} 这个端口，请写 1024 至 65535 之间的数"
            raise Refused(msg) from None
        except OSError as problem:
            msg = f"端口 {port} 用不了（{problem.strerror}），请换一个，如 --port {port + 1 if port < 65535 else 8000}"  # noqa: PLR2004
            raise Refused(msg) from None


def _run(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "jixiao.site.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.warn,
        websockets=False,
    ).serve()
