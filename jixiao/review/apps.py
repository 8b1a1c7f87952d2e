"""The room as Django knows it."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """审核."""

    name = "jixiao.review"
    verbose_name = "审核"
