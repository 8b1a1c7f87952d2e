"""The room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """页面."""

    name = "jixiao.web"
    verbose_name = "页面"
