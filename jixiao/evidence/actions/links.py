"""Link indicators to measures, and state a value where no ledger can tell: with a reason and a file, marked as stated for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.evidence.facts import LARGEST
from jixiao.evidence.models import File, Link, Proof, Stated
from jixiao.evidence.queries import links as queries
from jixiao.evidence.sums import attaining
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.spending.actions.papers import kept
from jixiao.spending.sums import papers
from jixiao.targets.models import Target

from .keeping import Filing, Seen

PLACES, LONGEST = 6, 300


@action("link.make", Permission.EVIDENCE_KEEP, said="关联取数口径")
def link(
    target: Target,
    place: str,
    measure: str,
    *,
    whole: bool = False,
    since: date | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Link:
    """Let an indicator take its value from a measure."""
    heed(queries.refusal_to_link(target, place, measure, since))
    try:
        with transaction.atomic():
            return Link.objects.create(target=target, place=place, measure=measure, whole=whole, since=since, by=by, at=at)
    except IntegrityError:
        msg = "这项指标刚才已由别人关联了取数口径，请刷新页面"
        raise Refused(msg) from None


@action("link.several", Permission.EVIDENCE_KEEP, said="按建议关联取数口径")
def link_several(target: Target, chosen: Sequence[tuple[str, str]], *, by: User, at: datetime, key: str | None = None) -> None:  # noqa: ARG001
    """Link several indicators at once, all or none."""
    if not chosen:
        msg = "没有选指标，请勾选要关联的指标"
        raise Refused(msg)
    for place, measure in chosen:
        link(target, place, measure, by=by, at=at)


@action("link.end", Permission.EVIDENCE_KEEP, said="解除取数口径")
def unlink(target: Target, place: str, *, by: User, at: datetime, key: str | None = None) -> Link:  # noqa: ARG001
    """End a link; it stays known, and what was frozen under it stays as it was."""
    now = queries.link_of(target, place)
    if now is None:
        msg = "这项指标没有关联取数口径，请刷新页面"
        raise Refused(msg)
    Link.objects.filter(pk=now.pk).update(gone_at=at)
    now.gone_at = at
    return now


def state(
    target: Target, place: str, text: str, *, on: date, reason: str, name: str, data: bytes, by: User, at: datetime, key: str | None = None
) -> Stated:
    """Look at the file and state a value with it; what is refused leaves nothing behind."""
    if not data:
        msg = "手工填报须附佐证文件，请选择文件"
        raise Refused(msg)
    file = papers.file_of(name, data)
    with kept(file, lambda sha256: File.objects.filter(sha256=sha256).exists()):
        return state_with(target, place, text, on, reason, seen=(file.name, file.sha256, file.kind, file.size), by=by, at=at, key=key)


@action("value.state", Permission.EVIDENCE_KEEP, said="手工填报实际值")
def state_with(
    target: Target,
    place: str,
    text: str,
    on: date,
    reason: str,
    *,
    seen: Seen,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Stated:
    """State what an indicator came to as of a day."""
    heed(
        queries.refusal_to_state(target, place, on, timezone.localdate(at)),
        None if reason.strip() else "手工填报的理由没有写，请说明数从哪里来、为什么台账不能汇总",
        f"理由超过 {LONGEST} 个字，请缩短" if len(reason.strip()) > LONGEST else None,
    )
    row = dict(queries.indicators_of(target))[place]
    scaled, digits = number_in(text)
    file = Filing(target.filer, by, at).file(seen)
    said = {"kind": "说明材料", "by": by, "at": at}
    Proof.objects.get_or_create(unit=target.unit, file=file, target=target, place=place, gone_at=None, defaults=said)
    return Stated.objects.create(
        target=target, place=place, on=on, scaled=scaled, places=digits, unit_word=attaining.unit_wanted(row), reason=reason.strip(),
        file=file, by=by, at=at,
    )  # fmt: skip


def number_in(text: str) -> tuple[int, int]:
    """Read a number exactly: the whole number without its point, and how many places the point was from the end."""
    try:
        exact = Decimal(text.replace(",", "").replace("，", "").strip().removesuffix("%"))
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite() or not text.isascii():
        msg = f"实际值「{text[:40]}」不是数，请只写数字，如 93.1"
        raise Refused(msg)
    digits = max(0, -int(exact.normalize().as_tuple().exponent))
    scaled = Fraction(exact) * 10**digits
    if digits > PLACES or abs(scaled) > LARGEST:
        msg = f"实际值「{text[:40]}」位数太多，最多 {PLACES} 位小数"
        raise Refused(msg)
    return int(scaled), digits
