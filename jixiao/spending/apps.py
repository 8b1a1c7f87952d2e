"""The room as Django knows it."""

from django.apps import AppConfig


class SpendingConfig(AppConfig):
    """支出."""

    name = "jixiao.spending"
    verbose_name = "支出"
