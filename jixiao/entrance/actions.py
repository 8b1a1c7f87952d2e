"""Intentions at the entrance: open and end sessions, take and check second factors, appoint the three, settle in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from axes.utils import reset

from jixiao.accounts import actions as accounts
from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.audit.facts import Actor
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from .facts import KEPT_FOR, WELCOME_FOR, Appointed
from .models import Session, Tries, Welcome
from .queries import factor, gate, three
from .queries.factor import CODES, TOTP, WRONG_CODE, Authenticator, RecoveryCodes
from .queries.sessions import alive
from .queries.vault import Vault
from .sums import one_time_password, plain_code

R = TypeVar("R")
OWN = "只能办理自己账号的事"


class WrongCode(Refused):
    """A code that does not fit, or was used before."""


def _own(user: User, by: Actor) -> None:
    if by.pk != user.pk:
        raise Refused(OWN)


# Sessions


@action("session.open", None, hide=("digest",), said="登录")
def open_session(user: User, digest: str, *, address: str, near: str, device: str, by: Actor, at: datetime) -> Session:  # noqa: ARG001
    """Write down that somebody came in, from where and with what; their long-ended sessions leave the table."""
    Session.objects.filter(user=user, seen__lt=at - KEPT_FOR).delete()
    return Session.objects.create(user=user, digest=digest, since=at, seen=at, address=near, device=device)


@action("session.refused", None, said="密码输错")
def note_refused(user: User | None, *, address: str, by: Actor, at: datetime) -> None:
    """Write down a wrong password; for a name nobody has just the same, so that the answer takes as long."""


@action("session.renew", None, hide=("digest",), said="换会话密钥")
def renew_session(session: Session, digest: str, *, by: Actor, at: datetime) -> Session:  # noqa: ARG001 - the door reads at
    """Give a session its new key, when its person's posts changed or they proved more."""
    _own(session.user, by)
    session.digest = digest
    session.save(update_fields=["digest"])
    return session


@action("session.close", None, hide=("digest",), said="退出")
def close_session(user: User, digest: str, *, by: Actor, at: datetime) -> None:
    """Write down that somebody went out."""
    _own(user, by)
    Session.objects.filter(user=user, digest=digest, ended=None).update(ended=at)


@action("session.end", None, said="结束一个会话")
def end_session(session: Session, *, by: Actor, at: datetime) -> Session:
    """End one of one's own sessions: the browser is out with its next click."""
    _own(session.user, by)
    session.ended = session.ended or at
    session.save(update_fields=["ended"])
    return session


@action("session.end_others", None, hide=("digest",), said="结束其他会话")
def end_others(user: User, digest: str, *, by: Actor, at: datetime) -> int:
    """End all of one's own sessions but this one."""
    _own(user, by)
    return Session.objects.filter(alive(at), user=user).exclude(digest=digest).update(ended=at)


@action("session.end_all", Permission.SECURITY_MANAGE, said="结束某人的全部会话")
def end_all(user: User, *, by: Actor, at: datetime) -> int:  # noqa: ARG001 - the door reads by
    """End all sessions somebody has, at once."""
    return Session.objects.filter(alive(at), user=user).update(ended=at)


def note_seen(session: Session, at: datetime) -> None:
    """Note that a session is still used: a heartbeat, which the log leaves out."""
    Session.objects.filter(pk=session.pk, seen__lt=at).update(seen=at)


# The second factor


def trying(user: User, at: datetime, act: Callable[[], R]) -> R:
    """Do what needs a code; a wrong one is counted after all else was undone."""
    try:
        return act()
    except WrongCode:
        note_wrong_code(user, by=user, at=at)
        raise


@action("factor.wrong", None, said="验证码输错")
def note_wrong_code(user: User, *, by: Actor, at: datetime) -> Tries:  # noqa: ARG001 - the door reads by
    """Count a wrong code; after five in a row none is looked at for a while."""
    tries, _new = Tries.objects.get_or_create(user=user, defaults={"wrong": 0, "last": at})
    tries.wrong = 1 if factor.rested(tries, at) else tries.wrong + 1
    tries.last = at
    tries.save(update_fields=["wrong", "last"])
    return tries


@action("factor.pass", None, hide=("code",), said="第二因素通过")
def pass_factor(user: User, code: str, *, by: Actor, at: datetime) -> Authenticator:
    """Take a code of the authenticator or a recovery code; each is good once."""
    _own(user, by)
    if reason := factor.refusal_to_try(user, at):
        raise Refused(reason)
    found = {each.type: each for each in Authenticator.objects.select_for_update().filter(user=user)}
    totp, codes, plain = found.get(TOTP), found.get(CODES), plain_code(code)
    if totp is not None and (step := factor.totp_step(totp, plain, at)) is not None:
        totp.data["step"], used = step, totp
    elif totp is not None and codes is not None and RecoveryCodes(codes).validate_code(plain):
        codes.refresh_from_db()
        used = codes
    else:
        raise WrongCode(WRONG_CODE)
    used.last_used_at = at
    used.save(update_fields=["data", "last_used_at"])
    Tries.objects.filter(user=user).update(wrong=0)
    return used


@action("factor.enrol", None, hide=("code",), said="设置第二因素")
def enrol(user: User, secret: str, code: str, *, replace: bool = False, by: Actor, at: datetime) -> Authenticator:
    """Take a new authenticator once it shows a code that fits, and make ten new recovery codes; the old ones end."""
    _own(user, by)
    if factor.enrolled(user) and not replace:
        msg = "第二因素已经设过了，要换请先输现在的验证码"
        raise Refused(msg)
    step = factor.step_of(secret, plain_code(code), at)
    if step is None:
        raise WrongCode(WRONG_CODE)
    Authenticator.objects.filter(user=user, type__in=[TOTP, CODES]).delete()
    _new_codes(user)
    data = {"secret": Vault().encrypt(secret), "step": step}
    made: Authenticator = Authenticator.objects.create(user=user, type=TOTP, data=data, created_at=at, last_used_at=at)
    return made


@action("factor.name", None, said="给验证器改名")
def name_factor(user: User, name: str, *, by: Actor, at: datetime) -> Authenticator:  # noqa: ARG001 - the door reads at
    """Call one's authenticator by a name of one's own."""
    _own(user, by)
    found = factor.authenticator(user)
    if found is None:
        msg = "还没有设置第二因素"
        raise Refused(msg)
    found.data["name"] = name.strip()
    found.save(update_fields=["data"])
    return found


@action("factor.remove", None, hide=("code",), said="停用第二因素")
def remove_factor(user: User, code: str, *, by: Actor, at: datetime) -> None:
    """Do without a second factor, on showing a fresh code."""
    pass_factor(user, code, by=by, at=at)
    Authenticator.objects.filter(user=user).delete()


@action("factor.codes", None, hide=("code",), said="换恢复码")
def new_codes(user: User, code: str, *, by: Actor, at: datetime) -> None:
    """Make ten new recovery codes, on showing a fresh code; the old ones end."""
    pass_factor(user, code, by=by, at=at)
    Authenticator.objects.filter(user=user, type=CODES).delete()
    _new_codes(user)


def _new_codes(user: User) -> None:
    RecoveryCodes.activate(user)


@action("factor.codes_kept", None, said="恢复码已收好")
def keep_codes(user: User, *, by: Actor, at: datetime) -> None:
    """Put the recovery codes away: no page shows them again."""
    _own(user, by)
    found = factor.authenticator(user, CODES)
    if found is not None:
        found.data["viewed_at"] = int(at.timestamp())
        found.save(update_fields=["data"])


@action("factor.clear", Permission.SECURITY_MANAGE, said="清除第二因素")
def clear_factor(user: User, *, reason: str, by: Actor, at: datetime) -> None:
    """Clear the second factor of somebody who lost it, and end their sessions; they set a new one when they come in next."""
    if by.pk == user.pk:
        msg = "自己的第二因素请在「账号安全」里凭验证码停用"
        raise Refused(msg)
    if not reason.strip():
        msg = "请写明清除的原因，如：本人当面申请，手机遗失"
        raise Refused(msg)
    Authenticator.objects.filter(user=user).delete()
    Tries.objects.filter(user=user).delete()
    Session.objects.filter(alive(at), user=user).update(ended=at)


@action("entry.unlock", Permission.SECURITY_MANAGE, said="解除登录限制")
def unlock(user: User, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - the door reads them
    """Forget the wrong passwords and codes counted against somebody."""
    for name in gate.locked_names(user.username):
        reset(username=name)
    Tries.objects.filter(user=user).delete()


# The first start


@action("site.appoint", Permission.PEOPLE_MANAGE, said="建立三员账号")
def appoint(
    unit: Unit, names: tuple[str, ...] = (), *, since: date, with_passwords: bool = True, by: Actor, at: datetime
) -> list[Appointed]:
    """Make the accounts of the three administrators, and no other; each comes in with a one-time password and changes it."""
    if three.administrators():
        msg = "三员账号早已建立"
        raise Refused(msg)
    made = []
    for place, (role, username) in enumerate(three.free_names()):
        name = names[place] if names else role.word
        user = accounts.create_user(unit, username, name, title=role.word, by=by, at=at)
        accounts.give_seat(unit, user, role, since=since, by=by, at=at)
        password = one_time_password() if with_passwords else ""
        if password:
            user.set_password(password)
            user.save(update_fields=["password"])
            Welcome.objects.create(user=user, issued=at, expires=at + WELCOME_FOR, named=bool(names))
        made.append(Appointed(role, username, name, password))
    return made


@action("welcome.done", None, said="首次登录办好")
def settle_in(user: User, name: str, password: str, *, by: Actor, at: datetime) -> User:
    """Take the name and the own password of an administrator who came in with a one-time one."""
    _own(user, by)
    welcome = Welcome.objects.select_for_update().filter(user=user, done=None).first()
    if welcome is None:
        msg = "首次登录的事已经办好了"
        raise Refused(msg)
    if not welcome.named:
        if reason := three.refusal_of_name(user, name):
            raise Refused(reason)
        user.name = name.strip()
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    welcome.named, welcome.done = True, at
    welcome.save(update_fields=["named", "done"])
    return user
