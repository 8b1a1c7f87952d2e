"""The room as Django knows it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书."""

    name = "jixiao.documents"
    verbose_name = "文书"
