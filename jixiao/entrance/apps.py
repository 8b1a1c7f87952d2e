"""The room as Django knows it."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """登录."""

    name = "jixiao.entrance"
    verbose_name = "登录"
