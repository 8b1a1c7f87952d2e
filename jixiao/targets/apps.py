"""The room as Django knows it."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """目标."""

    name = "jixiao.targets"
    verbose_name = "目标"
