"""The room as Django knows it."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """资产."""

    name = "jixiao.assets"
    verbose_name = "资产"
