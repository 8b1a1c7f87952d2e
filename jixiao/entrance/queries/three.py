"""Questions about the three administrators: who they are, which user names are free for them, may one be called so."""

from __future__ import annotations

from itertools import chain, count

from jixiao.accounts.models import Seat
from jixiao.accounts.queries import User, user_named
from jixiao.entrance.facts import THREE
from jixiao.kernel.roles import ADMINISTRATORS, Role


def administrators() -> list[Seat]:
    """Return the posts of the three, whoever holds or held them."""
    return list(Seat.objects.filter(role__in=[role.value for role in ADMINISTRATORS]).select_related("user"))


def free_names() -> list[tuple[Role, str]]:
    """Return a user name nobody has for each of the three."""
    tries = {role: chain([wanted], (f"{wanted}{number}" for number in count(2))) for role, wanted in THREE}
    return [(role, next(name for name in names if user_named(name) is None)) for role, names in tries.items()]


def refusal_of_name(user: User, name: str) -> str | None:
    """Return why an administrator may not be called so: another of the three is, and one person never holds two of the posts."""
    plain = "".join(name.split())
    if not plain:
        return "请填姓名"
    if plain in {role.word for role in ADMINISTRATORS}:
        return "请填担任者的真实姓名，不是岗位名称"
    other = next((seat for seat in administrators() if seat.user_id != user.pk and seat.user.name == plain), None)
    return f"{plain}已是{other.post.word}：系统管理员、安全保密员、安全审计员须由三个人分别担任" if other else None


def anybody() -> bool:
    """Say whether there is any account at all."""
    return User.objects.exists()
