"""The room as Django knows it."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """指标库."""

    name = "jixiao.library"
    verbose_name = "指标库"
