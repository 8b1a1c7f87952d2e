"""The room as Django knows it."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """台账."""

    name = "jixiao.evidence"
    verbose_name = "台账"
