"""What every command that needs the database begins with."""

from __future__ import annotations

import os
from datetime import datetime

from jixiao.kernel.refusal import Refused


def start() -> None:
    """Set Django up and bring the tables up to date; the slow machinery of migrations runs only when one is due."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
    import django
    from django.db import DatabaseError

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as problem:
        msg = f"数据库打不开（{str(problem).strip().splitlines()[0]}），请核对 JIXIAO_DATABASE_URL 或数据目录的权限"
        raise Refused(msg) from None


def now() -> datetime:
    """Return this moment."""
    from django.utils import timezone

    return timezone.now()
