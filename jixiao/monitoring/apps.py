"""The room as Django knows it."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """监控."""

    name = "jixiao.monitoring"
    verbose_name = "监控"
