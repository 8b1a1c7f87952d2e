"""The room as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """人员."""

    name = "jixiao.accounts"
    verbose_name = "人员"
