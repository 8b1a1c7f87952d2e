"""The room as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """接口."""

    name = "jixiao.api"
    verbose_name = "接口"
