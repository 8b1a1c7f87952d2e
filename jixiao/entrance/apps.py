"""The room as Django knows it, and what it checks at deployment."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class EntranceConfig(AppConfig):
    """入口."""

    name = "jixiao.entrance"
    verbose_name = "入口"

    def ready(self) -> None:
        """Have the second factor looked at."""
        checks.register(second_factor_is_on, checks.Tags.security)


def second_factor_is_on(**_: Any) -> list[checks.CheckMessage]:
    """Warn where approvers and administrators come in by a password alone."""
    if settings.SECOND_FACTOR == "required" or settings.DEMO:
        return []
    hint = "去掉 JIXIAO_SECOND_FACTOR=off；只有示例环境可以不要求。"
    return [checks.Warning("审批人员和三员只凭密码登录，没有要求第二因素。", hint=hint, id="jixiao.W001")]
