"""Questions about second factors: who needs one, who has one, does a code fit."""

from __future__ import annotations

import base64
from datetime import date, datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timeuntil

from jixiao.accounts.queries import User
from jixiao.entrance.facts import CODE_TRIES, CODE_WAIT, DRIFT, PERIOD, Factor
from jixiao.entrance.models import Tries
from jixiao.kernel.roles import GUARDED

from .vault import Vault

__all__ = ["Authenticator", "RecoveryCodes", "generate_totp_secret"]
TOTP, CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
WRONG_CODE = "验证码不对，或已经用过；请等手机上换了新的一组再输"


def required() -> bool:
    """Say whether this site asks approvers and administrators for a second factor."""
    return bool(settings.SECOND_FACTOR == "required")


def guarded(user: User, on: date) -> bool:
    """Say whether somebody holds a post that approves for others or administers the site."""
    return any(seat.post.permissions & GUARDED for seat in user.held_on(on))


def posts(user: User, on: date) -> str:
    """Return the posts somebody holds as one text: it changes when they do."""
    return " ".join(sorted(f"{seat.role}@{seat.unit_id}" for seat in user.held_on(on)))


def authenticator(user: User, kind: str = TOTP) -> Authenticator | None:
    """Return somebody's authenticator, or their recovery codes."""
    return Authenticator.objects.filter(user=user, type=kind).first()


def enrolled(user: User) -> bool:
    """Say whether somebody has a second factor."""
    return authenticator(user) is not None


def factor(user: User) -> Factor | None:
    """Return what a page says of somebody's second factor, or None."""
    found = {each.type: each for each in Authenticator.objects.filter(user=user)}
    if TOTP not in found:
        return None
    totp, codes = found[TOTP], found.get(CODES)
    return Factor(
        name=totp.data.get("name") or "手机验证器",
        since=f"{timezone.localtime(totp.created_at):%Y-%m-%d %H:%M}",
        used=f"{timezone.localtime(totp.last_used_at):%Y-%m-%d %H:%M}" if totp.last_used_at else "",
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
        codes_kept=bool(codes and codes.data.get("viewed_at")),
    )


def codes_to_show(user: User) -> list[str]:
    """Return the recovery codes while they have not been put away; afterwards nothing shows them again."""
    found = authenticator(user, CODES)
    if found is None or found.data.get("viewed_at"):
        return []
    return [f"{code[:4]} {code[4:]}" for code in RecoveryCodes(found).generate_codes()]


def step_of(secret: str, code: str, at: datetime, after: int = -1) -> int | None:
    """Return which thirty seconds a code stands for, or None when it fits none, or only ones up to the last one used."""
    now = int(at.timestamp()) // PERIOD
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def totp_step(found: Authenticator, code: str, at: datetime) -> int | None:
    """Return which thirty seconds a code of somebody's authenticator stands for; each is taken once."""
    return step_of(decrypt(found.data["secret"]), code, at, found.data.get("step", -1))


def refusal_to_try(user: User, at: datetime) -> str | None:
    """Return why no code is looked at now: too many wrong ones in a row."""
    tries = Tries.objects.filter(user=user, wrong__gte=CODE_TRIES, last__gt=at - CODE_WAIT).first()
    if tries is None:
        return None
    return f"连续输错 {CODE_TRIES} 次，请过 {timeuntil(tries.last + CODE_WAIT, at)}再试；急用时请安全保密员解除"


def rested(tries: Tries, at: datetime) -> bool:
    """Say whether the last wrong code is so long ago that counting begins anew."""
    return tries.last <= at - CODE_WAIT


def picture(user: User, secret: str) -> str:
    """Return the picture an authenticator app reads, as the address of an image."""
    vault = Vault()
    drawn: str = vault.build_totp_svg(vault.build_totp_url(user, secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
