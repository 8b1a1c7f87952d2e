"""The first start of an installation: the top unit and its three administrators, shown once; and the way out of a lost phone."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from jixiao.kernel.refusal import Refused

from .starting import now, start

if TYPE_CHECKING:  # models may be imported only once Django is up
    from jixiao.organisations.models import Unit

BUREAU = "本级财政部门"
DEMO_BUREAU = "示例市财政局"
LOADED = "这里已是正式使用的数据，不能装入示例；请用 --data 另指一个数据目录"


def open_site(bureau: str, administrators: str) -> None:
    """Make the three accounts where there are none yet, and print their one-time passwords this once."""
    from jixiao.entrance import actions
    from jixiao.entrance.queries.three import administrators as three
    from jixiao.entrance.sums import three_names

    names = three_names(administrators) if administrators else ()
    if three():
        print("三员账号早已建立，不再显示密码；忘记密码的请用 jixiao link 用户名 另发一次性登录链接")
        return
    at = now()
    from django.utils import timezone

    from jixiao.audit.facts import CONSOLE

    unit = top_unit(bureau)
    made = actions.appoint(unit, names, since=timezone.localdate(at), by=CONSOLE, at=at)
    print(f"已在「{unit.name}」建立三员账号。一次性密码只在这里显示这一次，72 小时内有效，首次登录时必须改：\n")
    for one in made:
        print(f"    {one.role.word}　用户名 {one.username:<12} 密码 {one.password}　{one.name if names else '（首次登录时填姓名）'}")
    print("\n请分别交给三个人当面登录。系统里没有其他账号，也没有超级用户。")


def top_unit(name: str) -> Unit:
    """Return the unit at the top, set up where there is none."""
    from django.utils import timezone

    from jixiao.audit.facts import CONSOLE
    from jixiao.organisations import actions
    from jixiao.organisations.models import Unit

    found = Unit.objects.filter(parent=None).first()
    if found is not None:
        return found
    at, named = now(), (name or asked()).strip() or BUREAU
    since = timezone.localdate(at).replace(month=1, day=1)
    return actions.create_unit(None, named, short=named[:30], code="1", kind="bureau", since=since, by=CONSOLE, at=at)


def asked() -> str:
    """Ask for the bureau's name where somebody sits at the console."""
    if not (sys.stdin and sys.stdin.isatty()):
        return ""
    return input(f"本级财政部门的名称（直接回车为「{BUREAU}」）：")


def is_demo() -> bool:
    """Say whether the sample stands here."""
    from jixiao.organisations.models import Unit

    return Unit.objects.filter(parent=None, name=DEMO_BUREAU).exists()


def is_in_use() -> bool:
    """Say whether real accounts stand here: then the sample has no place."""
    from jixiao.entrance.queries.three import anybody

    return anybody() and not is_demo()


def as_demo() -> None:
    """Run as a sample: every page says so, and nobody is asked for a second factor unless the installer wants it."""
    from django.conf import settings

    os.environ["JIXIAO_DEMO"] = "1"
    os.environ.setdefault("JIXIAO_SECOND_FACTOR", "off")
    settings.DEMO, settings.SECOND_FACTOR = True, os.environ["JIXIAO_SECOND_FACTOR"]


def warn() -> None:
    """Say on the console that approvers come in by a password alone."""
    from django.conf import settings

    if settings.SECOND_FACTOR == "off" and not settings.DEMO:
        print("注意：JIXIAO_SECOND_FACTOR=off，审批人员和三员只凭密码登录", file=sys.stderr)


def unlock(username: str) -> int:
    """Clear somebody's second factor and the locks on their account: for the security administrator's own lost phone."""
    start()
    from jixiao.accounts.queries import user_named
    from jixiao.audit.facts import CONSOLE
    from jixiao.entrance import actions

    user = user_named(username)
    if user is None:
        msg = f"没有用户「{username}」，请核对用户名"
        raise Refused(msg)
    actions.clear_factor(user, reason="服务器命令行办理", by=CONSOLE, at=now())
    actions.unlock(user, by=CONSOLE, at=now())
    print(f"{user.name}的第二因素和登录限制已清除，会话已结束；下次登录时重新设置。此事已记入日志")
    return 0
