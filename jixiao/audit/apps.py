"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """日志."""

    name = "jixiao.audit"
    verbose_name = "日志"
