"""The room as Django knows it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """单位."""

    name = "jixiao.organisations"
    verbose_name = "单位"
