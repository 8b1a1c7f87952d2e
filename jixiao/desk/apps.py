"""The room as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """工作台."""

    name = "jixiao.desk"
    verbose_name = "工作台"
