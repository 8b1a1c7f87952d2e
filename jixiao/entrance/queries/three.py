"""Questions about the three administrators: who they are, which user names are free for them, may one be called so."""

from __future__ import annotations

from itertools import chain, count

from jixiao.accounts.models import Seat
from jixiao.accounts.queries import User, person_named
from jixiao.entrance.facts import THREE
from jixiao.kernel.roles import ADMINISTRATORS, Role


def administrators() -> list[Seat]:
    """Return the posts of the three, whoever holds or held them."""
    return list(Seat.objects.filter(role__in=[role.value for role in ADMINISTRATORS]).select_related("user"))


def free_names() -> list[tuple[Role, str]]:
    """Return a user name nobody has for each of the three."""
    return [(role, free_name(wanted)) for role, wanted in THREE]


def free_name(wanted: str) -> str:
    """Return a user name nobody has: the one wanted, else with a number."""
    names = chain([wanted], (f"{wanted}{number}" for number in count(2)))
    return next(name for name in names if not User.objects.filter(username__iexact=name).exists())


def refusal_of_name(user: User, name: str) -> str | None:
    """Return why an administrator may not be called so: another of the three is, and one person never holds two of the posts."""
    plain = "".join(name.split())
    if not plain:
        return "请填姓名"
    if plain in {role.word for role in ADMINISTRATORS}:
        return "请填担任者的真实姓名，不是岗位名称"
    other = next((seat for seat in administrators() if seat.user_id != user.pk and seat.user.name == plain), None)
    if other is not None:
        return f"{plain}已是{other.post.word}：系统管理员、安全保密员、安全审计员须由三个人分别担任"
    same = person_named(user.unit, plain)
    return f"本单位已有{plain}的账号：三员不得兼任业务岗位；确是同名的另一人，请在姓名后注明以示区别" if same not in {None, user} else None


def anybody() -> bool:
    """Say whether there is any account at all."""
    return User.objects.exists()
